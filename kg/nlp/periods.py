"""When a figure holds, or when a target falls due: the time in its clause, its sentence, or what it is said under."""

from __future__ import annotations

import bisect
import re

from kg.model import Entity, Kind, Quantity, Reading, TimeExpression
from kg.nlp.clauses import Layout
from kg.nlp.cues import cue
from kg.nlp.reports import ReportedPlace
from kg.nlp.times import year_of

_SPAN_IN_NAME = re.compile(r"((?:19|20)\d\d)\s?年?\s?[—–\-~至－]{1,2}\s?((?:19|20)\d\d)")
_YEAR_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_OPENING = re.compile(r"[（(]?[一二三四五六七八九十\d]{0,3}[）)、.．]?\s*(?:在|到|至|截至|预计|展望|今后|未来)?")
_COMPARED = ("比", "较", "与", "同", "相比", "高于", "低于", "超过", "不及")


class Periods:
    """Answers for one reading."""

    def __init__(self, reading: Reading, layout: Layout, place: ReportedPlace | None) -> None:
        self.reading = reading
        self.layout = layout
        self.place = place
        self.now = layout.now
        self.starts = [t.start for t in reading.times]

    def of(self, quantity: Quantity, kind: Kind, subject: Entity) -> tuple[int | None, str]:
        """Index of the time expression (or None) and the ISO value for the observation ("" where unknown)."""
        index, value, _ = self.traced(quantity, kind, subject)
        return index, value

    def traced(self, quantity: Quantity, kind: Kind, subject: Entity) -> tuple[int | None, str, str]:
        """The same, and what gave it: clause, sentence, after, carried, name or nothing."""
        layout = self.layout
        sentence = layout.sentences[layout.sentence_at(quantity.start)]
        clause_start, clause_end = layout.clause_at(quantity.start)
        for how, near in (
            ("clause", self._last(clause_start, quantity.start, kind)),
            ("sentence", self._last(sentence.start, clause_start, kind)),
            ("after", self._first(quantity.end, clause_end, kind)),
            ("carried", self._carried(sentence.start, kind)),
        ):
            if how == "carried" and self.place is not None and self.place.year:
                return None, self.place.period(layout, quantity, kind), "report"
            if near is not None:
                return near, observed(self.reading.times[near], kind), how
        named = self._of_name(subject, kind)
        if named or kind == "target":
            return None, named, "name"
        return None, self.now, "default"

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

    def _carried(self, start: int, kind: Kind) -> int | None:
        """The nearest earlier time that can still hold: for a target one that lies ahead, for a fact one that does not.

        到2027年底，…。培育…50家。 A heading (二、2026年工作安排) holds for what stands under it.
        """
        now = self.layout.now
        for i in range(bisect.bisect_left(self.starts, start) - 1, -1, -1):
            time = self.reading.times[i]
            if not time.value or not self._fits(time, kind):
                continue
            year = year_of(time.value)
            if kind == "target":
                if self.layout.sentence_at(start) - self.layout.sentence_at(time.start) > 12:
                    return None
                if time.relation == "by" or (now and year >= now and self._opens(time)):
                    return i
            elif time.relation != "by" and (not now or self._recent(time, year, now, start)):
                return i
        return None

    def _recent(self, time: TimeExpression, year: str, now: str, start: int) -> bool:
        """A fact's time carries on through the text if it is of this year or the last, else through its paragraph."""
        if year > now:
            return False
        layout = self.layout
        here, there = (layout.paragraph_of[layout.sentence_at(p)] for p in (start, time.start))
        if int(year) >= int(now) - 1:
            return True
        return here == there and not cue("founded").search(layout.text, max(0, time.start - 6), time.end + 4)

    def _opens(self, time: TimeExpression) -> bool:
        """Whether a time stands at the head of its sentence or line, behind a number or a preposition at most."""
        start = self.layout.sentences[self.layout.sentence_at(time.start)].start
        return _OPENING.fullmatch(self.layout.text, start, time.start) is not None

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
