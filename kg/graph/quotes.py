"""Back from graph.nq: every passage that the graph quotes, for a check against the sources' texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.ontology import Ontology


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredQuote:
    """One passage as the graph has it. `start` and `end` are raw offsets into the text of `source` (its digest)."""

    iri: str
    source: str
    start: int
    end: int
    exact: str


def quotes(path: Path, ontology: Ontology) -> Iterator[StoredQuote]:
    """Every passage of a graph file, sorted by IRI.

    Errors: OSError, SyntaxError for no N-Quads, ValueError for a passage that lacks source, position or quote.
    """
    has_source, has_selector = ontology.term("oa:hasSource"), ontology.term("oa:hasSelector")
    start, end, exact = ontology.term("oa:start"), ontology.term("oa:end"), ontology.term("oa:exact")
    wanted = {has_source, has_selector, start, end, exact}
    found: dict[str, dict[str, list[str]]] = {}
    with path.open("rb") as file:
        for quad in ox.parse(file, format=ox.RdfFormat.N_QUADS):
            predicate = quad.predicate.value
            if predicate in wanted:
                values = found.setdefault(_value(quad.subject), {}).setdefault(predicate, [])
                values.append(_value(quad.object))
    for iri in sorted(found):
        if has_source not in found[iri] and has_selector not in found[iri]:
            continue
        parts: dict[str, list[str]] = {}
        for selector in found[iri].get(has_selector, ()):
            for predicate, values in found.get(selector, {}).items():
                parts.setdefault(predicate, []).extend(values)
        yield StoredQuote(
            iri=iri,
            source=_only(iri, has_source, found[iri].get(has_source, [])).rsplit("/", 1)[-1],
            start=int(_only(iri, start, parts.get(start, []))),
            end=int(_only(iri, end, parts.get(end, []))),
            exact=_only(iri, exact, parts.get(exact, [])),
        )


def _only(iri: str, predicate: str, values: list[str]) -> str:
    if len(values) != 1:
        raise ValueError(f"<{iri}> has {len(values)} values of <{predicate}>, not one")
    return values[0]


def _value(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    if isinstance(term, ox.Triple):
        raise ValueError(f"a quoted triple stands in the graph: {term}")
    return term.value
