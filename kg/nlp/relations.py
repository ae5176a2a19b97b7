"""Relations by rules: every place of a text where a pattern of `seeds/rules/relations` speaks becomes a Claim.

A sentence is read as typed text (kg.nlp.patterns); words that stand for a name said before (该公司, 会上) are turned
into that name by the table of anaphors, and a pattern may take the topic of the sentence as its subject. What a
claim is worth (asserted, planned, denied) is read from the words of the clause before its trigger.
"""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.model import Claim, Mention, MentionType, Modality, Reading, Sentence, Span
from kg.nlp.patterns import (
    ANY_MARK,
    MARKS,
    TYPE_OF,
    Compiled,
    TypedText,
    compile_pattern,
    enumeration,
    replaced,
    typed,
    widen,
)
from kg.nlp.structure import structure_claims
from kg.rules import Rule, Rules, Slot
from kg.model import MENTION_TYPES

_CLAUSE = "，；：。"
_NO_SUBJECT_BEFORE = "在对从向由与据按根为被把以跟同给和于至到经"
# A name that opens a clause and is not the complement of a preposition or the owner of something is its topic.
_TOPIC = re.compile(
    f"(?:^|(?<=[{_CLAUSE}\n”“]))[^{_CLAUSE}{_NO_SUBJECT_BEFORE}{ANY_MARK}]{{0,10}}"
    f"({enumeration(MENTION_TYPES)})(?![的、])"
)
_SPEAKING_BEFORE = re.compile("[“‘]")


@dataclass(frozen=True, slots=True)
class _Line:
    """A sentence prepared for matching: its typed text and its topics (position, mentions), in order."""

    index: int
    sentence: Sentence
    typed: TypedText
    topics: tuple[tuple[int, tuple[int, ...]], ...]
    paragraph: int
    inherited: tuple[tuple[int, ...], ...]  # topics of the sentences before, nearest first


@dataclass(frozen=True, slots=True)
class _Program:
    rules: tuple[tuple[Rule, tuple[Compiled, ...], re.Pattern[str] | None], ...]
    anaphors: re.Pattern[str] | None
    planned: re.Pattern[str]
    denied: re.Pattern[str]
    source: Rules


@functools.lru_cache(maxsize=8)
def compiled(rules: Rules) -> _Program:
    """All patterns as regular expressions. DataError names the rule whose pattern is none."""
    ready = sorted(rules.rules, key=lambda r: bool(r.fallback))
    return _Program(
        rules=tuple(
            (
                rule,
                tuple(compile_pattern(p, place=f"{rule.place}: {rule.id}") for p in rule.patterns),
                re.compile(rule.unless) if rule.unless else None,
            )
            for rule in ready
        ),
        anaphors=re.compile("|".join(f"(?P<a{i}>{a.pattern})" for i, a in enumerate(rules.anaphors)))
        if rules.anaphors
        else None,
        planned=re.compile(rules.planned),
        denied=re.compile(rules.denied),
        source=rules,
    )


def find_claims(reading: Reading, rules: Rules) -> Reading:
    """The reading with its claims, in text order; entities that follow from a name's structure are added.

    Needs sentences, mentions and links; uses times where they are there. Claims that the reading already holds are
    dropped. A claim is given once a sentence for each (subject, predicate, object), by the surest rule.
    """
    program = compiled(rules)
    entities, structural = structure_claims(reading)
    reading = replace(reading, entities=entities)
    entity_of = [link.entity for link in reading.links]
    found: list[Claim] = list(structural)
    for line in lines(reading, program):
        best: dict[tuple[int, str, int], Claim] = {}
        taken: set[tuple[str, str, int]] = set()
        for rule, patterns, unless in program.rules:
            for claim in _apply(rule, patterns, unless, line, reading, entity_of, program):
                if rule.fallback and (rule.predicate, rule.fallback, _side(claim, rule.fallback)) in taken:
                    continue
                key = _key(claim, rules)
                if key not in best:
                    best[key] = claim
            for claim in best.values():
                taken.add((claim.predicate, "s", claim.subject_mention if claim.subject_mention is not None else -1))
                taken.add((claim.predicate, "o", claim.object_mention if claim.object_mention is not None else -1))
        found += best.values()
    found.sort(key=lambda c: (c.start, c.end, c.predicate, c.subject, c.object, c.rule))
    return replace(reading, claims=tuple(found))


