"""The tables as pandas data frames, with the columns of docs/reference/tables.md.

dtypes: text is pandas's `str`, count `Int64`, number `float64`, flag `bool`.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from kg.exporters.base import Context
from kg.exporters.rows import Column, table
from kg.model import Knowledge

_DTYPES = {"text": "str", "count": "Int64", "number": "float64", "flag": "bool"}


def frame(name: str, knowledge: Knowledge, context: Context) -> pd.DataFrame:
    """One of entities, mentions, statements, observations, documents. KeyError for another name."""
    one = table(name)
    rows = [[float(c) if isinstance(c, Decimal) else c for c in row] for row in one.rows(knowledge, context)]
    return _typed(pd.DataFrame(rows, columns=[c.name for c in one.columns], dtype="object"), one.columns)


def read(name: str, folder: Path) -> pd.DataFrame:
    """The same frame from `folder`/NAME.parquet, as `kg build` writes it to DIR/tables. OSError if it is not there."""
    one = table(name)
    return _typed(pd.read_parquet(folder / f"{name}.parquet"), one.columns)


def _typed(data: pd.DataFrame, columns: tuple[Column, ...]) -> pd.DataFrame:
    types: dict[str, Any] = {c.name: _DTYPES[c.kind] for c in columns}
    return data.astype(types)
