"""What a sentence does not say itself: whom 该公司 means, whose clause this is, what a text of its genre is about.

Gives each sentence as typed text in which words that stand for a name (the table of anaphors) have become that name,
with the topics of its clauses and of the sentences before it.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.model import MENTION_TYPES, Entity, MentionType, Reading, Sentence
from kg.nlp.patterns import ANY_MARK, MARKS, TypedText, enumeration, replaced, typed, widen
from kg.rules import Anaphor, Genre

CLAUSE_ENDS = "，；：。"
_MEMORY = 80  # names before a sentence that an anaphor may stand for
_BEFORE_TOPIC = (
    "[今昨明去前当近同随最目此其中外另则而但又也还并且如现年月日天晚初底末旬时后期间]"
    f"|(?:位于|地处|坐落[于在]|落户|来自|设在){MARKS['PLACE']}的"
    "|[0-9０-９一二三四五六七八九十第届这那 ■▲●·—]|首先|因此|所以|不过|据悉|上午|下午|除了?|截至|以来|作为"
)
# A name that opens a clause, after nothing but words of time and joining, and owns nothing (的) is its topic.
_TOPIC = re.compile(
    f"(?:^|(?<=[{CLAUSE_ENDS}”“]))(?:{_BEFORE_TOPIC}){{0,12}}({enumeration(MENTION_TYPES)})(?![的、])"
    f"(?![^{CLAUSE_ENDS}{ANY_MARK}]{{1,14}}{MARKS['PERSON']})"  # 某局局长某某: the person is the topic
    # 日前印发的《方案》提出
    f"|[^{CLAUSE_ENDS}{ANY_MARK}]{{0,14}}的({MARKS['PROGRAMME']})(?=提出|提到|明确|要求|指出|规定)"
)
# A name that ends the clause before is what the next clause is about: 印发《方案》，聚焦…
_NEWEST = re.compile(f"({enumeration(MENTION_TYPES)})[^{CLAUSE_ENDS}{ANY_MARK}]{{0,6}}[{CLAUSE_ENDS}]$")


@dataclass(frozen=True, slots=True)
class Names:
    """What can be a subject or object: the reading's mentions, in order, and behind them entities without one."""

    types: tuple[MentionType, ...]
    entities: tuple[int | None, ...]
    labels: tuple[str, ...]  # canonical name, or the mention as written where it is unresolved
    mentions: int  # how many of them are mentions
    titled: int  # how many of these stand in the first line
    main: dict[MentionType, int]  # the first mention of the entity of each type that the text names most often

    def mention(self, name: int) -> int | None:
        return name if name < self.mentions else None


