"""Verbs of having are no part of what is measured; nouns that begin like them are."""

from decimal import Decimal

import pytest

from kg.model import Quantity
from kg.nlp.indicators import indicator


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        ("集聚机器人企业超过", "机器人企业数量"),
        ("已聚集机器人企业", "机器人企业数量"),
        ("汇聚科研院所", "科研院所数量"),
        ("集聚区企业超过", "集聚区企业数量"),
    ],
)
def test_the_verb_goes_and_the_noun_stays(left, expected):
    one = Quantity(
        start=0, end=1, text="", value=Decimal(9), unit="家", comparator="=", base_value=Decimal(9), base_unit="家"
    )
    assert indicator(left, one, "", None).name == expected
