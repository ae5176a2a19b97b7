"""The cue words of figures as patterns, from the `cues` and `genres` of seeds/rules/observations.yaml."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from kg.errors import DataError
from kg.model import MENTION_TYPES
from kg.resources import folder


@functools.cache
def cue(name: str) -> re.Pattern[str]:
    """The pattern of one cue. DataError when the file has none of that name."""
    patterns = _shipped()[0]
    if name not in patterns:
        raise DataError(f"no cue {name!r}", place="seeds/rules/observations.yaml")
    return patterns[name]


def genre(label: str, type_: str) -> str:
    """What a name says about its bearer beyond the type: report, plan, state, firm, zone, …; "" if nothing."""
    for name, pattern in _shipped()[1].get(type_, ()):
        if pattern.search(label):
            return name
    return ""


@functools.cache
def _shipped() -> tuple[Mapping[str, re.Pattern[str]], Mapping[str, tuple[tuple[str, re.Pattern[str]], ...]]]:
    return load_cues(folder("rules") / "observations.yaml")


def load_cues(
    path: Path,
) -> tuple[Mapping[str, re.Pattern[str]], Mapping[str, tuple[tuple[str, re.Pattern[str]], ...]]]:
    """Patterns by name, and genres by type in order. DataError names the entry that does not fit."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise DataError(f"not YAML: {error}", place=str(path)) from error
    cues, genres = (data.get(key) if isinstance(data, dict) else None for key in ("cues", "genres"))
    if not isinstance(cues, dict) or not isinstance(genres, dict):
        raise DataError("cues and genres: mappings are expected", place=str(path))
    patterns = {str(name): _pattern(written, f"{path}: cues: {name}") for name, written in cues.items()}
    kinds = {}
    for type_, entries in genres.items():
        if type_ not in MENTION_TYPES or not isinstance(entries, dict):
            raise DataError("a type of mention with its genres is expected", place=f"{path}: genres: {type_}")
        kinds[type_] = tuple((str(n), _pattern(w, f"{path}: genres: {type_}: {n}")) for n, w in entries.items())
    return patterns, kinds


def _pattern(written: Any, place: str) -> re.Pattern[str]:
    """A pattern over one or several lines; blanks and line ends in it mean nothing."""
    if not isinstance(written, str) or not written.strip():
        raise DataError("a pattern is expected", place=place)
    try:
        return re.compile("".join(written.split()))
    except re.error as error:
        raise DataError(f"not a pattern: {error}", place=place) from error
