"""Times: found, related and resolved against the document's date, or against dates that the text gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Document, Mention, OffsetMap, PartialDate, Reading, TimeExpression
from kg.nlp.times import find_times, year_of


def _times(text: str, published: str = "", *mentions: Mention) -> tuple[TimeExpression, ...]:
    document = Document(
        id="d", source="0" * 64, source_name="t.txt", index=0, title="", text=text,
        published=PartialDate(value=published) if published else None, offsets=OffsetMap.of(range(len(text))),
    )  # fmt: skip
    return find_times(Reading(document=document, mentions=mentions)).times


@pytest.mark.parametrize(
    ("text", "value", "relation", "basis"),
    [
        ("到2027年底，", "2027-12-31", "by", "text"),
        ("到2025年，", "2025", "by", "text"),
        ("2030年前建成", "2030", "by", "text"),
        ("明年6月底前", "2026-06-30", "by", "document"),
        ("截至2020年6月", "2020-06", "at", "text"),
        ("2012-2019年期间", "2012/2019", "during", "text"),
        ("2021年至2023年", "2021/2023", "during", "text"),
        ("2026年3月1日起施行", "2026-03-01", "since", "text"),
        ("自2013年起", "2013", "since", "text"),
        ("今年以来", "2025", "since", "document"),
        ("今年", "2025", "at", "document"),
        ("去年", "2024", "at", "document"),
        ("去年底", "2024-12-31", "at", "document"),
        ("截至去年6月", "2024-06", "at", "document"),
        ("今年上半年", "2025-01/2025-06", "during", "document"),
        ("今年前三季度", "2025-01/2025-09", "during", "document"),
        ("一季度", "2025-01/2025-03", "during", "document"),
        ("今年前8个月", "2025-01/2025-08", "during", "document"),
        ("2025年1至10月", "2025-01/2025-10", "during", "text"),
        ("3月5日", "2025-03-05", "at", "document"),
        ("本月5日", "2025-08-05", "at", "document"),
        ("上月底", "2025-07-31", "at", "document"),
        ("昨日", "2025-08-19", "at", "document"),
        ("年底前", "2025-12-31", "by", "document"),
        ("“十四五”期间", "2021/2025", "during", "text"),
        ("到“十五五”末", "2030", "by", "text"),
        ("二〇二四年三月", "2024-03", "at", "text"),
        ("2024-03-21", "2024-03-21", "at", "text"),
        ("2024年2月30日", "2024-02", "at", "text"),
        ("目前", "", "now", "none"),
        ("近日", "", "at", "none"),
        ("近五年来", "", "during", "none"),
    ],
)
def test_expressions(text: str, value: str, relation: str, basis: str) -> None:
    time = _times(text, "2025-08-20")[0]
    assert (time.value, time.relation, time.basis) == (value, relation, basis)


def test_without_a_date_nothing_is_invented() -> None:
    assert [(t.value, t.basis) for t in _times("今年3月，产值同比增长")] == [("", "none")]


def test_a_year_that_the_text_gives_serves_as_context() -> None:
    first, second = _times("2024年3月21日，大会开幕。今年的规模更大。")
    assert (first.value, first.basis) == ("2024-03-21", "text")
    assert (second.value, second.basis) == ("2024", "context")


def test_a_deadline_is_no_context() -> None:
    assert [t.value for t in _times("到2030年，产量翻番。今年开工。")] == ["2030", ""]


def test_the_month_of_the_document_is_needed_for_a_bare_day() -> None:
    assert [t.value for t in _times("12日开幕", "2025")] == [""]
    assert [t.value for t in _times("12日开幕", "2025-03")] == ["2025-03-12"]


def test_times_inside_a_name_are_left_to_the_name() -> None:
    text = "《行动方案（2025—2027年）》提出，到2026年"
    name = Mention(start=0, end=18, type="PROGRAMME", text=text[:18], confidence=1.0, method="t")
    assert [t.text for t in _times(text, "", name)] == ["到2026年"]


@pytest.mark.parametrize("text", ["13月", "年轻", "第3月台", "节日", "35日", "历年轮", "星期日"])
def test_what_is_no_time(text: str) -> None:
    assert [t for t in _times(text, "2025-08-20") if t.value] == []


@given(st.dates())
def test_every_date_is_read_as_written(day: object) -> None:
    if not 1900 <= day.year <= 2099:  # type: ignore[attr-defined]
        return
    text = f"{day.year}年{day.month}月{day.day}日"  # type: ignore[attr-defined]
    assert [t.value for t in _times(text)] == [day.isoformat()]  # type: ignore[attr-defined]


@given(
    st.lists(
        st.sampled_from(
            ["2025年", "今年", "3月", "5日", "底", "前", "到", "截至", "上半年", "十四五", "目前", "以来", "—", "至"]
            + ["，", "。", "近", "三年"]
        ),
        max_size=10,
    ),
    st.sampled_from(["", "2025", "2025-08", "2025-08-20"]),
)  # fmt: skip
def test_spans_are_in_order_and_values_are_iso(pieces: list[str], published: str) -> None:
    text = "".join(pieces)
    last = 0
    for time in _times(text, published):
        assert last <= time.start < time.end <= len(text)
        assert time.text == text[time.start : time.end]
        last = time.end
        for part in time.value.split("/") if time.value else ():
            year, *rest = part.split("-")
            assert len(year) == 4
            assert all(len(r) == 2 for r in rest)
        assert (time.value == "") == (time.basis == "none")


def test_the_year_of_a_span_is_its_last() -> None:
    assert [year_of(v) for v in ("2023/2025", "2024-03", "")] == ["2025", "2024", ""]
