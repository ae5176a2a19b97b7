"""What SHACL core cannot say: closed vocabulary, support for plain triples, classes across graphs, quote lengths."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg.ontology import RDF, RDFS, Ontology
from kg.validation.finding import Finding, Quads, value

_TYPE = RDF + "type"


def findings(quads: Quads, ontology: Ontology) -> Iterator[Finding]:
    for name in sorted(quads.graphs):
        graph = quads.graphs[name]
        yield from _vocabulary(name, graph, ontology)
        yield from _unsupported(name, graph, ontology)
        yield from _lengths(name, graph, ontology)
    yield from _classes(quads, ontology)
    yield from _dangling(quads, ontology)


def _vocabulary(name: str, graph: list[ox.Quad], ontology: Ontology) -> Iterator[Finding]:
    """Only declared terms, no blank nodes, nothing outside a named graph."""
    known = {RDF + "subject", RDF + "predicate", RDF + "object", RDFS + "label", _TYPE, *ontology.labels}
    for quad in graph:
        subject, predicate = value(quad.subject), quad.predicate.value
        if not name:
            yield Finding("", subject, "", "三元组不在命名图中 · a triple stands in no named graph", str(quad))
        if not isinstance(quad.subject, ox.NamedNode) or not isinstance(quad.object, ox.NamedNode | ox.Literal):
            yield Finding(name, subject, "", "空白节点 · a blank node", str(quad))
        if predicate not in known:
            yield Finding(
                name, subject, predicate, "本体没有此属性 · the ontology has no such property", value(quad.object)
            )
        elif predicate == _TYPE and value(quad.object) not in known:
            yield Finding(
                name, subject, "rdf:type", "本体没有此类 · the ontology has no such class", value(quad.object)
            )


def _unsupported(name: str, graph: list[ox.Quad], ontology: Ontology) -> Iterator[Finding]:
    """A plain triple stands only beside its statement, in the same graph."""
    parts: dict[str, dict[str, str]] = {}
    for quad in graph:
        if quad.predicate.value in (RDF + "subject", RDF + "predicate", RDF + "object"):
            parts.setdefault(value(quad.subject), {})[quad.predicate.value] = value(quad.object)
    stated = {(p.get(RDF + "subject"), p.get(RDF + "predicate"), p.get(RDF + "object")) for p in parts.values()}
    relations = {p.iri: p.name for p in ontology.predicates.values()}
    for quad in graph:
        predicate = quad.predicate.value
        if predicate in relations and (value(quad.subject), predicate, value(quad.object)) not in stated:
            message = "三元组没有陈述与证据 · a plain triple without its statement"
            yield Finding(name, value(quad.subject), f"kg:{relations[predicate]}", message, value(quad.object))


def _lengths(name: str, graph: list[ox.Quad], ontology: Ontology) -> Iterator[Finding]:
    """A quote is as long as its position says."""
    selector = ontology.term("oa:hasSelector")
    start, end, exact = ontology.term("oa:start"), ontology.term("oa:end"), ontology.term("oa:exact")
    selectors: dict[str, list[str]] = {}
    values: dict[tuple[str, str], str] = {}
    for quad in graph:
        predicate = quad.predicate.value
        if predicate == selector:
            selectors.setdefault(value(quad.subject), []).append(value(quad.object))
        elif predicate in (start, end, exact):
            values[value(quad.subject), predicate] = value(quad.object)
    for passage, nodes in sorted(selectors.items()):
        found = {p: values[n, p] for n in nodes for p in (start, end, exact) if (n, p) in values}
        if len(found) == 3 and found[start].isdecimal() and found[end].isdecimal():
            length = int(found[end]) - int(found[start])
            if length != len(found[exact]):
                message = "引文长度与位置不符 · the quote is not as long as its position says"
                yield Finding(name, passage, "oa:exact", message, found[exact])


def _classes(quads: Quads, ontology: Ontology) -> Iterator[Finding]:
    """An entity is of one class in all graphs together."""
    entity_classes = {c.iri for c in ontology.classes.values()}
    found: dict[str, dict[str, str]] = {}
    for name in sorted(quads.graphs):
        for quad in quads.graphs[name]:
            if quad.predicate.value == _TYPE and value(quad.object) in entity_classes:
                found.setdefault(value(quad.subject), {}).setdefault(value(quad.object), name)
    for entity, classes in sorted(found.items()):
        if len(classes) > 1:
            message = "一个实体属于两类 · one entity of two classes"
            yield Finding(min(classes.values()), entity, "rdf:type", message, " ".join(sorted(classes)))


def _dangling(quads: Quads, ontology: Ontology) -> Iterator[Finding]:
    """What the derived graph points at stands in the graph of some source."""
    pointers = {ontology.term("hasFigure"), ontology.term("hasDocument")}
    subjects = {value(q.subject) for graph in quads.graphs.values() for q in graph}
    for name in sorted(quads.graphs):
        for quad in quads.graphs[name]:
            if quad.predicate.value in pointers and value(quad.object) not in subjects:
                message = "所指节点不在图中 · it points at a node that is not there"
                yield Finding(
                    name, value(quad.subject), ontology.curie(quad.predicate.value), message, value(quad.object)
                )
