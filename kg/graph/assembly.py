"""Which source's graph holds what, and all graphs together as sorted lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg import iris
from kg.graph.claims import Claims, write_utterance
from kg.graph.derived import derived
from kg.graph.texts import write_document, write_source
from kg.graph.things import write_name_use, write_thing, write_unresolved
from kg.graph.writer import Writer
from kg.model import Evidence, Knowledge, Said, Thing
from kg.ontology import Ontology


def quads(knowledge: Knowledge, ontology: Ontology, *, base: str, threshold: float, receipt: str) -> list[str]:
    """The lines of graph.nq, without line ends, sorted by their UTF-8 bytes.

    threshold: confidence (0..1) from which on an asserted piece of evidence carries its plain triple. receipt: the
    digest of the build's receipt, "" for none. Errors: DataError where the vocabulary lacks a term, ValueError where
    an IRI of the data is none.
    """
    lines = {line for graph in _graphs(knowledge, ontology, base, threshold) for line in graph.lines}
    lines |= derived(knowledge, ontology, base=base, threshold=threshold, receipt=receipt).lines
    # Python compares strings by code point, which is the order of their UTF-8 bytes.
    return sorted(lines)


def _graphs(knowledge: Knowledge, ontology: Ontology, base: str, threshold: float) -> Iterator[Writer]:
    """One graph for each source. Nothing in it depends on another source."""
    graphs = {source.sha256: Writer(ontology, iris.source(base, source.sha256)) for source in knowledge.sources}
    things = {thing.iri: thing for thing in knowledge.things}
    claims = Claims(base=base, threshold=threshold, things=things)
    described: dict[str, set[str]] = {sha256: set() for sha256 in graphs}
    for source in knowledge.sources:
        write_source(graphs[source.sha256], source, base)
    for document in knowledge.documents:
        write_document(graphs[document.source], document, base)
    for thing in knowledge.things:
        for use in thing.names:
            write_name_use(graphs[use.source], thing, use, base)
            described[use.source].add(thing.iri)
    for statement in knowledge.statements:
        for sha256, evidence in _by_source(statement.evidence):
            claims.write_statement(graphs[sha256], statement, evidence)
            described[sha256] |= {statement.subject, statement.object, *_speakers(evidence)}
    for figure in knowledge.figures:
        for sha256, evidence in _by_source(figure.evidence):
            claims.write_figure(graphs[sha256], figure, evidence)
            described[sha256] |= {figure.subject, *_speakers(evidence)}
    for utterance in knowledge.utterances:
        write_utterance(graphs[utterance.quote.source], utterance, base)
        described[utterance.quote.source] |= {*utterance.mentions, *_said(utterance.said)}
    for name in knowledge.unresolved:
        for quote in name.quotes:
            write_unresolved(graphs[quote.source], name, quote, base)
    for sha256 in sorted(graphs):
        for iri in sorted(described[sha256]):
            _describe(graphs[sha256], things[iri], sha256, base)
        yield graphs[sha256]


def _describe(graph: Writer, thing: Thing, sha256: str, base: str) -> None:
    write_thing(graph, thing, [use for use in thing.names if use.source == sha256], base)


def _by_source(evidence: Iterable[Evidence]) -> list[tuple[str, list[Evidence]]]:
    found: dict[str, list[Evidence]] = {}
    for one in evidence:
        found.setdefault(one.quote.source, []).append(one)
    return sorted(found.items())


def _speakers(evidence: Iterable[Evidence]) -> Iterator[str]:
    for one in evidence:
        if one.said is not None:
            yield from _said(one.said)


def _said(said: Said) -> Iterator[str]:
    yield from (iri for iri in (said.speaker_iri, said.organisation_iri) if iri)
