"""What the checks are given and what they give back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import pyoxigraph as ox

from kg.ontology import Ontology


class Finding(NamedTuple):
    graph: str
    focus: str
    path: str
    message: str
    value: str
    shape: str = ""  # IRI of the shape that found it, "" for a check that is none


@dataclass(frozen=True, slots=True)
class Quads:
    """A parsed graph: for each named graph its triples; the IRI of the default graph is ""."""

    graphs: dict[str, list[ox.Quad]]

    @classmethod
    def of(cls, quads: Iterable[ox.Quad]) -> Quads:
        graphs: dict[str, list[ox.Quad]] = {}
        for quad in quads:
            name = quad.graph_name
            graphs.setdefault("" if isinstance(name, ox.DefaultGraph) else name.value, []).append(quad)
        return cls(graphs)

    def sentences(self, ontology: Ontology) -> dict[str, str]:
        """For every node that hangs on a passage the first sentence of it, by order of the sentences."""
        sentence = ontology.term("sentence")
        to_passage = {ontology.term(name) for name in ("firstUse",)}
        from_passage = {ontology.term(name) for name in ("evidenceFor", "oa:hasSelector", "attribution")}
        parts = [q for quads in self.graphs.values() for q in quads]
        found: dict[str, list[str]] = {}
        for quad in parts:
            if quad.predicate.value == sentence:
                found.setdefault(value(quad.subject), []).append(value(quad.object))
        reached: dict[str, list[str]] = {}
        ends = {ontology.term("rdf:subject"), ontology.term("rdf:object")}
        for quad in parts:
            if quad.predicate.value in to_passage:
                reached.setdefault(value(quad.subject), []).extend(found.get(value(quad.object), ()))
            elif quad.predicate.value in from_passage:
                reached.setdefault(value(quad.object), []).extend(found.get(value(quad.subject), ()))
        for quad in parts:  # an entity hangs on the statements about it, where it has none of its own
            if quad.predicate.value in ends:
                reached.setdefault(value(quad.object), []).extend(reached.get(value(quad.subject), ()))
        return {node: min(texts) for node, texts in (reached | found).items() if texts}


def value(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    return str(term) if isinstance(term, ox.Triple) else term.value
