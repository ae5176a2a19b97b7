"""Where things stand around a figure: its clause, sentence, paragraph, and the names before and after it.

`Layout` is built once for a reading and answers by binary search; all offsets are reading offsets. It works on a copy
of the text with half-width digits and simplified stand-ins, which has the same length as the text.
"""

from __future__ import annotations

import bisect
import re
from collections import Counter
from dataclasses import dataclass

from kg.model import Reading, Sentence, TimeExpression
from kg.nlp.cues import cue
from kg.nlp.numerals import halfwidth
from kg.nlp.times import context_year, time_spans
from kg.nlp.units import vocabulary

_BORDER = re.compile("[，；。！？：\n]")
_MARK = re.compile(r"[,;:!?()](?!\d{3}(?!\d))|(?<!\d)[,;:!?()]")
_FULL = str.maketrans(",;:!?()", "，；：！？（）")


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
        text = _full_marks(vocabulary().simplified(halfwidth(reading.document.text)))
        self.text = text
        self.sentences = _whole(text, reading.sentences or (Sentence(start=0, end=len(text)),))
        self.sentence_starts = [s.start for s in self.sentences]
        self.paragraph_of: list[int] = []
        paragraph = 0
        for i, sentence in enumerate(self.sentences):
            if i and "\n" in text[self.sentences[i - 1].end : sentence.start]:
                paragraph += 1
            self.paragraph_of.append(paragraph)
        self.borders = _borders(text, [(m.start, m.end) for m in reading.mentions if m.type != "FIELD"])
        newline = text.find("\n")
        first = self.sentences[0].end
        self.title_end = min(first, newline) if newline > 0 else first
        published = reading.document.published
        self.now = published.value[:4] if published else context_year(reading, text, time_spans(text))  # "" unknown
        self.time_starts = [t.start for t in reading.times]
        self.labels = [e.name for e in reading.entities]
        self.names = self._names(reading)
        self.name_starts = [n.start for n in self.names]
        self.index_of = {n.start: i for i, n in enumerate(self.names)}
        self.of_entity: dict[int, list[int]] = {}
        for i, name in enumerate(self.names):
            self.of_entity.setdefault(name.entity, []).append(i)
        self.counts = {entity: len(places) for entity, places in self.of_entity.items()}
        frequent = sorted(self.counts, key=lambda e: (-self.counts[e], self.of_entity[e][0]))
        self.leading = [e for e in frequent[:4] if self.counts[e] > 1]  # what the text names most often
        self.rank = {e: min(i, 4) for i, e in enumerate(frequent)}  # 0 for the most frequent entity
        kinds = {n.entity: n.type for n in self.names}
        self.types = Counter(kinds.values())
        self.genres: dict[int, str] = {}  # filled by kg.nlp.subjects
        self.heads: dict[int, int] = {}  # paragraph -> the first entity that it names
        for name in self.names:
            self.heads.setdefault(self.paragraph_of[name.sentence], name.entity)
        self.about = [self._about(i) for i in range(len(self.names))]

    def _names(self, reading: Reading) -> list[Name]:
        names = []
        for index, (mention, link) in enumerate(zip(reading.mentions, reading.links, strict=True)):
            if link.entity is not None and mention.type != "FIELD":
                names.append(
                    Name(
                        start=mention.start,
                        end=mention.end,
                        type=reading.entities[link.entity].type,
                        entity=link.entity,
                        mention=index,
                        sentence=self.sentence_at(mention.start),
                    )
                )
        return names

    def _about(self, index: int) -> tuple[str, ...]:
        """What is written next to a name, whatever looks at it from a distance."""
        text, name = self.text, self.names[index]
        found = [
            f"<{text[name.start - 1 : name.start]}", f">{text[name.end : name.end + 1]}",
            f">>{text[name.end : name.end + 2]}", f"<<{text[max(0, name.start - 2) : name.start]}",
        ]  # fmt: skip
        comma = text.find("，", name.end, name.end + 30)
        if cue("speech").search(text, name.end, comma if comma > 0 else name.end + 20):
            found.append("speech")
        earlier = self.names[index - 1] if index else None
        if earlier is None or earlier.sentence != name.sentence:
            found.append("first")
        elif earlier.end == name.start:
            found.append(f"glued|{earlier.type}")
        elif text[earlier.end : name.start] == "的":
            found.append(f"de|{earlier.type}")
        if self.sentences[name.sentence].start == name.start:
            found.append("start")
        if index + 1 < len(self.names):
            later = self.names[index + 1]
            if later.type == "PERSON" and later.start - name.end < 12 and later.sentence == name.sentence:
                found.append("person")
        return tuple(found)

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

    def times_between(self, reading: Reading, start: int, end: int) -> list[TimeExpression]:
        """Time expressions that lie in [start, end)."""
        first, last = bisect.bisect_left(self.time_starts, start), bisect.bisect_left(self.time_starts, end)
        return [t for t in reading.times[first:last] if t.end <= end]

    def count_between(self, start: int, end: int) -> int:
        return bisect.bisect_left(self.name_starts, end) - bisect.bisect_left(self.name_starts, start)


def _whole(text: str, sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """Sentences joined where only ； parts them: what is said before it (到2027年底) holds behind it too."""
    whole: list[Sentence] = []
    for sentence in sentences:
        last = whole[-1] if whole else None
        if last is not None and text[last.end - 1 : last.end] == "；" and "\n" not in text[last.end : sentence.start]:
            whole[-1] = Sentence(start=last.start, end=sentence.end)
        else:
            whole.append(sentence)
    return tuple(whole)


def _full_marks(text: str) -> str:
    """Half-width marks as full-width ones, so that one rule reads both; those inside 1,200 stay."""
    return _MARK.sub(lambda m: m.group().translate(_FULL), text)


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
