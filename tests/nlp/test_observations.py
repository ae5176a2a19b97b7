"""Observations: what is measured, of which thing, how much, fact or target, and when."""

from __future__ import annotations

import math
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise, product
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from support import examples

from kg.errors import DataError
from kg.model import Entity, Observation, PartialDate, Reading
from kg.nlp.chains import Step, marginals
from kg.nlp.cues import load_cues
from kg.nlp.figures import weights
from kg.nlp.indicators import indicator, load_wording, wording
from kg.nlp.observations import find_observations
from kg.nlp.quantities import find_quantities, quantities
from kg.nlp.times import find_times
from kg.resources import folder
from tests.nlp.reading_of import reading_of


def _read(marked: str, published: str = "") -> Reading:
    reading = reading_of(marked)
    if published:
        reading = replace(reading, document=replace(reading.document, published=PartialDate(value=published)))
    return find_observations(find_times(find_quantities(reading)))


def _rows(marked: str, published: str = "") -> list[tuple[str, str, str, str, str, str, str]]:
    reading = _read(marked, published)
    return [_row(reading, o) for o in reading.observations]


def _row(reading: Reading, o: Observation) -> tuple[str, str, str, str, str, str, str]:
    name = reading.entities[o.subject].name
    return (name, o.indicator, o.comparator, f"{o.value:f}", o.unit, o.kind, o.time_value)


# ---------------------------------------------------------------- indicators


@pytest.mark.parametrize("example", wording().examples, ids=lambda e: str(e["text"]))
def test_the_examples_of_the_rules(example: dict[str, str]) -> None:
    text = example["text"]
    (quantity,) = quantities(text)
    found = indicator(text[len(example["name"]) : quantity.start], quantity, text[quantity.end :], None)
    assert (found.name, found.rule) == (example["indicator"], example["rule"])


def test_a_level_that_changes_keeps_its_indicator() -> None:
    rows = _rows("[青禾市|PLACE]数控机床企业由12家增至30家。")
    assert [(r[1], r[3]) for r in rows] == [("数控机床企业数量", "12"), ("数控机床企业数量", "30")]


def test_growth_takes_over_what_grew() -> None:
    rows = _rows("[青禾市|PLACE]去年机床产值达86亿元，同比增长7.5%，占全省的三成。", "2025-03")
    assert [(r[1], r[3], r[4]) for r in rows] == [
        ("机床产值", "86", "亿元"),
        ("机床产值同比增长率", "7.5", "%"),
        ("机床产值占全省比重", "30", "%"),
    ]


def test_rows_of_words_are_told_apart() -> None:
    rows = _rows("[青禾市|PLACE]机床制造业、仪表制造业增加值分别增长8.2%、6.1%。")
    assert [(r[1], r[3]) for r in rows] == [("机床制造业增加值增长率", "8.2"), ("仪表制造业增加值增长率", "6.1")]


# ---------------------------------------------------------------- subjects


def test_a_range_is_two_observations() -> None:
    rows = _rows("[青禾市|PLACE]建成示范车间3—5个。")
    assert [(r[0], r[2], r[3]) for r in rows] == [("青禾市", ">=", "3"), ("青禾市", "<=", "5")]


def test_names_in_a_row_are_told_apart_by_分别() -> None:
    rows = _rows("[青禾市|PLACE]、[柳湾市|PLACE]、[南垌市|PLACE]的机床产值分别为86亿元、45亿元和12亿元。")
    assert [(r[0], r[3]) for r in rows] == [("青禾市", "86"), ("柳湾市", "45"), ("南垌市", "12")]


def test_each_of_a_row_gets_the_sum() -> None:
    rows = _rows("[青禾银行|ORG]、[柳湾银行|ORG]各出资3亿元。")
    assert [(r[0], r[3]) for r in rows] == [("青禾银行", "3"), ("柳湾银行", "3")]


def test_the_whole_country_is_added_behind_the_entities() -> None:
    reading = _read("据[青禾研究院|ORG]统计，2024年全国机床产量为86万台，同比增长7.5%。")
    assert [e.name for e in reading.entities] == ["青禾研究院", "中国"]
    assert {reading.entities[o.subject] for o in reading.observations} == {Entity(type="PLACE", name="中国")}
    assert all(o.subject_mention is None for o in reading.observations)


def test_the_country_is_not_added_twice() -> None:
    reading = _read("[中国|PLACE]机床协会年会开幕。2024年全国机床产量为86万台。")
    assert [e.name for e in reading.entities] == ["中国"]


def test_a_plan_owns_the_targets_that_follow_it() -> None:
    rows = _rows(
        "[青禾市|PLACE]近日印发[《青禾市智能机床行动计划（2025—2027年）》|PROGRAMME]。"
        "到2027年底，突破关键技术百余项；培育核心企业不少于50家。"
    )
    plan = "《青禾市智能机床行动计划（2025—2027年）》"
    assert rows == [
        (plan, "突破关键技术数量", ">=", "100", "项", "target", "2027-12-31"),
        (plan, "培育核心企业数量", ">=", "50", "家", "target", "2027-12-31"),
    ]


