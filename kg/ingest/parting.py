"""Where one article ends and the next begins: headlines with bylines, also headlines apart from their text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.ingest import bylines, lines, segment

_LEAST_BODY = 60  # characters of prose; what is shorter is no article
_MOST_HEADS = 8  # headlines on top of one page that are told apart by content
_STRONG = re.compile("记者|通讯员|作者|来源|撰文|特约|评论员|^[■□◆◎]|文[/|:]")
_KICKER = re.compile(r"^[\[【(（].{1,12}[\]】)）]$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One article, as indices of lines in order: headlines, bylines, and all its lines (those included)."""

    title: int | None  # the main headline
    credits: tuple[int, ...]
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """Headline lines and the byline lines under them."""

    heads: tuple[int, ...]
    credits: tuple[int, ...]


def part(texts: Sequence[str], columns: Sequence[float] = ()) -> list[Part]:
    """The articles of a file, from its repaired lines (none empty), in the order of their headlines.

    `columns`: for each line the width of the column it was printed in, 0 where that does not show.
    """
    stacks = _stacks(texts)
    if not stacks:
        return [_without_byline(texts, 0, len(texts))]
    parts: list[Part] = []
    first = stacks[0][0].heads[0]
    if _size(texts[:first]) >= 3 * _LEAST_BODY:
        parts.append(_without_byline(texts, 0, first))
    else:
        stacks[0][0] = _Group(heads=(*range(first), *stacks[0][0].heads), credits=stacks[0][0].credits)
    for order, groups in enumerate(stacks):
        start = (groups[-1].credits or groups[-1].heads)[-1] + 1
        end = stacks[order + 1][0].heads[0] if order + 1 < len(stacks) else len(texts)
        parts += _bodies(texts, groups, range(start, end), columns or [0.0] * len(texts))
    return sorted(parts, key=lambda article: article.lines[0])


def _stacks(texts: Sequence[str]) -> list[list[_Group]]:
    """Headlines with bylines; those that follow each other without text between them stand in one list."""
    stacks: list[list[_Group]] = []
    index, body_since = 0, 0
    while index < len(texts):
        groups, after = _groups(texts, index)
        if groups and _opens(texts, groups, index, after, body_since, bool(stacks)):
            stacks.append(groups)
            index, body_since = after, after
        else:
            index += 1
    return stacks


def _groups(texts: Sequence[str], index: int) -> tuple[list[_Group], int]:
    """The headline groups that start at `index`, and the line behind them."""
    groups: list[_Group] = []
    while True:
        heads: list[int] = []
        at = index
        while (
            at < len(texts) and len(heads) < 4 and lines.headline(texts[at]) and not (heads and _is_credit(texts[at]))
        ):
            if not heads and _is_credit(texts[at], loose=False):
                break
            heads.append(at)
            at += 1
        credits: list[int] = []
        while at < len(texts) and len(credits) < 4 and heads and _is_credit(texts[at]):
            credits.append(at)
            at += 1
        if not heads or not credits:
            return groups, index
        groups.append(_Group(heads=tuple(heads), credits=tuple(credits)))
        index = at


def _is_credit(text: str, *, loose: bool = True) -> bool:
    return bylines.credit(text, loose=loose) is not None


def _opens(texts: Sequence[str], groups: list[_Group], start: int, after: int, since: int, later: bool) -> bool:
    """Whether the groups open an article here and are no heading with a name under it inside one."""
    if _size(texts[after : after + 8]) < _LEAST_BODY:
        return False
    if not later and _size(texts[since:start]) < 3 * _LEAST_BODY:
        return True
    strong = any(_STRONG.search(lines.plain(texts[i])) for group in groups for i in group.credits)
    before = texts[start - 1]
    whole = lines.ended(before) or bylines.signature(before) is not None or _is_credit(before) or lines.date_end(before)
    return strong and whole and _size(texts[since:start]) >= _LEAST_BODY


def _without_byline(texts: Sequence[str], start: int, end: int) -> Part:
    """An article that opens with its headline, or with its text, and names nobody under it."""
    title = start if end - start > 1 and _titles(texts[start]) else None
    credits: list[int] = []
    at = start + (title is not None)
    while at < end and len(credits) < 4 and _is_credit(texts[at], loose=title is not None):
        credits.append(at)
        at += 1
    return Part(title=title, credits=tuple(credits), lines=tuple(range(start, end)))


def _titles(text: str) -> bool:
    return lines.headline(text) and bylines.credit(text) is None and bylines.dateline(text) is None


def _main(texts: Sequence[str], heads: Sequence[int]) -> int:
    """The main headline: the first that is no kicker (a column's name, something in brackets)."""
    for place, index in enumerate(heads[:-1]):
        text = texts[index].strip()
        following = texts[heads[place + 1]].strip()
        if not (
            _KICKER.match(text)
            or (lines.width(text) <= 6 and lines.width(following) >= 8 and not following.startswith("—"))
        ):
            return index
    return heads[-1]


def _size(texts: Sequence[str]) -> int:
    """Characters of the lines that hold a sentence."""
    return sum(len(text) for text in texts if lines.prose(text) or len(text) > 48)


# ---------------------------------------------------------------- headlines apart from their text


def _bodies(texts: Sequence[str], groups: list[_Group], body: range, columns: Sequence[float]) -> list[Part]:
    """One article a group; where several groups stand on top of one text, the text is parted by content."""
    if len(groups) == 1:
        (group,) = groups
        return [
            Part(title=_main(texts, group.heads), credits=group.credits, lines=(*group.heads, *group.credits, *body))
        ]
    heads = [head for group in groups for head in group.heads][:_MOST_HEADS]
    owner = {head: order for order, group in enumerate(groups) for head in group.heads}
    segments = segment.segments(
        [texts[i] for i in body], [columns[i] for i in body], [texts[h] for h in heads], [owner[h] for h in heads]
    )
    chosen = {heads[which]: run for which, run in segments}
    parts: list[Part] = []
    taken: set[int] = set()
    for head, (start, end) in sorted(chosen.items()):
        group = groups[owner[head]]
        rivals = [h for h in group.heads if h in chosen]
        own = [h for h in group.heads if h not in chosen and min(rivals, key=lambda r: (abs(r - h), r)) == head]
        credits = group.credits if head == rivals[-1] else ()
        taken.update(own, credits, (head,))
        used = (*sorted((*own, head)), *credits, *body[start:end])
        parts.append(Part(title=head, credits=credits, lines=used))
    left = [i for group in groups for i in (*group.heads, *group.credits) if i not in taken]
    if left:  # a group that got no text stays with the first article
        first, *others = parts
        parts = [Part(title=first.title, credits=first.credits, lines=tuple(sorted((*first.lines, *left)))), *others]
    return parts
