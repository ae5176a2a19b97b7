"""Mentions under construction: spans over a text that never overlap."""

from __future__ import annotations

from kg.model import MENTION_TYPES, Mention

_PAIRS = {"“": "”", "‘": "’", "（": "）", "(": ")", "《": "》", "「": "」", "【": "】"}
_CLOSING = {close: opening for opening, close in _PAIRS.items()}
_EDGE = " \t\u3000\n、，,。；;：:"


class Spans:
    """Mentions under construction: an owner for each character, so that overlap is seen at once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.owner = [-1] * len(text)
        self.found: dict[int, Mention] = {}
        self._next = 0

    def over(self, start: int, end: int) -> list[int]:
        return sorted({o for o in self.owner[start:end] if o >= 0})

    def drop(self, key: int) -> None:
        mention = self.found.pop(key)
        self.owner[mention.start : mention.end] = [-1] * (mention.end - mention.start)

    def clear_inside(self, start: int, end: int) -> bool:
        """Drop the shorter names inside a longer one; False, and nothing is dropped, where one reaches out of it."""
        keys = self.over(start, end)
        inner = [self.found[k] for k in keys]
        if any(m.start < start or m.end > end or (m.start, m.end) == (start, end) for m in inner):
            return False
        for key in keys:
            self.drop(key)
        return True

    def add(self, start: int, end: int, kind: str, confidence: float, method: str) -> None:
        """Add a span where nothing stands yet; white space and stray punctuation at its edges stay outside."""
        while start < end and self.text[start] in _EDGE:
            start += 1
        while end > start and self.text[end - 1] in _EDGE:
            end -= 1
        if start >= end or kind not in MENTION_TYPES or self.over(start, end):
            return
        self.found[self._next] = Mention(
            start=start,
            end=end,
            type=kind,
            text=self.text[start:end],
            confidence=round(confidence, 4),
            method=method,
        )
        self.owner[start:end] = [self._next] * (end - start)
        self._next += 1

    def mentions(self) -> tuple[Mention, ...]:
        return tuple(sorted(self.found.values(), key=lambda m: m.start))


def balanced(text: str, start: int, end: int) -> tuple[int, int]:
    """A span with as many opening as closing marks: grow by one mark where it stands next to it, else shrink."""
    while start < end and text[start] in _CLOSING:
        start += 1
    while end > start and text[end - 1] in _PAIRS:
        end -= 1
    depth: list[str] = []
    for character in text[start:end]:
        if character in _PAIRS:
            depth.append(character)
        elif character in _CLOSING:
            if depth and depth[-1] == _CLOSING[character]:
                depth.pop()
            elif start > 0 and text[start - 1] == _CLOSING[character]:
                start -= 1
            elif text[end - 1] == character:
                end -= 1
    for opening in reversed(depth):
        if text[end : end + 1] == _PAIRS[opening]:
            end += 1
        elif text[start] == opening:
            start += 1
    # “天工” as a whole: the marks are not part of the name.
    if end - start > 2 and text[start] in "“‘「" and text[end - 1] == _PAIRS[text[start]]:
        inner = text[start + 1 : end - 1]
        if _PAIRS[text[start]] not in inner:
            start, end = start + 1, end - 1
    return start, end
