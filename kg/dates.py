"""Dates as far as they are known: "2025", "2025-03", "2025-03-31", or a period "2023/2025"."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal

Precision = Literal["year", "month", "day"]
_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """One date that stands in the calendar, with the days that it covers."""

    value: str
    precision: Precision
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A period with both ends, in order; a single date is a period of which both ends are the same."""

    start: Dated
    end: Dated

    @property
    def single(self) -> bool:
        return self.start == self.end


def dated(value: str) -> Dated | None:
    """One date, or None where the text is none (2025-02-30, 近日, a period)."""
    found = _FORM.fullmatch(value)
    if found is None:
        return None
    year, month, day = (int(part) if part else 0 for part in found.groups())
    try:
        if day:
            only = date(year, month, day)
            return Dated(value=value, precision="day", first=only, last=only)
        if found[2]:
            last = date(year, month, monthrange(year, month)[1])
            return Dated(value=value, precision="month", first=date(year, month, 1), last=last)
        return Dated(value=value, precision="year", first=date(year, 1, 1), last=date(year, 12, 31))
    except ValueError:
        return None


def period(value: str) -> Period | None:
    """A date or a period "from/to". None for anything else, and where it ends before it starts."""
    left, slash, right = value.partition("/")
    start = dated(left)
    end = dated(right) if slash else start
    if start is None or end is None or end.last < start.first:
        return None
    return Period(start=start, end=end)
