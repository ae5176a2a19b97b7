"""The folder that a build writes: its layout, its format number, and how it is replaced in one step.

    report.json        format, receipt, what was read, repaired, refused; the SHA-256 of every other file
    graph.nq           the graph of record        graph.ttl        the same for reading
    explorer.html      the page                   tables/          CSV and Parquet
    records/<sha>.jsonl  what was read in a source  text/<sha>.txt  its text of record
    sources/<sha>      its bytes (left out by --no-sources)
    store/             an Oxigraph store, a cache of graph.nq

A new folder is written beside the old one and put in its place by one rename, so that a build killed at any
moment leaves the old graph or the new one.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.errors import FormatError, UsageError

FORMAT = 1
REPORT = "report.json"
_AT_CWD = -100
_RENAME_EXCHANGE = 2


def is_graph(folder: Path) -> bool:
    return (folder / REPORT).is_file()


def report(folder: Path) -> dict[str, Any]:
    """The report of a built graph. FormatError where the folder is none, or is of another format."""
    recover(folder)
    if not is_graph(folder):
        raise FormatError(
            "this folder holds no graph", place=str(folder), remedy="Make one with `kg build SRC... -o DIR`"
        )
    try:
        data: dict[str, Any] = json.loads((folder / REPORT).read_text(encoding="utf-8"))
        found = data["format"]
    except (ValueError, KeyError, TypeError) as error:
        raise FormatError("report.json cannot be read", place=str(folder), remedy="Build the graph again") from error
    if found != FORMAT:
        raise FormatError(
            f"the graph has format {found}, this program reads {FORMAT}",
            place=str(folder),
            remedy="Build it again with `kg build SRC... -o DIR`",
        )
    return data


def check_target(folder: Path) -> None:
    """UsageError where `folder` holds something that is no graph of ours: it would be lost."""
    recover(folder)
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise UsageError("the output is no folder", place=str(folder), remedy="Name a new folder with -o")
    if folder.is_dir() and any(folder.iterdir()) and not is_graph(folder):
        raise UsageError(
            "the folder is not empty and holds no graph", place=str(folder), remedy="Name a new or empty folder with -o"
        )


@contextlib.contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """A new folder to write into; it takes the place of `folder` when the block ends well, else it is gone."""
    folder = folder.absolute()
    folder.parent.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.new-{os.getpid()}-", dir=folder.parent))
    try:
        yield aside
        aside.chmod(0o755)
        _swap(aside, folder)
    finally:
        # After a swap this is the old graph; after an error, the half-written one.
        shutil.rmtree(aside, ignore_errors=True)


def recover(folder: Path) -> None:
    """Finish a replacement that was cut off between its two renames (only where no atomic swap exists)."""
    folder = folder.absolute()
    old = folder.with_name(f".{folder.name}.old")
    if old.is_dir() and not folder.exists():
        old.rename(folder)


def _sweep(folder: Path) -> None:
    """Remove what killed builds left beside `folder`; a build that still runs keeps its own."""
    for left in folder.parent.glob(f".{_escaped(folder.name)}.new-*"):
        process = left.name.rsplit("-", 2)[-2]
        if process.isdecimal() and not _alive(int(process)):
            shutil.rmtree(left, ignore_errors=True)


def _alive(process: int) -> bool:
    if os.name == "nt":  # signal 0 would end the process there
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def files(folder: Path) -> tuple[tuple[str, str], ...]:
    """(relative name, SHA-256) of every file that the report answers for: all but the report and the store."""
    found = []
    for path in sorted(folder.rglob("*"), key=lambda p: p.relative_to(folder).as_posix()):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name != REPORT and not name.startswith("store/"):
            found.append((name, hashlib.sha256(path.read_bytes()).hexdigest()))
    return tuple(found)


def _escaped(name: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)


def _swap(new: Path, folder: Path) -> None:
    if not folder.exists() or not any(folder.iterdir()):
        if folder.exists() and os.name == "nt":
            folder.rmdir()
        Path(new).replace(folder)
        new.mkdir(exist_ok=True)
        return
    if _exchange(new, folder):
        return
    old = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    folder.rename(old)
    new.rename(folder)
    old.rename(new)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step of the file system, where there is such a call."""
    a, b = os.fsencode(one), os.fsencode(other)
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "linux":
            return bool(libc.renameat2(_AT_CWD, a, _AT_CWD, b, _RENAME_EXCHANGE) == 0)
        if sys.platform == "darwin":
            return bool(libc.renamex_np(a, b, 2) == 0)
    except (OSError, AttributeError, TypeError):
        pass
    return False
