"""Who said what: stretches of text that somebody is made to say, and the claims and figures inside them.

The patterns of `seeds/rules/attribution.yaml` find speaker, organisation, post, medium and cue in one sentence; the
words said may be a quotation over several sentences and paragraphs. Runs last: it fills `attribution` of claims and
observations and uses the posts that claims have found.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace
from typing import TypeVar

from kg.model import Attribution, Claim, Observation, Reading, Span
from kg.nlp.discourse import Line, Names, finder, lines, names_of
from kg.nlp.patterns import expression
from kg.rules import Rules

_Item = TypeVar("_Item", Claim, Observation)
_OPEN = {"“": "”", "「": "」", "『": "』"}
_CLOSE = {close: mark for mark, close in _OPEN.items()}
_LONGEST_QUOTE = 1500  # a quotation mark without its partner must not swallow the text
_ENDS = "。！？!?；…"
_LONGEST_TERM = 14  # characters, with its marks; a longer quotation is a speech whatever it ends in
_POST_ENDS = "，。；：、 的"


@dataclass(frozen=True, slots=True)
class _Speech:
    id: str
    regex: re.Pattern[str]
    content: str
    hearsay: bool


@functools.lru_cache(maxsize=8)
def _compiled(rules: Rules) -> tuple[tuple[_Speech, ...], re.Pattern[str] | None]:
    speeches = tuple(
        _Speech(s.id, expression(s.pattern, place=f"attribution.yaml: {s.id}"), s.content, s.hearsay)
        for s in rules.speeches
    )
    return speeches, finder(rules.anaphors)


def find_attributions(reading: Reading, rules: Rules) -> Reading:
    """The reading with its attributions, in text order, and `attribution` set on claims and observations inside one.

    Needs sentences, mentions and links; claims and observations may be missing. What stands in hearsay (网传…) gets
    modality "reported". An attribution inside another one (a speech that quotes a speech) goes before it.
    """
    speeches, anaphors = _compiled(rules)
    extended, names, home = names_of(reading, rules.anaphors, rules.genres)
    found: dict[tuple[int, int], tuple[Attribution, bool]] = {}
    for line in lines(extended, names, home, rules.anaphors, anaphors):
        taken: list[Span] = []
        for speech in speeches:
            for match in speech.regex.finditer(line.typed.text):
                made = _attribution(match, speech, line, names, reading)
                if made is None or any(made.cue.start < s.end and s.start < made.cue.end for s in taken):
                    continue
                taken.append(made.cue)
                found.setdefault((made.start, made.end), (made, speech.hearsay))
    ordered = [found[key] for key in sorted(found)]
    attributions = tuple(attribution for attribution, _ in ordered)
    hearsay = frozenset(i for i, (_, rumour) in enumerate(ordered) if rumour)
    return replace(
        reading,
        attributions=attributions,
        claims=tuple(_said(c, attributions, hearsay) for c in reading.claims),
        observations=tuple(_said(o, attributions, hearsay) for o in reading.observations),
    )


def _said(item: _Item, attributions: tuple[Attribution, ...], hearsay: frozenset[int]) -> _Item:
    """The claim or figure with the smallest attribution that holds its quote."""
    holding = [(a.end - a.start, i) for i, a in enumerate(attributions) if a.start <= item.start and item.end <= a.end]
    if not holding:
        return item if item.attribution is None else replace(item, attribution=None)
    index = min(holding)[1]
    modality = "reported" if index in hearsay and item.modality == "asserted" else item.modality
    return replace(item, attribution=index, modality=modality)


def _attribution(
    match: re.Match[str], speech: _Speech, line: Line, names: Names, reading: Reading
) -> Attribution | None:
    groups = match.groupdict()
    text = reading.document.text

    def name(group: str) -> int | None:
        if not groups.get(group):
            return None
        return names.mention(line.typed.names[match.start(group)])

    def words(group: str) -> str:
        if not groups.get(group):
            return ""
        span = line.typed.span(*match.span(group))
        return text[span.start : span.end].strip(_POST_ENDS)

    cue = line.typed.span(*match.span("cue"))
    before = line.typed.starts[match.start()]
    content = _content(speech.content, before, cue, line, reading)
    if content is None:
        return None
    speaker, organisation, post = name("speaker"), name("organisation"), words("post")
    if speaker is not None and organisation is None:
        organisation, known = _post_of(reading, speaker, before)
        post = post or known
    medium = name("medium")
    return Attribution(
        start=content.start,
        end=content.end,
        cue=cue,
        speaker=speaker,
        organisation=organisation,
        post=post,
        medium="" if medium is None else reading.mentions[medium].text,
    )


def _post_of(reading: Reading, speaker: int, before: int) -> tuple[int | None, str]:
    """The organisation and post that the text has given this person, at best before this place."""
    entity = reading.links[speaker].entity
    held = [c for c in reading.claims if c.predicate == "worksFor" and c.subject == entity and entity is not None]
    if not held:
        return None, ""
    best = min(held, key=lambda c: (c.start > before, abs(before - c.start)))
    return best.object_mention, best.role


def _content(kind: str, before: int, cue: Span, line: Line, reading: Reading) -> Span | None:
    """The words said, as a span of the reading text."""
    text = reading.document.text
    if kind == "paragraph":
        end = text.find("\n", cue.end)
        return _filled(text, cue.end, len(text) if end < 0 else end)
    opening = _opening(text, before)
    after = cue.end
    while after < len(text) and text[after] in "，：:, ":
        after += 1
    said = _quoted(text, cue.end, after) or _filled(text, after, _end(line, reading))
    if said is not None and not any(c.isalnum() for c in text[said.start : said.end]):
        said = None  # 他说。
    if opening is None:
        return said
    return Span(start=opening, end=said.end if said else _last_quote(text, before))


def _quoted(text: str, cue_end: int, after: int) -> Span | None:
    """The quotation that opens here, unless it is only a term in running text (据统计，“十四五”期间…)."""
    if text[after : after + 1] not in _OPEN:
        return None
    closing = _closing(text, after)
    if closing is None:
        return None
    whole = text[closing - 2] in _ENDS or text[closing : closing + 1] in ("", "\n", *_ENDS)
    return Span(start=after, end=closing) if whole or any(c in "：:" for c in text[cue_end:after]) else None


def _end(line: Line, reading: Reading) -> int:
    """Where the sentence ends; a semicolon does not end what is said."""
    text = reading.document.text
    index = line.index
    while (
        text[reading.sentences[index].end - 1] in "；;"
        and index + 1 < len(reading.sentences)
        and "\n" not in text[reading.sentences[index].end : reading.sentences[index + 1].start]
    ):
        index += 1
    return reading.sentences[index].end


def _last_quote(text: str, before: int) -> int:
    while text[before - 1] not in _CLOSE:
        before -= 1
    return before


def _filled(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    return Span(start=start, end=end) if start < end else None


def _closing(text: str, opening: int) -> int | None:
    """The end of the quotation that opens here. A paragraph that ends inside it goes on where the next one opens
    with the same mark, as newspapers print speeches."""
    mark, close = text[opening], _OPEN[text[opening]]
    depth = 0
    position = opening
    last = min(len(text), opening + _LONGEST_QUOTE)
    while position < last:
        character = text[position]
        if character == mark:
            depth += 1
        elif character == close:
            depth -= 1
            if depth == 0:
                return position + 1
        elif character == "\n":
            following = position + 1
            while following < len(text) and text[following].isspace():
                following += 1
            if text[following : following + 1] != mark:
                return position
            depth -= 1
        position += 1
    return None


def _opening(text: str, end: int) -> int | None:
    """The start of the quotation that closes right before `end` (a comma may stand between)."""
    position = end
    while position and text[position - 1] in "，, ":
        position -= 1
    close = text[position - 1 : position]
    if close not in _CLOSE:
        return None
    whole = text[position - 2] in _ENDS + "，,"
    mark = _CLOSE[close]
    depth = 0
    for index in range(position - 1, max(-1, position - _LONGEST_QUOTE), -1):
        if text[index] == close:
            depth += 1
        elif text[index] == mark:
            depth -= 1
            if depth == 0:
                # “十四五”期间他说: a term, no speech
                return index if whole or position - index > _LONGEST_TERM else None
        elif text[index] == "\n" and text[index + 1 : index + 2] != mark:
            return None
    return None
