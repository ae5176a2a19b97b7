"""What the tests of this room share: stages on plain strings, and the check that every offset map must pass."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from kg.ingest import articles
from kg.ingest.draft import Draft
from kg.model import Document, Source

Stage = Callable[[Draft], Draft]
ONE_TO_ONE = {chr(c): chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F)}


def mended(stage: Stage, text: str) -> str:
    return stage(Draft.of(text)).text


def kinds(stage: Stage, text: str) -> list[str]:
    return sorted({edit.kind for edit in stage(Draft.of(text)).edits})


def source(text: str, media_type: str = "text/plain", name: str = "一.txt") -> Source:
    return Source(sha256="0" * 64, name=name, media_type=media_type, encoding="utf-8", text=text)


def read(text: str, media_type: str = "text/plain") -> tuple[Document, ...]:
    return articles.documents(source(text, media_type))


def check_offsets(raw: str, document: Document) -> None:
    """Each reading character is its raw character or a stated replacement of it, and positions grow strictly."""
    positions = document.offsets.positions()
    assert len(positions) == len(document.text)
    assert all(a < b for a, b in itertools.pairwise(positions))
    for character, position in zip(document.text, positions, strict=True):
        assert replaces(character, raw[position]), (character, raw[max(0, position - 9) : position + 9])


def replaces(character: str, original: str) -> bool:
    if character == original or ONE_TO_ONE.get(original) == character:
        return True
    if character == "\n":
        return original in "\r\n\f\v\x1c\x1d\x1e\x85\u2028\u2029<"
    if character in " \t":
        return original.isspace() or original in "<&|"
    if character in "“”":
        return original in '“”"&'
    return original == "&"  # an entity
