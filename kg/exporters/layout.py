"""Where each node of the drawing stands: computed once, when the page is built, the same on every run.

networkx draws each connected part; the parts are then freed of overlaps (a node needs room for itself and its
label) and packed side by side. Nodes and edges go in sorted, the start is seeded, and positions leave rounded.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from kg.exporters.style import ems

SEED = 20260101
EXACT = 260  # up to here a part is drawn by shortest paths (kamada_kawai: best to read, cubic time)
FORCED = 450  # up to here by forces; what is beyond is set beside its neighbours
SETTLING = 1000  # steps of majorization at most after kamada_kawai
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


def foremost(graph: nx.Graph, importance: Mapping[Any, float], count: int) -> list[Any]:
    """At most `count` nodes that show best what the graph is about: grown from the most important one, each next one
    the most important neighbour of those before, so that they hang together."""
    waiting = sorted(graph.nodes, key=lambda n: (-importance.get(n, 0.0), n))
    taken: dict[Hashable, None] = {}
    for start in waiting:
        frontier = [(-importance.get(start, 0.0), start)] if start not in taken else []
        while frontier and len(taken) < count:
            _weight, node = heapq.heappop(frontier)
            if node in taken:
                continue
            taken[node] = None
            for neighbour in graph.neighbors(node):
                if neighbour not in taken:
                    heapq.heappush(frontier, (-importance.get(neighbour, 0.0), neighbour))
    return list(taken)


def _part(graph: nx.Graph, part: Sequence[str], importance: Mapping[str, float], labels: Mapping[str, str]) -> Points:
    """One connected part, shape (len(part), 2), centred."""
    sub = nx.Graph()
    sub.add_nodes_from(part)
    sub.add_edges_from(sorted((min(a, b), max(a, b)) for a, b in graph.subgraph(part).edges))
    first = foremost(sub, importance, FORCED)
    if len(part) <= EXACT:
        found = _by_distance(sub)
    else:
        core = nx.Graph()
        core.add_nodes_from(sorted(first))
        core.add_edges_from(sorted((min(a, b), max(a, b)) for a, b in sub.subgraph(first).edges))
        found = nx.spring_layout(core, seed=SEED, iterations=80, method="force")
    known = {name: np.asarray(found[name], dtype=np.float64) for name in sorted(found)}
    _scale(known, sub)
    _beside(known, sub, part)
    points = np.array([known[name] for name in part])
    boxes = np.array([_box(labels.get(name, "")) for name in part])
    points = _spread(points * _roominess(points, boxes), boxes)
    middle: Points = (points.max(axis=0) + points.min(axis=0)) / 2
    return points - middle


def _by_distance(sub: nx.Graph) -> dict[str, Points]:
    """kamada_kawai, brought to rest.

    It stops where a step gains little, which is elsewhere on another processor. Majorization of the same stress
    (Gansner, Koren, North 2004) always comes closer to the one place of rest, so what differed is gone. What stays
    open, the turn of the whole, is settled as well: the longest side lies across.
    """
    lengths = dict(nx.all_pairs_shortest_path_length(sub))
    names = list(sub)
    wanted = np.array([[lengths[a][b] for b in names] for a in names], dtype=np.float64)
    found = nx.kamada_kawai_layout(sub, dist=lengths, pos=nx.circular_layout(sub))
    points = np.array([found[name] for name in names], dtype=np.float64)
    weights = 1.0 / np.maximum(wanted, 1.0) ** 2
    np.fill_diagonal(weights, 0.0)
    inverse = np.linalg.pinv(np.diag(weights.sum(axis=1)) - weights)
    for _ in range(SETTLING):
        apart = np.hypot(*(points[:, None] - points[None, :]).transpose(2, 0, 1))
        pull = weights * wanted / np.maximum(apart, 1e-9)
        before, points = points, inverse @ (np.diag(pull.sum(axis=1)) - pull) @ points
        if float(np.abs(points - before).max()) < 1e-9:
            break
    return dict(zip(names, _turned(points), strict=True))


def _turned(points: Points) -> Points:
    """The same figure, centred, turned so that it is longest from left to right."""
    centred = points - points.mean(axis=0)
    (xx, xy), (_, yy) = (centred.T @ centred).tolist()
    angle = 0.5 * math.atan2(2 * xy, xx - yy)
    cosine, sine = math.cos(angle), math.sin(angle)
    turned: Points = centred @ np.array([[cosine, -sine], [sine, cosine]])
    return turned


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
    return 1.15 * FONT * max(map(ems, lines)) + 20.0, 34.0 + 1.2 * FONT * len(lines)


def _roominess(points: Points, boxes: Points) -> float:
    """By how much the drawing must grow so that the boxes could stand beside each other with some air between."""
    width, height = points.max(axis=0) - points.min(axis=0) + 1.0
    return max(1.0, math.sqrt(1.4 * float((boxes[:, 0] * boxes[:, 1]).sum()) / max(width * height, 40_000.0)))


def _spread(points: Points, boxes: Points, rounds: int = 60) -> Points:
    """Push apart nodes whose boxes overlap, along the axis where less is missing."""
    points = points.copy()
    count = len(points)
    if count > 600:
        rounds = 20
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
            lacking, across = lack[hit], gap[hit]
            axis = (lacking[:, 0] >= lacking[:, 1]).astype(np.intp)
            row = np.arange(len(axis))
            push = np.zeros_like(lacking)
            push[row, axis] = 0.5 * lacking[row, axis] * np.where(across[row, axis] >= 0, 1.0, -1.0)
            shift[i] -= push.sum(axis=0)
            shift[others[hit]] += push
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
        radius = 22.0 * math.sqrt(step) if moving else 0.0
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
