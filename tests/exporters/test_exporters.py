"""One contract for every exporter, and how they are found."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Iterator
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path

import knowledge_factory as factory
import networkx as nx
import pytest

from kg.errors import DataError, UsageError
from kg.exporters import base
from kg.exporters.base import BUILT_IN, GROUP, Context, Exporter, exporter, exporters, write_text
from kg.model import Knowledge


@pytest.fixture
def fresh() -> Iterator[None]:
    exporters.cache_clear()
    yield
    exporters.cache_clear()


def _digests(target: Path) -> dict[str, str]:
    found = sorted(target.rglob("*")) if target.is_dir() else [target]
    return {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in found if f.is_file()}


@pytest.mark.parametrize("name", sorted(BUILT_IN))
def test_contract(name: str, hostile: Knowledge, context: Context, tmp_path: Path) -> None:
    one = exporter(name)
    assert isinstance(one, Exporter)
    assert one.name == name
    reverse = dataclasses.replace(
        hostile, things=hostile.things[::-1], statements=hostile.statements[::-1], figures=hostile.figures[::-1]
    )
    one.write(hostile, context, tmp_path / "甲")
    one.write(reverse, context, tmp_path / "乙")
    assert _digests(tmp_path / "甲")
    first, second = _digests(tmp_path / "甲"), _digests(tmp_path / "乙")
    assert list(first.values()) == list(second.values())
    one.write(hostile, context, tmp_path / "甲")
    assert _digests(tmp_path / "甲") == first
    assert {p.name for p in tmp_path.iterdir()} == {"甲", "乙"}, "nothing is left beside what was asked for"


@pytest.mark.parametrize("name", sorted(BUILT_IN))
def test_an_empty_graph_is_a_graph(name: str, context: Context, tmp_path: Path) -> None:
    exporter(name).write(Knowledge(sources=(), documents=()), context, tmp_path / "空")
    assert _digests(tmp_path / "空")


def test_an_unknown_name_is_told_with_those_there_are() -> None:
    with pytest.raises(UsageError, match="graphml"):
        exporter("docx")


class Plain:
    """An exporter of another package."""

    name = "plain"

    def write(self, knowledge: Knowledge, context: Context, target: Path) -> None:
        write_text(target, f"{len(knowledge.things)}\n")


def _installed(monkeypatch: pytest.MonkeyPatch, *points: tuple[str, str]) -> None:
    made = EntryPoints(EntryPoint(name, value, GROUP) for name, value in points)
    monkeypatch.setattr(base, "entry_points", lambda group: made.select(group=group))


@pytest.mark.usefixtures("fresh")
def test_another_package_adds_its_own(
    monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge, context: Context, tmp_path: Path
) -> None:
    _installed(monkeypatch, ("plain", f"{__name__}:Plain"), ("html", BUILT_IN["html"]))
    assert list(exporters()) == sorted([*BUILT_IN, "plain"])
    exporter("plain").write(knowledge, context, tmp_path / "plain.txt")
    assert (tmp_path / "plain.txt").read_text(encoding="utf-8") == f"{len(knowledge.things)}\n"


@pytest.mark.usefixtures("fresh")
@pytest.mark.parametrize(
    "point", [("html", f"{__name__}:Plain"), ("other", f"{__name__}:Plain"), ("plain", "pathlib:Path")]
)
def test_a_name_taken_twice_or_something_else_is_refused(
    monkeypatch: pytest.MonkeyPatch, point: tuple[str, str]
) -> None:
    _installed(monkeypatch, point)
    with pytest.raises(DataError):
        exporters()


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    write_text(target, "旧\n")
    with pytest.raises(UnicodeEncodeError):
        write_text(target, "新\ud800")
    assert target.read_bytes() == "旧\n".encode()
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize(("name", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_networkx_reads_them_back(
    name: str, read: object, knowledge: Knowledge, context: Context, tmp_path: Path
) -> None:
    exporter(name).write(knowledge, context, tmp_path / "graph")
    graph = read(tmp_path / "graph")  # type: ignore[operator]
    assert len(graph) == len(knowledge.things)
    assert graph.number_of_edges() == len(knowledge.statements)
    labels = {data["label"] for _node, data in graph.nodes(data=True)}
    assert {"北京经济技术开发区", "𬭎芯科技"} <= labels


def test_characters_that_xml_cannot_hold_are_replaced(context: Context, tmp_path: Path) -> None:
    knowledge = factory.sample({"控\x01制\x00符": ("ORG", ())})
    exporter("graphml").write(knowledge, context, tmp_path / "graph")
    assert "控�制�符" in (tmp_path / "graph").read_text(encoding="utf-8")


def test_the_classic_view_loads_nothing_and_runs_nothing_of_a_name(
    hostile: Knowledge, context: Context, tmp_path: Path
) -> None:
    exporter("html-classic").write(hostile, context, tmp_path / "classic.html")
    text = (tmp_path / "classic.html").read_text(encoding="utf-8")
    assert not re.search(r"<(?:script|link|img|iframe)[^>]*\b(?:src|href)\s*=", text)
    assert "<h1>" not in text
    assert "node_modules" not in text
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert "default-src 'none'" in text
    assert r"\u5317\u4eac" in text or "北京" in text
