"""Quantities: the vocabulary's own examples, the phrases that borrowed parsers lose, and what is no quantity."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import DataError
from kg.model import Document, Mention, OffsetMap, Reading
from kg.nlp.numerals import chinese_numeral
from kg.nlp.quantities import find_quantities, quantities, unit_kind
from kg.nlp.units import KINDS, load_vocabulary, vocabulary
from kg.resources import folder


def _reading(text: str, *mentions: Mention) -> Reading:
    document = Document(
        id="d", source="0" * 64, source_name="t.txt", index=0, title="", text=text,
        offsets=OffsetMap.of(range(len(text))),
    )  # fmt: skip
    return Reading(document=document, mentions=mentions)


def _seen(text: str) -> list[tuple[str, str, str, str, str]]:
    return [
        (q.text, f"{q.value:f}", "" if q.upper is None else f"{q.upper:f}", q.unit, q.comparator)
        for q in quantities(text)
    ]


@pytest.mark.parametrize("example", vocabulary().examples, ids=lambda e: str(e["text"]))
def test_the_examples_of_the_vocabulary(example: dict[str, object]) -> None:
    wanted = []
    for value, unit, comparator, *upper in example["quantities"]:  # type: ignore[attr-defined]
        wanted.append((Decimal(str(value)), unit, comparator, Decimal(str(upper[0])) if upper else None))
    found = [(q.value, q.unit, q.comparator, q.upper) for q in quantities(str(example["text"]))]
    assert found == wanted


# The 17 phrases on which borrowed parsers were tried (money-only readers raise, general ones lose the bound).
@pytest.mark.parametrize(
    ("text", "value", "upper", "unit", "comparator"),
    [
        ("近四成", "40", "", "%", "~"),
        ("百余家", "100", "", "家", ">="),
        ("不少于50家", "50", "", "家", ">="),
        ("三分之一", "33.3", "", "%", "="),
        ("3—5个", "3", "5", "个", "="),
        ("数十亿", "10", "", "亿", ">="),
        ("1.2万亿", "1.2", "", "万亿", "="),
        ("300余万元", "300", "", "万元", ">="),
        ("过半", "50", "", "%", ">="),
        ("上百亿元", "100", "", "亿元", ">="),
        ("三到五个", "3", "5", "个", "="),
        ("3至5个", "3", "5", "个", "="),
        ("至少30台", "30", "", "台", ">="),
        ("50家以下", "50", "", "家", "<="),
        ("约3万人", "3", "", "万人", "~"),
        ("20个百分点", "20", "", "个百分点", "="),
        ("近3倍", "3", "", "倍", "~"),
    ],
)
def test_phrases_that_borrowed_parsers_lose(text: str, value: str, upper: str, unit: str, comparator: str) -> None:
    assert [seen[1:] for seen in _seen(text)] == [(value, upper, unit, comparator)]


@pytest.mark.parametrize(
    "text",
    [
        "“十四五”期间", "上半年", "到2027年底", "2023—2025年", "3月5日", "第三届", "第十二条", "附件3", "（1）",
        "1. 总则", "十分重要", "千方百计", "统一部署", "第一大支柱", "SU7 Ultra", "6G标准", "GPT-4", "“2+N”格局",
        "10∶30", "这一批", "400-810-1234", "下半场", "半导体", "万众一心", "一些企业", "近一段时间",
    ],
)  # fmt: skip
def test_what_is_no_quantity(text: str) -> None:
    assert _seen(text) == []


@pytest.mark.parametrize(
    ("text", "base", "unit"),
    [
        ("4500亿元", "450000000000", "元"),
        ("2.5公里", "2500", "米"),
        ("1200万千瓦", "12000000000", "瓦"),
        ("36分钟", "2160", "秒"),
        ("12名", "12", "人"),
        ("1.5万家", "15000", "家"),
        ("3.2EFLOPS", "3200000000000000000", "FLOPS"),
        ("8元/公斤", "8", "元/公斤"),
    ],
)
def test_base_units(text: str, base: str, unit: str) -> None:
    (found,) = quantities(text)
    assert (found.base_value, found.base_unit) == (Decimal(base), unit)


@given(st.integers(min_value=2, max_value=10**12))
def test_arabic_and_chinese_writing_are_the_same_quantity(number: int) -> None:
    written = [f"共{number}家", f"共{number:,}家", f"共{chinese_numeral(number)}家"]
    written.append("共" + str(number).translate({48 + i: 0xFF10 + i for i in range(10)}) + "家")
    if number >= 10**7:
        written.pop(0), written.pop()  # eight digits without a separator may be a telephone number
    found = [quantities(text) for text in written]
    assert all(len(f) == 1 for f in found), written
    assert {f[0].base_value for f in found} == {Decimal(number)}


@given(st.integers(min_value=2, max_value=999), st.integers(min_value=1, max_value=999), st.sampled_from("—–-~至"))
def test_ranges_keep_both_ends(low: int, more: int, dash: str) -> None:
    (found,) = quantities(f"建设{low}{dash}{low + more}个站点")
    assert (found.value, found.upper, found.comparator) == (low, low + more, "=")


@given(
    st.lists(
        st.sampled_from(
            ["不少于", "约", "12", "3.5", "三", "十", "百", "万", "亿", "元", "家", "%", "—", "到", "、", "以上", "余"]
            + ["年", "第", "A", "（", "。"]
        ),
        max_size=12,
    )
)  # fmt: skip
def test_spans_are_in_order_and_hold_their_text(pieces: list[str]) -> None:
    text = "".join(pieces)
    last = 0
    for found in quantities(text):
        assert last <= found.start < found.end <= len(text)
        assert found.text == text[found.start : found.end]
        last = found.end


def test_numbers_inside_a_name_are_left_to_the_name() -> None:
    text = "“百县千镇”工程覆盖57个县"
    name = Mention(start=0, end=8, type="PROGRAMME", text=text[:8], confidence=1.0, method="t")
    assert [q.text for q in find_quantities(_reading(text, name)).quantities] == ["57个"]


def test_a_field_does_not_hide_its_numbers() -> None:
    text = "6万台机器人"
    field = Mention(start=0, end=6, type="FIELD", text=text, confidence=1.0, method="t")
    assert [q.text for q in find_quantities(_reading(text, field)).quantities] == ["6万台"]


def test_traditional_characters() -> None:
    seen = [row[1:] for row in _seen("資助約３萬港元，共12個項目")]
    assert seen == [("3", "", "万港元", "~"), ("12", "", "个", "=")]


def test_kinds_of_units() -> None:
    assert [unit_kind(u) for u in ("万家", "亿元", "%", "倍", "万千瓦", "年", "")] == [
        "count", "money", "share", "multiple", "measure", "calendar", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("units", {"colour": "红"}),
        ("before", {"!": "约"}),
        ("measures", {"米": "一"}),
        ("stop_words", "一些"),
        ("traditional", "萬"),
    ],
)
def test_a_vocabulary_that_does_not_fit_is_refused_with_its_place(tmp_path: Path, name: str, value: object) -> None:
    data = yaml.safe_load((folder("rules") / "quantities.yaml").read_text(encoding="utf-8"))
    data[name] = value
    broken = tmp_path / "quantities.yaml"
    broken.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8", newline="\n")
    with pytest.raises(DataError) as caught:
        load_vocabulary(broken)
    assert "quantities.yaml" in caught.value.place


def test_every_unit_has_a_kind_and_a_base() -> None:
    for unit in vocabulary().units.values():
        assert unit.kind in KINDS
        assert unit.base
        assert unit.factor > 0
