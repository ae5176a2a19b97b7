"""Where may a long text be cut before a model reads it?

Models read a bounded stretch at a time. The cuts fall at line ends and sentence ends, where little is lost; they are
no statement about sentences (`sentences.py` makes that one) and never reach the graph.
"""

from __future__ import annotations

from typing import Final

_STOPS: Final = frozenset("。！？；!?;")
_COMMAS: Final = frozenset("，、,：:")
_CLOSERS: Final = frozenset("”’」』）)》〉】]\"'")


def pieces(text: str, limit: int) -> list[tuple[int, int]]:
    """Cut a text at line ends and sentence ends, and what is still too long at commas, then anywhere.

    Gives half-open character ranges that follow each other without a gap and cover the text; none holds more than
    `limit` non-blank characters. No cut falls inside a 《…》 that closes in its line unless the title alone is longer.
    """
    cuts: list[tuple[int, int]] = []
    for start, end in _sentences(text):
        cuts.extend(_shortened(text, start, end, limit))
    return cuts


def chunks(text: str, limit: int) -> list[tuple[int, int]]:
    """Neighbouring pieces joined as long as they hold `limit` non-blank characters, a joint counted as one more."""
    joined: list[tuple[int, int]] = []
    size = 0
    for start, end in pieces(text, limit):
        more = sum(1 for character in text[start:end] if not character.isspace())
        if joined and size + 1 + more <= limit:
            joined[-1] = (joined[-1][0], end)
            size += 1 + more
        else:
            joined.append((start, end))
            size = more
    return joined


def _titles(text: str, start: int, end: int) -> list[bool]:
    """For each character of a line, whether it stands inside a 《…》 (marks included) that closes in this line."""
    inside = [False] * (end - start)
    opened: list[int] = []
    for i in range(start, end):
        if text[i] == "《":
            opened.append(i)
        elif text[i] == "》" and opened:
            first = opened.pop()
            if not opened:
                inside[first - start : i - start + 1] = [True] * (i - first + 1)
    return inside


def _sentences(text: str) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    start = 0
    while start < len(text):
        newline = text.find("\n", start)
        stop = len(text) if newline < 0 else newline + 1
        inside = _titles(text, start, stop)
        first = i = start
        while i < stop:
            i += 1
            if text[i - 1] in _STOPS and not inside[i - 1 - start]:
                while i < stop and text[i] in _CLOSERS and not inside[i - start]:
                    i += 1
                ranges.append((first, i))
                first = i
        if first < stop:
            ranges.append((first, stop))
        start = stop
    return ranges


def _shortened(text: str, start: int, end: int, limit: int) -> list[tuple[int, int]]:
    """Cut one sentence into ranges of at most `limit` non-blank characters, after commas where there are any."""
    if end - start <= limit:
        return [(start, end)]
    solid = [i for i in range(start, end) if not text[i].isspace()]
    inside = _titles(text, start, end)
    cuts: list[tuple[int, int]] = []
    first, at = start, 0
    while len(solid) - at > limit:
        last = _cut(text, solid[at : at + limit], [inside[i - start] for i in solid[at : at + limit]])
        cuts.append((first, solid[at + last] + 1))
        first = cuts[-1][1]
        at += last + 1
    cuts.append((first, end))
    return cuts


def _cut(text: str, window: list[int], inside: list[bool]) -> int:
    """The index in `window` after which to cut: the last comma, else the last character outside titles, or the last."""
    free = [n for n in range(len(window)) if not inside[n] or text[window[n]] == "》"]
    commas = [n for n in free if text[window[n]] in _COMMAS]
    return (commas or free or [len(window) - 1])[-1]
