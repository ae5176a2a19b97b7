"""Figures in rows: A、B分别为3亿元、5亿元 is told apart, A、B各出资3亿元 and 均为3亿元 hold for each.

The members of a row told apart by 分别 may be names (the subjects) or other words (parts of the indicator: 高技术
制造业、装备制造业增加值分别增长8%、7%).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.model import Quantity, Reading
from kg.nlp.clauses import Layout, Name
from kg.nlp.cues import cue

_JOIN = re.compile(r"\s*(?:[、和与及]|以及|，)\s*")
_TOWARDS = re.compile("[在对向往从于][^，。；、]{0,6}$")
_AFTER_ROW = frozenset(("", "两家公司", "两家", "三家", "两地", "三地", "两市", "五市", "双方", "四家"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One member of a row of words, [start, end), and the words that all members share, [tail, cue)."""

    start: int
    end: int
    tail: int
    cue: int  # where 分别 stands
    cue_end: int
    first: int  # where the first number of the row begins


def shared_names(layout: Layout, quantity: Quantity, quantities: Sequence[Quantity]) -> list[tuple[int, Name | None]]:
    """The entities that the figure belongs to by 分别, 各 or 均, each with its mention; empty where none applies."""
    sentence = layout.sentences[layout.sentence_at(quantity.start)]
    apart = _cue(layout, sentence.start, quantity)
    if apart is not None:
        figures = _run(layout, [q for q in quantities if apart.end() <= q.start and q.end <= sentence.end])
        names = _told_apart(layout, sentence.start, apart.start(), len(figures))
        if names and quantity in figures:
            name = names[figures.index(quantity)]
            return [(name.entity, name)]
        return []
    clause_start, _ = layout.clause_at(quantity.start)
    each = cue("each").search(layout.text, clause_start, quantity.start)
    if each is None:
        return []
    names = _row(layout, clause_start, each.start())
    if len(names) < 2 or len({n.entity for n in names}) != len(names):
        return []
    if layout.text[names[-1].end : each.start()].strip("等也 ") not in _AFTER_ROW:
        return []
    figures = _run(layout, [q for q in quantities if each.end() <= q.start and q.end <= sentence.end])
    if len(figures) == len(names) and quantity in figures:  # A和B各占3%、5%
        name = names[figures.index(quantity)]
        return [(name.entity, name)]
    return [(n.entity, n) for n in names]


def part_of_row(layout: Layout, reading: Reading, index: int) -> Part | None:
    """The member of a row of words that belongs to the figure by 分别; None where the row is of names or unequal."""
    quantity = reading.quantities[index]
    sentence = layout.sentences[layout.sentence_at(quantity.start)]
    apart = _cue(layout, sentence.start, quantity)
    if apart is None:
        return None
    inside = [q for q in reading.quantities if apart.end() <= q.start and q.end <= sentence.end]
    figures = _run(layout, inside)
    if len(figures) < 2 or quantity not in figures:
        return None
    names = _told_apart(layout, sentence.start, apart.start(), len(figures))
    if names:
        tail = names[-1].end
        return Part(start=tail, end=tail, tail=tail, cue=apart.start(), cue_end=apart.end(), first=figures[0].start)
    clause_start, _ = layout.clause_at(apart.start())
    text = layout.text[clause_start : apart.start()]
    pieces = re.split("[、和]", text)
    if len(pieces) != len(figures):
        return None
    starts, position = [], clause_start
    for piece in pieces:
        starts.append((position, position + len(piece)))
        position += len(piece) + 1
    # The last member carries what all share: 装备制造业|增加值. The shared words are those that the first member lacks.
    place = figures.index(quantity)
    start, end = starts[place]
    last_start, last_end = starts[-1]
    tail = last_start + _own_length(pieces)
    if place < len(pieces) - 1:
        return Part(start=start, end=end, tail=tail, cue=last_end, cue_end=apart.end(), first=figures[0].start)
    return Part(start=last_start, end=tail, tail=tail, cue=last_end, cue_end=apart.end(), first=figures[0].start)


def _own_length(pieces: list[str]) -> int:
    """How many characters of the last member are its own: up to the ending that the first member shows (业, 率)."""
    last, head = pieces[-1], pieces[-2][-1:]
    place = last.find(head, 1) if head else -1
    return place + 1 if place > 0 else min(len(last), max(2, len(pieces[-2])))


def _cue(layout: Layout, start: int, quantity: Quantity) -> re.Match[str] | None:
    """The last 分别 of the sentence before the figure, with no stronger border between."""
    last = None
    for match in cue("apart").finditer(layout.text, start, quantity.start):
        last = match
    if last is None or "；" in layout.text[last.end() : quantity.start]:
        return None
    return last


def _told_apart(layout: Layout, start: int, end: int, figures: int) -> list[Name]:
    """The row of names that a 分别 at `end` tells apart, if there are as many as figures and they are what is measured
    (not 对A、B出口分别增长…)."""
    names = _row(layout, start, end)
    if len(names) < 2 or len(names) != figures:
        return []
    return [] if _TOWARDS.search(layout.text[max(start, names[0].start - 8) : names[0].start]) else names


def _row(layout: Layout, start: int, end: int) -> list[Name]:
    """The last row of names of one type joined by 、 and 和 in a stretch."""
    row: list[Name] = []
    for name in layout.names_between(start, end):
        if name.end > end:
            break
        joint = layout.text[row[-1].end : name.start] if row else ""
        if row and (row[-1].type != name.type or not _JOIN.fullmatch(joint)):
            row = []
        row.append(name)
    return row


def _run(layout: Layout, row: Sequence[Quantity]) -> list[Quantity]:
    """The quantities that follow each other with nothing but 、 和 between them."""
    run: list[Quantity] = []
    for quantity in row:
        if run and not _JOIN.fullmatch(layout.text[run[-1].end : quantity.start]):
            break
        run.append(quantity)
    return run
