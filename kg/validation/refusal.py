"""`refuse`: the last gate before a graph is written. What breaks a shape goes, and is listed with its sentence.

Fusion has refused what it could see (`kg.fusion.fitness`); this gate asks the shapes themselves. It finds nothing
where the two agree, so it costs one validation and changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from kg import graph, iris
from kg.errors import CheckError
from kg.fusion.knowledge import refusal_order
from kg.model import Disagreement, Figure, Knowledge, Quote, Refusal, Statement, Thing, Utterance
from kg.ontology import Ontology
from kg.validation.report import Violation, validate

C = TypeVar("C", Statement, Figure)

# The shapes do not look at what IRIs begin with, and a threshold of 0 writes every plain triple there can be.
_BASE = "urn:check:"


def refuse(knowledge: Knowledge, ontology: Ontology) -> Knowledge:
    """The knowledge without what breaks a shape; that stands in `rejected`.

    Errors: CheckError for a violation that no claim and no name can be blamed for, for example in a document.
    """
    while True:
        lines = graph.quads(knowledge, ontology, base=_BASE, threshold=0.0, receipt="")
        report = validate(lines, ontology)
        if report.conforms:
            return knowledge
        lighter = _without(_related(knowledge, report.violations, ontology))
        if lighter == knowledge:
            first = report.violations[0]
            raise CheckError(
                f"the graph breaks its shapes: {first.message} ({first.path} {first.value!r})",
                place=first.focus,
                remedy="Report this with the document",
            )
        knowledge = lighter


@dataclass(frozen=True, slots=True, kw_only=True)
class _Blame:
    """Reasons by IRI: of claims, evidence, names and things that break a shape."""

    knowledge: Knowledge
    reasons: dict[str, str]


def _related(knowledge: Knowledge, violations: Sequence[Violation], ontology: Ontology) -> _Blame:
    """Who is to blame. Where a relation does not suit one of its ends, that is the statement, not the thing."""
    reasons: dict[str, str] = {}
    for violation in violations:  # sorted, so the first reason is always the same
        name, _, end = violation.shape.partition("-")
        relation = name if name in ontology.predicates else violation.path.removeprefix("kg:")
        if relation not in ontology.predicates:
            reasons.setdefault(iris.whole(violation.focus), violation.message)
            continue
        for statement in knowledge.statements:
            ends = (statement.object,) if end == "object" else (statement.subject,)
            if statement.predicate == relation and violation.focus in ends:
                reasons.setdefault(statement.iri, violation.message)
    return _Blame(knowledge=knowledge, reasons=reasons)


def _without(blame: _Blame) -> Knowledge:
    knowledge, blamed = blame.knowledge, blame.reasons
    rejected: set[Refusal] = set()
    statements = tuple(s for s in (_lighter(s, blamed, rejected) for s in knowledge.statements) if s is not None)
    figures = tuple(f for f in (_lighter(f, blamed, rejected) for f in knowledge.figures) if f is not None)
    unresolved = []
    for name in knowledge.unresolved:
        if name.iri in blamed:
            rejected.add(_refusal(name.name, blamed[name.iri], name.quote))
        else:
            unresolved.append(name)
    utterances = []
    for spoken in knowledge.utterances:
        reason = next((blamed[iri] for iri in (spoken.iri, *_pointed(spoken)) if iri in blamed), "")
        if reason:
            rejected.add(_refusal(spoken.said.speaker or spoken.said.organisation, reason, spoken.quote))
        else:
            utterances.append(spoken)
    things = tuple(_thing(t, blamed, rejected) for t in knowledge.things)
    left = {f.iri for f in figures}
    return replace(
        knowledge,
        statements=statements,
        figures=figures,
        utterances=tuple(utterances),
        unresolved=tuple(unresolved),
        things=_needed(things, statements, figures, utterances),
        disagreements=tuple(d for d in (_disagreement(d, left) for d in knowledge.disagreements) if d is not None),
        rejected=tuple(sorted({*knowledge.rejected, *rejected}, key=refusal_order)),
    )


def _lighter(claim: C, blamed: dict[str, str], rejected: set[Refusal]) -> C | None:
    """A claim without its blamed evidence; None where it is blamed itself, by its ends, or has no evidence left."""
    other: str = claim.object if isinstance(claim, Statement) else claim.indicator_iri
    ends: tuple[str, str] = (claim.subject, other)
    reason = next((blamed[iri] for iri in (claim.iri, *ends) if iri in blamed), "")
    for one in claim.evidence:
        if reason or one.iri in blamed:
            rejected.add(_refusal(_spelt(claim), reason or blamed[one.iri], one.quote))
    kept = () if reason else tuple(e for e in claim.evidence if e.iri not in blamed)
    return replace(claim, evidence=kept) if kept else None


def _thing(thing: Thing, blamed: dict[str, str], rejected: set[Refusal]) -> Thing:
    for use in thing.names:
        if thing.iri in blamed or use.iri in blamed:
            rejected.add(_refusal(use.name, blamed.get(use.iri) or blamed[thing.iri], use.quote))
    if thing.iri in blamed:
        return replace(thing, names=())
    return replace(thing, names=tuple(use for use in thing.names if use.iri not in blamed))


def _pointed(spoken: Utterance) -> tuple[str, ...]:
    """The things that an utterance names and those that speak."""
    return (*spoken.mentions, spoken.said.speaker_iri, spoken.said.organisation_iri)


def _needed(
    things: Sequence[Thing], statements: Sequence[Statement], figures: Sequence[Figure], utterances: Sequence[Utterance]
) -> tuple[Thing, ...]:
    """The things that still have a name or that something points at."""
    evidence = [e for s in statements for e in s.evidence] + [e for f in figures for e in f.evidence]
    said = {iri for e in evidence if e.said for iri in (e.said.speaker_iri, e.said.organisation_iri)}
    pointed = said | {iri for s in statements for iri in (s.subject, s.object)} | {f.subject for f in figures}
    pointed |= {iri for u in utterances for iri in _pointed(u)}
    return tuple(t for t in things if t.names or t.iri in pointed)


def _disagreement(disagreement: Disagreement, left: set[str]) -> Disagreement | None:
    figures = tuple(f for f in disagreement.figures if f in left)
    if figures == disagreement.figures:
        return disagreement
    if len(figures) < 2:
        return None
    base = disagreement.iri[: disagreement.iri.rindex("disagreement/")]
    return replace(disagreement, iri=iris.disagreement(base, disagreement.kind, figures), figures=figures)


def _refusal(what: str, reason: str, quote: Quote) -> Refusal:
    return Refusal(what=what, reason=reason, quote=quote)


def _spelt(claim: Statement | Figure) -> str:
    if isinstance(claim, Statement):
        return claim.predicate
    return f"{claim.indicator} · {claim.value}{claim.unit}"
