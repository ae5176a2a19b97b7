"""Offsets: any span of the reading text leads back to the raw characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import OffsetMap, PartialDate, Span

positions = st.lists(st.integers(0, 400), unique=True).map(sorted)


@given(positions)
def test_map_gives_back_its_positions(raw: list[int]) -> None:
    offsets = OffsetMap.of(raw)
    assert offsets.positions() == raw
    assert len(offsets) == len(raw)
    assert [offsets.position(i) for i in range(len(raw))] == raw


@given(positions.filter(bool), st.data())
def test_span_covers_first_to_last_character(raw: list[int], data: st.DataObject) -> None:
    offsets = OffsetMap.of(raw)
    start = data.draw(st.integers(0, len(raw) - 1))
    end = data.draw(st.integers(start + 1, len(raw)))
    span = offsets.raw(start, end)
    assert (span.start, span.end) == (raw[start], raw[end - 1] + 1)


@given(positions.filter(lambda p: len(p) > 1))
def test_map_refuses_positions_that_do_not_grow(raw: list[int]) -> None:
    with pytest.raises(ValueError, match="does not grow"):
        OffsetMap.of([*raw, raw[0]])


def test_span_never_ends_inside_a_character_written_with_several() -> None:
    offsets = OffsetMap.of([0, 1, 6, 7], wide=[Span(start=1, end=6)])  # 甲&amp;乙丙 read as 甲&乙丙
    assert offsets.raw(0, 2) == Span(start=0, end=6)
    assert offsets.raw(1, 2) == Span(start=1, end=6)
    assert offsets.raw(0, 1) == Span(start=0, end=1)
    assert offsets.raw(1, 3) == Span(start=1, end=7)


def test_span_outside_or_empty_is_an_error() -> None:
    offsets = OffsetMap.of(range(3))
    with pytest.raises(ValueError, match="empty"):
        offsets.raw(2, 2)
    with pytest.raises(IndexError):
        offsets.raw(2, 4)


@pytest.mark.parametrize(("value", "precision"), [("2025", "year"), ("2025-03", "month"), ("2025-03-31", "day")])
def test_precision_is_the_value_s_own(value: str, precision: str) -> None:
    assert PartialDate(value=value).precision == precision