def test_a_work_report_is_about_its_place_and_looks_back_a_year() -> None:
    rows = _rows(
        "[2024年青禾市政府工作报告|PROGRAMME]\n[青禾市|PLACE]经济稳中有进。\n机床产量增长7.5%。外贸总额突破200亿元。"
    )
    assert [(r[0], r[5], r[6]) for r in rows] == [("青禾市", "fact", "2023"), ("青禾市", "fact", "2023")]


# ---------------------------------------------------------------- kind and time


@pytest.mark.parametrize(
    ("text", "kind", "time"),
    [
        ("到2027年底，[青禾市|PLACE]力争培育机床企业50家。", "target", "2027-12-31"),
        ("到2026年，[青禾市|PLACE]机床产业规模达到300亿元。", "target", "2026"),
        ("截至2024年6月，[青禾市|PLACE]已建成示范车间50个。", "fact", "2024-06"),
        ("去年，[青禾市|PLACE]机床产值达86亿元。", "fact", "2024"),
        ("今年上半年，[青禾市|PLACE]机床产值达86亿元，同比增长7.5%。", "fact", "2025"),
        ("2021—2023年，[青禾市|PLACE]累计投入资金86亿元。", "fact", "2021/2023"),
    ],
)
def test_targets_and_facts_with_their_dates(text: str, kind: str, time: str) -> None:
    rows = _rows(text, "2025-08-20")
    assert rows
    assert {(r[5], r[6]) for r in rows} == {(kind, time)}


def test_base_values_are_those_of_the_quantity() -> None:
    reading = _read("[青禾市|PLACE]机床产业规模约45亿元。")
    (found,) = reading.observations
    assert (found.value, found.base_value, found.base_unit) == (Decimal(45), Decimal(45 * 10**8), "元")
    assert reading.quantities[found.quantity].unit == found.unit == "亿元"
    assert found.attribution is None


def test_a_reading_without_names_or_numbers_stays_as_it_is() -> None:
    assert _read("机床轰鸣，灯火通明。").observations == ()


# ---------------------------------------------------------------- for any text


_PIECES = [
    "[青禾市|PLACE]", "[柳湾机床公司|ORG]", "[《机床计划（2025—2027年）》|PROGRAMME]", "[锐锋X1|PRODUCT]", "全国",
    "去年", "到2027年底，", "产值", "企业", "达到", "同比增长", "占全省", "分别", "各", "其中", "不少于", "50家",
    "3—5个", "86亿元", "7.5%", "近四成", "、", "，", "。", "；", "\n", "的", "“", "”",
]  # fmt: skip


@settings(max_examples=examples(150), deadline=None)
@given(st.lists(st.sampled_from(_PIECES), min_size=2, max_size=24), st.sampled_from(["", "2025", "2025-08-20"]))
def test_observations_of_any_text_stand_in_it(pieces: list[str], published: str) -> None:
    text = "".join(a if a != b or "[" not in a else "" for a, b in pairwise([*pieces, ""]))
    reading = _read(text, published)
    before = reading_of(text)
    assert reading.entities[: len(before.entities)] == before.entities
    for o in reading.observations:
        quantity = reading.quantities[o.quantity]
        sentence = reading.sentences[o.sentence]
        assert o.indicator
        assert 0 <= o.subject < len(reading.entities)
        assert o.value in (quantity.value, quantity.upper)
        assert sentence.start <= o.start <= quantity.start < quantity.end <= o.end <= sentence.end
        assert 0 < o.confidence <= 1
        assert o.time is None or reading.times[o.time].value or not o.time_value
    assert _read(text, published) == reading


@given(st.lists(st.lists(st.floats(-5, 5), min_size=1, max_size=4), min_size=1, max_size=5), st.floats(-3, 3))
def test_marginals_are_those_of_all_ways_summed(own: list[list[float]], stay: float) -> None:
    keys = [list(range(len(row))) for row in own]
    shares = marginals(keys, own, [Step(stay, -stay)] * len(own))
    sums = [[0.0] * len(row) for row in own]
    for way in product(*keys):
        score = sum(row[j] for row, j in zip(own, way, strict=True))
        score += sum(stay if a == b else -stay for a, b in pairwise(way))
        for i, j in enumerate(way):
            sums[i][j] += math.exp(score)
    for row, expected in zip(shares, sums, strict=True):
        assert row == pytest.approx([x / sum(expected) for x in expected], abs=1e-4)


# ---------------------------------------------------------------- data


def test_the_weights_are_three_models() -> None:
    models = weights()
    assert all((models.keep, models.target, models.subject))
    assert "" in models.keep


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("openers", ["的"]),
        ("head_of_unit", "家"),
        ("cues", {"speech": "("}),
        ("cues", {"speech": 1}),
        ("genres", {"BANK": {}}),
    ],
)
def test_lists_that_do_not_fit_are_refused_with_their_place(tmp_path: Path, name: str, value: object) -> None:
    data = yaml.safe_load((folder("rules") / "observations.yaml").read_text(encoding="utf-8"))
    data[name] = value
    broken = tmp_path / "observations.yaml"
    broken.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8", newline="\n")
    with pytest.raises(DataError) as caught:
        load_cues(broken) if name in ("cues", "genres") else load_wording(broken)
    assert "observations.yaml" in caught.value.place
