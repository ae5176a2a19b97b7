"""The words of quantities, loaded from seeds/rules/quantities.yaml and checked: units, bounds, traps.

The lists are data; how they are used is in `kg.nlp.quantities`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml

from kg.errors import DataError
from kg.model import Comparator
from kg.resources import folder

KINDS = ("count", "money", "share", "multiple", "calendar", "score", "measure")
_BOUNDS: tuple[Comparator, ...] = (">=", "<=", "<", "~")
_BASE_OF = {
    "个百分点": "百分点", "个基点": "基点", "人民币": "元", "元人民币": "元", "块钱": "元", "港币": "港元",
    "个工作日": "工作日", "个自然日": "天", "日": "天", "位": "人", "名": "人", "个星期": "周", "星期": "周",
    "周岁": "岁", "标箱": "标准箱",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit as written, what kind of thing it counts, and its worth in base units."""

    name: str
    kind: str  # one of KINDS, or "" for a bare number
    base: str
    factor: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """All word lists of the grammar, ready for use."""

    units: Mapping[str, Unit]
    longest_unit: int
    refused_after: Mapping[str, tuple[str, ...]]  # unit -> continuations that make it another word
    weak_units: frozenset[str]  # with Chinese numerals only beside a bound
    before: re.Pattern[str]  # matches the *reversed* text before a number; group "word" is the bound, reversed
    before_never: tuple[str, ...]
    after: re.Pattern[str]
    bound: Mapping[str, Comparator]
    after_only: Mapping[str, frozenset[str]]
    not_after: tuple[str, ...]
    not_before: tuple[str, ...]
    name_after: tuple[str, ...]
    stop_words: frozenset[str]
    longest_stop: int
    traditional: Mapping[int, str]
    examples: tuple[Mapping[str, Any], ...]

    def simplified(self, text: str) -> str:
        """The text with the traditional characters that the lists need in simplified form; length unchanged."""
        return text.translate(self.traditional)


@functools.cache
def vocabulary() -> Vocabulary:
    """The shipped vocabulary."""
    return load_vocabulary(folder("rules") / "quantities.yaml")


def load_vocabulary(path: Path) -> Vocabulary:
    """Reads and checks one vocabulary file. DataError names the list that does not fit."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise DataError(f"not YAML: {error}", place=str(path)) from error
    place = str(path)
    if not isinstance(data, dict):
        raise DataError("a mapping is expected", place=place)
    units = _units(data, place)
    bound: dict[str, Comparator] = {}
    sides: dict[str, list[str]] = {"before": [], "after": []}
    for side, listed in sides.items():
        table = _get(data, side, dict, place)
        for sign, words in table.items():
            if sign not in _BOUNDS:
                raise DataError(f"{side}: {sign!r} is no comparator", place=place)
            for word in _words(words, f"{place}: {side}"):
                if bound.setdefault(word, sign) != sign:
                    raise DataError(f"{word!r} stands for {bound[word]} and for {sign}", place=f"{place}: {side}")
                listed.append(word)
    after_only = {w: frozenset(k) for w, k in _get(data, "after_only", dict, place).items()}
    for word in after_only:
        if word not in bound:
            bound[word] = ">="
            sides["after"].append(word)
    pairs = str(data.get("traditional", ""))
    if len(pairs) % 2:
        raise DataError("traditional: characters must come in pairs", place=place)
    between = "|".join(re.escape(w[::-1]) for w in _longest_first(_words(data["between"], place)))
    before = "|".join(re.escape(w[::-1]) for w in _longest_first(sides["before"]))
    stop_words = frozenset(_words(_get(data, "stop_words", list, place), place))
    return Vocabulary(
        units=units,
        longest_unit=max(map(len, units)),
        refused_after={u: tuple(map(str, w)) for u, w in _get(data, "unit_not_before", dict, place).items()},
        weak_units=frozenset(_words(data["ambiguous_after_chinese"], place)),
        before=re.compile(rf"\s?(?:{between}){{0,2}}?(?P<word>{before})"),
        before_never=tuple(w[::-1] for w in _words(data["before_never"], place)),
        after=re.compile("|".join(map(re.escape, _longest_first(sides["after"])))),
        bound=bound,
        after_only=after_only,
        not_after=tuple(map(str, _get(data, "not_after", list, place))),
        name_after=tuple(map(str, _get(data, "name_after", list, place))),
        not_before=tuple(map(str, _get(data, "not_before", list, place))),
        stop_words=stop_words,
        longest_stop=max(map(len, stop_words)),
        traditional={ord(a): b for a, b in zip(pairs[::2], pairs[1::2], strict=True) if a != b},
        examples=tuple(_get(data, "examples", list, place)),
    )


def _units(data: Mapping[str, Any], place: str) -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for kind, words in _get(data, "units", dict, place).items():
        if kind not in KINDS:
            raise DataError(f"units: {kind!r} is no kind of unit ({', '.join(KINDS)})", place=place)
        for word in _words(words, place):
            base = _BASE_OF.get(word, word)
            units.setdefault(word, Unit(name=word, kind=kind, base=base, factor=Decimal(1)))
    for word, entry in _get(data, "measures", dict, place).items():
        try:
            base, factor = entry
            units[str(word)] = Unit(name=str(word), kind="measure", base=str(base), factor=Decimal(str(factor)))
        except (TypeError, ValueError, InvalidOperation) as error:
            raise DataError(f"measures: {word}: base unit and factor expected", place=place) from error
    return units


def _get(data: Mapping[str, Any], name: str, kind: type, place: str) -> Any:
    value = data.get(name)
    if not isinstance(value, kind):
        raise DataError(f"{name}: a {kind.__name__} is expected", place=place)
    return value


def _words(words: str | Iterable[str] | None, place: str) -> list[str]:
    if words is None:
        return []
    listed = words.split() if isinstance(words, str) else list(words)
    if not all(isinstance(w, str) and w for w in listed):
        raise DataError("words are expected (numbers and yes/no need quotes)", place=place)
    return listed


def _longest_first(words: Iterable[str]) -> list[str]:
    return sorted(set(words), key=lambda w: (-len(w), w))