def lines(reading: Reading, program: _Program) -> Iterator[_Line]:
    """The sentences as typed text, with anaphors resolved and topics found, in text order."""
    text = reading.document.text
    wide = widen(text)
    starts = [m.start for m in reading.mentions]
    history: list[tuple[int, int, bool]] = []  # (mention, paragraph, whether it was a topic), in text order
    inherited: list[tuple[int, ...]] = []
    paragraph = previous = 0
    for index, sentence in enumerate(reading.sentences):
        broken = "\n" in text[previous : sentence.start]
        if broken:
            paragraph += 1
            inherited = []
        previous = sentence.end
        first = bisect.bisect_left(starts, sentence.start)
        last = bisect.bisect_left(starts, sentence.end)
        inside = [(i, reading.mentions[i]) for i in range(first, last)]
        line = typed(wide, sentence.start, sentence.end, inside)
        if program.anaphors is not None:
            line = _resolve(line, program, history, paragraph, reading.mentions)
        topics = tuple(
            (m.start(1), tuple(line.names[i] for i in range(m.start(1), m.end(1)) if line.names[i] >= 0))
            for m in _TOPIC.finditer(line.text)
        )
        yield _Line(index, sentence, line, topics, paragraph, tuple(inherited[:3]))
        subjects = {name for _, names in topics for name in names}
        history += [(n, paragraph, n in subjects) for n in line.names if n >= 0]
        if topics:
            inherited.insert(0, topics[0][1])


def _resolve(
    line: TypedText,
    program: _Program,
    history: Sequence[tuple[int, int, bool]],
    paragraph: int,
    mentions: Sequence[Mention],
) -> TypedText:
    """The line with each anaphor that has an antecedent turned into its name."""
    assert program.anaphors is not None
    changes: list[tuple[int, int, str, int]] = []
    for match in program.anaphors.finditer(line.text):
        group = match.lastgroup
        if group is None or match.start() == match.end():
            continue
        anaphor = program.source.anaphors[int(group[1:])]
        here = [(n, paragraph, _opens(line.text, i)) for i, n in enumerate(line.names[: match.start()]) if n >= 0]
        name = _antecedent([*history[-60:], *here], len(here), anaphor.types, anaphor.reach, paragraph, mentions)
        if name is not None:
            changes.append((match.start(), match.end(), MARKS[mentions[name].type], name))
    return replaced(line, changes)


def _opens(text: str, position: int) -> bool:
    """Whether a name stands at the head of a clause and is not followed by 的."""
    return (position == 0 or text[position - 1] in _CLAUSE) and text[position + 1 : position + 2] != "的"


def _antecedent(
    said: Sequence[tuple[int, int, bool]],
    here: int,
    types: Sequence[MentionType],
    reach: str,
    paragraph: int,
    mentions: Sequence[Mention],
) -> int | None:
    """The name an anaphor stands for: the last topic of its types in the sentence, else in the paragraph, else the
    last name of its types there, else (reach "document") the last such name at all."""
    own = said[len(said) - here :]
    near = [x for x in said if x[1] == paragraph]
    for pool, topics_only in ((own, True), (own, False), (near, True), (near, False)):
        for name, _, topic in reversed(pool):
            if mentions[name].type in types and (topic or not topics_only):
                return name
    if reach == "document":
        for name, _, _ in reversed(said):
            if mentions[name].type in types:
                return name
    return None


def _apply(
    rule: Rule,
    patterns: Sequence[Compiled],
    unless: re.Pattern[str] | None,
    line: _Line,
    reading: Reading,
    entity_of: Sequence[int | None],
    program: _Program,
) -> Iterator[Claim]:
    text = line.typed.text
    for pattern in patterns:
        if not all(any(mark in text for mark in marks) for marks in pattern.needs):
            continue
        position = 0
        while match := pattern.regex.search(text, position):
            position = match.start() + 1
            if not (unless and unless.search(match[0])):
                yield from _claims(rule, pattern, match, line, reading, entity_of, program)
            if position > len(text):
                break


