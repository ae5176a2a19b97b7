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

    `doubled` are raw positions of lines that `undouble` repaired: newspapers print captions over themselves.
    """
    found = split(draft.text)
    cuts: list[tuple[int, int]] = []
    index = 0
    while index < len(found):
        reach = _caption(found, index, draft, doubled)
        if reach:
            cuts += [(line.start, line.end) for line in found[index : index + reach]]
            index += reach
        else:
            index += 1
    return draft.without_lines(cuts, "caption")


def _caption(found: Sequence[Line], index: int, draft: Draft, doubled: frozenset[int]) -> int:
    """How many lines from `index` on are one caption; 0 where none starts."""
    line = found[index]
    if len(line.text) > _LONGEST:
        return 0
    text = lines.plain(line.text)
    credit_at = next((k for k in range(index, min(index + 4, len(found))) if _credited(found[k].text)), -1)
    interrupts = index > 0 and _left_open(found[index - 1])
    is_doubled = draft.raw[line.start] in doubled
    if _START.match(text):
        if credit_at >= 0 and all(not lines.numbered(found[k].text) for k in range(index, credit_at + 1)):
            return credit_at - index + 1
        return 1 if lines.ended(line.text) or interrupts else 0
    if credit_at == index:
        alone = _credit_alone(text)
        return (
            1
            if (alone and interrupts) or (not alone and _captioned(text) and (interrupts or not lines.ended(line.text)))
            else 0
        )
    if credit_at > index and _credit_alone(lines.plain(found[credit_at].text)):
        body = found[index:credit_at]
        if any(len(part.text) > _LONGEST or lines.numbered(part.text) for part in body):
            return 0
        whole = len(body) == 1 and (lines.ended(body[0].text) or not lines.prose(body[0].text))
        if is_doubled or (interrupts and whole and _resumes(found, credit_at)):
            return credit_at - index + 1
    return 0


def _captioned(text: str) -> bool:
    """…互动。某报记者 某某摄: a sentence, and the photographer behind it."""
    return lines.ended(_without_credit(text)) and len(text) <= 120


def _credited(text: str) -> bool:
    return (
        len(text) <= _LONGEST and _CREDIT_END.search(text) is not None and _CREDIT.search(lines.plain(text)) is not None
    )


def _credit_alone(text: str) -> bool:
    found = _CREDIT.search(text)
    return found is not None and found.start() <= 2 and len(text) <= 40


def _without_credit(text: str) -> str:
    return _CREDIT.sub("", text).rstrip(" (（")


def _left_open(line: Line) -> bool:
    return not lines.ended(line.text) and (
        line.text[-1] in "，、,（《“" or bool(lines.prose(line.text) and lines.tail(line.text))
    )


def _resumes(found: Sequence[Line], index: int) -> bool:
    return index + 1 < len(found) and not lines.numbered(found[index + 1].text)
