"""Hard wraps: line ends that are no ends. Lines become paragraphs; nothing else is decided here.

A line end is a wrap when the sentence goes on and the layout says so: the line is as wide as its column, it stops at
a comma, a bracket stays open, or a long paragraph breaks off. A line that ends a sentence is never joined.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.ingest import bylines, lines
from kg.ingest.draft import Draft

_REACH = 8  # lines before and after that show how wide the column is
_GOES_ON = "，、,（(《“‘「『【〈"
_OPEN = (("《", "》"), ("（", "）"), ("“", "”"), ("「", "」"), ("(", ")"))
NEVER_FIRST = frozenset("，。、；：？！”’）》】」』％%〉")
_TAIL_FIRST = re.compile(f"[{lines.CJK}][，。]")  # the last character of a word, and the mark behind it
_SAID = re.compile("(?:说|說|表示|介绍|介紹|指出|认为|認為|坦言|强调|強調|透露|称|稱|道)。$")
_DASHES = frozenset("—-–─――")
_ROLE_ONLY = re.compile(".{0,14}(?:记者|記者|通讯员|通訊員|作者|评论员|編輯|编辑)\\s*$")
_LATIN = re.compile("[A-Za-z0-9]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line that is not empty: its range, indent left out, and what matters for joining it."""

    start: int
    end: int
    text: str
    width: float  # to its right edge, in Chinese characters: the indent of a first line counts in
    spaced: bool  # pulled apart by the typesetter, so as wide as the column
    indent: int  # blanks before it; a full-width blank counts two
    gap: bool  # an empty line stands before it


@functools.lru_cache(maxsize=4)  # stages that find nothing hand the same text on
def split(text: str) -> tuple[Line, ...]:
    """The lines of a text that are not empty."""
    found: list[Line] = []
    start, gap = 0, False
    for raw in text.split("\n"):
        shown = raw.strip(SPACE_CHARACTERS)
        if shown:
            at = start + raw.index(shown[0])
            before = raw[: at - start]
            found.append(
                Line(
                    start=at,
                    end=at + len(shown),
                    text=shown,
                    width=lines.width(shown) + min(2.0, (len(before) + before.count("\u3000")) / 2),
                    spaced=lines.spaced_out(shown),
                    indent=len(before) + before.count("\u3000"),
                    gap=gap,
                )
            )
        gap = not shown
        start += len(raw) + 1
    return tuple(found)


SPACE_CHARACTERS = "".join(chr(c) for c in (32, 9, 0xA0, 0x202F, 0x205F, 0x3000, *range(0x2000, 0x200B)))


def join(draft: Draft, *, paragraphs: bool = False) -> Draft:
    """Drops the line ends inside sentences, with the blanks around them; between Latin words a blank stays.

    `paragraphs`: empty lines part paragraphs for certain (html); only an open sentence is joined across one.
    """
    found = split(draft.text)
    if len(found) < 2:
        return draft
    columns = _columns(found)
    dense = _dense(found, columns)
    cuts: list[tuple[int, int]] = []
    blanks: list[tuple[int, str]] = []
    flow = ""  # the sentence that goes on, as far as it was joined
    for index in range(len(found) - 1):
        a, b = found[index], found[index + 1]
        after = found[index + 2] if index + 2 < len(found) else None
        known = not (paragraphs and b.gap)
        if _joins(a, b, after, flow, columns[index] * known, columns[index + 1] * known, dense and known):
            flow = (flow + a.text)[-200:]
            start = a.end
            if (
                _LATIN.match(a.text[-1])
                and _LATIN.match(b.text[0])
                and not (a.text[-1].isdigit() and b.text[0].isdigit())
            ):
                at = draft.text.index("\n", a.end)
                blanks.append((at, " "))
                cuts += [(start, at), (at + 1, b.start)]
            else:
                cuts.append((start, b.start))
        else:
            flow = ""
    return draft.replaced(blanks, "hard-wrap").without(cuts, "hard-wrap")


def _columns(found: Sequence[Line]) -> list[float]:
    """For each line the width of its column, 0 where the lines around it show none.

    A column shows itself by lines of nearly one width, most of them breaking off inside a sentence. A line's own
    width counts first; a line too short or pulled apart takes the commonest width around it.
    """
    open_ended = [not lines.ended(line.text) for line in found]
    speaks = [lines.prose(line.text) for line in found]
    wide = [line.width for line in found]
    result: list[float] = []
    for index, line in enumerate(found):
        window = range(max(0, index - _REACH), min(len(found), index + _REACH + 1))
        measured = [j for j in window if not found[j].spaced and wide[j] >= 6]
        common = _common(wide[j] for j in measured)
        column = 0.0
        for width, share in ((line.width, 0.6), (common, 0.4)):
            if line.spaced and width == line.width:
                continue
            near = [j for j in measured if -2.25 <= wide[j] - width <= 1.5]  # first lines are shorter
            follow = sum(j + 1 == len(found) or wide[j + 1] <= width + 2 for j in near)
            enough = follow * 5 >= len(near) * 3 and (
                len(near) >= 4 or (len(near) >= 2 and len(window) <= 2 * len(near) + 1 and width >= 14)
            )
            broken = sum(open_ended[j] for j in near) >= share * len(near)
            if near and enough and broken and any(speaks[j] for j in near):
                column = _common(wide[j] for j in near)
                break
        result.append(column)
    for index, line in enumerate(found):  # the first line of a paragraph is two characters short of its column
        if not result[index]:
            for j in (index + 1, index - 1):
                if 0 <= j < len(found) and result[j] and -3.5 <= line.width - result[j] <= 2:
                    result[index] = result[j]
                    break
    return result


