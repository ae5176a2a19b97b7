"""Entities, the uses of their names, and unresolved names as triples."""

from __future__ import annotations

from collections.abc import Iterable

from kg import iris
from kg.graph.texts import write_passage
from kg.graph.writer import Writer
from kg.model import NameUse, Quote, Thing, Unresolved


def write_thing(graph: Writer, thing: Thing, uses: Iterable[NameUse], base: str) -> None:
    """An entity with the names that this source uses for it.

    A short form that a document binds for itself (以下简称) is no skos:altLabel: it would say so everywhere.
    """
    class_ = graph.ontology.classes[thing.type]
    graph.type(thing.iri, class_.name)
    graph.labels(thing.iri, thing.name)
    for use in uses:
        if use.name != thing.name and not use.scoped and thing.scope == "world":
            graph.chinese(thing.iri, "skos:altLabel", use.name)
        if thing.scope == "document":
            graph.link(thing.iri, "onlyIn", iris.document(base, use.document))
    if thing.qualifier:
        graph.string(thing.iri, "qualifier", thing.qualifier)
    if thing.lexicon:
        graph.link(thing.iri, "lexiconEntry", thing.lexicon)
    if thing.code:
        graph.string(thing.iri, "skos:notation", thing.code)
    if thing.type == "FIELD":
        graph.link(thing.iri, "skos:inScheme", graph.ontology.term("fields"))


def write_name_use(graph: Writer, thing: Thing, use: NameUse, base: str) -> None:
    graph.type(use.iri, "NameUse")
    graph.link(use.iri, "nameOf", thing.iri)
    graph.chinese(use.iri, "name", use.name)
    graph.link(use.iri, "inDocument", iris.document(base, use.document))
    graph.link(use.iri, "fromSource", iris.source(base, use.source))
    graph.integer(use.iri, "count", use.count)
    graph.boolean(use.iri, "scoped", use.scoped)
    graph.string(use.iri, "linkReason", use.reason)
    first = iris.part(use.iri, "first")
    graph.link(use.iri, "firstUse", first)
    graph.type(first, "Passage")
    write_passage(graph, first, use.quote, base)


def write_unresolved(graph: Writer, name: Unresolved, quote: Quote, base: str) -> None:
    """An unresolved name, as one source that holds its document uses it first."""
    graph.type(name.iri, "Unresolved")
    graph.chinese(name.iri, "name", name.name)
    graph.chinese(name.iri, "rdfs:label", name.name)
    graph.link(name.iri, "presumedClass", graph.ontology.classes[name.type].iri)
    graph.link(name.iri, "inDocument", iris.document(base, name.document))
    graph.integer(name.iri, "count", name.count)
    graph.string(name.iri, "linkReason", name.reason)
    for candidate in name.candidates:
        graph.chinese(name.iri, "candidate", candidate)
    first = iris.part(name.iri, f"first-{quote.source[:16]}")
    graph.link(name.iri, "firstUse", first)
    graph.type(first, "Passage")
    write_passage(graph, first, quote, base)
