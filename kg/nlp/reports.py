"""Reports on a place: the figures of a government work report or a statistical communiqué are about that place.

Such a text names its place in its title and hardly ever again; the report itself is never what is measured.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.model import Quantity, Reading
from kg.nlp.clauses import Layout

_REPORT = re.compile("工作报告|统计公报|发展公报|情况公报|国民经济|执行情况|年鉴|白皮书")
_NATIONAL = re.compile("国务院|中华人民共和国|全国|国家统计局|我国")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedPlace:
    """The place that a report is about, and the entities that stand in its title."""

    entity: int
    titled: frozenset[int]

    def holds(self, layout: Layout, quantity: Quantity, likeliest: int) -> bool:
        """Whether the figure is the place's: its clause names nothing else before it that could be measured."""
        if likeliest in self.titled or likeliest == self.entity:
            return True
        clause_start, _ = layout.clause_at(quantity.start)
        sentence = layout.sentences[layout.sentence_at(quantity.start)]
        named = {n.entity for n in layout.names_between(clause_start, quantity.start)}
        opened = layout.names_between(sentence.start, sentence.start + 1)
        return likeliest not in named and not opened


def reported_place(reading: Reading, layout: Layout, nation: int) -> ReportedPlace | None:
    """The place of a report, from its title line; None for any other text. `nation` is the index of 中国 or NATION."""
    title = layout.text[: layout.title_end]
    if _REPORT.search(title) is None:
        return None
    titled = frozenset(n.entity for n in layout.names_between(0, layout.title_end))
    if _NATIONAL.search(title):
        return ReportedPlace(entity=nation, titled=titled | {nation})
    places = [
        (title.find(entity.name), -len(entity.name), index)
        for index, entity in enumerate(reading.entities)
        if entity.type == "PLACE" and entity.name in title
    ]
    return ReportedPlace(entity=min(places)[2], titled=titled) if places else None