def _common(widths: Iterable[float]) -> float:
    """The commonest width, in whole characters; of equally common ones the widest. 0 without widths."""
    counted = Counter(round(width) for width in widths)
    return float(max(counted.items(), key=lambda item: (item[1], item[0]))[0]) if counted else 0.0


def _dense(found: Sequence[Line], columns: Sequence[float]) -> bool:
    """Whether wrapped lines follow each other directly, so that an empty line means a new paragraph."""
    gaps = [found[i + 1].gap for i in range(len(found) - 1) if columns[i] and not lines.ended(found[i].text)]
    return len(gaps) >= 2 and sum(gaps) * 2 < len(gaps)


def _joins(a: Line, b: Line, after: Line | None, flow: str, column: float, next_column: float, dense: bool) -> bool:
    """Whether the line end between a and b is a wrap. `flow` is what was joined before a; columns as of `_columns`."""
    full = _full(a, b, column) or (next_column < column and _full(a, b, next_column))
    if (certain := _certain(a, b, flow)) is not None:
        return certain
    if lines.ended(a.text):
        if a.text[-1] in "：:；;" and full and (mark := _open(a.text)) and mark in b.text:
            return not _starts(a, b, flow, column)
        return full and _same_paragraph(a, b, after, flow, column)
    if _starts(a, b, flow, column):
        return False
    if a.text[-1] in _GOES_ON:
        return True
    if (open_mark := _open(flow[-60:] + a.text)) and (open_mark in b.text or full):
        return True
    if dense and b.gap and not lines.prose(lines.tail(a.text)):
        return False
    if full:
        return bool(flow) or not (_numbered_heading(a.text) and _first_line(a, b, after, next_column))
    if column and flow and lines.prose(flow):
        return not (lines.headline(b.text) and lines.ended(flow + a.text))
    if "。" in a.text and lines.tail(a.text) and not _credit(a.text):  # a paragraph breaks off
        return not (b.gap and lines.headline(b.text) and not lines.prose(b.text) and not lines.ended(b.text))
    return False


def _same_paragraph(a: Line, b: Line, after: Line | None, flow: str, column: float) -> bool:
    """Whether b goes on with the paragraph, although a sentence ends with a: a fills its column to the edge."""
    if (
        _starts(a, b, flow, column)
        or _first_line(a, b, after, column)
        or a.width < column - 1.25
        or (b.gap and not a.gap)
    ):
        return False
    if b.width > column + 2 or (after is not None and _byline(after)):
        return False  # a headline
    return lines.prose(b.text) or lines.ended(b.text) or b.width >= column - 1.25


def _certain(a: Line, b: Line, flow: str) -> bool | None:
    """What needs no look at the layout: dashes on lines of their own, a mark no line starts with, names in pieces."""
    if b.text[0] in NEVER_FIRST and set(b.text) - _DASHES:
        return True
    if _TAIL_FIRST.match(b.text) and not lines.ended(a.text):
        return True
    if a.text[-1] in "”」" and b.width <= 14 and _SAID.search(b.text):
        return True
    if set(b.text) <= _DASHES and len(b.text) <= 2:
        return set(a.text) <= _DASHES or (a.width <= 24 and not lines.ended(a.text) and not lines.prose(a.text))
    if set(a.text) <= _DASHES and len(a.text) <= 2:
        return bool(flow)
    if 1 <= len(b.text) <= 4 and not lines.ended(b.text):
        if _ROLE_ONLY.match(a.text) and len(a.text) <= 20:
            return True
        if flow and len(a.text) <= 2 and len(b.text) == 1 and _ROLE_ONLY.match(flow[-18:]):
            return True
    return None


def _starts(a: Line, b: Line, flow: str, column: float) -> bool:
    """Whether b opens something new: a byline, a numbered heading, a turn in an interview, an indented paragraph."""
    if (
        lines.numbered(b.text)
        or lines.chapter(b.text)
        or bylines.date_line(b.text)
        or (lines.speech(b.text) and not column)
    ):
        return True
    if b.indent >= 4 and a.indent < 4:
        return not (a.text[-1] in "，、" and not b.gap)
    if a.text[-1] in _GOES_ON or _brackets(b.text) != 0:
        return False
    if _ROLE_ONLY.match(b.text) and not lines.prose(b.text):
        return True
    return _byline(b) or (not flow and _byline(a))


def _byline(line: Line) -> bool:
    if _brackets(line.text):
        return False
    writer = bylines.credit(line.text)
    return writer is not None and bool(writer.names)


def _open(text: str) -> str:
    """The closing mark that the text still waits for; "" where none."""
    for opening, closing in _OPEN:
        if text.rfind(opening) > text.rfind(closing):
            return closing
    return ""


def _brackets(text: str) -> int:
    return text.count("（") + text.count("(") - text.count("）") - text.count(")")


def _full(a: Line, b: Line, column: float) -> bool:
    """Whether a fills its column. A first line is up to three characters short; then b must fill it well."""
    if not column:
        return False
    return a.spaced or a.width >= column - 2.75 or (a.width >= column - 3.25 and b.width >= column - 1.75)


def _first_line(a: Line, b: Line, after: Line | None, column: float) -> bool:
    """Whether b starts a paragraph: indented, or two characters short of a column that the next line fills."""
    if a.indent >= 2 or b.indent >= 2:
        return b.indent >= 2
    return bool(column and after and column - 3.25 <= b.width <= column - 1.5 and after.width > b.width + 1)


def _numbered_heading(text: str) -> bool:
    return lines.numbered(text) and not any(mark in text for mark in "。；")


def _credit(text: str) -> bool:
    return re.search("[（(][^（）()]{1,40}[)）]$", text) is not None
