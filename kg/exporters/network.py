"""The graph as networkx sees it, and the two files that Gephi, Cytoscape and yEd read."""

from __future__ import annotations

import io
import re
from pathlib import Path

import networkx as nx

from kg.exporters.base import Context, local, write_bytes
from kg.fusion.support import is_supported
from kg.model import Knowledge

_NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def network(knowledge: Knowledge, context: Context, *, doubtful: bool = False) -> nx.MultiDiGraph:
    """Nodes are IRIs, one edge a statement with the predicate as its key; inserted in sorted order.

    Node attributes: label, type, qualifier, code, scope, mentions (uses of its names), documents, evidence (places
    that speak of it). Edge attributes: iri, predicate, label, label_en, evidence, confidence (the highest), doubtful.
    Doubtful statements (see `kg.fusion.support`) are left out unless asked for.
    """
    graph = nx.MultiDiGraph()
    for thing in sorted(knowledge.things, key=lambda t: t.iri):
        graph.add_node(
            thing.iri,
            label=thing.name,
            type=thing.type,
            qualifier=thing.qualifier,
            code=thing.code,
            scope=thing.scope,
            mentions=sum(use.count for use in thing.names),
            documents=len({use.document for use in thing.names}),
            evidence=0,
        )
    for statement in sorted(knowledge.statements, key=lambda s: (s.subject, s.predicate, s.object)):
        sure = is_supported(statement.evidence, context.threshold)
        if not (sure or doubtful):
            continue
        label = context.ontology.predicate_label(statement.predicate)
        graph.add_edge(
            statement.subject,
            statement.object,
            key=statement.predicate,
            iri=statement.iri,
            predicate=statement.predicate,
            label=label.zh,
            label_en=label.en,
            evidence=len(statement.evidence),
            confidence=max((e.confidence for e in statement.evidence), default=0.0),
            doubtful=not sure,
        )
        for end in {statement.subject, statement.object}:
            graph.nodes[end]["evidence"] += len(statement.evidence)
    for figure in knowledge.figures:
        graph.nodes[figure.subject]["evidence"] += len(figure.evidence)
    return graph


def _portable(graph: nx.MultiDiGraph, base: str) -> nx.MultiDiGraph:
    """The same graph for a file: ids without the base, edge ids from the statement."""
    copy = nx.MultiDiGraph()
    for node, data in graph.nodes(data=True):
        copy.add_node(local(node, base), iri=node, **{k: _xml(v) for k, v in data.items()})
    for source, end, data in graph.edges(data=True):
        key = local(data["iri"], base)
        copy.add_edge(local(source, base), local(end, base), key=key, **{k: _xml(v) for k, v in data.items()})
    return copy


def _xml(value: object) -> object:
    """Characters that XML 1.0 cannot hold, not even escaped, become U+FFFD."""
    if not isinstance(value, str):
        return value
    return _NO_XML.sub("\ufffd", value)


class GraphmlExporter:
    """GraphML of the statements that hold (doubtful ones are marked and left in)."""

    name = "graphml"

    def write(self, knowledge: Knowledge, context: Context, target: Path) -> None:
        buffer = io.BytesIO()
        graph = _portable(network(knowledge, context, doubtful=True), context.base)
        nx.write_graphml_xml(graph, buffer, encoding="utf-8")
        write_bytes(target, buffer.getvalue())


class GexfExporter:
    """GEXF for Gephi."""

    name = "gexf"

    def write(self, knowledge: Knowledge, context: Context, target: Path) -> None:
        buffer = io.BytesIO()
        nx.write_gexf(_portable(network(knowledge, context, doubtful=True), context.base), buffer, encoding="utf-8")
        # networkx writes today's date into the file; the same graph must give the same bytes.
        write_bytes(target, re.sub(rb' lastmodifieddate="[^"]*"', b"", buffer.getvalue()))
