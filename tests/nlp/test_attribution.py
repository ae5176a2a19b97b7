"""Who said what, and what lies inside what was said."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from kg import ontology, resources
from kg.model import Attribution, Observation, Reading
from kg.nlp.attribution import find_attributions
from kg.nlp.relations import find_claims
from kg.rules import load
from tests.nlp.reading_of import reading_of

RULES = load(resources.folder("rules"), ontology.load())


def read(text: str) -> Reading:
    return find_attributions(find_claims(reading_of(text), RULES), RULES)


def said(reading: Reading, attribution: Attribution) -> str:
    return reading.document.text[attribution.start : attribution.end]


def only(text: str) -> tuple[str, str, str, str, str]:
    """Speaker, organisation, post, medium and words of the one attribution of a text."""
    reading = read(text)
    (a,) = reading.attributions

    def name(mention: int | None) -> str:
        return "" if mention is None else reading.mentions[mention].text

    return name(a.speaker), name(a.organisation), a.post, a.medium, said(reading, a)


SPEAKER = "[云州市数据局|ORG]副局长[马知远|PERSON]"


@pytest.mark.parametrize("verb", ["表示", "说", "介绍", "透露", "指出", "认为", "坦言", "告诉记者", "在会上说"])
def test_words_behind_the_verb(verb: str) -> None:
    assert only(f"天晴。{SPEAKER}{verb}，接口要先统一。明天下雨。") == (
        "马知远",
        "云州市数据局",
        "副局长",
        "",
        "接口要先统一。",
    )


def test_a_quotation_behind_the_verb_ends_with_its_mark() -> None:
    assert only(f"{SPEAKER}说：“接口要先统一。其余不急。”会场很静。")[4] == "“接口要先统一。其余不急。”"


def test_a_quotation_before_the_verb() -> None:
    assert only(f"会场很静。“接口要先统一。其余不急。”{SPEAKER}说。明天下雨。")[4] == "“接口要先统一。其余不急。”"


def test_a_quotation_on_both_sides_is_one_stretch() -> None:
    text = f"“接口要先统一，”{SPEAKER}说，“其余不急。”明天下雨。"
    assert only(text)[4] == "“接口要先统一，”云州市数据局副局长马知远说，“其余不急。”"


def test_a_speech_may_run_over_paragraphs() -> None:
    text = f"{SPEAKER}说：“接口要先统一。\n“数据要先分级。”\n明天下雨。"
    assert only(text)[4] == "“接口要先统一。\n“数据要先分级。”"


def test_a_quotation_without_its_end_stops_with_the_paragraph() -> None:
    assert only(f"{SPEAKER}说：“接口要先统一。\n明天下雨。")[4] == "“接口要先统一。"


def test_a_term_in_quotation_marks_is_no_speech() -> None:
    assert only(f"{SPEAKER}说，“十四五”期间要建八个中心。明天下雨。")[4] == "“十四五”期间要建八个中心。"
    assert not read(f"他们把这叫作“灯塔”。{SPEAKER}说。").attributions


def test_a_semicolon_does_not_end_a_speech() -> None:
    assert only(f"{SPEAKER}表示，接口要先统一；其余不急。明天下雨。")[4] == "接口要先统一；其余不急。"


def test_the_medium_that_asked() -> None:
    assert only(f"{SPEAKER}对[云州日报|ORG]记者说，接口要先统一。")[3] == "云州日报"


def test_a_body_without_a_name_of_a_person() -> None:
    assert only("[云州市数据局|ORG]相关负责人表示，接口要先统一。")[:3] == ("", "云州市数据局", "相关负责人")


@pytest.mark.parametrize("cue", ["统计", "介绍", "公布", "发布的数据"])
def test_according_to_a_body(cue: str) -> None:
    assert only(f"据[云州市统计局|ORG]{cue}，去年产值增长两成。")[1] == "云州市统计局"


def test_in_somebodys_eyes() -> None:
    assert only(f"在{SPEAKER}看来，接口要先统一。")[0] == "马知远"


def test_an_interview() -> None:
    made = read("问：难吗？\n[马知远|PERSON]：难。接口没有统一。\n问：然后呢？")
    assert [said(made, a) for a in made.attributions] == ["难。接口没有统一。"]


def test_a_post_given_before_is_known_later() -> None:
    made = read(f"{SPEAKER}到了会场。\n[马知远|PERSON]说，接口要先统一。")
    assert [(a.post, a.organisation) for a in made.attributions] == [("副局长", 0)]


def test_he_is_the_person_named_before() -> None:
    made = read(f"{SPEAKER}到了会场。他说，接口要先统一。")
    assert [a.speaker for a in made.attributions] == [1]


@pytest.mark.parametrize(
    "text",
    [
        "[马知远|PERSON]在业绩说明会上鞠躬，没有开口。",
        "对[马知远|PERSON]来说，接口要先统一。",
        "[马知远|PERSON]给县里的建议却没有人听。",
    ],
)
def test_no_speech(text: str) -> None:
    assert not read(text).attributions


def test_claims_inside_a_speech_point_to_it_and_others_do_not() -> None:
    made = read(
        f"{SPEAKER}表示，[澜石科技|ORG]研制的[青鸟|PRODUCT]已下线。[远帆智造|ORG]研制的[玄石|PRODUCT]也已下线。"
    )
    assert {(c.predicate, made.entities[c.object].name): c.attribution for c in made.claims} == {
        ("worksFor", "云州市数据局"): None,
        ("develops", "青鸟"): 0,
        ("develops", "玄石"): None,
    }


def test_figures_inside_a_speech_point_to_it() -> None:
    reading = reading_of(f"{SPEAKER}表示，[云州|PLACE]有企业30家。")
    start = reading.document.text.index("云州有")
    figure = Observation(
        subject=2,
        indicator="企业数量",
        indicator_text="企业",
        quantity=0,
        value=Decimal(30),
        unit="家",
        comparator="=",
        base_value=Decimal(30),
        base_unit="家",
        kind="fact",
        sentence=0,
        start=start,
        end=start + 8,
        rule="test",
        confidence=1,
    )
    made = find_attributions(replace(reading, observations=(figure,)), RULES)
    assert [o.attribution for o in made.observations] == [0]


def test_hearsay_is_reported() -> None:
    made = read("网传[澜石科技|ORG]收购，有消息称[澜石科技|ORG]研制的[青鸟|PRODUCT]停产。")
    assert [c.modality for c in made.claims if c.predicate == "develops"] == ["reported"]


def test_reading_twice_changes_nothing() -> None:
    made = read(f"{SPEAKER}表示，[澜石科技|ORG]研制的[青鸟|PRODUCT]已下线。")
    assert find_attributions(made, RULES) == made
