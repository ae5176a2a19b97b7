"""The graph in an embedded Oxigraph store on disk, and for rdflib. A store is a cache: graph.nq is the record.

Two stores lie in the folder. The outer one holds the named graphs and nothing else, so that its sorted dump is
graph.nq. The inner one, `merged/`, is for queries: its default graph is the RDF merge of all named graphs, each
triple once. (Oxigraph's own union of graphs gives a triple once for each graph that holds it; a COUNT over a fact
that three documents state would say three, and five such patterns would multiply to 243 rows.)
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import ontology, sparql
from kg.errors import FormatError, UsageError

if TYPE_CHECKING:
    import rdflib

_MERGED = "merged"
Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


def load(nquads: Path, folder: Path) -> None:
    """Make the store in `folder` anew from an N-Quads file. OSError, SyntaxError where it is none."""
    if folder.exists():
        shutil.rmtree(folder)
    opened = ox.Store(folder)
    opened.bulk_load(path=nquads, format=ox.RdfFormat.N_QUADS)
    opened.flush()
    merged = ox.Store(folder / _MERGED)
    merged.bulk_load(path=nquads, format=ox.RdfFormat.N_QUADS)
    merged.bulk_load(input=_merge(nquads.read_bytes()), format=ox.RdfFormat.N_TRIPLES)
    merged.flush()
    del opened, merged  # gives the locks back


def _merge(nquads: bytes) -> bytes:
    """The triples of all graphs, each once. The graph is the last term of a line and has no blank in it."""
    return b"".join({line[: line.rindex(b" <")] + b" .\n" for line in nquads.split(b"\n") if line})


def open_read_only(folder: Path) -> ox.Store:
    """The store for queries; other readers may have it open as well. FormatError where there is none."""
    return _opened(folder / _MERGED)


def _opened(folder: Path) -> ox.Store:
    try:
        return ox.Store.read_only(str(folder))
    except OSError as error:
        raise FormatError(
            f"the store cannot be opened: {error}", place=str(folder), remedy="`kg build` makes it again"
        ) from error


def dump(folder: Path) -> bytes:
    """The store's content as N-Quads, lines sorted by their bytes: equal to graph.nq. FormatError as above."""
    data = _opened(folder).dump(format=ox.RdfFormat.N_QUADS)
    assert data is not None
    lines = data.split(b"\n")
    return b"".join(line + b"\n" for line in sorted(filter(None, lines)))


def select(
    opened: ox.Store,
    query: str,
    *,
    default_graphs: Sequence[ox.NamedNode] = (),
    named_graphs: Sequence[ox.NamedNode] = (),
) -> Answer:
    """The answer to a reading query. The prefixes of the ontology need no declaration.

    The default graph is the merge of all graphs, unless the caller names its graphs as the SPARQL Protocol allows.
    Errors: UsageError for a query that is none, that would change the graph, or that asks another endpoint.
    """
    sparql.check(query)
    chosen = bool(default_graphs or named_graphs)
    try:
        return opened.query(
            query,
            prefixes=dict(ontology.load().prefixes),
            default_graph=list(default_graphs) if chosen else None,
            named_graphs=list(named_graphs) if chosen else None,
        )
    except SyntaxError as error:
        raise UsageError(f"the query cannot be read: {error}", remedy="See SPARQL 1.1") from error


def dataset(nquads: Path) -> rdflib.Dataset:
    """The graph as an rdflib Dataset; its default graph is the union of the named ones. OSError if missing."""
    import rdflib

    found = rdflib.Dataset(default_union=True)
    with nquads.open("rb") as file:
        found.parse(file, format="nquads")
    for prefix, namespace in ontology.load().prefixes.items():
        found.bind(prefix, namespace, replace=True)
    return found