@dataclass(frozen=True, slots=True)
class _Said:
    name: int
    paragraph: int
    topic: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence prepared for matching."""

    index: int
    sentence: Sentence
    typed: TypedText
    topics: tuple[tuple[int, tuple[int, ...]], ...]  # (position in the typed text, names), in order
    inherited: tuple[int, ...]  # the topic of the sentence before, in the same paragraph
    home: tuple[int, ...]  # what a text of this genre is about where nothing else is named
    said: tuple[_Said, ...]  # names before the sentence, in order
    paragraph: int

    def last(self, position: int, types: Sequence[MentionType], names: Names) -> list[int]:
        """The last thing of these types spoken of in the paragraph, or else what the text names most often."""
        before = [n for n in self.typed.names[:position] if n >= 0]
        near = [s.name for s in self.said if s.paragraph == self.paragraph]
        for name in [*reversed(before), *reversed(near)]:
            if names.types[name] in types:
                return [name]
        return [names.main[kind] for kind in types if kind in names.main][:1]

    def topic(self, position: int, types: Sequence[MentionType], names: Names) -> list[int]:
        """What the clause that begins at `position` is about, as far as it is of these types."""
        newest = _NEWEST.search(self.typed.text[:position])
        if newest:
            said = [self.typed.names[i] for i in range(*newest.span(1)) if self.typed.names[i] >= 0]
            wanted = [n for n in said if names.types[n] in types]
            if wanted:
                return wanted
        before = [said for start, said in self.topics if start < position]
        for topic in reversed(before):
            wanted = [n for n in topic if names.types[n] in types]
            if wanted:
                return wanted
        if before:
            return []  # the sentence has another topic: nothing is inherited across it
        return [n for n in self.inherited or self.home if names.types[n] in types]


def names_of(
    reading: Reading, anaphors: Sequence[Anaphor], genres: Sequence[Genre]
) -> tuple[Reading, Names, list[int]]:
    """The reading (with entities that only anaphors or its genre name), its names, and its home (names, may be empty).

    For each anaphor with a fixed name there is one name behind the mentions, in the order of the anaphors.
    """
    entities = list(reading.entities)
    types = [m.type for m in reading.mentions]
    linked = [link.entity for link in reading.links]

    def entity(kind: MentionType, name: str) -> int:
        for index, known in enumerate(entities):
            if (known.type, known.name) == (kind, name):
                return index
        entities.append(Entity(type=kind, name=name))
        return len(entities) - 1

    def add(kind: MentionType, name: str) -> int:
        types.append(kind)
        linked.append(entity(kind, name))
        return len(types) - 1

    text = reading.document.text
    for anaphor in anaphors:
        if anaphor.name and re.search(anaphor.pattern, text):
            add(anaphor.types[0], anaphor.name)
        elif anaphor.name:
            types.append(anaphor.types[0])
            linked.append(None)
    home: list[int] = []
    title = text[: text.find("\n")] if "\n" in text else text[:80]
    for genre in genres:
        match = re.search(genre.title, title)
        if not match:
            continue
        if genre.name:
            home = [add(genre.type, match.expand(genre.name))]
        else:
            home = [i for i, m in enumerate(reading.mentions) if m.type == genre.type and m.end <= len(title)][:1]
        break
    written = [m.text for m in reading.mentions]
    labels = [entities[e].name if e is not None else "".join(written[i : i + 1]) for i, e in enumerate(linked)]
    known = Names(
        types=tuple(types),
        entities=tuple(linked),
        labels=tuple(labels),
        mentions=len(reading.mentions),
        titled=sum(m.end <= len(title) for m in reading.mentions),
        main=_main(reading),
    )
    return replace(reading, entities=tuple(entities)), known, home


def _main(reading: Reading) -> dict[MentionType, int]:
    counts: dict[tuple[MentionType, int], int] = {}
    first: dict[tuple[MentionType, int], int] = {}
    for index, (mention, link) in enumerate(zip(reading.mentions, reading.links, strict=True)):
        if link.entity is not None:
            key = (mention.type, link.entity)
            counts[key] = counts.get(key, 0) + 1
            first.setdefault(key, index)
    best: dict[MentionType, int] = {}
    for key in sorted(counts, key=lambda k: (-counts[k], first[k])):
        best.setdefault(key[0], first[key])
    return best


def lines(
    reading: Reading, names: Names, home: Sequence[int], anaphors: Sequence[Anaphor], finder: re.Pattern[str] | None
) -> Iterator[Line]:
    """The sentences as typed text, with anaphors resolved and topics found, in text order."""
    text = reading.document.text
    wide = widen(text)
    starts = [m.start for m in reading.mentions]
    fixed = _fixed(anaphors, names.mentions)
    said: list[_Said] = []
    inherited: tuple[int, ...] = ()
    paragraph = previous = 0
    for index, sentence in enumerate(reading.sentences):
        if "\n" in text[previous : sentence.start]:
            paragraph += 1
            inherited = ()
        previous = sentence.end
        first = bisect.bisect_left(starts, sentence.start)
        last = bisect.bisect_left(starts, sentence.end)
        line = typed(wide, sentence.start, sentence.end, [(i, reading.mentions[i]) for i in range(first, last)])
        if finder is not None:
            line = _resolve(line, finder, anaphors, fixed, said[-_MEMORY:], paragraph, names)
        topics = tuple(
            (m.start(g), tuple(line.names[i] for i in range(*m.span(g)) if line.names[i] >= 0))
            for m in _TOPIC.finditer(line.text)
            if (g := 1 if m[1] else 2)
        )
        yield Line(index, sentence, line, topics, inherited, tuple(home), tuple(said[-_MEMORY:]), paragraph)
        subjects = {name for _, group in topics for name in group}
        said += [_Said(n, paragraph, n in subjects) for n in line.names if n >= 0]
        if topics:
            inherited = topics[0][1]


def finder(anaphors: Sequence[Anaphor]) -> re.Pattern[str] | None:
    """One expression that finds every anaphor; group a3 is the third of the table."""
    return re.compile("|".join(f"(?P<a{i}>{a.pattern})" for i, a in enumerate(anaphors))) if anaphors else None


def _fixed(anaphors: Sequence[Anaphor], mentions: int) -> dict[int, int]:
    named = [i for i, anaphor in enumerate(anaphors) if anaphor.name]
    return {anaphor: mentions + place for place, anaphor in enumerate(named)}


def _resolve(
    line: TypedText,
    finder: re.Pattern[str],
    anaphors: Sequence[Anaphor],
    fixed: dict[int, int],
    said: Sequence[_Said],
    paragraph: int,
    names: Names,
) -> TypedText:
    """The line with each anaphor that has an antecedent turned into its name."""
    changes: list[tuple[int, int, str, int]] = []
    pair = len(line.text)  # 前者 and 后者 speak of what stands before the first of them
    for match in finder.finditer(line.text):
        group = match.lastgroup
        if group is None or match.start() == match.end():
            continue
        number = int(group[1:])
        end = match.start()
        if anaphors[number].pick in ("last", "former"):
            end = pair = min(pair, end)
        here = [_Said(n, paragraph, _opens(line.text, i)) for i, n in enumerate(line.names[:end]) if n >= 0]
        name = fixed.get(number)
        if name is None:
            name = _antecedent(said, here, anaphors[number], paragraph, names)
        if name is not None:
            changes.append((*match.span(), MARKS[names.types[name]], name))
    return replaced(line, changes)


def _opens(text: str, position: int) -> bool:
    """Whether a name stands at the head of a clause and is not followed by 的."""
    return (position == 0 or text[position - 1] in CLAUSE_ENDS) and text[position + 1 : position + 2] != "的"


def _antecedent(
    said: Sequence[_Said], here: Sequence[_Said], anaphor: Anaphor, paragraph: int, names: Names
) -> int | None:
    """The name an anaphor stands for: the last topic of its types in the sentence, else the last such name there,
    else the same in the paragraph, else (reach "document") the last such name at all."""

    if anaphor.pick == "main":
        return next((names.main[kind] for kind in anaphor.types if kind in names.main), None)
    if anaphor.pick in ("first", "title"):
        end = names.titled if anaphor.pick == "title" else names.mentions
        return next((n for n, kind in enumerate(names.types[:end]) if kind in anaphor.types), None)
    pool = [s for s in [*said, *here] if names.types[s.name] in anaphor.types]
    near = [s for s in pool if s.paragraph == paragraph]
    if anaphor.pick in ("last", "former"):
        if not near:
            return None
        if anaphor.pick == "last":
            return near[-1].name
        kind = names.types[near[-1].name]
        return next((s.name for s in reversed(near[:-1]) if names.types[s.name] == kind), None)
    reach = near if anaphor.reach == "paragraph" else pool
    if anaphor.heads:
        agreeing = [s for s in reach if re.search(anaphor.heads, names.labels[s.name])]
        reach = agreeing or reach
    own = {id(s) for s in here}
    # Nearest first: topics of the sentence, its other names, then the same in the paragraph, then further back.
    ranked = sorted(
        enumerate(reach), key=lambda x: (id(x[1]) not in own, x[1].paragraph != paragraph, not x[1].topic, -x[0])
    )
    return ranked[0][1].name if ranked else None
