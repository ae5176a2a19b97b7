"""Attributions of readings -> utterances: who is made to say what, and the things that they speak of.

Evidence carries its speaker as well, but only where a claim or a figure was read in what is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg import iris
from kg.fusion.evidence import said
from kg.fusion.located import Located
from kg.model import Attribution, Quote, Utterance


def utterances(readings: Sequence[Located], base: str) -> tuple[Utterance, ...]:
    """One for each stretch of a source that is put in somebody's mouth, sorted by IRI; none where nobody is named."""
    found: dict[str, Utterance] = {}
    for located in readings:
        for index, attribution in enumerate(located.reading.attributions):
            who = said(located, index)
            if who is None:
                continue
            quote = _quote(located, attribution)
            iri = iris.utterance(base, quote.document, quote.source, quote.start, quote.end)
            found.setdefault(iri, Utterance(iri=iri, quote=quote, said=who, mentions=_named(located, attribution)))
    return tuple(found[iri] for iri in sorted(found))


def _named(located: Located, attribution: Attribution) -> tuple[str, ...]:
    reading = located.reading
    return tuple(
        sorted(
            {
                located.iris[link.entity]
                for mention, link in zip(reading.mentions, reading.links, strict=True)
                if link.entity is not None and attribution.start <= mention.start and mention.end <= attribution.end
            }
        )
    )


def _quote(located: Located, attribution: Attribution) -> Quote:
    """What is said; its sentence is drawn wider where the cue stands in another one (“……。……。”他说)."""
    quote = located.quote(attribution.start, attribution.end)
    cue = located.quote(attribution.cue.start, attribution.cue.end)
    if quote.sentence_start <= cue.start and cue.end <= quote.sentence_end:
        return quote
    text = located.reading.document.text
    sentences = [
        s
        for s in located.reading.sentences
        if any(s.start < end and start < s.end for start, end in _spans(attribution))
    ]
    start = min([attribution.start, attribution.cue.start, *(s.start for s in sentences)])
    end = max([attribution.end, attribution.cue.end, *(s.end for s in sentences)])
    raw = located.reading.document.offsets.raw(start, end)
    return replace(quote, sentence=text[start:end], sentence_start=raw.start, sentence_end=raw.end)


def _spans(attribution: Attribution) -> tuple[tuple[int, int], ...]:
    return ((attribution.start, attribution.end), (attribution.cue.start, attribution.cue.end))