def _claims(
    rule: Rule,
    pattern: Compiled,
    match: re.Match[str],
    line: _Line,
    reading: Reading,
    entity_of: Sequence[int | None],
    program: _Program,
) -> Iterator[Claim]:
    pairs: list[tuple[int, int]]
    if pattern.subject is pattern.object:
        names = _names(pattern.subject, "so", match, line, reading.mentions)
        pairs = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :]]
    else:
        subjects = _names(pattern.subject, "s", match, line, reading.mentions)
        objects = _names(pattern.object, "o", match, line, reading.mentions)
        pairs = [(a, b) for a in subjects for b in objects]
    if not pairs or match.start() == match.end():
        return
    groups = match.groupdict()
    trigger = line.typed.span(*match.span("trigger")) if groups.get("trigger") else None
    role = ""
    if groups.get("role"):
        span = line.typed.span(*match.span("role"))
        role = reading.document.text[span.start : span.end].strip()
    used = line.typed.span(match.start(), match.end())
    end_of_clause = match.start("trigger") if trigger else match.end()
    modality = rule.modality or _modality(line.typed.text, end_of_clause, program)
    time = _time(reading, trigger or used, used)
    for a, b in pairs:
        subject, object_ = entity_of[a], entity_of[b]
        if subject is None or object_ is None or subject == object_:
            continue
        start, end = used.start, used.end
        for name in (a, b):  # a topic that stands in the same sentence belongs to the quote
            mention = reading.mentions[name]
            if line.sentence.start <= mention.start and mention.end <= line.sentence.end:
                start, end = min(start, mention.start), max(end, mention.end)
        yield Claim(
            subject=subject,
            predicate=rule.predicate,
            object=object_,
            role=role,
            sentence=line.index,
            start=start,
            end=end,
            subject_mention=a,
            object_mention=b,
            trigger=trigger,
            rule=rule.id,
            confidence=rule.confidence,
            modality=modality,
            time=time,
        )


def _names(slot: Slot, group: str, match: re.Match[str], line: _Line, mentions: Sequence[Mention]) -> list[int]:
    if not slot.context:
        start, end = match.span(group)
        return [line.typed.names[i] for i in line.typed.mentions(start, end, slot.types)]
    position = match.start(group)
    for start, names in reversed(line.topics):
        if start < position:
            wanted = [n for n in names if mentions[n].type in slot.types]
            if wanted:
                return wanted
    if any(start < position for start, _ in line.topics):
        return []  # the sentence has another topic: nothing is inherited across it
    for names in line.inherited[:1]:
        wanted = [n for n in names if mentions[n].type in slot.types]
        if wanted:
            return wanted
    return []


def _modality(text: str, end: int, program: _Program) -> Modality:
    """What the clause says of its trigger: the words between the last comma and the trigger decide."""
    start = max((text.rfind(mark, 0, end) for mark in _CLAUSE), default=-1) + 1
    clause = text[start:end]
    if program.denied.search(clause):
        return "denied"
    if program.planned.search(clause):
        return "planned"
    return "asserted"


def _time(reading: Reading, near: Span, used: Span) -> int | None:
    """The time expression inside the quote, or else the last one in the 30 characters before it."""
    best: int | None = None
    for index, time in enumerate(reading.times):
        if time.start >= used.end:
            break
        inside = time.start >= used.start
        if inside or (time.end > used.start - 30 and not _broken(reading.document.text[time.end : used.start])):
            if best is None or time.end <= near.start:
                best = index
    return best


def _broken(between: str) -> bool:
    return any(mark in between for mark in "。！？；\n")


def _side(claim: Claim, side: str) -> int:
    mention = claim.subject_mention if side == "s" else claim.object_mention
    return -1 if mention is None else mention


def _key(claim: Claim, rules: Rules) -> tuple[int, str, int]:
    if claim.predicate in rules.symmetric and claim.object < claim.subject:
        return claim.object, claim.predicate, claim.subject
    return claim.subject, claim.predicate, claim.object
