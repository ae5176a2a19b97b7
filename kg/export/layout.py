"""Where each node of the drawing stands: computed once, when the page is built, the same on every run.

networkx draws each connected part; the parts are then freed of overlaps (a node needs room for itself and its
label) and packed side by side. Nodes and edges go in sorted, the start is seeded, and positions leave rounded.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from kg.export.style import ems

SEED = 20260101
EXACT = 260  # up to here a part is drawn by shortest paths (kamada_kawai: best to read, cubic time)
FORCED = 900  # up to here by forces; what is beyond is set beside its neighbours
EDGE = 115.0  # wanted length of an edge, in pixels at zoom 1
SMALL = 25  # a part of so few nodes gets edges longer by a third: there is room for what they say
FONT = 13.0  # height of a label, in pixels at zoom 1
_GOLDEN = math.pi * (3 - math.sqrt(5))

Positions = dict[str, tuple[int, int]]
Points = NDArray[np.float64]


def layout(
    nodes: Iterable[str],
    edges: Iterable[tuple[str, str]],
    *,
    importance: Mapping[str, float],
    labels: Mapping[str, str],
) -> Positions:
    """Positions in pixels at zoom 1, integers, centred on 0.

    `edges` may hold pairs twice and in both directions; loops do not matter. `importance` decides, where a part is too
    large to be drawn as a whole, which of its nodes are drawn first.
    """
    names = sorted(set(nodes))
    graph = nx.Graph()
    graph.add_nodes_from(names)
    graph.add_edges_from(sorted({(min(a, b), max(a, b)) for a, b in edges if a != b}))
    parts = sorted((sorted(part) for part in nx.connected_components(graph)), key=lambda p: (-len(p), p[0]))
    drawn = [_part(graph, part, importance, labels) for part in parts if len(part) > 1]
    alone = [part[0] for part in parts if len(part) == 1]
    placed: Positions = {}
    for part, points in zip(parts, _pack(drawn), strict=False):
        placed |= {name: (round(x), round(y)) for name, (x, y) in zip(part, points.tolist(), strict=True)}
    bottom = max((y for _x, y in placed.values()), default=-120) + 120
    return placed | _rows(alone, labels, bottom)


def _part(graph: nx.Graph, part: Sequence[str], importance: Mapping[str, float], labels: Mapping[str, str]) -> Points:
    """One connected part, shape (len(part), 2), centred."""
    sub = nx.Graph()
    sub.add_nodes_from(part)
    sub.add_edges_from(sorted((min(a, b), max(a, b)) for a, b in graph.subgraph(part).edges))
    first = sorted(part, key=lambda n: (-importance.get(n, 0.0), n))[:FORCED]
    if len(part) <= EXACT:
        # Long detours between far nodes matter little to the eye; near ones should be near.
        found = nx.kamada_kawai_layout(sub, pos=nx.circular_layout(sub))
    else:
        core = nx.Graph()
        core.add_nodes_from(sorted(first))
        core.add_edges_from(sorted((min(a, b), max(a, b)) for a, b in sub.subgraph(first).edges))
        found = nx.spring_layout(core, seed=SEED, iterations=60, method="force")
    known = {name: np.asarray(found[name], dtype=np.float64) for name in sorted(found)}
    _scale(known, sub)
    _beside(known, sub, part)
    points = np.array([known[name] for name in part])
    points = _spread(points, np.array([_box(labels.get(name, "")) for name in part]))
    middle: Points = (points.max(axis=0) + points.min(axis=0)) / 2
    return points - middle


def _scale(known: dict[str, Points], sub: nx.Graph) -> None:
    lengths = [float(np.hypot(*(known[a] - known[b]))) for a, b in sub.edges if a in known and b in known] or [1.0]
    factor = EDGE * (4 / 3 if len(sub) <= SMALL else 1) / max(float(np.median(lengths)), 1e-9)
    for name in known:
        known[name] = known[name] * factor


def _beside(known: dict[str, Points], sub: nx.Graph, part: Sequence[str]) -> None:
    """Set the nodes that were not drawn around those of their neighbours that were, nearest first."""
    waiting = [name for name in part if name not in known]
    count: dict[str, int] = {}
    while waiting:
        later = []
        new: dict[str, Points] = {}
        for name in waiting:
            hosts = sorted(n for n in sub.neighbors(name) if n in known)
            if not hosts:
                later.append(name)
                continue
            host = hosts[0]
            turn = count[host] = count.get(host, 0) + 1
            step = EDGE * 0.45 * math.sqrt(turn + 1)
            centre = np.mean([known[h] for h in hosts], axis=0)
            new[name] = centre + step * np.array([math.cos(turn * _GOLDEN), math.sin(turn * _GOLDEN)])
        if not new:  # a connected part always has a host; never loop should a caller break that
            new = {name: np.array([EDGE * i, 0.0]) for i, name in enumerate(waiting)}
            later = []
        known |= new
        waiting = later


def _box(label: str) -> tuple[float, float]:
    """Room that a node and its label of one or more lines beneath want: width and height in pixels."""
    lines = label.split("\n")
    return FONT * max(map(ems, lines)) + 14.0, 30.0 + 1.2 * FONT * len(lines)


def _spread(points: Points, boxes: Points, rounds: int = 60) -> Points:
    """Push apart nodes whose boxes overlap, along the axis where less is missing."""
    points = points.copy()
    count = len(points)
    if count > 1500:
        rounds = 12
    for _ in range(rounds):
        order = np.argsort(points[:, 1], kind="stable")
        moved = False
        shift = np.zeros_like(points)
        tallest = float(boxes[:, 1].max())
        sorted_y = points[order, 1]
        for rank in range(count):
            i = order[rank]
            end = int(np.searchsorted(sorted_y, sorted_y[rank] + tallest, side="left"))
            if end <= rank + 1:
                continue
            others = order[rank + 1 : end]
            gap = points[others] - points[i]
            want = (boxes[others] + boxes[i]) / 2
            lack = want - np.abs(gap)
            hit = (lack[:, 0] > 0.5) & (lack[:, 1] > 0.5)
            if not hit.any():
                continue
            moved = True
            for j, (dx, dy), (lx, ly) in zip(others[hit], gap[hit], lack[hit], strict=True):
                axis = 0 if lx < ly else 1
                push = 0.5 * min(lx, ly) * (1.0 if (dx, dy)[axis] >= 0 else -1.0)
                shift[i, axis] -= push
                shift[j, axis] += push
        if not moved:
            break
        # A node pushed by many would fly off; the next round sees what is still missing.
        points += np.clip(shift, -24.0, 24.0)
    return points


def _pack(parts: Sequence[Points]) -> list[Points]:
    """Set the parts side by side: the largest in the middle, each other one at the nearest free place around."""
    placed: list[tuple[float, float, float, float]] = []
    moved: list[Points] = []
    for points in parts:
        low, high = points.min(axis=0) - 70.0, points.max(axis=0) + (70.0, 55.0)
        width, height = high - low
        x, y = next(
            (x, y)
            for x, y in _spiral(bool(placed))
            if all(abs(x - px) * 2 >= width + pw or abs(y - py) * 2 >= height + ph for px, py, pw, ph in placed)
        )
        placed.append((x, y, width, height))
        moved.append(points - (low + high) / 2 + (x, y))
    return moved


def _spiral(moving: bool) -> Iterable[tuple[float, float]]:
    """Points on a flat spiral (screens are wider than high), from the middle outwards, without end."""
    step = 0
    while True:
        radius = 14.0 * math.sqrt(step) if moving else 0.0
        yield 1.45 * radius * math.cos(step * 0.35), radius * math.sin(step * 0.35)
        step += 1


def _rows(names: Sequence[str], labels: Mapping[str, str], top: float) -> Positions:
    """Nodes without a relation: in rows below the drawing."""
    found: Positions = {}
    limit = max(900.0, 34.0 * math.sqrt(len(names)) * 3)
    rows: list[list[tuple[str, float]]] = [[]]
    used = 0.0
    for name in names:
        width = _box(labels.get(name, ""))[0] + 12
        if used + width > limit and rows[-1]:
            rows.append([])
            used = 0.0
        rows[-1].append((name, width))
        used += width
    for n, row in enumerate(rows):
        x = -sum(width for _name, width in row) / 2
        for name, width in row:
            found[name] = (round(x + width / 2), round(top + 60 * n))
            x += width
    return found
