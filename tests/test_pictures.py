"""Pictures of networkx graphs, whatever their nodes are."""

from __future__ import annotations

import random
import re
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pytest

from kg.errors import UsageError
from kg.pictures import LIMIT, draw


def _graph(order: int = 0) -> nx.MultiDiGraph:
    edges = [("a", "b", "研发"), ("b", "c", "位于"), ("a", "c", "位于"), ("c", "d", "<script>")]
    nodes = {
        "a": ("北京人形机器人创新中心", "ORG"),
        "b": ("天工", "PRODUCT"),
        "c": ("北京", "PLACE"),
        "d": ("</iframe>&\"'", "?"),
    }
    chance = random.Random(order)
    graph = nx.MultiDiGraph()
    for node in chance.sample(sorted(nodes), len(nodes)):
        graph.add_node(node, label=nodes[node][0], type=nodes[node][1])
    for start, end, label in chance.sample(edges, len(edges)):
        graph.add_edge(start, end, label=label)
    return graph


def test_the_svg_is_xml_and_shows_every_name_and_relation() -> None:
    root = ElementTree.fromstring(draw(_graph()).svg)
    words = [element.text for element in root.iter() if element.tag.endswith("}text")]
    assert {"北京人形机器人创新中心", "天工", "北京", "</iframe>&\"'", "研发", "位于", "<script>"} <= set(words)


def test_the_order_of_the_graph_does_not_matter() -> None:
    first, second = draw(_graph(1)), draw(_graph(2))
    assert first.svg == second.svg
    assert first.page == second.page


def test_the_frame_holds_the_page_and_no_name_ends_it() -> None:
    shown = draw(_graph(), height=333)._repr_html_()
    assert shown.startswith("<iframe srcdoc=")
    assert shown.endswith("</iframe>")
    assert shown.count("<") == 2, "everything inside is escaped"
    assert 'sandbox="allow-scripts"' in shown
    assert "height:333px" in shown


def test_nothing_is_loaded() -> None:
    drawn = draw(_graph())
    for text in (drawn.svg, drawn.page):
        assert not re.search(r"""\b(?:src|href)\s*=\s*["']?(?!["']?data:,)[^"'\s>]*//""", text)


@pytest.mark.parametrize(
    "graph", [nx.Graph(), nx.path_graph(3), nx.DiGraph([(1, "1"), ("1", 1)]), nx.complete_graph(9)]
)
def test_any_graph_of_networkx(graph: nx.Graph) -> None:
    ElementTree.fromstring(draw(graph).svg)
    assert draw(graph).page


def test_too_many_nodes_are_refused() -> None:
    with pytest.raises(UsageError, match="too many"):
        draw(nx.empty_graph(LIMIT + 1))


def test_save(tmp_path: Path) -> None:
    drawn = draw(_graph())
    drawn.save(tmp_path / "图.svg")
    drawn.save(str(tmp_path / "图.html"))
    assert (tmp_path / "图.svg").read_text(encoding="utf-8") == drawn.svg
    assert (tmp_path / "图.html").read_text(encoding="utf-8") == drawn.page
    with pytest.raises(UsageError):
        drawn.save(tmp_path / "图.png")
