"""Picture captions: the line under a picture, which the page puts into the middle of an article."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.ingest import lines
from kg.ingest.draft import Draft
from kg.ingest.lines import CJK
from kg.ingest.wraps import Line, split

_LONGEST = 160
_CREDIT = re.compile(
    rf"(?:(?:[{CJK}]{{0,12}}(?:记者|通讯员|作者))?\s*[{CJK}·]{{2,8}}(?:[\s、]+[{CJK}·]{{2,4}}){{0,3}}\s*(?:摄影|摄|供图|提供图片|/摄)"
    rf"|(?:图片来源|图源|图片|资料图片?|摄影|摄)\s*[:/]\s*[{CJK}A-Za-z·]{{2,12}}|[{CJK}]{{2,10}}供图|新华社发|资料图片?|视觉中国)\s*[)\]】]?$"
)
_CREDIT_END = re.compile("(?:摄|攝|摄影|攝影|图|圖|图片|发|發|中国|[:：/／].{2,12})\\s*[)）\\]】]?$")
_START = re.compile(r"^(?:图为|上图|下图|左图|右图|图[①-⑩\d一二三四]\s*[:为]|[▲△↑↓]\s*图|资料图|配图|图片说明|图说)")


def captions(draft: Draft, doubled: frozenset[int] = frozenset()) -> Draft:
    """Drops captions: those that name a photographer or start like 图为, and those inside a sentence.

    A sentence that a caption interrupts is joined. `doubled` are raw positions of lines that `undouble` repaired:
    newspapers print captions over themselves.
    """
    found = split(draft.text)
    blocks: list[tuple[int, int]] = []
    index = 0
    while index < len(found):
        above = blocks[-1][0] - 1 if blocks and blocks[-1][1] == index else index - 1
        reach = _caption(found, index, _interrupts(found, above), draft.raw[found[index].start] in doubled)
        if reach:
            start = blocks.pop()[0] if above < index - 1 else index  # captions in a row are one block
            blocks.append((start, index + reach))
        index += max(reach, 1)
    return draft.without_lines([_range(found, start, end) for start, end in blocks], "caption")


def _range(found: Sequence[Line], start: int, end: int) -> tuple[int, int]:
    """What to drop for the caption lines [start, end): the line ends around it, too, where a sentence goes on."""
    first, last = found[start].start, found[end - 1].end
    if start == 0 or end == len(found) or lines.numbered(found[end].text):
        return first, last
    before = found[start - 1]
    spoken = lines.prose(before.text) or before.width >= 30 or (start > 1 and _left_open(found[start - 2]))
    if spoken and _interrupts(found, start - 1) and not lines.prose_free(found[end].text):
        return before.end, found[end].start
    return first, last


def _caption(found: Sequence[Line], index: int, interrupts: bool, doubled: bool) -> int:
    """How many lines from `index` on are one caption; 0 where none starts."""
    line = found[index]
    if len(line.text) > _LONGEST:
        return 0
    credit_at = next((k for k in range(index, min(index + 4, len(found))) if _credited(found[k].text)), -1)
    text = lines.plain(line.text)
    if _START.match(text):
        return _from_start(found, index, interrupts)
    if credit_at == index:
        if _credit_alone(text):
            return int(interrupts)
        return int(_captioned(text) and (interrupts or not lines.ended(line.text)))
    if credit_at < index:
        return 0
    if doubled:
        return credit_at - index + 1
    if not _credit_alone(lines.plain(found[credit_at].text)):
        return 0
    body = found[index:credit_at]
    if any(len(part.text) > _LONGEST or lines.numbered(part.text) for part in body):
        return 0
    whole = len(body) == 1 and (lines.ended(line.text) or not lines.prose(line.text))
    resumes = credit_at + 1 < len(found) and not lines.numbered(found[credit_at + 1].text)
    return credit_at - index + 1 if interrupts and whole and resumes else 0


def _from_start(found: Sequence[Line], index: int, interrupts: bool) -> int:
    """A caption that says that it is one (图为…): to its full stop, within three lines, and the credit under it."""
    for reach in range(1, min(4, len(found) - index + 1)):
        last = found[index + reach - 1]
        if _credited(last.text):
            return reach
        if lines.ended(last.text):
            under = index + reach
            more = under < len(found) and _credited(found[under].text) and _credit_alone(lines.plain(found[under].text))
            return reach + int(more)
    return int(interrupts)


def _interrupts(found: Sequence[Line], above: int) -> bool:
    """Whether a sentence is open behind line `above`: by its own marks, or as the next line of an open one."""
    if above < 0 or lines.ended(found[above].text):
        return False
    before = found[above - 1] if above else None
    return _left_open(found[above]) or (
        before is not None and not lines.ended(before.text) and before.width >= max(8, found[above].width - 2)
    )


def _captioned(text: str) -> bool:
    """…互动。某报记者 某某摄: a sentence, and the photographer behind it."""
    return lines.ended(_without_credit(text)) and len(text) <= 120


def _credited(text: str) -> bool:
    if len(text) > _LONGEST or not _CREDIT_END.search(text):
        return False
    return _CREDIT.search(lines.plain(text)) is not None


def _credit_alone(text: str) -> bool:
    found = _CREDIT.search(text)
    return found is not None and found.start() <= 2 and len(text) <= 40


def _without_credit(text: str) -> str:
    return _CREDIT.sub("", text).rstrip(" (（")


def _left_open(line: Line) -> bool:
    """Whether a sentence goes on behind the line; a headline on its own line does not."""
    if lines.ended(line.text):
        return False
    return line.text[-1] in "，、,（《“" or bool(lines.prose(line.text) and lines.tail(line.text)) or line.width >= 30
