"""`kg verify` finds every change to a built graph, names it, and exits 1."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import independent
import pytest
from support import run_kg

import kg


@pytest.fixture
def copy(demo: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(demo, tmp_path / "graph"))


def test_fresh_graph_has_no_faults(demo: Path) -> None:
    found = kg.verify(demo)
    assert found.faults == ()
    assert found.warnings == ()


def test_independent_checker_agrees(demo: Path) -> None:
    assert independent.check(demo) == kg.verify(demo).quotes > 300


def _edit(path: Path, pattern: str, change: Callable[[re.Match[str]], str]) -> str:
    """Change the first match in a text file; gives what stood there."""
    text = path.read_text(encoding="utf-8")
    match = re.search(pattern, text, re.MULTILINE)
    assert match, pattern
    path.write_text(text[: match.start()] + change(match) + text[match.end() :], encoding="utf-8", newline="\n")
    return match.group()


def source_byte(graph: Path) -> str:
    path = sorted((graph / "sources").iterdir())[0]
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    return f"sources/{path.name}"


def offset(graph: Path) -> str:
    _edit(graph / "graph.nq", r"(oa#start> \")(\d+)", lambda m: f"{m[1]}{int(m[2]) + 1}")
    return "does not stand at"


def quote(graph: Path) -> str:
    _edit(graph / "graph.nq", r"(oa#exact> \".)(.)", lambda m: m[1] + ("甲" if m[2] != "甲" else "乙"))
    return "does not stand at"


def triple(graph: Path) -> str:
    _edit(graph / "graph.nq", r"^<[^\n]*/entity/[^\n]*prefLabel[^\n]*\n", lambda m: "")
    return "graph.nq, line"


def cell(graph: Path) -> str:
    _edit(graph / "tables" / "entities.csv", r"(\n[^\n]*?,)([^,\n]+)(,)", lambda m: f"{m[1]}改{m[3]}")
    return "tables/entities.csv, line"


def page_line(graph: Path) -> str:
    text = (graph / "explorer.html").read_text(encoding="utf-8")
    at = text.rindex("北京经济技术开发区")
    changed = text[:at] + "北京经济技术开发处" + text[at + 9 :]
    (graph / "explorer.html").write_text(changed, encoding="utf-8", newline="\n")
    return "explorer.html, line"


def record(graph: Path) -> str:
    path = sorted((graph / "records").iterdir())[0]
    _edit(path, r'("mentions",\{"start":)(\d+)', lambda m: f"{m[1]}{int(m[2]) + 1}")
    return f"records/{path.name}"


def text_of_record(graph: Path) -> str:
    path = sorted((graph / "text").iterdir())[0]
    data = path.read_text(encoding="utf-8")
    path.write_text(data[:-5] + "甲" + data[-4:], encoding="utf-8", newline="\n")
    return f"text/{path.name}"


def missing_file(graph: Path) -> str:
    (graph / "graph.ttl").unlink()
    return "graph.ttl: the file is missing"


def added_file(graph: Path) -> str:
    (graph / "tables" / "mine.csv").write_bytes(b"")
    return "tables/mine.csv"


def report_line(graph: Path) -> str:
    _edit(graph / "report.json", r'("publisher": ")([^"]+)', lambda m: f"{m[1]}某报")
    return "report.json, line"


def parquet_cell(graph: Path) -> str:
    path = graph / "tables" / "entities.parquet"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    return "tables/entities.parquet"


CHANGES = [
    source_byte,
    offset,
    quote,
    triple,
    cell,
    page_line,
    record,
    text_of_record,
    missing_file,
    added_file,
    report_line,
    parquet_cell,
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda c: c.__name__)
def test_change_is_found_and_named(copy: Path, change: Callable[[Path], str]) -> None:
    named = change(copy)
    told = "\n".join(f"{f.place}: {f.problem}" for f in kg.verify(copy).faults)
    assert named in told


def test_fault_is_exit_1(copy: Path) -> None:
    named = quote(copy)
    done = run_kg("verify", copy, "--json")
    assert done.returncode == 1
    assert named in "\n".join(f["problem"] for f in json.loads(done.stdout)["faults"])


def test_graph_without_sources_asks_for_their_folder(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    file = folder / "甲.txt"
    file.write_text(
        "甲市科技局发布方案\n2025年3月1日，甲市科技局发布《甲市机器人方案》。\n", encoding="gb18030", newline="\n"
    )
    kg.build([folder], tmp_path / "out", keep_sources=False)
    assert not (tmp_path / "out" / "sources").exists()
    assert kg.verify(tmp_path / "out").ok
    assert "甲.txt" in kg.verify(tmp_path / "out").warnings[0]
    assert kg.verify(tmp_path / "out", sources=folder).warnings == ()
    file.write_bytes(gzip.compress(b"other"))
    assert not kg.verify(tmp_path / "out", sources=folder).ok
