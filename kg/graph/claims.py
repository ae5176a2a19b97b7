"""Statements, figures and their evidence as triples of one source's graph."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg import dates, iris
from kg.fusion import is_supported
from kg.graph.texts import write_passage
from kg.graph.writer import Writer
from kg.model import Evidence, Figure, Said, Span, Statement, Thing, Utterance

# 兼职教授 is one post; 兼 between two posts joins them.
_BETWEEN_POSTS = re.compile(r"[、，,/／;；]|(?<=.)兼任?(?!职)(?=.)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """Writes claims with the evidence that one source gives for them. `things` is by IRI."""

    base: str
    threshold: float
    things: Mapping[str, Thing]

    def write_statement(self, graph: Writer, statement: Statement, evidence: Sequence[Evidence]) -> None:
        """The statement, its evidence, and the plain triple where this evidence carries it."""
        graph.type(statement.iri, "Statement")
        graph.link(statement.iri, "rdf:subject", statement.subject)
        graph.link(statement.iri, "rdf:predicate", graph.ontology.predicate(statement.predicate).iri)
        graph.link(statement.iri, "rdf:object", statement.object)
        for one in evidence:
            self._write_evidence(graph, statement.iri, one)
            if one.role and is_supported([one], self.threshold):
                for post in posts(one.role):
                    self._write_membership(graph, statement, post)
        if is_supported(evidence, self.threshold):
            graph.relation(statement.subject, statement.predicate, statement.object)
            ends = {self.things[statement.subject].type, self.things[statement.object].type}
            if statement.predicate == "partOf" and ends == {"ORG"}:
                graph.link(statement.subject, "org:subOrganizationOf", statement.object)

    def write_figure(self, graph: Writer, figure: Figure, evidence: Sequence[Evidence]) -> None:
        graph.type(figure.iri, "Target" if figure.kind == "target" else "Observation")
        graph.link(figure.iri, "figureOf", figure.subject)
        graph.link(figure.iri, "indicator", figure.indicator_iri)
        graph.decimal(figure.iri, "value", figure.value)
        graph.string(figure.iri, "unit", figure.unit)
        graph.member(figure.iri, "comparator", "Comparator", figure.comparator)
        graph.decimal(figure.iri, "baseValue", figure.base_value)
        graph.string(figure.iri, "baseUnit", figure.base_unit)
        unit = graph.ontology.units.get(figure.base_unit)
        if unit is not None:
            graph.link(figure.iri, "measuredIn", unit.iri)
            if unit.qudt:
                graph.link(figure.iri, "qudt:hasUnit", unit.qudt)
        graph.link(figure.iri, "inDocument", iris.document(self.base, evidence[0].quote.document))
        _write_time(graph, figure.iri, figure.time, deadline=figure.kind == "target")
        if figure.time_inferred:
            graph.boolean(figure.iri, "timeInferred", True)
        self._write_indicator(graph, figure)
        for one in evidence:
            self._write_evidence(graph, figure.iri, one)

    def _write_indicator(self, graph: Writer, figure: Figure) -> None:
        graph.type(figure.indicator_iri, "Indicator")
        graph.labels(figure.indicator_iri, figure.indicator)
        graph.link(figure.indicator_iri, "skos:inScheme", graph.ontology.term("indicators"))
        for wording in figure.wordings:
            if wording != figure.indicator:
                graph.chinese(figure.indicator_iri, "skos:altLabel", wording)

    def _write_evidence(self, graph: Writer, claim: str, evidence: Evidence) -> None:
        iri = evidence.iri
        graph.type(iri, "Evidence")
        graph.link(iri, "evidenceFor", claim)
        write_passage(graph, iri, evidence.quote, self.base)
        graph.string(iri, "rule", evidence.rule)
        graph.share(iri, "confidence", evidence.confidence)
        graph.member(iri, "modality", "Modality", evidence.modality)
        if evidence.role:
            graph.chinese(iri, "role", evidence.role)
        _write_time(graph, iri, evidence.time)
        _write_span(graph, iri, "subject", evidence.subject)
        _write_span(graph, iri, "object", evidence.object)
        _write_span(graph, iri, "trigger", evidence.trigger)
        if evidence.said is not None:
            _write_said(graph, iri, evidence.said)

    def _write_membership(self, graph: Writer, statement: Statement, title: str) -> None:
        iri, post = iris.membership(self.base, statement.iri, title), iris.post(self.base, title)
        graph.type(iri, "Membership")
        graph.link(iri, "membershipOf", statement.iri)
        graph.link(iri, "org:member", statement.subject)
        graph.link(iri, "org:organization", statement.object)
        graph.link(iri, "org:role", post)
        graph.type(post, "Post")
        graph.labels(post, title)


def posts(role: str) -> tuple[str, ...]:
    """The posts that a text gives in one go, in its order: 党委书记、董事长 are two, 副理事长兼秘书长 as well."""
    return tuple(dict.fromkeys(post for post in _BETWEEN_POSTS.split(role) if post)) or (role,)


def write_utterance(graph: Writer, utterance: Utterance, base: str) -> None:
    """Who is made to say a passage, and the things that it names."""
    graph.type(utterance.iri, "Utterance")
    write_passage(graph, utterance.iri, utterance.quote, base)
    for thing in utterance.mentions:
        graph.link(utterance.iri, "mentions", thing)
    _write_said(graph, utterance.iri, utterance.said)


def _write_said(graph: Writer, passage: str, said: Said) -> None:
    iri = iris.part(passage, "said")
    graph.link(passage, "attribution", iri)
    graph.type(iri, "Attribution")
    for term, name in (
        ("speakerName", said.speaker),
        ("speaksForName", said.organisation),
        ("role", said.post),
        ("medium", said.medium),
    ):
        if name:
            graph.chinese(iri, term, name)
    for term, target in (("speaker", said.speaker_iri), ("speaksFor", said.organisation_iri)):
        if target:
            graph.link(iri, term, target)


def _write_span(graph: Writer, iri: str, what: str, span: Span | None) -> None:
    if span is not None:
        graph.integer(iri, f"{what}Start", span.start)
        graph.integer(iri, f"{what}End", span.end)


def _write_time(graph: Writer, iri: str, value: str, *, deadline: bool = False) -> None:
    """A date as kg:time, a period by both ends; a target has its end as kg:deadline. Nothing where none is known."""
    period = dates.period(value)
    if period is None:
        if value:  # `kg.validation` refuses these; a graph made without it fails its shapes
            graph.string(iri, "deadline" if deadline else "time", value)
        return
    if not period.single:
        graph.date(iri, "timeStart", period.start)
    if deadline:
        graph.date(iri, "deadline", period.end)
    else:
        graph.date(iri, "time" if period.single else "timeEnd", period.end)
    graph.precision(iri, period.end)
