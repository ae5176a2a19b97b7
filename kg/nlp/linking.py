"""What each mention stands for, from the lexicon and this document only; every link says why.

Mentions of one type and one spelling (quotation marks and width aside) are one *use* (`senses`). For each use the first
rule that speaks decides, in this order; docs/linking.md explains every reason:

definition   the document binds the short form (以下简称)
lexicon      a known thing carries the name, and the document's places leave no doubt which
structure    the name follows from the structure of another (市科委 in an article about Beijing)
short-form   an order-preserving abbreviation of one longer name in the same document
new          a thing nobody knows; its further mentions are linked as same-string
ambiguous, undefined   left open, with the candidates
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.lexicon import Lexicon
from kg.model import Entity, Link, Reading
from kg.nlp.by_document import Likely, by_longer_name, edition, unknown
from kg.nlp.by_itself import by_itself, defined_prefixes, with_full_prefix
from kg.nlp.findings import Finding, thing
from kg.nlp.geography import Geography, geography
from kg.nlp.names import Grammar, grammar
from kg.nlp.senses import Use, group


def link(reading: Reading, lexicon: Lexicon) -> Reading:
    """The Reading with entities and links: one link for each mention, in the order of the mentions.

    Entities come in order of their first mention; things that only a longer name implies (the university of a school,
    the city of a district) follow after them without a mention. Pure: the same Reading and lexicon, the same answer.
    """
    parts = grammar(lexicon)
    where = geography(reading, lexicon, parts)
    uses = group(reading)
    return _assembled(reading, uses, _findings(reading, uses, lexicon, parts, where))


def _findings(
    reading: Reading, uses: Sequence[Use], lexicon: Lexicon, parts: Grammar, where: Geography
) -> tuple[Finding, ...]:
    """One finding for each use: by itself first, then by what the document's other names say, definitions last."""
    found: list[Finding | None] = [None] * len(uses)
    prefixes = defined_prefixes(reading, uses)
    left: list[int] = []
    for number, use in enumerate(uses):
        if use.sense < 0:
            found[number] = _two_senses(use, uses)
        elif use.full is None:
            found[number] = by_itself(with_full_prefix(use, prefixes), reading, lexicon, parts, where)
            if found[number] is None or _is_provisional(found[number]):
                left.append(number)
    likely = Likely(uses, parts)
    for number in sorted(left, key=lambda n: (-len(uses[n].plain), uses[n].start, n)):
        longer = by_longer_name(number, likely.of(number), uses, found, parts)
        found[number] = longer or found[number] or unknown(uses[number], uses, found, reading, parts)
    for number, use in enumerate(uses):
        if use.type == "EVENT" and use.full is None:
            found[number] = edition(number, uses, found, lexicon) or found[number]
    use_of = {mention: number for number, use in enumerate(uses) for mention in use.mentions}
    for number in range(len(uses)):
        found[number] = _defined(number, uses, found, use_of)
    return tuple(f for f in found if f is not None)


def _defined(number: int, uses: Sequence[Use], found: Sequence[Finding | None], use_of: dict[int, int]) -> Finding:
    """What a use stands for, through as many definitions as the document chains."""
    seen = [number]
    while True:
        use = uses[seen[-1]]
        finding = found[seen[-1]]
        if use.full is None or finding is not None:
            break
        seen.append(use_of[use.full])
        if seen[-1] in seen[:-1]:  # two names that define each other are one new thing
            break
    finding = finding or thing(use.type, use.text, "new")
    if len(seen) == 1 or finding.entity is None:  # what the full name leaves open stays open
        return finding
    return replace(finding, reason="definition", score=1.0, candidates=(), greater=())


def _two_senses(use: Use, uses: Sequence[Use]) -> Finding:
    others = sorted(
        {u.qualifier or u.text for u in uses if (u.type, u.plain) == (use.type, use.plain) and u.sense >= 0}
    )
    return Finding(entity=None, reason="ambiguous", score=0.0, candidates=tuple(others))


def _is_provisional(finding: Finding | None) -> bool:
    """A name that only structure made: a longer name of the document may say better what it is."""
    return (
        finding is not None
        and finding.reason == "structure"
        and finding.entity is not None
        and not finding.entity.lexicon
    )


def _assembled(reading: Reading, uses: Sequence[Use], findings: Sequence[Finding]) -> Reading:
    entities: dict[tuple[str, str, str, str], Entity] = {}
    index: dict[tuple[str, str, str, str], int] = {}

    def put(entity: Entity) -> int:
        identity = (entity.type, entity.name, entity.qualifier, entity.scope)
        old = entities.get(identity)
        if old is None:
            index[identity] = len(entities)
            entities[identity] = entity
        elif not old.lexicon and entity.lexicon:
            entities[identity] = entity
        return index[identity]

    links: list[Link | None] = [None] * len(reading.mentions)
    for use, finding in zip(uses, findings, strict=True):
        number = None if finding.entity is None else put(finding.entity)
        for place_, mention in enumerate(use.mentions):
            reason = "same-string" if finding.reason == "new" and place_ else finding.reason
            links[mention] = Link(
                mention=mention,
                entity=number,
                reason=reason,
                score=round(finding.score, 4),
                candidates=finding.candidates,
            )
    for finding in findings:
        for greater in finding.greater:
            put(greater)
    return replace(reading, entities=tuple(entities.values()), links=tuple(x for x in links if x is not None))
