"""Where nodes stand: whole numbers, the same in any order, with room for their labels."""

from __future__ import annotations

import itertools
import random

import pytest

from kg.exporters.layout import layout
from kg.exporters.style import LINE, caption, ems

NAMES = [f"第{i}研究院" for i in range(40)]
EDGES = [(NAMES[i], NAMES[(i * i + 1) % 30]) for i in range(30)] + [(NAMES[31], NAMES[32])]


def _lay(nodes: list[str], edges: list[tuple[str, str]]) -> dict[str, tuple[int, int]]:
    return layout(nodes, edges, importance=dict.fromkeys(nodes, 1.0), labels={n: n for n in nodes})


def test_order_and_direction_of_the_input_do_not_matter() -> None:
    chance = random.Random(1)
    mixed = [(b, a) if chance.random() < 0.5 else (a, b) for a, b in chance.sample(EDGES, len(EDGES))]
    assert _lay(NAMES, EDGES) == _lay(chance.sample(NAMES, len(NAMES)), mixed + mixed[:5])


def test_every_node_has_a_place_of_its_own_in_whole_numbers() -> None:
    places = _lay(NAMES, EDGES)
    assert set(places) == set(NAMES)
    assert len(set(places.values())) == len(NAMES)
    assert all(isinstance(x, int) and isinstance(y, int) for x, y in places.values())


def test_labels_have_room() -> None:
    places = _lay(NAMES, EDGES)
    close = [
        (a, b)
        for a, b in itertools.combinations(NAMES, 2)
        if abs(places[a][0] - places[b][0]) < 60 and abs(places[a][1] - places[b][1]) < 30
    ]
    assert len(close) <= 1, close


def test_things_without_a_relation_stand_below_the_others() -> None:
    places = _lay(NAMES, EDGES)
    related = {end for edge in EDGES for end in edge}
    assert min(places[n][1] for n in set(NAMES) - related) > max(places[n][1] for n in related)


def test_parts_do_not_lie_on_each_other() -> None:
    edges = [(f"{part}-{i}", f"{part}-{i + 1}") for part in "甲乙丙丁" for i in range(6)]
    names = sorted({end for edge in edges for end in edge})
    places = _lay(names, edges)
    boxes = []
    for part in "甲乙丙丁":
        own = [places[n] for n in names if n.startswith(part)]
        boxes.append((min(x for x, _ in own), max(x for x, _ in own), min(y for _, y in own), max(y for _, y in own)))
    for a, b in itertools.combinations(boxes, 2):
        assert a[1] < b[0] or b[1] < a[0] or a[3] < b[2] or b[3] < a[2]


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_small_graphs(count: int) -> None:
    names = NAMES[:count]
    assert len(_lay(names, list(itertools.pairwise(names)))) == count


def test_a_part_too_large_to_be_drawn_as_a_whole() -> None:
    names = [f"n{i:04}" for i in range(600)]
    edges = [(names[i], names[i // 3]) for i in range(1, 600)]
    places = layout(names, edges, importance={n: -i for i, n in enumerate(names)}, labels={})
    assert len(places) == 600
    assert places == layout(names, edges[::-1], importance={n: -i for i, n in enumerate(names)}, labels={})


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("天工", 1),
        ("北京经济技术开发区", 1),
        ("《北京市人工智能创新高地建设行动计划》", 2),
        ("超" * 60, 2),
        ("Walker S2 Industrial Humanoid", 2),
    ],
)
def test_captions(name: str, lines: int) -> None:
    made = caption(name).split("\n")
    assert len(made) == lines
    assert all(ems(line) <= LINE + 1 for line in made)
    whole = "".join(made)
    assert whole.replace(" ", "") == name.replace(" ", "") or whole.endswith("…")
