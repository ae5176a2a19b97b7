"""Reports on a place: the figures of a government work report or a statistical communiqué are about that place.

Such a text names its place in its title and hardly ever again; the report itself is never what is measured. A work
report looks back on the year before its own and ahead from its own year on, and says so once for many sentences.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.model import Kind, Quantity, Reading
from kg.nlp.clauses import Layout

_REPORT = re.compile("工作报告|统计公报|发展公报|情况公报|国民经济|执行情况|年鉴|白皮书")
_NATIONAL = re.compile("国务院|中华人民共和国|全国|国家统计局|我国")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?年")
_BACK = re.compile("去年|过去|一年来|五年来|十年来|年来|累计|年均|从[^，。；]{1,12}(?:提高|增加|提升|上升|下降)[到至]|已|再上新台阶|胜利完成|顺利实现|回顾")
_AHEAD = re.compile("今年|明年|拟|预期目标|预期|未来|今后|目标任务|工作安排|力争|到20\\d\\d年|时期主要目标|要求")


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
        back = _last(_BACK, layout.text, start, quantity.start)
        ahead = _last(_AHEAD, layout.text, start, quantity.start)
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
            return str(year + 4) if _FIVE_AHEAD.search(layout.text, 0, quantity.start) else self.year
        if "十年" in left:
            return f"{year - 10}/{year - 1}"
        if _FIVE_BACK.search(layout.text, 0, quantity.start) and not _LEVEL.search(left):
            return f"{year - 5}/{year - 1}"
        return str(year - 1)


_FIVE_AHEAD = re.compile("今后五年|未来五年|五年规划")
_FIVE_BACK = re.compile("五年来|过去五年|五年年均|这五年|五年的|五年累计")
_LEVEL = re.compile("(?:到|至|达|占[^，]{0,10})[^，]{0,4}$")


def reported_place(reading: Reading, layout: Layout, nation: int) -> ReportedPlace | None:
    """The place of a report, from its title line; None for any other text. `nation` is the index of 中国 or NATION."""
    title = layout.text[: layout.title_end]
    if _REPORT.search(title) is None:
        return None
    titled = frozenset(n.entity for n in layout.names_between(0, layout.title_end))
    year = _YEAR.search(title) if "工作报告" in title else None
    written = year.group(1) if year else ""
    if _NATIONAL.search(title):
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
