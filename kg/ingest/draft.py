"""The text under repair: characters, the raw position of each, and a log of what was dropped or replaced.

A stage of repair takes a Draft and returns a Draft. It can only leave characters out or put one character in the
place of one, so the raw positions always grow strictly.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.model import RepairCount


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One repair: its kind, the raw position where it starts, how many characters it dropped or replaced."""

    kind: str
    at: int
    characters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """`raw[i]` is the position of `text[i]` in the text of record."""

    text: str
    raw: array[int]
    edits: tuple[Edit, ...] = ()

    @classmethod
    def of(cls, text: str, start: int = 0) -> Draft:
        return cls(text=text, raw=array("I", range(start, start + len(text))))

    def without(self, cuts: Sequence[tuple[int, int]], kind: str) -> Draft:
        """Leaves out the half-open ranges `cuts`, in order and without overlap; each one counts as a repair."""
        cuts = [(start, end) for start, end in cuts if start < end]
        if not cuts:
            return self
        pieces: list[str] = []
        raw = array("I")
        edits: list[Edit] = []
        position = 0
        for start, end in cuts:
            if start < position:
                raise ValueError(f"cut {start}:{end} overlaps the one before")
            pieces.append(self.text[position:start])
            raw.extend(self.raw[position:start])
            edits.append(Edit(kind=kind, at=self.raw[start], characters=end - start))
            position = end
        pieces.append(self.text[position:])
        raw.extend(self.raw[position:])
        return Draft(text="".join(pieces), raw=raw, edits=self.edits + tuple(edits))

    def without_lines(self, cuts: Sequence[tuple[int, int]], kind: str) -> Draft:
        """`without`; where a cut takes all that its line shows, the line goes with its line end and leaves no gap."""
        wider: list[tuple[int, int]] = []
        for start, end in cuts:
            before = self.text.rfind("\n", 0, start)
            after = self.text.find("\n", end)
            rest = self.text[before + 1 : start] + self.text[end : after if after >= 0 else len(self.text)]
            wider.append((start, end) if rest.strip() or before < 0 else (before, end))
        return self.without(wider, kind)

    def replaced(self, changes: Sequence[tuple[int, str]], kind: str) -> Draft:
        """Puts one character in the place of one; each change counts as a repair."""
        if not changes:
            return self
        characters = list(self.text)
        for position, character in changes:
            if len(character) != 1:
                raise ValueError(f"{character!r} is not one character")
            characters[position] = character
        edits = tuple(Edit(kind=kind, at=self.raw[position], characters=1) for position, _ in changes)
        return Draft(text="".join(characters), raw=self.raw, edits=self.edits + edits)

    def silently(self, cuts: Sequence[tuple[int, int]]) -> Draft:
        """Leaves ranges out without calling it a repair (line ends, indents: layout that every file has)."""
        return Draft(text=(cut := self.without(cuts, "layout")).text, raw=cut.raw, edits=self.edits)

    def part(self, spans: Iterable[tuple[int, int]]) -> Draft:
        """The given ranges, in order, one after the other; the log stays behind."""
        pieces: list[str] = []
        raw = array("I")
        for start, end in spans:
            pieces.append(self.text[start:end])
            raw.extend(self.raw[start:end])
        return Draft(text="".join(pieces), raw=raw)


def counts(edits: Iterable[Edit]) -> tuple[RepairCount, ...]:
    """The log, added up by kind and sorted."""
    total: dict[str, tuple[int, int]] = {}
    for edit in edits:
        count, characters = total.get(edit.kind, (0, 0))
        total[edit.kind] = (count + 1, characters + edit.characters)
    return tuple(RepairCount(kind=kind, count=n, characters=c) for kind, (n, c) in sorted(total.items()))
