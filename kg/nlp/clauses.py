"""Where things stand around a figure: its clause, sentence, paragraph, and the names before and after it.

`Layout` is built once for a reading and answers by binary search; all offsets are reading offsets. It works on a copy
of the text with half-width digits and simplified stand-ins, which has the same length as the text.
"""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass

from kg.model import Reading, Sentence
from kg.nlp.numerals import halfwidth
from kg.nlp.units import vocabulary

_BORDER = re.compile(r"[，；。！？：\n!?;:]|,(?!\d{3})|(?<!\d),")


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One linked mention that can be what a figure is about."""

    start: int
    end: int
    type: str
    entity: int
    mention: int
    sentence: int


class Layout:
    """The text of a reading with its borders and names in order."""

    def __init__(self, reading: Reading) -> None:
        text = vocabulary().simplified(halfwidth(reading.document.text))
        self.text = text
        self.sentences: tuple[Sentence, ...] = reading.sentences or (Sentence(start=0, end=len(text)),)
        self.sentence_starts = [s.start for s in self.sentences]
        self.paragraph_of: list[int] = []
        paragraph = 0
        for i, sentence in enumerate(self.sentences):
            if i and "\n" in text[self.sentences[i - 1].end : sentence.start]:
                paragraph += 1
            self.paragraph_of.append(paragraph)
        inside = [(m.start, m.end) for m in reading.mentions if m.type != "FIELD"]
        self.borders = _borders(text, inside)
        self.names: list[Name] = []
        for index, (mention, link) in enumerate(zip(reading.mentions, reading.links, strict=True)):
            if link.entity is not None and mention.type != "FIELD":
                self.names.append(
                    Name(
                        start=mention.start,
                        end=mention.end,
                        type=reading.entities[link.entity].type,
                        entity=link.entity,
                        mention=index,
                        sentence=self.sentence_at(mention.start),
                    )
                )
        self.name_starts = [n.start for n in self.names]
        self.counts: dict[int, int] = {}
        self.of_entity: dict[int, list[int]] = {}
        for i, name in enumerate(self.names):
            self.counts[name.entity] = self.counts.get(name.entity, 0) + 1
            self.of_entity.setdefault(name.entity, []).append(i)
        self.title_end = self.sentences[0].end if self.sentences else 0
        newline = text.find("\n")
        if newline > 0:
            self.title_end = min(self.title_end, newline)

    def sentence_at(self, position: int) -> int:
        """Index of the sentence that holds the position (or the last one before it)."""
        return max(bisect.bisect_right(self.sentence_starts, position) - 1, 0)

    def clause_at(self, position: int) -> tuple[int, int]:
        """The clause around a position: from behind the last border to the next one."""
        index = bisect.bisect_right(self.borders, position)
        start = self.borders[index - 1] + 1 if index else 0
        end = self.borders[index] if index < len(self.borders) else len(self.text)
        return start, end

    def names_between(self, start: int, end: int) -> list[Name]:
        """Names that begin in [start, end)."""
        return self.names[bisect.bisect_left(self.name_starts, start) : bisect.bisect_left(self.name_starts, end)]

    def count_between(self, start: int, end: int) -> int:
        return bisect.bisect_left(self.name_starts, end) - bisect.bisect_left(self.name_starts, start)


def _borders(text: str, inside: list[tuple[int, int]]) -> list[int]:
    """Clause borders, those within names left out."""
    found = []
    index = 0
    for match in _BORDER.finditer(text):
        position = match.start()
        while index < len(inside) and inside[index][1] <= position:
            index += 1
        if index < len(inside) and inside[index][0] <= position:
            continue
        found.append(position)
    return found
