"""What every exporter is given and must do, and where exporters are found.

An exporter turns a Knowledge into one file or one folder; same input, same bytes. Those of this package are listed
here; another package adds its own through the entry-point group `kg.exporters`.
"""

from __future__ import annotations

import importlib
import os
import tempfile
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Protocol, runtime_checkable

from kg.errors import DataError, UsageError
from kg.model import Knowledge
from kg.ontology import Label

__all__ = [
    "GROUP",
    "Context",
    "Exporter",
    "Label",
    "Vocabulary",
    "exporter",
    "exporters",
    "local",
    "write_bytes",
    "write_text",
]

GROUP = "kg.exporters"

BUILT_IN = {
    "html": "kg.exporters.page:PageExporter",
    "html-classic": "kg.exporters.classic:ClassicExporter",
    "csv": "kg.exporters.tables:CsvExporter",
    "parquet": "kg.exporters.tables:ParquetExporter",
    "graphml": "kg.exporters.network:GraphmlExporter",
    "gexf": "kg.exporters.network:GexfExporter",
}


class Vocabulary(Protocol):
    """The labels that exporters show. Terms are local names; an unknown one is a KeyError."""

    def class_label(self, type: str) -> Label: ...

    def predicate_label(self, predicate: str) -> Label: ...

    def inverse_label(self, predicate: str) -> Label: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What exporters need beside the knowledge itself.

    `threshold` is the confidence (0..1) from which on an asserted evidence carries its statement; `receipt` is the
    64 hex digits of the build's receipt; `with_text` embeds the documents' reading texts where a format can.
    """

    ontology: Vocabulary
    base: str
    threshold: float
    receipt: str
    with_text: bool = True


@runtime_checkable
class Exporter(Protocol):
    """One format. `write` makes the file or folder `target`, whole or not at all. OSError if it cannot."""

    name: str

    def write(self, knowledge: Knowledge, context: Context, target: Path) -> None: ...


@cache
def exporters() -> dict[str, Exporter]:
    """All exporters by name, sorted. DataError if a name is taken twice or what is found is no exporter."""
    found: dict[str, Exporter] = {name: _load(name, place) for name, place in BUILT_IN.items()}
    for point in sorted(entry_points(group=GROUP), key=lambda p: (p.name, p.value)):
        if BUILT_IN.get(point.name) == point.value:
            continue
        if point.name in found:
            raise DataError(
                f"two exporters are called {point.name!r}", place=point.value, remedy="Uninstall one of them"
            )
        found[point.name] = _load(point.name, point.value)
    return dict(sorted(found.items()))


def exporter(name: str) -> Exporter:
    """The exporter of that name. UsageError, with the names there are, if there is none."""
    known = exporters()
    if name not in known:
        raise UsageError(f"no export format is called {name!r}", remedy=f"Choose one of {', '.join(known)}")
    return known[name]


def _load(name: str, place: str) -> Exporter:
    module, _, attribute = place.partition(":")
    made: object = getattr(importlib.import_module(module), attribute)()
    if not isinstance(made, Exporter) or made.name != name:
        raise DataError(f"{place} is no exporter called {name!r}", place=GROUP, remedy="Correct its entry point")
    return made


def local(iri: str, base: str) -> str:
    """The part of an IRI after the data's base, or the IRI itself where it stands elsewhere."""
    return iri.removeprefix(base)


def write_bytes(target: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def write_text(target: Path, content: str) -> None:
    """Write a text file whole or not at all, as UTF-8 with "\\n", whatever the locale."""
    write_bytes(target, content.encode("utf-8"))


def _umask() -> int:
    current = os.umask(0o022)
    os.umask(current)
    return current
