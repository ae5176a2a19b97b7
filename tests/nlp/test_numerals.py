"""Numerals: both directions, and the vague and mixed forms that borrowed parsers lose."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.nlp.numerals import chinese_numeral, chinese_value, halfwidth, numeral_at, scale_factor

_FORMAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_TRADITIONAL = str.maketrans("万亿", "萬億")


@given(st.integers(min_value=0, max_value=10**16 - 1))
def test_a_number_written_in_chinese_reads_as_itself(number: int) -> None:
    assert chinese_value(chinese_numeral(number)) == number


@given(st.integers(min_value=0, max_value=10**12), st.integers(min_value=1, max_value=999))
def test_decimals_are_read_back(whole: int, thousandths: int) -> None:
    number = Decimal(whole) + Decimal(thousandths) / 1000
    assert chinese_value(chinese_numeral(number)) == number


@given(st.integers(min_value=1, max_value=10**16 - 1))
def test_formal_and_traditional_characters_are_the_same_number(number: int) -> None:
    written = chinese_numeral(number)
    assert chinese_value(written.translate(_FORMAL)) == number
    assert chinese_value(written.translate(_TRADITIONAL)) == number


@given(st.integers(min_value=1, max_value=10**15), st.sampled_from(["家企业", "亩", "元", "，", ""]))
def test_running_text_gives_the_same_worth(number: int, after: str) -> None:
    text = "共" + chinese_numeral(number) + after
    numeral = numeral_at(text, 1)
    assert numeral is not None
    assert numeral.value * scale_factor(numeral.scale) == number
    assert numeral.end == len(text) - len(after)


@given(st.decimals(min_value=0, max_value=10**9, places=3, allow_nan=False), st.sampled_from(["", "万", "亿", "万亿"]))
def test_arabic_numbers_with_a_scale(number: Decimal, scale: str) -> None:
    text = f"{number:f}{scale}"
    numeral = numeral_at(text, 0)
    assert numeral is not None
    assert (numeral.value, numeral.scale, numeral.end) == (number, scale, len(text))


@given(st.integers(min_value=0, max_value=10**12))
def test_thousands_separators_change_nothing(number: int) -> None:
    numeral = numeral_at(f"{number:,}", 0)
    assert numeral is not None
    assert numeral.value == number


@given(st.text(max_size=30))
def test_half_width_keeps_every_offset(text: str) -> None:
    assert len(halfwidth(text)) == len(text)


@given(st.text(alphabet="零一二三四五六七八九十百千万亿两几数半成分之点余多来0123456789,.%个家", max_size=12))
def test_any_mixture_is_read_or_refused(text: str) -> None:
    for start in range(len(text)):
        numeral = numeral_at(text, start)
        assert numeral is None or start == numeral.start < numeral.end <= len(text)


@pytest.mark.parametrize("written", ["", "点", "一十十", "百千", "三点", "甲", "一二百三百"])
def test_what_is_no_numeral_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="numeral"):
        chinese_value(written)


@pytest.mark.parametrize("number", [-1, 10**16])
def test_numbers_out_of_range_are_refused(number: int) -> None:
    with pytest.raises(ValueError, match="range"):
        chinese_numeral(number)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("三万五千", 35000), ("三万五", 35000), ("两千三", 2300), ("二〇二五", 2025), ("廿三", 23), ("一百零五", 105),
        ("壹佰贰拾", 120), ("一万亿", 10**12), ("三万二千亿", 32000 * 10**8), ("三点一四", Decimal("3.14")),
    ],
)  # fmt: skip
def test_spellings(written: str, value: Decimal) -> None:
    assert chinese_value(written) == value


# worth, other end, comparator, per cent
@pytest.mark.parametrize(
    ("text", "worth", "upper", "comparator", "percent"),
    [
        ("十几家", 10, None, ">=", False),
        ("二十余项", 20, None, ">=", False),
        ("1270多万人", 12_700_000, None, ">=", False),
        ("1.3万余户", 13_000, None, ">=", False),
        ("数十亿元", 10**9, None, ">=", False),
        ("几百台", 100, None, ">=", False),
        ("五十来人", 50, None, "~", False),
        ("三四百人", 300, 400, "=", False),
        ("十七八个", 17, 18, "=", False),
        ("三五家", 3, 5, "=", False),
        ("1亿2000万元", 120_000_000, None, "=", False),
        ("三点五万吨", 35_000, None, "=", False),
        ("1.5千瓦", Decimal("1.5"), None, "=", False),
        ("四成", 40, None, "=", True),
        ("八成五", 85, None, "=", True),
        ("七成半", 75, None, "=", True),
        ("一半", 50, None, "=", True),
        ("三分之一", Decimal("33.3"), None, "=", True),
        ("八分之一", Decimal("12.5"), None, "=", True),
        ("百分之二十五", 25, None, "=", True),
        ("百分之三点五", Decimal("3.5"), None, "=", True),
    ],
)
def test_vague_mixed_and_relative_numerals(
    text: str, worth: Decimal, upper: int | None, comparator: str, percent: bool
) -> None:
    numeral = numeral_at(text, 0)
    assert numeral is not None
    assert numeral.value * scale_factor(numeral.scale) == worth
    assert numeral.upper == upper
    assert (numeral.comparator, numeral.percent) == (comparator, percent)


@pytest.mark.parametrize("text", ["三成立", "几个", "半导体", "成", "点", "分之一"])
def test_words_that_only_begin_like_numerals(text: str) -> None:
    numeral = numeral_at(text, 0)
    assert numeral is None or not numeral.percent
