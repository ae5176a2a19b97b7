"""The tables: what is written is what was read, every column is documented, the bytes are always the same."""

from __future__ import annotations

import csv
import dataclasses
import io
from decimal import Decimal
from pathlib import Path

import knowledge_factory as factory
import pyarrow.parquet as pq
import pytest

from kg.exporters.base import Context
from kg.exporters.rows import TABLES, Column, Table
from kg.exporters.tables import csv_bytes, files, parquet_bytes, reference
from kg.model import Knowledge


def _csv(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_csv_and_parquet_hold_the_same(table: Table, knowledge: Knowledge, context: Context) -> None:
    written = dict(files(knowledge, context))
    rows = _csv(written[f"{table.name}.csv"])
    stored = pq.read_table(io.BytesIO(written[f"{table.name}.parquet"])).to_pylist()
    assert rows
    assert len(rows) == len(stored)
    assert list(rows[0]) == list(stored[0]) == [c.name for c in table.columns]
    for row, other in zip(rows, stored, strict=True):
        for column in table.columns:
            cell, value = row[column.name], other[column.name]
            match column.kind:
                case "text":
                    assert cell == value
                case "flag":
                    assert cell == str(value).lower()
                case _:
                    assert (value is None and cell == "") or float(cell) == value


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_rows_are_sorted(table: Table, knowledge: Knowledge, context: Context) -> None:
    reverse = dataclasses.replace(
        knowledge,
        things=knowledge.things[::-1],
        statements=knowledge.statements[::-1],
        figures=knowledge.figures[::-1],
        documents=knowledge.documents[::-1],
    )
    assert list(table.rows(reverse, context)) == list(table.rows(knowledge, context))


def test_the_same_bytes_each_time(knowledge: Knowledge, context: Context) -> None:
    assert dict(files(knowledge, context)) == dict(files(factory.sample(), context))


def test_hostile_names_come_back_as_they_went_in(hostile: Knowledge, context: Context) -> None:
    names = {row["name"] for row in _csv(dict(files(hostile, context))["entities.csv"])}
    assert set(factory.HOSTILE) <= names


def test_each_quote_of_a_statement_stands_in_its_source(knowledge: Knowledge, context: Context) -> None:
    texts = {source.sha256: source.text for source in knowledge.sources}
    for row in _csv(dict(files(knowledge, context))["statements.csv"]):
        text = texts[row["source"]]
        assert text[int(row["start"]) : int(row["end"])] == row["quote"]
        if row["subject_start"]:
            name = text[int(row["subject_start"]) : int(row["subject_end"])]
            assert name.replace("\n", "").replace(" ", "")


def test_csv_begins_with_a_byte_order_mark_and_ends_lines_with_a_newline() -> None:
    data = csv_bytes([Column("名称", "text", "")], [("甲,乙",), ('引"号',), ("多\n行",)])
    assert data == '\ufeff名称\n"甲,乙"\n"引""号"\n"多\n行"\n'.encode()


def test_numbers_have_all_their_digits_in_csv() -> None:
    column = [Column("value", "number", "")]
    assert csv_bytes(column, [(Decimal("12345678901234567.89"),), (Decimal("1E+12"),), (None,), (0.9,)]).decode() == (
        '\ufeffvalue\n12345678901234567.89\n1000000000000\n""\n0.9\n'
    )


def test_an_empty_table_keeps_its_columns() -> None:
    columns = TABLES[0].columns
    assert pq.read_table(io.BytesIO(parquet_bytes(columns, []))).column_names == [c.name for c in columns]
    assert csv_bytes(columns, []).decode().startswith("\ufeffentity,type,")


def test_text_that_utf_8_cannot_hold_is_replaced_alike() -> None:
    columns = [Column("a", "text", ""), Column("b", "text", "")]
    rows = [("坏\ud800字", "好")]
    assert pq.read_table(io.BytesIO(parquet_bytes(columns, rows))).to_pylist() == [{"a": "坏?字", "b": "好"}]
    assert csv_bytes(columns, rows).decode() == "\ufeffa,b\n坏?字,好\n"


def test_the_reference_is_up_to_date() -> None:
    written = Path(__file__).parents[2] / "docs/reference/tables.md"
    assert written.read_text(encoding="utf-8") == reference()


def test_every_column_says_what_it_means() -> None:
    for table in TABLES:
        assert len({c.name for c in table.columns}) == len(table.columns)
        assert all(c.meaning and c.kind in ("text", "count", "number", "flag") for c in table.columns)
