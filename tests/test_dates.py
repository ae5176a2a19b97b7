from datetime import date

import pytest

from kg import dates


@pytest.mark.parametrize(
    ("value", "precision", "first", "last"),
    [
        ("2025", "year", date(2025, 1, 1), date(2025, 12, 31)),
        ("2024-02", "month", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-03-31", "day", date(2025, 3, 31), date(2025, 3, 31)),
    ],
)
def test_a_date_covers_the_days_of_its_precision(value, precision, first, last):
    found = dates.dated(value)
    assert found is not None
    assert (found.precision, found.first, found.last) == (precision, first, last)


@pytest.mark.parametrize(
    "value", ["", "近日", "2025-02-30", "2025-13", "25", "2025-3", "２０２５", "2025-03-31T00:00", "0000"]
)
def test_what_is_in_no_calendar_is_no_date(value):
    assert dates.dated(value) is None


def test_a_period_has_both_ends():
    found = dates.period("2023/2025-06")
    assert found is not None
    assert (found.start.value, found.end.value, found.single) == ("2023", "2025-06", False)


@pytest.mark.parametrize("value", ["2025/2023", "2025/", "/2025", "2023/2024/2025"])
def test_a_period_needs_two_ends_in_order(value):
    assert dates.period(value) is None
