"""Relations over whole texts: anaphors, topics, genres, modality, times, quotes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import examples

from kg import ontology, resources
from kg.model import Claim, Reading, TimeExpression
from kg.nlp.relations import find_claims
from kg.rules import load
from tests.nlp.reading_of import reading_of, triples

RULES = load(resources.folder("rules"), ontology.load())


def read(text: str) -> Reading:
    return find_claims(reading_of(text), RULES)


def claim(text: str, predicate: str) -> Claim:
    (only,) = [c for c in read(text).claims if c.predicate == predicate]
    return only


def quote(reading: Reading, claim: Claim) -> str:
    return reading.document.text[claim.start : claim.end]


# ---------------------------------------------------------------- enumerations


def test_one_claim_for_each_issuer() -> None:
    made = read("[云州市科技局|ORG]、[云州市财政局|ORG]和[云州市教育局|ORG]联合印发[《算力方案》|PROGRAMME]。")
    assert triples(made) == {
        ("《算力方案》", "issuedBy", name) for name in ("云州市科技局", "云州市财政局", "云州市教育局")
    }


def test_cooperation_is_given_once() -> None:
    made = read("[澜石科技|ORG]与[青屿大学|ORG]联合研制样机。")
    assert len([c for c in made.claims if c.predicate == "cooperatesWith"]) == 1


def test_nothing_is_related_to_itself() -> None:
    assert not read("[澜石科技|ORG]与[澜石|ORG=澜石科技]共建实验室。").claims


def test_an_unresolved_name_makes_no_claim() -> None:
    reading = reading_of("[云州市科技局|ORG]印发[《算力方案》|PROGRAMME]。")
    first, second = reading.links
    reading = replace(reading, links=(replace(first, entity=None), second))
    assert not find_claims(reading, RULES).claims


# ---------------------------------------------------------------- context


@pytest.mark.parametrize("words", ["该公司", "这家企业", "公司"])
def test_a_company_named_before(words: str) -> None:
    made = read(f"[澜石科技|ORG]昨天宣布扩产。{words}自主研发的[青鸟|PRODUCT]已经下线。")
    assert ("澜石科技", "develops", "青鸟") in triples(made)


def test_the_kind_of_body_decides_whom_an_anaphor_means() -> None:
    made = read("[青屿大学|ORG]请来了[澜石科技|ORG]。该校与[云州医院|ORG]共建实验室。")
    assert triples(made) == {("青屿大学", "cooperatesWith", "云州医院")}


def test_former_and_latter() -> None:
    text = "[青鸟|PRODUCT]比[玄石|PRODUCT]早两年。后者由[澜石科技|ORG]研制，前者由[远帆智造|ORG]研制。"
    assert triples(read(text)) == {("澜石科技", "develops", "玄石"), ("远帆智造", "develops", "青鸟")}


def test_an_anaphor_does_not_reach_into_another_paragraph() -> None:
    assert not read("[澜石科技|ORG]昨天扩产。\n该公司自主研发的[青鸟|PRODUCT]下线。").claims


def test_a_meeting_is_remembered_for_the_whole_text() -> None:
    made = read("[云州机器人大会|EVENT]昨天开幕。\n会上，[澜石科技|ORG]发布了[青鸟|PRODUCT]。")
    wanted = {("青鸟", "announcedAt", "云州机器人大会"), ("澜石科技", "participatesIn", "云州机器人大会")}
    assert wanted <= triples(made)


def test_a_clause_without_a_subject_takes_the_topic() -> None:
    made = read("[云州开发区|PLACE]地处平原，重点发展[高端装备|FIELD]。")
    assert triples(made) == {("云州开发区", "focusesOn", "高端装备")}


def test_what_was_just_named_is_the_topic_of_the_next_clause() -> None:
    made = read("[云州市数据局|ORG]印发[《算力方案》|PROGRAMME]，聚焦[人工智能|FIELD]。")
    assert {t for t in triples(made) if t[1] == "focusesOn"} == {("《算力方案》", "focusesOn", "人工智能")}


def test_a_government_report_speaks_for_its_place() -> None:
    made = read("2024年云州省政府工作报告\n大力发展[海洋经济|FIELD]，设立[北岸基金|PROGRAMME]。")
    assert triples(made) == {("云州", "focusesOn", "海洋经济"), ("北岸基金", "issuedBy", "云州")}
    assert {c.subject_mention for c in made.claims if c.predicate == "focusesOn"} == {None}


def test_our_country_is_china() -> None:
    assert ("中国", "focusesOn", "海洋经济") in triples(read("我国大力发展[海洋经济|FIELD]。"))


# ---------------------------------------------------------------- modality, time, quote


@pytest.mark.parametrize(
    ("words", "modality"),
    [
        ("昨天举办", "asserted"),
        ("将举办", "planned"),
        ("拟于明年举办", "planned"),
        ("计划举办", "planned"),
        ("并未举办", "denied"),
        ("不再举办", "denied"),
        ("取消举办", "denied"),
    ],
)
def test_modality_is_read_from_the_clause(words: str, modality: str) -> None:
    assert claim(f"[云州市科技局|ORG]{words}[云州机器人大会|EVENT]。", "organises").modality == modality


def test_another_clause_does_not_change_the_modality() -> None:
    text = "[澜石科技|ORG]将扩产，[云州市科技局|ORG]举办了[云州机器人大会|EVENT]。"
    assert claim(text, "organises").modality == "asserted"


def test_the_quote_runs_from_the_first_to_the_last_character_used() -> None:
    made = read("据悉，[云州市科技局|ORG]日前印发《[算力方案|PROGRAMME]》，各区照办。")
    (only,) = made.claims
    assert quote(made, only) == "云州市科技局日前印发《算力方案"
    assert only.trigger is not None
    assert made.document.text[only.trigger.start : only.trigger.end] == "印发"
    assert (only.subject_mention, only.object_mention) == (1, 0)


def test_a_topic_of_the_same_sentence_belongs_to_the_quote() -> None:
    made = read("[云州开发区|PLACE]地处平原，重点发展[高端装备|FIELD]。")
    assert quote(made, made.claims[0]) == "云州开发区地处平原，重点发展高端装备"


def test_the_time_of_the_clause_is_kept() -> None:
    reading = reading_of("2024年8月，[云州市科技局|ORG]举办[云州机器人大会|EVENT]。")
    time = TimeExpression(start=0, end=7, text="2024年8月", value="2024-08", relation="at", basis="text")
    made = find_claims(replace(reading, times=(time,)), RULES)
    assert [c.time for c in made.claims] == [0]


def test_a_post_becomes_the_role() -> None:
    made = claim("[云州市数据局|ORG]副局长[马知远|PERSON]出席。", "worksFor")
    assert made.role == "副局长"


# ---------------------------------------------------------------- always


NAMES = "[澜石科技|ORG] [云州|PLACE] [马知远|PERSON] [青鸟|PRODUCT] [云州大会|EVENT] [《方案》|PROGRAMME]"
WORDS = "印发 的 、 ， 。 在 举办 研制 副局长 由 聚焦 与 共建 该公司 后者 “ ” 将 旗下的"


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(st.sampled_from([*NAMES.split(), *WORDS.split(), "\n"]), max_size=25))
def test_claims_fit_text_and_ontology(pieces: list[str]) -> None:
    made = read("".join(pieces))
    predicates = ontology.load().predicates
    for c in made.claims:
        sentence = made.sentences[c.sentence]
        assert sentence.start <= c.start < c.end <= sentence.end
        assert predicates[c.predicate].allows(made.entities[c.subject].type, made.entities[c.object].type)
        for mention, entity in ((c.subject_mention, c.subject), (c.object_mention, c.object)):
            assert mention is None or made.links[mention].entity == entity
    assert list(made.claims) == sorted(made.claims, key=lambda c: (c.start, c.end))
    assert find_claims(made, RULES) == made


def test_a_long_line_takes_no_time_out_of_proportion() -> None:
    assert read("[澜石科技|ORG]、" * 400 + "联合印发[《方案》|PROGRAMME]。").claims


def test_traditional_characters_read_as_simplified_ones() -> None:
    made = read("[澜石科技|ORG]研發的[青鳥|PRODUCT]在[雲州|PLACE]。")
    assert ("澜石科技", "develops", "青鳥") in triples(made)


def test_a_regulation_speaks_of_itself() -> None:
    text = "[云州算力促进条例|PROGRAMME]\n第一条 根据[《国家算力规划》|PROGRAMME]，制定本条例。"
    assert triples(read(text)) == {("云州算力促进条例", "basedOn", "《国家算力规划》")}
