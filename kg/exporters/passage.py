"""From raw offsets back to the repaired sentence that a reader sees, so that names can be marked in it."""

from __future__ import annotations

import bisect
from collections.abc import Iterable

from kg.model import Document, OffsetMap, Quote, Span


def reading_span(offsets: OffsetMap, start: int, end: int) -> Span | None:
    """The reading characters whose raw characters lie in the raw span [start, end). None if there are none."""
    first, last = _at_or_after(offsets, start), _at_or_after(offsets, end)
    return Span(start=first, end=last) if first < last else None


def marks(document: Document, quote: Quote, spans: Iterable[Span | None]) -> tuple[Span | None, ...]:
    """Raw spans as spans of `quote.sentence`; None where one lies outside of it or the sentence is not the text's."""
    sentence = reading_span(document.offsets, quote.sentence_start, quote.sentence_end)
    if sentence is None or document.text[sentence.start : sentence.end] != quote.sentence:
        return tuple(None for _ in spans)
    return tuple(_within(document.offsets, sentence, span) for span in spans)


def _within(offsets: OffsetMap, sentence: Span, span: Span | None) -> Span | None:
    found = reading_span(offsets, span.start, span.end) if span else None
    if found is None or found.start < sentence.start or found.end > sentence.end:
        return None
    return Span(start=found.start - sentence.start, end=found.end - sentence.start)


def _at_or_after(offsets: OffsetMap, raw: int) -> int:
    """The first reading position whose raw position is at least `raw`; the text's length if there is none."""
    place = bisect.bisect_right(offsets.runs, raw, key=lambda r: r.raw) - 1
    if place < 0:
        return 0
    run = offsets.runs[place]
    return run.reading + min(raw - run.raw, run.length)
