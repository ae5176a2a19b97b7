"""What the user says about the files: the CSV of `--metadata` (file, url, publisher, published, author, licence)."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Collection, Mapping
from pathlib import Path

from kg.errors import SettingsError
from kg.ingest import encodings

COLUMNS = ("file", "url", "publisher", "published", "author", "licence")
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


def load(path: str | Path, *, inputs: Collection[str] | None = None) -> Mapping[str, Mapping[str, str]]:
    """File name -> the values given for it, empty cells left out. SettingsError, with the line, where it does not fit.

    `inputs`: the names that the build knows; a file that is none of them is an error, too.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SettingsError(f"it cannot be opened ({error.strerror})", place=str(path)) from None
    rows = csv.reader(io.StringIO(encodings.decode(data, name=str(path)).text, newline=""))
    given: dict[str, Mapping[str, str]] = {}
    header: list[str] = []
    try:
        for row in rows:
            place = f"{path}, line {rows.line_num}"
            cells = [cell.strip() for cell in row]
            if not any(cells):
                continue
            if not header:
                header = _header(cells, place)
                continue
            if len(cells) != len(header):
                raise SettingsError(f"{len(cells)} cells under {len(header)} columns", place=place)
            values = dict(zip(header, cells, strict=True))
            name = unicodedata.normalize("NFC", values.pop("file").replace("\\", "/").removeprefix("./"))
            if not name:
                raise SettingsError("the file is not named", place=place)
            if name in given:
                raise SettingsError(f"{name} stands in it twice", place=place)
            if inputs is not None and name not in inputs:
                raise _unknown(name, place)
            date = values.get("published", "")
            if date and not _DATE.fullmatch(date):
                raise SettingsError(f"{date!r} is no date", place=place, remedy="Write 2025, 2025-03 or 2025-03-31")
            given[name] = {key: value for key, value in values.items() if value}
    except csv.Error as error:
        raise SettingsError(f"it is no CSV ({error})", place=f"{path}, line {rows.line_num}") from None
    return given


def check(given: Mapping[str, Mapping[str, str]], names: Collection[str], path: str | Path) -> None:
    """SettingsError where the metadata names a file that is not among the inputs, for those who know them later."""
    for name in given:
        if name not in names:
            raise _unknown(name, str(path))


def _unknown(name: str, place: str) -> SettingsError:
    return SettingsError(
        f"{name} is not among the inputs",
        place=place,
        remedy="Write the name as the build shows it, relative to its folder",
    )


def _header(cells: list[str], place: str) -> list[str]:
    for cell in cells:
        if cell not in COLUMNS:
            raise SettingsError(f"unknown column {cell!r}", place=place, remedy=f"Columns are {', '.join(COLUMNS)}")
    if "file" not in cells or len(set(cells)) < len(cells):
        raise SettingsError("the columns need exactly one `file`", place=place)
    return cells
