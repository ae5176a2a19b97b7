"""Sentence borders by rule: 。！？； and line ends, with closing quotes and brackets kept on their sentence.

A full stop inside “…” ends a sentence only where the quotation itself ends or the quotation holds several
sentences; inside 《…》 or brackets nothing ends one. Half-width ! ? ; end a sentence next to Chinese text.
"""

from __future__ import annotations

from kg.model import Sentence

_ENDERS = frozenset("。！？；!?;…⋯")
_CLOSERS = frozenset("”’」』）)】]》\"'")
_OPEN = {"《": "》", "（": "）", "(": ")", "【": "】", "[": "]"}
_LONGEST_BRACKET = 120  # an opening mark without its partner must not swallow the rest of the text


def sentences(text: str) -> tuple[Sentence, ...]:
    """Half-open sentence spans in order; together they cover every character that is no white space."""
    found: list[Sentence] = []
    start = 0
    position = 0
    length = len(text)
    while position < length:
        character = text[position]
        if character in _OPEN:
            close = text.find(_OPEN[character], position + 1, position + _LONGEST_BRACKET)
            if close > 0 and "\n" not in text[position:close]:
                position = close + 1
                continue
        if character == "\n":
            _add(found, text, start, position)
            start = position = position + 1
            continue
        if character in _ENDERS and not _inside_token(text, position):
            position += 1
            while position < length and text[position] in _ENDERS:
                position += 1
            while position < length and text[position] in _CLOSERS:
                position += 1
            _add(found, text, start, position)
            start = position
            continue
        position += 1
    _add(found, text, start, length)
    return tuple(found)


def _inside_token(text: str, position: int) -> bool:
    """A half-width mark between ASCII characters (a URL, a formula) or an ellipsis inside a clause ends nothing."""
    character = text[position]
    if character in "…⋯":
        after = text[position + 1 : position + 2]
        return after not in ("", "\n", "”", "’", "…", "⋯") or (after in "…⋯" and _inside_token(text, position + 1))
    if character in "!?;":
        before, after = text[position - 1 : position], text[position + 1 : position + 2]
        return bool(before and after and before.isascii() and after.isascii() and not after.isspace())
    return False


def _add(found: list[Sentence], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        found.append(Sentence(start=start, end=end))
