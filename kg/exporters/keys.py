"""What a reader may type to find a name: the name itself, folded; its pinyin and initials; the other script's form."""

from __future__ import annotations

import unicodedata
from functools import cache

import opencc
from pypinyin import lazy_pinyin

# The page's search.js drops the same characters from what the reader types.
DROPPED = frozenset(" \t\n\r\u3000\u00a0《》〈〉“”‘’「」『』\"'·•・—–-（）()【】[]")


def fold(text: str) -> str:
    """Full-width to half-width, lower case, without blanks, quotes, brackets and dashes."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).lower() if c not in DROPPED)


def syllables(folded: str) -> str:
    """One syllable a character, joined by blanks; a character without a reading stands for itself.

    "" where nothing in the text has a reading, or where the readings cannot be told apart by character.
    """
    read = lazy_pinyin(folded, errors=lambda rest: list(rest))  # type: ignore[arg-type, return-value]
    if len(read) != len(folded) or read == list(folded):
        return ""
    return " ".join(read)


def search_keys(name: str) -> tuple[tuple[str, str], ...]:
    """(folded name, its syllables), then (folded form in the other script, "") where it differs."""
    folded = fold(name)
    if not folded:
        return ()
    others = {_converter("s2t").convert(folded), _converter("t2s").convert(folded)} - {folded}
    return ((folded, syllables(folded)), *((other, "") for other in sorted(others)))


@cache
def _converter(configuration: str) -> opencc.OpenCC:
    return opencc.OpenCC(configuration)
