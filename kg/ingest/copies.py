"""What stands twice: a headline, a caption, a whole article printed again in the same file."""

from __future__ import annotations

from kg.ingest import lines
from kg.ingest.draft import Draft
from kg.ingest.wraps import Line, split

_KEY = 20  # characters by which a possible second copy is found
_LEAST = 60  # characters that must be the same, white space left out


def headlines(draft: Draft) -> Draft:
    """Drops the second copy of a headline within the next few lines, also where one of the two is set in two lines."""
    found = split(draft.text)
    heads = [lines.headline(line.text) and lines.width(line.text) >= 5 for line in found]
    keys = [lines.squeezed(line.text) for line in found]
    cuts: list[tuple[int, int]] = []
    index = 0
    while index < len(found):
        start = index
        while start > max(0, index - 5) and not _speaks(found[start - 1]):
            start -= 1  # between the copies stand names, sources and dates, and no text
        above = range(start, index)
        earlier = {keys[i] for i in above if heads[i]} | {keys[i] + keys[i + 1] for i in above if i + 1 < index}
        size = 0
        if heads[index] and keys[index] in earlier:
            size = 1
        elif index + 1 < len(found) and heads[index] and keys[index] + keys[index + 1] in earlier:
            size = 2
        cuts += [(line.start, line.end) for line in found[index : index + size]]
        index += max(size, 1)
    return draft.without_lines(cuts, "repeated-headline")


def _speaks(line: Line) -> bool:
    return "。" in line.text or lines.width(line.text) > 60


def articles(draft: Draft) -> Draft:
    """Drops second copies of paragraphs: passages of at least 60 characters that stood in the file before.

    Passages are compared without white space, so the copy may be wrapped differently. Short lines between two
    repeated paragraphs (headings, the headline, the byline) go with them when they stood before, too.
    """
    found = split(draft.text)
    squeezed = [lines.squeezed(line.text) for line in found]
    whole = "".join(squeezed)
    starts: list[int] = []
    total = 0
    for text in squeezed:
        starts.append(total)
        total += len(text)
    seen: dict[str, int] = {}
    repeated = [False] * len(found)
    index = 0
    while index < len(found):
        key = whole[starts[index] : starts[index] + _KEY]
        earlier = seen.setdefault(key, starts[index])
        if earlier < starts[index]:
            length = _common(whole, earlier, starts[index])
            if length >= _LEAST:
                reach = index
                while reach < len(found) and starts[reach] + len(squeezed[reach]) <= starts[index] + length:
                    repeated[reach] = True
                    reach += 1
                index = max(reach, index + 1)
                continue
        index += 1
    _short_lines(squeezed, repeated)
    cuts = [(line.start, line.end) for line, again in zip(found, repeated, strict=True) if again]
    return draft.without_lines(cuts, "repeated-article")


def _short_lines(squeezed: list[str], repeated: list[bool]) -> None:
    """Short lines beside a repeated passage that stood before go with it."""
    first: dict[str, int] = {}
    for index, text in enumerate(squeezed):
        first.setdefault(text, index)
    for order in (range(len(squeezed)), range(len(squeezed) - 1, -1, -1)):
        step = 1 if order.step == 1 else -1
        for index in order:
            beside = index - step
            if (
                not repeated[index]
                and 0 <= beside < len(squeezed)
                and repeated[beside]
                and first[squeezed[index]] < index
            ):
                repeated[index] = True


def _common(text: str, a: int, b: int) -> int:
    """How many characters from a and from b on are the same; the first passage ends where the second starts."""
    most = min(len(text) - b, b - a)
    low = 0
    step = 64
    while low < most:
        size = min(step, most - low)
        if text[a + low : a + low + size] == text[b + low : b + low + size]:
            low += size
            step *= 2
        elif size == 1:
            return low
        else:
            step = max(1, size // 2)
    return low


__all__ = ["Line", "articles", "headlines"]
