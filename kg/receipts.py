"""The receipt: one hash over all that decides a graph, so that a paper can cite it and another can make it again.

It covers the sources, the settings with the files they name, the metadata, the ontology and shapes, the lexicon,
the rules, the models, the versions of the packages that decide results, and this package's own files as installed.
No paths, no times, no facts of the machine.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

from kg.resources import folder
from kg.settings import Settings

# Packages whose version can change what is read or written; a user of other versions gets another receipt.
DECIDING = (
    "ahocorasick_rs",
    "networkx",
    "numpy",
    "onnxruntime",
    "opencc",
    "pandas",
    "pyarrow",
    "pyoxigraph",
    "pypdfium2",
    "pypinyin",
    "pyshacl",
    "pyvis",
    "pyyaml",
    "rdflib",
    "scipy",
    "spacy",
    "spacy-pkuseg",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """`parts` name what went in, each with its SHA-256 (or version); `hash` is the SHA-256 over them."""

    parts: tuple[tuple[str, str], ...]

    @property
    def hash(self) -> str:
        return _digest(json.dumps(self.parts, ensure_ascii=False, separators=(",", ":")).encode("utf-8"))

    @property
    def engine(self) -> str:
        """The hash without the sources and their metadata: what reads, not what is read."""
        parts = [p for p in self.parts if not p[0].startswith(("source:", "metadata"))]
        return _digest(json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode("utf-8"))


def make(
    sources: Iterable[tuple[str, str]], settings: Settings, metadata_file: Path | None, options: Mapping[str, str]
) -> Receipt:
    """sources: (name, SHA-256) of each file. options: what the command line adds, such as an encoding."""
    parts: dict[str, str] = {f"source:{name}": digest for name, digest in sources}
    parts["metadata"] = _file(metadata_file) if metadata_file is not None else ""
    parts["settings"] = _digest(
        json.dumps(
            {
                "base": settings.base,
                "exclude": sorted(settings.lexicon_exclude),
                "threshold": settings.threshold,
                "names": [_file(path) for path in settings.lexicon_files],
                "rules": [_tree(path) for path in settings.rule_folders],
                "options": dict(sorted(options.items())),
            },
            sort_keys=True,
        ).encode("utf-8")
    )
    return Receipt(parts=tuple(sorted({**parts, **dict(package())}.items())))


@cache
def package() -> tuple[tuple[str, str], ...]:
    """The parts that belong to the installed package and its environment."""
    parts = {name: _tree(folder(name)) for name in ("ontology", "entities", "rules", "models")}
    parts["code"] = _tree(
        Path(__file__).resolve().parent,
        {".py", ".cfg", ".html", ".css", ".js", ".json"},
        skip={"_data", "models", "training"},
    )
    for name in DECIDING:
        parts[f"package:{name}"] = metadata.version(name)
    return tuple(sorted(parts.items()))


def difference(one: Receipt, other: Receipt) -> tuple[tuple[str, str, str], ...]:
    """What differs: (part, its value in one, in the other), "" where a side lacks it."""
    a, b = dict(one.parts), dict(other.parts)
    return tuple((k, a.get(k, ""), b.get(k, "")) for k in sorted(a.keys() | b.keys()) if a.get(k) != b.get(k))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _file(path: Path) -> str:
    return _digest(path.read_bytes())


def _tree(root: Path, suffixes: set[str] | None = None, skip: set[str] | None = None) -> str:
    """A hash over the files of a folder: their relative names and bytes, in order of name."""
    total = hashlib.sha256()
    for path in sorted(root.rglob("*"), key=lambda p: p.relative_to(root).as_posix()):
        relative = path.relative_to(root)
        hidden = any(part.startswith(".") or part == "__pycache__" or part in (skip or ()) for part in relative.parts)
        if hidden or not path.is_file() or (suffixes is not None and path.suffix not in suffixes):
            continue
        total.update(f"{relative.as_posix()}\0{_file(path)}\n".encode())
    return total.hexdigest()
