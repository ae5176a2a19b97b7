"""Relations by rules: every place of a text where a pattern of `seeds/rules/relations` speaks becomes a Claim.

A sentence is read as typed text (kg.nlp.patterns) in which anaphors are names and clauses have topics
(kg.nlp.discourse). What a claim is worth (asserted, planned, denied) is read from the words of the clause before its
trigger.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.model import Claim, Entity, Modality, Reading, Span
from kg.nlp.discourse import CLAUSE_ENDS, Line, Names, finder, lines, names_of
from kg.nlp.offices import parted
from kg.nlp.patterns import Compiled, compile_pattern
from kg.nlp.structure import structure_claims
from kg.rules import Rule, Rules, Slot

_TIME_REACH = 30  # characters before the quote in which a time still belongs to it


@dataclass(frozen=True, slots=True)
class Program:
    """The rules as regular expressions."""

    rules: tuple[tuple[Rule, tuple[Compiled, ...], re.Pattern[str] | None], ...]
    anaphors: re.Pattern[str] | None
    planned: re.Pattern[str]
    denied: re.Pattern[str]
    source: Rules


@functools.lru_cache(maxsize=8)
def compiled(rules: Rules) -> Program:
    """All patterns as regular expressions. DataError names the rule whose pattern is none."""
    ready = sorted(rules.rules, key=lambda r: bool(r.fallback))
    return Program(
        rules=tuple(
            (
                rule,
                tuple(compile_pattern(p, place=f"{rule.place}: {rule.id}") for p in rule.patterns),
                re.compile(rule.unless) if rule.unless else None,
            )
            for rule in ready
        ),
        anaphors=finder(rules.anaphors),
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
    known = reading.entities
    entities, structural = structure_claims(reading)
    reading, names, home = names_of(replace(reading, entities=entities), rules.anaphors, rules.genres)
    found: list[Claim] = list(structural)
    for line in lines(reading, names, home, rules.anaphors, program.anaphors):
        found += _in_line(line, reading, names, program)
    entities, claims = _used(reading.entities, known, list(parted(found, reading.entities)))
    claims.sort(key=lambda c: (c.start, c.end, c.predicate, c.subject, c.object, c.rule))
    return replace(reading, entities=entities, claims=tuple(claims))


def _used(
    entities: Sequence[Entity], known: Sequence[Entity], claims: Sequence[Claim]
) -> tuple[tuple[Entity, ...], list[Claim]]:
    """The entities without those added behind the `known` ones that no claim speaks of, and the claims to match."""
    spoken = {c.subject for c in claims} | {c.object for c in claims}
    kept = [i for i in range(len(entities)) if i < len(known) or i in spoken]
    place = {old: new for new, old in enumerate(kept)}
    return (
        tuple(entities[i] for i in kept),
        [replace(c, subject=place[c.subject], object=place[c.object]) for c in claims],
    )


def _in_line(line: Line, reading: Reading, names: Names, program: Program) -> list[Claim]:
    best: dict[tuple[int, str, int], Claim] = {}
    present = frozenset(line.typed.text)
    for rule, patterns, unless in program.rules:
        taken: set[int | None] = set()
        if rule.fallback:
            taken = {_side(c, rule.fallback) for c in best.values() if c.predicate == rule.predicate}
        for pattern in patterns:
            if any(present.isdisjoint(marks) for marks in pattern.needs):
                continue
            for claim in _apply(rule, pattern, unless, line, reading, names, program):
                if not (rule.fallback and _side(claim, rule.fallback) in taken):
                    best.setdefault(_key(claim, program.source), claim)
    return list(best.values())


def _apply(
    rule: Rule,
    pattern: Compiled,
    unless: re.Pattern[str] | None,
    line: Line,
    reading: Reading,
    names: Names,
    program: Program,
) -> Iterator[Claim]:
    text = line.typed.text
    position = 0
    # Matches may overlap (one subject, two verbs), hence the search from each next character.
    while position <= len(text) and (match := pattern.regex.search(text, position)):
        position = match.start() + 1
        if match[0] and not (unless and unless.search(match[0])):
            yield from _claims(rule, pattern, match, line, reading, names, program)


def _claims(
    rule: Rule,
    pattern: Compiled,
    match: re.Match[str],
    line: Line,
    reading: Reading,
    names: Names,
    program: Program,
) -> Iterator[Claim]:
    if pattern.subject is pattern.object:
        group = _names(pattern.subject, "so", match, line, names)
        pairs = [(a, b) for i, a in enumerate(group) for b in group[i + 1 :]]
    else:
        objects = _names(pattern.object, "o", match, line, names)
        pairs = [(a, b) for a in _names(pattern.subject, "s", match, line, names) for b in objects]
    if not pairs:
        return
    groups = match.groupdict()
    trigger = line.typed.span(*match.span("trigger")) if groups.get("trigger") else None
    role = ""
    if groups.get("role"):
        span = line.typed.span(*match.span("role"))
        role = reading.document.text[span.start : span.end].strip()
    used = line.typed.span(*match.span())
    modality = rule.modality or _modality(line.typed.text, match.start("trigger") if trigger else match.end(), program)
    time = _time(reading, trigger or used, used)
    for a, b in pairs:
        subject, object_ = names.entities[a], names.entities[b]
        if subject is None or object_ is None or subject == object_:
            continue
        start, end = used.start, used.end
        for name in (a, b):  # a topic that stands in the same sentence belongs to the quote
            mention = reading.mentions[name] if name < names.mentions else None
            if mention and line.sentence.start <= mention.start and mention.end <= line.sentence.end:
                start, end = min(start, mention.start), max(end, mention.end)
        yield Claim(
            subject=subject,
            predicate=rule.predicate,
            object=object_,
            role=role,
            sentence=line.index,
            start=start,
            end=end,
            subject_mention=names.mention(a),
            object_mention=names.mention(b),
            trigger=trigger,
            rule=rule.id,
            confidence=rule.confidence,
            modality=modality,
            time=time,
        )


def _names(slot: Slot, group: str, match: re.Match[str], line: Line, names: Names) -> list[int]:
    start, end = match.span(group)
    if slot.context == "^":
        return line.topic(start, slot.types, names)
    if slot.context:
        return line.last(start, slot.types, names)
    return [line.typed.names[i] for i in line.typed.mentions(start, end, slot.types)]


def _modality(text: str, end: int, program: Program) -> Modality:
    """What the clause says of its trigger: the words between the last comma and the trigger decide."""
    start = max(text.rfind(mark, 0, end) for mark in CLAUSE_ENDS) + 1
    if program.denied.search(text, start, end):
        return "denied"
    if program.planned.search(text, start, end):
        return "planned"
    return "asserted"


def _time(reading: Reading, near: Span, used: Span) -> int | None:
    """The last time before the trigger, inside the quote or shortly before it in the same sentence."""
    best: int | None = None
    for index, time in enumerate(reading.times):
        if time.start >= used.end:
            break
        close = time.start >= used.start or (
            time.end > used.start - _TIME_REACH
            and not any(mark in reading.document.text[time.end : used.start] for mark in "。！？；\n")
        )
        if close and (best is None or time.end <= near.start):
            best = index
    return best


def _side(claim: Claim, side: str) -> int | None:
    return claim.subject_mention if side == "s" else claim.object_mention


def _key(claim: Claim, rules: Rules) -> tuple[int, str, int]:
    if claim.predicate in rules.symmetric and claim.object < claim.subject:
        return claim.object, claim.predicate, claim.subject
    return claim.subject, claim.predicate, claim.object
