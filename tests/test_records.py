"""A noun written and read again is the same noun."""

from __future__ import annotations

import dataclasses
import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import examples

from kg import model, records
from kg.model import OffsetMap

# Any text a file can hold: no lone surrogates, but line separators, quotes, NUL and characters beyond the BMP.
text = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
count = st.integers(0, 10**6)
share = st.floats(0, 1, allow_nan=False)

st.register_type_strategy(str, text)
st.register_type_strategy(int, count)
st.register_type_strategy(float, share)
st.register_type_strategy(Decimal, st.decimals(allow_nan=False, allow_infinity=False, places=4))
st.register_type_strategy(OffsetMap, st.lists(count, unique=True, max_size=8).map(lambda p: OffsetMap.of(sorted(p))))

NOUNS = [
    model.Source,
    model.Document,
    model.Mention,
    model.Entity,
    model.Link,
    model.Alias,
    model.Quantity,
    model.TimeExpression,
    model.Attribution,
    model.Claim,
    model.Observation,
    model.Rejected,
    model.Evidence,
    model.Figure,
]


@pytest.mark.parametrize("kind", NOUNS, ids=lambda k: k.__name__)
@given(data=st.data())
@settings(max_examples=examples(25), deadline=None)
def test_noun_survives_json(kind: type, data: st.DataObject) -> None:
    noun = data.draw(st.from_type(kind))
    line = json.dumps(records.dump(noun), ensure_ascii=False)
    assert "\n" not in line
    assert records.load(kind, json.loads(line)) == noun


@given(st.lists(st.from_type(model.Reading), max_size=3))
@settings(max_examples=examples(25), deadline=None)
def test_readings_survive_lines(readings: list[model.Reading]) -> None:
    lines = [line for reading in readings for line in records.reading_lines(reading)]
    assert records.readings(lines) == tuple(readings)


def test_unknown_field_is_an_error() -> None:
    with pytest.raises(KeyError):
        records.load(model.Span, {"start": 1, "end": 2, "colour": 3})


@given(st.from_type(model.Source))
def test_source_line_leaves_the_text_out(source: model.Source) -> None:
    line = records.source_line(dataclasses.replace(source, text="𠮷" * 3))
    assert "𠮷𠮷𠮷" not in line
    assert records.source(line, source.text) == source
