"""SHACL: each named graph against ontology/shapes.ttl, by pySHACL."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import rdflib
from rdflib.namespace import RDF, RDFS, SH

from kg import resources
from kg.errors import DataError
from kg.ontology import Ontology
from kg.validation.finding import Finding, Quads


def findings(quads: Quads, ontology: Ontology) -> Iterator[Finding]:
    """Every result of every shape. DataError where the shapes themselves cannot be read."""
    shapes, terms = _files(resources.folder("ontology"))
    for name in sorted(quads.graphs):
        # inplace: the ontology is mixed into this graph instead of a copy of it; nobody else has the graph.
        _, results, text = pyshacl.validate(
            _graph(quads.graphs[name]), shacl_graph=shapes, ont_graph=terms, inplace=True, inference="none"
        )
        if not isinstance(results, rdflib.Graph):
            raise DataError(f"the shapes cannot be used: {text}", place="ontology/shapes.ttl")
        for result in results.subjects(RDF.type, SH.ValidationResult):
            yield _finding(name, results, result, ontology)


@functools.lru_cache(maxsize=4)
def _files(folder: Path) -> tuple[rdflib.Graph, rdflib.Graph]:
    """(shapes, the part of the ontology that shapes look at) as rdflib graphs, read once.

    The ontology is mixed into every graph that is validated; labels and definitions would only make that slow.
    """
    shapes, terms, needed = rdflib.Graph(), rdflib.Graph(), rdflib.Graph()
    shapes.parse(folder / "shapes.ttl", format="turtle")
    terms.parse(folder / "schema.ttl", format="turtle")
    terms.parse(folder / "units.ttl", format="turtle")
    for predicate in (RDF.type, RDFS.subClassOf):
        for triple in terms.triples((None, predicate, None)):
            needed.add(triple)
    return shapes, needed


def _graph(quads: list[ox.Quad]) -> rdflib.Graph:
    graph = rdflib.Graph()
    for quad in quads:
        graph.add((_term(quad.subject), _term(quad.predicate), _term(quad.object)))
    return graph


def _term(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> rdflib.term.Node:
    if isinstance(term, ox.NamedNode):
        return _iri(term.value)
    if isinstance(term, ox.Literal):
        # As written: rdflib would turn "01" into "1" and hide the difference from the shapes.
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        return rdflib.Literal(term.value, datatype=_iri(term.datatype.value), normalize=False)
    return rdflib.BNode(str(term))


@functools.lru_cache(maxsize=65536)
def _iri(value: str) -> rdflib.URIRef:
    return rdflib.URIRef(value)


def _finding(name: str, results: rdflib.Graph, result: rdflib.term.Node, ontology: Ontology) -> Finding:
    messages = sorted(
        (m for m in results.objects(result, SH.resultMessage) if isinstance(m, rdflib.Literal)),
        key=lambda m: (m.language != "zh", m.language or "", str(m)),
    )
    value = results.value(result, SH.value)
    return Finding(
        graph=name,
        focus=str(results.value(result, SH.focusNode)),
        path=_path(results.value(result, SH.resultPath), results, ontology),
        message=" · ".join(str(m) for m in messages),
        value="" if value is None else str(value),
        shape=str(results.value(result, SH.sourceShape)),
    )


def _path(path: rdflib.term.Node | None, results: rdflib.Graph, ontology: Ontology) -> str:
    if path is None:
        return ""
    if isinstance(path, rdflib.URIRef):
        return ontology.curie(str(path))
    inverse = results.value(path, SH.inversePath)
    return "" if inverse is None else f"^{ontology.curie(str(inverse))}"
