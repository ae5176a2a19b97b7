"""Nouns <-> JSON: one line a noun, so that a reading can be saved, diffed and read again without loss.

The codec follows the type hints of `kg.model`; a Decimal is written as a string, an OffsetMap as runs
[reading, raw, length] and wide spans [start, end]. Fields at their default are left out, keys are in the order of the
class.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar, cast

from kg import model
from kg.model import Document, OffsetMap, Reading, Run, Source, Span

T = TypeVar("T")

_PARTS: tuple[tuple[str, type], ...] = (
    ("sentences", model.Sentence),
    ("words", model.Span),
    ("mentions", model.Mention),
    ("aliases", model.Alias),
    ("entities", model.Entity),
    ("links", model.Link),
    ("quantities", model.Quantity),
    ("times", model.TimeExpression),
    ("attributions", model.Attribution),
    ("claims", model.Claim),
    ("observations", model.Observation),
    ("rejected", model.Rejected),
)


def dump(noun: Any) -> Any:
    """A noun as what json can write."""
    if isinstance(noun, OffsetMap):
        return [[[r.reading, r.raw, r.length] for r in noun.runs], [[s.start, s.end] for s in noun.wide]]
    if isinstance(noun, Decimal):
        return str(noun)
    if isinstance(noun, tuple):
        return [dump(item) for item in noun]
    if not dataclasses.is_dataclass(noun):
        return noun
    return {
        name: dump(value)
        for name, default in _defaults(cast(Any, type(noun)))
        if (value := getattr(noun, name)) != default
    }


def load(kind: type[T], data: Any) -> T:
    """A noun from what `dump` gave. KeyError or TypeError where a field is missing or unknown."""
    result: T = _decoder(cast(Any, kind))(data)
    return result


def reading_lines(reading: Reading) -> Iterator[str]:
    """A reading as JSON lines: its document, then every part, one line each, in order."""
    yield _line("document", dump(reading.document))
    for name, _ in _PARTS:
        for item in getattr(reading, name):
            yield _line(name, dump(item))


def readings(lines: Iterable[str]) -> tuple[Reading, ...]:
    """The readings that `reading_lines` wrote one after the other."""
    found: list[Reading] = []
    document: Document | None = None
    parts: dict[str, list[Any]] = {}
    kinds = dict(_PARTS)

    def close() -> None:
        if document is not None:
            found.append(Reading(document=document, **{name: tuple(parts[name]) for name, _ in _PARTS}))

    for line in lines:
        kind, data = json.loads(line)
        if kind == "document":
            close()
            document = load(Document, data)
            parts = {name: [] for name, _ in _PARTS}
        else:
            parts[kind].append(load(kinds[kind], data))
    close()
    return tuple(found)


def source_line(source: Source) -> str:
    """A source without its text, which has a file of its own."""
    return _line("source", dump(dataclasses.replace(source, text="")))


def source(line: str, text: str) -> Source:
    kind, data = json.loads(line)
    if kind != "source":
        raise ValueError(f"a source was expected, not {kind!r}")
    return dataclasses.replace(load(Source, {"text": "", **data}), text=text)


def _line(kind: str, data: Any) -> str:
    return json.dumps([kind, data], ensure_ascii=False, separators=(",", ":"))


def _offsets(data: Any) -> OffsetMap:
    runs, wide = data
    return OffsetMap(
        tuple(Run(reading=a, raw=b, length=c) for a, b, c in runs), tuple(Span(start=a, end=b) for a, b in wide)
    )


@cache
def _defaults(kind: type) -> tuple[tuple[str, Any], ...]:
    missing = object()
    return tuple((f.name, missing if f.default is dataclasses.MISSING else f.default) for f in dataclasses.fields(kind))


@cache
def _decoder(kind: Any) -> Callable[[Any], Any]:
    origin = typing.get_origin(kind)
    arguments = typing.get_args(kind)
    if kind is OffsetMap:
        return _offsets
    if kind is Decimal:
        return Decimal
    if origin is tuple:
        inner = _decoder(arguments[0])
        return lambda data: tuple(inner(item) for item in data)
    if origin in (typing.Union, types.UnionType):
        inner = _decoder(next(a for a in arguments if a is not type(None)))
        return lambda data: None if data is None else inner(data)
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        fields = {f.name: _decoder(hints[f.name]) for f in dataclasses.fields(kind)}
        make: Callable[..., Any] = kind  # type: ignore[assignment]
        return lambda data: make(**{name: fields[name](value) for name, value in data.items()})
    return lambda data: data
