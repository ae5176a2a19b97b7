"""Figures that several names share: A、B分别为3亿元、5亿元 is told apart, A、B各出资3亿元 and 均为3亿元 holds for each."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.model import Quantity
from kg.nlp.clauses import Layout, Name

_JOIN = re.compile(r"[、和与及]|以及")
_EACH = re.compile("各|均|都")
_APART = "分别"


def shared_names(
    layout: Layout, quantity: Quantity, quantities: Sequence[Quantity], index: int
) -> list[tuple[int, Name | None]]:
    """The entities that share the figure by 分别, 各 or 均, each with its mention; empty where none of these applies."""
    sentence = layout.sentences[layout.sentence_at(quantity.start)]
    clause_start, _ = layout.clause_at(quantity.start)
    apart = layout.text.rfind(_APART, sentence.start, quantity.start)
    if apart >= 0 and "。" not in layout.text[apart : quantity.start] and "；" not in layout.text[apart : quantity.start]:
        names = _row(layout, sentence.start, apart)
        row = [q for q in quantities if apart < q.start and q.end <= sentence.end]
        row = _run(layout, row)
        if len(names) > 1 and len(names) == len(row) and quantity in row:
            name = names[row.index(quantity)]
            return [(name.entity, name)]
        return []
    each = _EACH.search(layout.text, clause_start, quantity.start)
    if each is None:
        return []
    names = _row(layout, clause_start, each.start())
    if len(names) < 2 or layout.text[names[-1].end : each.start()].strip("等也 ") not in ("", "两家公司", "两家", "三家"):
        return []
    if len({n.entity for n in names}) != len(names):
        return []
    return [(n.entity, n) for n in names]


def _row(layout: Layout, start: int, end: int) -> list[Name]:
    """The last row of names of one type joined by 、 and 和 in a stretch."""
    row: list[Name] = []
    for name in layout.names_between(start, end):
        if name.end > end:
            break
        if row and (row[-1].type != name.type or not _joined(layout.text[row[-1].end : name.start])):
            row = []
        row.append(name)
    return row


def _joined(text: str) -> bool:
    return len(text) <= 2 and _JOIN.fullmatch(text) is not None


def _run(layout: Layout, row: list[Quantity]) -> list[Quantity]:
    """The quantities that follow each other with nothing but 、 和 between them."""
    run: list[Quantity] = []
    for quantity in row:
        if run and not _joined(layout.text[run[-1].end : quantity.start].strip()) and layout.text[run[-1].end : quantity.start] != "，":
            break
        run.append(quantity)
    return run
