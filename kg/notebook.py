"""A built graph in a notebook: `graph = kg.open("build/demo")`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import artefacts, ask, building, folder, frames, ontology, store
from kg.errors import UsageError
from kg.exporters.base import Context
from kg.exporters.network import network
from kg.model import Knowledge, Thing

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    import rdflib


class Graph:
    """A built graph, read lazily. Everything it gives is sorted and the same on every run."""

    def __init__(self, target: str | Path) -> None:
        self.folder = Path(target)
        self.report: dict[str, Any] = folder.report(self.folder)

    @property
    def entities(self) -> pd.DataFrame:
        """One row an entity; columns as docs/reference/tables.md says."""
        return frames.read("entities", self.folder / "tables")

    @property
    def mentions(self) -> pd.DataFrame:
        """One row a name, as one document uses it for one entity."""
        return frames.read("mentions", self.folder / "tables")

    @property
    def statements(self) -> pd.DataFrame:
        """One row a piece of evidence of a statement."""
        return frames.read("statements", self.folder / "tables")

    @property
    def observations(self) -> pd.DataFrame:
        """One row a figure or a target."""
        return frames.read("observations", self.folder / "tables")

    @property
    def documents(self) -> pd.DataFrame:
        """One row an article in a file."""
        return frames.read("documents", self.folder / "tables")

    @cached_property
    def knowledge(self) -> Knowledge:
        """All nouns of the graph."""
        return building.load_knowledge(self.folder, ontology.load())[1]

    def network(self, *, doubtful: bool = False) -> nx.MultiDiGraph:
        """The statements as a networkx graph: nodes are IRIs with label and type, edges have predicate and label."""
        return network(self.knowledge, self._context, doubtful=doubtful)

    def find(self, name: str) -> Thing:
        """The thing of this name or IRI. UsageError where there is none, or more than one."""
        return ask.thing_called(self.knowledge.things, name)

    def around(self, names: str | Iterable[str], *, steps: int = 1) -> nx.MultiDiGraph:
        """The part of the network within so many steps of the things named. UsageError as `find`."""
        import networkx

        if steps < 0:
            raise UsageError("steps cannot be negative", remedy="Use 0 or more")
        whole = self.network()
        undirected = whole.to_undirected(as_view=True)
        near: set[str] = set()
        for name in [names] if isinstance(names, str) else names:
            near |= set(networkx.single_source_shortest_path_length(undirected, self.find(name).iri, cutoff=steps))
        # A subgraph keeps the order of the whole, so that the picture of it is always the same.
        return whole.subgraph(sorted(near)).copy()

    def query(self, text: str) -> pd.DataFrame:
        """The rows of a SELECT query as text. Errors: UsageError."""
        import io

        import pandas

        answer = ask.query(self.folder, text, format="csv")
        return pandas.read_csv(io.StringIO(answer), dtype="str", keep_default_na=False)

    def dataset(self) -> rdflib.Dataset:
        """The graph for rdflib, one named graph a source."""
        return store.dataset(self.folder / "graph.nq")

    @cached_property
    def _inputs(self) -> artefacts.Inputs:
        return building.load_inputs(self.folder)

    @cached_property
    def _context(self) -> Context:
        return artefacts.export_context(self._inputs, ontology.load())

    def __repr__(self) -> str:
        counts = self.report["counts"]
        return (
            f"<kg.Graph {self.folder}: {counts['documents']} documents, {counts['entities']} entities, "
            f"{counts['statements']} statements, {counts['observations'] + counts['targets']} figures>"
        )
