"""这一数字: a figure whose indicator was said with the figure before."""

from decimal import Decimal

import pytest

from kg.model import Quantity
from kg.nlp.indicators import indicator


def quantity(unit="家"):
    return Quantity(
        start=0, end=1, text="", value=Decimal(9), unit=unit, comparator="=", base_value=Decimal(9), base_unit=unit
    )


BEFORE = indicator("云岭有机器人企业", quantity(), "", None)


@pytest.mark.parametrize("left", ["这一数字已超过", "，到明年，这个数据将达到", "目前该数字为", "而上述指标突破了"])
def test_the_figure_before_names_it(left):
    assert indicator(left.replace("到明年，", ""), quantity(), "", BEFORE).name == BEFORE.name


@pytest.mark.parametrize(
    ("left", "unit", "before"),
    [
        ("这一数字已超过", "亿元", BEFORE),  # another kind of unit
        ("这一数字已超过", "家", None),  # nothing before
        ("这一数字经济园区企业超过", "家", BEFORE),  # 数字经济 is no figure
        ("外资企业在这一数据中超过", "家", BEFORE),
    ],
)
def test_what_only_looks_like_it(left, unit, before):
    assert indicator(left, quantity(unit), "", before).rule != "inherited"
