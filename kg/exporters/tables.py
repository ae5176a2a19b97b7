"""The tables as files: CSV and Parquet.

CSV is UTF-8 with a byte order mark, because Excel takes a file without one for GBK or Windows-1252; lines end in "\\n".
Cells hold what the texts hold, also where a text starts with "=": import them as text where sources are not trusted.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from kg import iris
from kg.exporters.base import Context, write_bytes
from kg.exporters.rows import TABLES, Cell, Column
from kg.model import Knowledge

_ARROW = {"text": pa.string(), "count": pa.int64(), "number": pa.float64(), "flag": pa.bool_()}
BOM = "\ufeff"


def csv_bytes(columns: Iterable[Column], rows: Iterable[tuple[Cell, ...]]) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([column.name for column in columns])
    writer.writerows([_written(cell) for cell in row] for row in rows)
    return (BOM + buffer.getvalue()).encode("utf-8", "replace")


def _written(cell: Cell) -> str | int:
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case Decimal():
            return iris.number(cell)
        case float():
            return repr(cell)
        case _:
            return cell


def parquet_bytes(columns: Iterable[Column], rows: Iterable[tuple[Cell, ...]]) -> bytes:
    columns = list(columns)
    arrays = list(zip(*rows, strict=True)) or [()] * len(columns)
    made = pa.table(
        [pa.array([_stored(cell) for cell in cells], _ARROW[c.kind]) for c, cells in zip(columns, arrays, strict=True)],
        schema=pa.schema([pa.field(c.name, _ARROW[c.kind], metadata={"meaning": c.meaning}) for c in columns]),
    )
    sink = io.BytesIO()
    pq.write_table(made, sink, compression="zstd")
    return sink.getvalue()


def _stored(cell: Cell) -> str | int | float | bool | None:
    if isinstance(cell, Decimal):
        return float(cell)
    return cell.encode("utf-8", "replace").decode("utf-8") if isinstance(cell, str) else cell


def files(knowledge: Knowledge, context: Context) -> Iterator[tuple[str, bytes]]:
    """(file name, bytes) of all tables in both formats."""
    for one in TABLES:
        rows = list(one.rows(knowledge, context))
        yield f"{one.name}.csv", csv_bytes(one.columns, rows)
        yield f"{one.name}.parquet", parquet_bytes(one.columns, rows)


def reference() -> str:
    """docs/reference/tables.md: every table and column."""
    lines = [
        "# Tables",
        "",
        "`kg build` writes them to `DIR/tables/`, each as CSV and as Parquet; so does",
        "`kg export DIR --format csv|parquet -o FOLDER`. This page is made from `kg/exporters/tables.py`.",
        "",
        "- CSV: UTF-8 with a byte order mark (so that Excel reads it), comma, quotes where needed,",
        "  lines end in `\\n`. Read it with",
        '  `pandas.read_csv(file, encoding="utf-8-sig", keep_default_na=False)`.',
        "- A cell holds what the text holds, also where that starts with `=`, `+`, `-` or `@`; a spreadsheet",
        "  may take it for a formula. Import the columns as text where you do not trust the sources.",
        "- Parquet: each column carries its meaning in its field metadata. Numbers are floats; CSV has all digits.",
        "- Rows are sorted by IRI. The same graph gives the same bytes.",
        '- text: `""` where nothing is known. count, number: empty where nothing is known. flag: `true` or `false`.',
    ]
    for one in TABLES:
        lines += ["", f"## {one.name}", "", f"{one.row[0].upper()}{one.row[1:]}.", ""]
        lines += ["| column | kind | meaning |", "| --- | --- | --- |"]
        lines += [f"| {c.name} | {c.kind} | {_cell(c.meaning)} |" for c in one.columns]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


class _TablesExporter:
    """A folder with one file a table."""

    name = ""
    suffix = ""

    def write(self, knowledge: Knowledge, context: Context, target: Path) -> None:
        target.mkdir(parents=True, exist_ok=True)
        for name, data in files(knowledge, context):
            if name.endswith(self.suffix):
                write_bytes(target / name, data)


class CsvExporter(_TablesExporter):
    name = "csv"
    suffix = ".csv"


class ParquetExporter(_TablesExporter):
    name = "parquet"
    suffix = ".parquet"
