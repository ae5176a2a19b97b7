"""A reading beside its source: from reading offsets to quotes of the raw text."""

from __future__ import annotations

import bisect
from dataclasses import dataclass

from kg.model import Quote, Reading, Source, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """One reading, its source, and the IRIs of its entities in the order of `reading.entities`."""

    reading: Reading
    source: Source
    iris: tuple[str, ...]

    def raw(self, span: Span) -> Span:
        """The raw span of a reading span. ValueError for an empty one, IndexError outside the text."""
        return self.reading.document.offsets.raw(span.start, span.end)

    def mention(self, index: int | None) -> Span | None:
        """The raw span of a mention, None for None."""
        if index is None:
            return None
        mention = self.reading.mentions[index]
        return self.raw(Span(start=mention.start, end=mention.end))

    def quote(self, start: int, end: int, sentence: int | None = None) -> Quote:
        """The quote of a reading span; `sentence` is an index, else the sentence in which the span starts."""
        document = self.reading.document
        around = self._sentence(start, end) if sentence is None else self._indexed(sentence)
        raw, raw_sentence = document.offsets.raw(start, end), self.raw(around)
        return Quote(
            document=document.id,
            source=document.source,
            start=raw.start,
            end=raw.end,
            raw=self.source.text[raw.start : raw.end],
            text=document.text[start:end],
            sentence=document.text[around.start : around.end],
            sentence_start=raw_sentence.start,
            sentence_end=raw_sentence.end,
            page=self._page(raw.start),
        )

    def _indexed(self, index: int) -> Span:
        found = self.reading.sentences[index]
        return Span(start=found.start, end=found.end)

    def _sentence(self, start: int, end: int) -> Span:
        sentences = self.reading.sentences
        at = bisect.bisect_right(sentences, start, key=lambda s: s.start) - 1
        if at >= 0 and sentences[at].end >= end:
            return Span(start=sentences[at].start, end=sentences[at].end)
        if at >= 0 and sentences[at].end > start:  # over a sentence border, as a refused span may be
            return Span(start=sentences[at].start, end=end)
        return Span(start=start, end=end)

    def _page(self, position: int) -> str:
        at = bisect.bisect_right(self.source.pages, position, key=lambda p: p.start) - 1
        return self.source.pages[at].label if at >= 0 else ""
