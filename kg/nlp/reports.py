"""Reports on a place: the figures of a government work report or a statistical communiqué are about that place.

Such a text names its place in its title and hardly ever again; the report itself is never what is measured. A work
report looks back on the year before its own and ahead from its own year on, and says so once for many sentences.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.model import Kind, Quantity, Reading
from kg.nlp.clauses import Layout
from kg.nlp.cues import cue

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?年")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedPlace:
    """The place that a report is about, the entities that stand in its title, and the year of a work report."""

    entity: int
    titled: frozenset[int]
    year: str = ""  # "" for another report

    def holds(self, layout: Layout, quantity: Quantity, likeliest: int) -> bool:
        """Whether the figure is the place's: its clause names nothing else before it that could be measured."""
        if likeliest in self.titled or likeliest == self.entity:
            return True
        clause_start, _ = layout.clause_at(quantity.start)
        sentence = layout.sentences[layout.sentence_at(quantity.start)]
        named = {n.entity for n in layout.names_between(clause_start, quantity.start)}
        opened = layout.names_between(sentence.start, sentence.start + 1)
        return likeliest not in named and not opened

    def kind(self, layout: Layout, quantity: Quantity) -> Kind | None:
        """Fact or target by the last words of the paragraph that look back or ahead; None outside work reports."""
        if not self.year:
            return None
        sentence = layout.sentence_at(quantity.start)
        paragraph = layout.paragraph_of[sentence]
        first = sentence
        while first and layout.paragraph_of[first - 1] == paragraph:
            first -= 1
        start = layout.sentences[first].start
        back = _last(cue("report_back"), layout.text, start, quantity.start)
        ahead = _last(cue("report_ahead"), layout.text, start, quantity.start)
        for match in _YEAR.finditer(layout.text, start, quantity.start):
            if match.group(1) < self.year:
                back = max(back, match.start())
            else:
                ahead = max(ahead, match.start())
        return "target" if ahead > back else "fact"

    def period(self, layout: Layout, quantity: Quantity, kind: Kind) -> str:
        """When an undated figure of a work report holds: the year before, the five years that it looks back on for
        what was added in them, this year or the five years ahead for a target. "" for another report."""
        if not self.year:
            return ""
        year = int(self.year)
        clause_start, _ = layout.clause_at(quantity.start)
        left = layout.text[clause_start : quantity.start]
        if kind == "target":
            return str(year + 4) if cue("five_ahead").search(layout.text, 0, quantity.start) else self.year
        if "十年" in left:
            return f"{year - 10}/{year - 1}"
        if cue("five_back").search(layout.text, 0, quantity.start) and not cue("level_reached").search(left):
            return f"{year - 5}/{year - 1}"
        return str(year - 1)


def reported_place(reading: Reading, layout: Layout, nation: int) -> ReportedPlace | None:
    """The place of a report, from its title line; None for any other text. `nation` is the index of 中国 or NATION."""
    title = layout.text[: layout.title_end]
    if cue("report_title").search(title) is None:
        return None
    titled = frozenset(n.entity for n in layout.names_between(0, layout.title_end))
    year = _YEAR.search(title) if "工作报告" in title else None
    written = year.group(1) if year else ""
    if cue("report_nation").search(title):
        return ReportedPlace(entity=nation, titled=titled | {nation}, year=written)
    places = [
        (title.find(entity.name), -len(entity.name), index)
        for index, entity in enumerate(reading.entities)
        if entity.type == "PLACE" and entity.name in title
    ]
    return ReportedPlace(entity=min(places)[2], titled=titled, year=written) if places else None


def _last(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    """Where the last match begins, -1 without one."""
    place = -1
    for match in pattern.finditer(text, start, end):
        place = match.start()
    return place
