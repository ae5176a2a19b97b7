"""What the page leaves in its text: single characters from the margin, running titles, page numbers in the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from kg.ingest import bylines, lines
from kg.ingest.draft import Draft
from kg.ingest.lines import CJK
from kg.ingest.wraps import NEVER_FIRST, Line, split

_ONE = re.compile(f"[{CJK}—–─|丨·-]")
_NUMERAL = frozenset("一二三四五六七八九十")
_OPENS = frozenset("“‘《（「『(")
_COUNTERS = frozenset("年月日号时分秒个名位人家项次元万亿米倍岁")

_ROLE_BEFORE = re.compile("(?:记者|記者|通讯员|通訊員|作者|摄影|评论员|编辑|文|图)$")


def margins(draft: Draft) -> Draft:
    """Drops single characters that stand alone between lines, and those that hang on the last line of a page."""
    found = split(draft.text)
    alone = [(line.start, line.end) for line in _alone(found)]
    hanging = [(at, at + 1) for at in _hanging(draft.text, found)]
    return draft.without_lines(sorted(alone + hanging), "margin")


def _alone(found: Sequence[Line]) -> list[Line]:
    """Lines of one character where a line before them was left open and goes on behind, or a sentence had ended.

    Two or more in a row are vertical text or a dash drawn in two halves; they are left to `wraps`.
    """
    single = [len(line.text) == 1 and _ONE.match(line.text) is not None for line in found]
    result: list[Line] = []
    for index, line in enumerate(found):
        if not single[index] or line.text in _NUMERAL or index == 0:
            continue
        before = found[index - 1]
        after = found[index + 1] if index + 1 < len(found) else None
        if single[index - 1] or (after is not None and single[index + 1]):
            continue
        if _ROLE_BEFORE.search(before.text) or before.width < 6 or before.text[-1] in _OPENS or line.indent >= 2:
            continue
        if after is not None and after.text[0] in NEVER_FIRST:
            continue
        if (before.text[-1].isdigit() and line.text in _COUNTERS) or bylines.credit(before.text) is not None:
            continue
        goes_on = after is None or (after.width >= 1.5 and after.indent < 2) or lines.ended(before.text)
        if goes_on and (
            lines.prose(before.text) or (after is not None and lines.prose(after.text)) or before.width >= 10
        ):
            result.append(line)
    return result


def _hanging(text: str, found: Sequence[Line]) -> list[int]:
    """Positions of one and the same character that ends the last line of at least three pages, and of half of them.

    A page border shows itself by the line after it, which is set off differently from all others: it starts with a
    blank while hardly any line does, and the empty line that parts the others is missing.
    """
    if len(found) < 20:
        return []
    gaps = sum(line.gap for line in found)
    if gaps * 4 < len(found) * 3 or sum(line.indent > 0 for line in found) * 4 > len(found):
        return []
    borders = [i for i in range(1, len(found)) if not found[i].gap and found[i].indent > 0]
    last = Counter(found[i - 1].text[-1] for i in borders)
    if not last:
        return []
    character, count = max(last.items(), key=lambda item: (item[1], item[0]))
    if count < 3 or count * 2 < len(borders) or not re.match(f"[{CJK}]", character):
        return []
    return [found[i - 1].end - 1 for i in borders if found[i - 1].text[-1] == character]


def running_titles(draft: Draft, page_starts: Sequence[int]) -> Draft:
    """Drops lines that open or close the pages of a pdf again and again, digits apart. `page_starts`: raw positions."""
    if len(page_starts) < 2:
        return draft
    found = split(draft.text)
    starts = {draft.raw[line.start]: index for index, line in enumerate(found)}
    positions = sorted(starts)
    edges: list[int] = []
    for start in page_starts:
        later = next((p for p in positions if p >= start), None)
        if later is not None:
            edges.append(starts[later])
    candidates = sorted(
        {i for edge in edges for i in (edge, edge + 1, edge - 1, edge - 2) if 0 <= i < len(found)} | {len(found) - 1}
    )
    shapes = Counter(_shape(found[i].text) for i in candidates)
    cuts = [
        (found[i].start, found[i].end)
        for i in candidates
        if shapes[_shape(found[i].text)] >= max(2, (len(page_starts) + 1) // 2)
        and len(found[i].text) <= 60
        and not lines.ended(found[i].text)
    ]
    return draft.without_lines(cuts, "margin")


def _shape(text: str) -> str:
    return re.sub(r"\d+", "0", lines.squeezed(text))
