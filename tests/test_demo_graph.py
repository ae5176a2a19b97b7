"""The demo graph as others load it: rdflib, a reasoner, and the ontology's own promises."""

from __future__ import annotations

from pathlib import Path

import owlrl
import pytest
import rdflib
from rdflib.namespace import OWL, RDF, SKOS

import kg

ONTOLOGY = Path(__file__).resolve().parent.parent / "ontology"


@pytest.fixture(scope="module")
def dataset(demo: Path) -> rdflib.Dataset:
    return kg.open(demo).dataset()


def test_turtle_and_nquads_hold_the_same_triples(demo: Path, dataset: rdflib.Dataset) -> None:
    turtle = rdflib.Graph().parse(demo / "graph.ttl", format="turtle")
    merged = {(s, p, o) for s, p, o, _ in dataset.quads((None, None, None, None))}
    assert set(turtle) == merged
    assert not [t for triple in turtle for t in triple if isinstance(t, rdflib.BNode)]


def test_one_graph_for_each_source_and_one_derived(demo: Path, dataset: rdflib.Dataset) -> None:
    found = {str(g.identifier) for g in dataset.graphs() if len(g)}
    sources = {str(s) for s in dataset.subjects(RDF.type, rdflib.URIRef("urn:kg-zh:Source"))}
    assert len(found - sources) == 1
    assert sources < found


@pytest.mark.slow
def test_consistent_under_owl_rl(dataset: rdflib.Dataset) -> None:
    """Things, their relations and the vocabulary; evidence is left out, which adds no relation between things."""
    graph = rdflib.Graph().parse(ONTOLOGY / "schema.ttl", format="turtle")
    vocabulary = len(graph)
    for s, p, o, _ in dataset.quads((None, None, None, None)):
        if "/entity/" in str(s) and (p == RDF.type or "/entity/" in str(o)):
            graph.add((s, p, o))
    assert len(graph) > vocabulary + 200
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    errors = rdflib.Namespace("http://www.daml.org/2002/03/agents/agent-ont#")
    assert not list(graph.subjects(RDF.type, OWL.Nothing))
    assert not list(graph.subjects(RDF.type, errors.ErrorMessage))


def test_every_used_term_is_declared_with_labels(dataset: rdflib.Dataset) -> None:
    schema = rdflib.Graph().parse(ONTOLOGY / "schema.ttl", format="turtle")
    ours = rdflib.Namespace("urn:kg-zh:")
    used = {p for _, p, _, _ in dataset.quads((None, None, None, None)) if str(p).startswith(str(ours))}
    assert len(used) > 20
    for term in used:
        languages = {label.language for label in schema.objects(term, rdflib.RDFS.label)}
        assert {"zh", "en"} <= languages, term
        assert list(schema.objects(term, SKOS.definition)), term


def test_plain_triples_have_asserted_evidence(demo: Path) -> None:
    """A simple query sees only what some evidence asserts above the threshold."""
    doubtful = kg.query(
        demo,
        """SELECT ?s ?p ?o WHERE { ?t rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o . ?s ?p ?o .
           FILTER NOT EXISTS { ?e kg:evidenceFor ?t ; kg:modality kg:asserted } }""",
        format="csv",
    )
    assert doubtful.splitlines()[1:] == []
