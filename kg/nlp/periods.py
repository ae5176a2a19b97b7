"""When a figure holds, or when a target falls due: the time in its clause, its sentence, or what it is said under."""

from __future__ import annotations

import bisect
import re

from kg.model import Entity, Kind, Quantity, Reading, TimeExpression
from kg.nlp.clauses import Layout

_SPAN_IN_NAME = re.compile(r"((?:19|20)\d\d)\s?年?\s?[—–\-~至－]{1,2}\s?((?:19|20)\d\d)")
_YEAR_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_COMPARED = ("比", "较", "与", "同", "相比", "高于", "低于", "超过", "不及")


class Periods:
    """Answers for one reading."""

    def __init__(self, reading: Reading, layout: Layout) -> None:
        self.reading = reading
        self.layout = layout
        self.starts = [t.start for t in reading.times]

    def of(self, quantity: Quantity, kind: Kind, subject: Entity) -> tuple[int | None, str]:
        """Index of the time expression (or None) and the ISO value for the observation ("" where unknown)."""
        layout = self.layout
        sentence_index = layout.sentence_at(quantity.start)
        sentence = layout.sentences[sentence_index]
        clause_start, clause_end = layout.clause_at(quantity.start)
        near = self._last(clause_start, quantity.start, kind)
        if near is None:
            near = self._last(sentence.start, clause_start, kind)
        if near is None:
            near = self._first(quantity.end, clause_end, kind)
        if near is not None:
            return near, observed(self.reading.times[near], kind)
        carried = self._carried(sentence_index, kind)
        if carried is not None:
            return carried, observed(self.reading.times[carried], kind)
        return None, self._of_name(subject, kind)

    def _last(self, start: int, end: int, kind: Kind) -> int | None:
        """The last fitting time of a stretch before the figure."""
        for i in range(bisect.bisect_left(self.starts, end) - 1, -1, -1):
            time = self.reading.times[i]
            if time.start < start:
                break
            if time.end <= end and self._fits(time, kind):
                return i
        return None

    def _first(self, start: int, end: int, kind: Kind) -> int | None:
        for i in range(bisect.bisect_left(self.starts, start), len(self.starts)):
            time = self.reading.times[i]
            if time.end > end:
                break
            if self._fits(time, kind):
                return i
        return None

    def _fits(self, time: TimeExpression, kind: Kind) -> bool:
        if not time.value:
            return time.relation == "now"
        before = self.layout.text[max(0, time.start - 3) : time.start]
        if before.endswith(_COMPARED):
            return False
        return not (kind == "target" and time.relation == "since")

    def _carried(self, sentence: int, kind: Kind) -> int | None:
        """A time at the head of an earlier sentence of the paragraph holds on: 到2027年底，…。培育…50家。"""
        layout = self.layout
        paragraph = layout.paragraph_of[sentence]
        for earlier in range(sentence - 1, max(-1, sentence - 4), -1):
            if layout.paragraph_of[earlier] != paragraph:
                break
            span = layout.sentences[earlier]
            first = self._first(span.start, span.end, kind)
            if first is not None:
                time = self.reading.times[first]
                if kind == "target" and time.relation == "by":
                    return first
                if kind == "fact" and time.relation in ("at", "during") and time.start - span.start < 3:
                    return first
        return None

    def _of_name(self, subject: Entity, kind: Kind) -> str:
        """《…（2025—2027年）》 gives its targets the last year; 2025世界…大会 gives its facts its year."""
        if subject.type == "PROGRAMME" and kind == "target":
            span = _SPAN_IN_NAME.search(subject.name)
            return span.group(2) if span else ""
        if subject.type == "EVENT":
            years = _YEAR_IN_NAME.findall(subject.name)
            return years[0] if len(years) == 1 else ""
        return ""


def observed(time: TimeExpression, kind: Kind) -> str:
    """The value that an observation carries: of half-years and quarters the year, of a target's span its end."""
    value = time.value
    if "/" not in value:
        return value
    first, last = value.split("/")
    if first[:4] == last[:4]:
        return last[:4]
    return last if kind == "target" else value
