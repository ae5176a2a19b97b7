"""Data frames have the columns and kinds of the tables, from the knowledge and from the files."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import kg
from kg import frames
from kg.exporters.rows import TABLES, Table

KINDS = {"text": "str", "count": "Int64", "number": "float64", "flag": "bool"}


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_from_the_files_and_from_the_knowledge_the_same(table: Table, demo: Path) -> None:
    graph = kg.open(demo)
    read = frames.read(table.name, demo / "tables")
    made = frames.frame(table.name, graph.knowledge, graph._context)
    pd.testing.assert_frame_equal(read, made)
    assert {c.name: KINDS[c.kind] for c in table.columns} == {name: str(kind) for name, kind in read.dtypes.items()}
    assert len(read)


def test_an_empty_graph_has_the_same_columns(demo: Path) -> None:
    from kg.model import Knowledge

    graph = kg.open(demo)
    empty = frames.frame("statements", Knowledge(sources=(), documents=()), graph._context)
    assert list(empty.columns) == list(graph.statements.columns)
    assert str(empty.dtypes["confidence"]) == "float64"


def test_another_name_is_a_key_error(demo: Path) -> None:
    with pytest.raises(KeyError):
        frames.read("nothing", demo / "tables")
