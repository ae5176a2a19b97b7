"""The drawing as data: statements bundled by pair, laid out by networkx, put into pyvis's lists of nodes and edges."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx
from pyvis.network import Network

from kg.exporters.base import Context
from kg.exporters.layout import foremost, layout
from kg.exporters.style import caption, look, radius
from kg.fusion.support import is_supported
from kg.model import Figure, Statement, Thing

FIRST_VIEW = 400  # so many nodes at most are drawn at first; the page shows the others when asked

OPTIONS: dict[str, dict[str, Any]] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {
        "hover": True,
        "hoverConnectedEdges": False,
        "keyboard": False,
        "multiselect": False,
        "tooltipDelay": 3600000,
    },
    "nodes": {"borderWidth": 1.5, "borderWidthSelected": 3, "labelHighlightBold": False},
    "edges": {"smooth": False, "selectionWidth": 1, "hoverWidth": 1, "arrows": {"to": {"scaleFactor": 0.45}}},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """All statements between two things, in both directions. Ends are places in the list of things.

    It points from `start` to `end` where all its statements do; `directed` is false where they do not, or where the
    relation reads the same from both ends.
    """

    start: int
    end: int
    statements: tuple[int, ...]  # places in the list of statements, certain ones first
    certain: bool
    directed: bool


def bundles(statements: Sequence[Statement], thing_at: Mapping[str, int], context: Context) -> list[Bundle]:
    """One bundle a pair of things, sorted by ends. A statement about one thing and itself makes none."""
    found: dict[tuple[int, int], list[int]] = {}
    for place, statement in enumerate(statements):
        ends = thing_at[statement.subject], thing_at[statement.object]
        if ends[0] != ends[1]:
            found.setdefault((min(ends), max(ends)), []).append(place)
    made = []
    for _ends, places in sorted(found.items()):
        sure = [p for p in places if is_supported(statements[p].evidence, context.threshold)]
        shown = sure or places
        ways = {(thing_at[statements[p].subject], thing_at[statements[p].object]) for p in shown}
        start, end = min(ways)
        made.append(
            Bundle(
                start=start,
                end=end,
                statements=tuple(sure + [p for p in places if p not in set(sure)]),
                certain=bool(sure),
                directed=len(ways) == 1 and not all(_symmetric(statements[p].predicate, context) for p in shown),
            )
        )
    return made


def _symmetric(predicate: str, context: Context) -> bool:
    return context.ontology.predicate_label(predicate) == context.ontology.inverse_label(predicate)


def evidence_weights(statements: Iterable[Statement], figures: Iterable[Figure]) -> Counter[str]:
    """How many pieces of evidence speak of each thing, by IRI."""
    weight: Counter[str] = Counter()
    for statement in statements:
        for end in {statement.subject, statement.object}:
            weight[end] += len(statement.evidence)
    for figure in figures:
        weight[figure.subject] += len(figure.evidence)
    return weight


def importance(nodes: int, pairs: Sequence[tuple[int, int]], weight: Sequence[int]) -> list[float]:
    """Of each node, between 0 and 1: its PageRank among undirected pairs, a little raised by its evidence."""
    graph = nx.Graph()
    graph.add_nodes_from(range(nodes))
    graph.add_edges_from(sorted(pairs))
    rank = nx.pagerank(graph) if pairs else dict.fromkeys(range(nodes), 0.0)
    top = max(rank.values(), default=0.0) or 1.0
    heaviest = max(weight, default=0) or 1
    return [round(0.8 * rank[i] / top + 0.2 * weight[i] / heaviest, 6) for i in range(nodes)]


def drawing(things: Sequence[Thing], pairs: Sequence[Bundle], weight: Counter[str], context: Context) -> dict[str, Any]:
    """pyvis's nodes, edges and options. Node ids are places in `things`, edge ids places in `pairs`.

    Beside what vis-network reads, a node has `importance` (0..1) and `level`: 0 stands in the first view, 1 is shown
    with all the others, 2 has no certain relation. Doubtful edges are hidden and dashed.
    """
    weights = [weight[thing.iri] for thing in things]
    rank = importance(len(things), [(p.start, p.end) for p in pairs if p.certain], weights)
    homonyms = Counter(thing.name for thing in things)
    names = [f"{t.name}（{t.qualifier}）" if homonyms[t.name] > 1 and t.qualifier else t.name for t in things]
    captions = [caption(name) for name in names]
    spot = layout(
        [thing.iri for thing in things],
        [(things[p.start].iri, things[p.end].iri) for p in pairs],
        importance={thing.iri: rank[i] for i, thing in enumerate(things)},
        labels={thing.iri: captions[i] for i, thing in enumerate(things)},
    )
    certain = nx.Graph((p.start, p.end) for p in pairs if p.certain)
    related = set(certain.nodes)
    first = set(foremost(certain, dict(enumerate(rank)), FIRST_VIEW))
    network = Network(directed=True)
    network.nodes = [
        {
            "id": i,
            "label": captions[i],
            "shape": look(thing.type).shape,
            "color": look(thing.type).colour,
            "size": radius(weights[i]),
            "x": spot[thing.iri][0],
            "y": spot[thing.iri][1],
            "importance": rank[i],
            "level": 0 if i in first else 1 if i in related else 2,
        }
        for i, thing in enumerate(things)
    ]
    network.edges = [
        {
            "id": i,
            "from": p.start,
            "to": p.end,
            "width": round(min(1.0 + 0.5 * (len(p.statements) - 1), 4.0), 1),
            **({"arrows": "to"} if p.directed else {}),
            **({} if p.certain else {"dashes": True, "hidden": True}),
        }
        for i, p in enumerate(pairs)
    ]
    network.set_options(json.dumps(OPTIONS))
    return {"nodes": network.nodes, "edges": network.edges, "options": network.options}
