"""A graph of networkx as a picture in a notebook: interactive where scripts run, and as a plain SVG.

Node attributes that are read, none is needed: label, type (one of the seven), evidence (size). Edge attributes: label,
label_en, predicate. No font file is needed: both pictures name the Chinese fonts of the common systems.
"""

from __future__ import annotations

import html
from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import networkx as nx

from kg import ontology
from kg.errors import UsageError
from kg.exporters.base import write_text
from kg.exporters.layout import layout
from kg.exporters.page import render
from kg.exporters.picture import OPTIONS, importance
from kg.exporters.style import caption, look, radius
from kg.exporters.svg import Mark, Stroke, svg
from kg.model import MENTION_TYPES

# What a graph of networkx has none of.
_EMPTY = ("figures", "disagreements", "unresolved", "refused", "failures", "reprints", "sentences", "documents")
LIMIT = 1500  # a drawing of more nodes says nothing, and takes long


@dataclass(frozen=True, slots=True)
class Picture:
    """What `draw` gives; a notebook shows it at the end of a cell. `svg` is a whole SVG file, `page` an HTML one."""

    svg: str
    page: str
    height: int

    def _repr_svg_(self) -> str:
        return self.svg

    def _repr_html_(self) -> str:
        # A frame of its own: the page's names and styles meet no others, and it may do nothing but draw.
        return (
            f'<iframe srcdoc="{html.escape(self.page)}" sandbox="allow-scripts" title="知识图谱" '
            f'style="width:100%;height:{self.height}px;border:1px solid #ddd;border-radius:8px"></iframe>'
        )

    def save(self, target: str | Path) -> None:
        """Write the picture to a file that ends in .svg or .html. UsageError for another ending."""
        target = Path(target)
        if target.suffix not in (".svg", ".html"):
            raise UsageError(
                f"a picture cannot be written as {target.suffix or target.name!r}", remedy="Name it .svg or .html"
            )
        write_text(target, self.svg if target.suffix == ".svg" else self.page)


def draw(graph: nx.Graph, *, height: int = 520) -> Picture:
    """The whole graph as a picture; give a subgraph to see a part. UsageError for more than 1,500 nodes."""
    if len(graph) > LIMIT:
        raise UsageError(f"{len(graph)} nodes are too many to draw", remedy=f"Draw a subgraph of at most {LIMIT}")
    drawing = _Drawing(graph)
    return Picture(svg=drawing.svg(), page=render(drawing.data(), entry="main", framed=True), height=height)


class _Drawing:
    """A networkx graph in the order of its names, laid out."""

    def __init__(self, graph: nx.Graph) -> None:
        def label_of(node: Hashable) -> str:
            return str(graph.nodes[node].get("label") or node)

        self.nodes = sorted(graph.nodes, key=lambda n: (label_of(n), str(n)))
        self.names = [label_of(node) for node in self.nodes]
        self.types = [t if (t := graph.nodes[n].get("type")) in MENTION_TYPES else "" for n in self.nodes]
        place = {node: i for i, node in enumerate(self.nodes)}
        self.edges = sorted((place[a], place[b], _edge_label(data)) for a, b, data in graph.edges(data=True) if a != b)
        self.directed = graph.is_directed()
        self.weights = [int(graph.nodes[n].get("evidence", graph.degree(n))) for n in self.nodes]
        self.rank = importance(len(self.nodes), [(min(a, b), max(a, b)) for a, b, _ in self.edges], self.weights)
        self.captions = [caption(name) for name in self.names]
        keys = [f"{i:06}" for i in range(len(self.nodes))]
        spots = layout(
            keys,
            [(keys[a], keys[b]) for a, b, _ in self.edges],
            importance=dict(zip(keys, self.rank, strict=True)),
            labels=dict(zip(keys, self.captions, strict=True)),
        )
        self.spots = [spots[key] for key in keys]
        self.pairs: dict[tuple[int, int], list[int]] = {}
        for n, (a, b, _label) in enumerate(self.edges):
            self.pairs.setdefault((min(a, b), max(a, b)), []).append(n)

    def svg(self) -> str:
        marks = [
            Mark(x=x, y=y, shape=look(type).shape, colour=look(type).colour, radius=radius(weight), text=text)
            for (x, y), type, weight, text in zip(self.spots, self.types, self.weights, self.captions, strict=True)
        ]
        strokes = [
            Stroke(
                start=marks[self.edges[found[0]][0]],
                end=marks[self.edges[found[0]][1]],
                text=" · ".join(sorted({self.edges[n][2][0] for n in found} - {""})),
                arrow=self.directed and len({self.edges[n][0] for n in found}) == 1,
            )
            for found in self.pairs.values()
        ]
        return svg(marks, strokes)

    def data(self) -> dict[str, Any]:
        """The shapes of kg.exporters.explorer, without evidence."""
        words = ontology.load()
        labels = sorted({label for _a, _b, label in self.edges})
        return {
            "meta": {"receipt": "", "version": "", "base": "", "threshold": 0, "documents": 0},
            "terms": {
                "types": {t: list(words.class_label(t)) if t else ["其他", "other"] for t in sorted(set(self.types))},
                "predicates": {str(i): {"label": list(one), "inverse": list(one)} for i, one in enumerate(labels)},
            },
            "drawing": {
                "nodes": [
                    {
                        "id": i, "label": self.captions[i], "shape": look(self.types[i]).shape,
                        "color": look(self.types[i]).colour, "size": radius(self.weights[i]),
                        "x": self.spots[i][0], "y": self.spots[i][1], "importance": self.rank[i], "level": 0,
                    }
                    for i in range(len(self.nodes))
                ],
                "edges": [
                    {
                        "id": i, "from": self.edges[found[0]][0], "to": self.edges[found[0]][1], "width": 1.0,
                        **({"arrows": "to"} if self.directed and len({self.edges[n][0] for n in found}) == 1 else {}),
                    }
                    for i, found in enumerate(self.pairs.values())
                ],
                "options": OPTIONS,
            },
            "things": [
                {
                    "key": str(i), "type": self.types[i], "name": name, "qualifier": "", "code": "", "scope": "world",
                    "weight": self.weights[i], "names": [],
                }
                for i, name in enumerate(self.names)
            ],
            "statements": [
                {
                    "key": f"s{n}", "subject": a, "predicate": str(labels.index(label)), "object": b, "certain": True,
                    "evidence": [],
                }
                for n, (a, b, label) in enumerate(self.edges)
            ],
            "pairs": [
                {"ends": [self.edges[found[0]][0], self.edges[found[0]][1]], "statements": found, "certain": True}
                for found in self.pairs.values()
            ],
            **{name: [] for name in _EMPTY},
        }  # fmt: skip


def _edge_label(data: dict[str, Any]) -> tuple[str, str]:
    zh = str(data.get("label") or data.get("predicate") or "")
    return zh, str(data.get("label_en") or zh)
