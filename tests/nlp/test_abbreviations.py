"""A short form is bound where the document binds it, marked wherever it stands later, and nowhere else."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import examples

from kg.nlp.abbreviations import find_aliases
from tests.nlp.reading_of import MARKED, unlinked


def bound(marked: str) -> list[tuple[str, str]]:
    read = find_aliases(unlinked(marked))
    return [(a.text, read.mentions[a.full].text) for a in read.aliases]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("[PROGRAMME:《云台市机器人产业行动计划（2026—2028年）》]（以下简称《行动计划》）印发。", "《行动计划》"),
        ("[ORG:云台青岚材料股份有限公司]（下称“青岚材料”）称", "青岚材料"),
        ("[ORG:云台青岚材料股份有限公司]（以下简称青岚材料）总经理", "青岚材料"),
        ('[ORG:云台青岚材料股份有限公司](简称"青岚")投产', "青岚"),
        ("[ORG:云台青岚材料股份有限公司]（股票简称：青岚材料，代码000000）", "青岚材料"),
        ("[PROGRAMME:《云台市扶持办法》]（云政规〔2026〕3号，以下简称《办法》）", "《办法》"),
        ("[PROGRAMME:《云台市“育苗计划”方案》]，简称“育苗计划”，由市里", "育苗计划"),
        ("[EVENT:第九届云台国际机器人博览会]（又称“云博会”）开幕", "云博会"),
        ("[ORG:環球材料促進局]（下稱「材促局」）", "材促局"),
        ("[ORG:万国气候组织]（WKO）说", "WKO"),
        ("[ORG:万国气候组织]（World Climate Body，WKO）说", "WKO"),
        ("[PLACE:青石路]（即“光谷大道”）两侧", "光谷大道"),
    ],
)
def test_wordings_that_bind(marked: str, expected: str) -> None:
    full = MARKED.search(marked)
    assert full is not None
    assert bound(marked) == [(expected, full[2])]


@pytest.mark.parametrize(
    "marked",
    [
        "[ORG:云台大学]（本报记者 林一）",
        "[ORG:云台大学]发布报告，业内简称很多。",
        "[PERSON:林一]（Lin Yi）表示",
        "[ORG:云台大学]（2026年）",
        "[PROGRAMME:《云台市办法》]（试行）",
        "以下简称《方案》",
        "[PLACE:上海市]、[PLACE:浙江省]（以下简称两省一市）",
    ],
)
def test_wordings_that_bind_nothing(marked: str) -> None:
    assert bound(marked) == []


def test_full_name_may_follow() -> None:
    assert bound("“[PROGRAMME:百村工程]”全称“[PROGRAMME:百村千户富民工程]”") == [("百村工程", "百村千户富民工程")]
    assert bound("[ORG:WKO]（[ORG:万国气候组织]）") == [("WKO", "万国气候组织")]


def test_one_definition_may_bind_two_names() -> None:
    assert [short for short, _ in bound("[ORG:云台青岚材料公司]（以下简称“青岚”或“青岚材料”）")] == ["青岚", "青岚材料"]


def test_unmarked_short_forms_become_mentions_from_there_on() -> None:
    read = find_aliases(unlinked("青岚在前。[ORG:云台青岚材料公司]（下称“青岚”）投产，青岚说，[ORG:青岚山大学]不是。"))
    new = [(m.text, m.method, m.start) for m in read.mentions if m.method != "tagger"]
    assert [(text, method) for text, method, _ in new] == [("青岚", "definition"), ("青岚", "repeat")]
    assert all(read.document.text[m.start : m.end] == m.text for m in read.mentions)
    assert all(m.type == "ORG" for m in read.mentions)


def test_a_shorter_name_inside_gives_way_and_the_type_follows_the_full_name() -> None:
    read = find_aliases(
        unlinked("[EVENT:第九届光电子博览会]（下称“[PLACE:云台]光博会”）闭幕，[ORG:云台光博会]办了九届。")
    )
    assert [(m.text, m.type) for m in read.mentions] == [
        ("第九届光电子博览会", "EVENT"),
        ("云台光博会", "EVENT"),
        ("云台光博会", "EVENT"),
    ]


def test_latin_short_forms_are_whole_words() -> None:
    read = find_aliases(unlinked("[ORG:万国气候组织]（WKO）说，WKO与WKOX不同。"))
    assert [m.text for m in read.mentions].count("WKO") == 2


def test_two_definitions_of_one_short_form_are_both_kept() -> None:
    marked = "[PROGRAMME:《甲市方案》]（以下简称《方案》）。《方案》好。[PROGRAMME:《乙市方案》]（以下简称《方案》）。"
    assert bound(marked) == [("《方案》", "《甲市方案》"), ("《方案》", "《乙市方案》")]


@given(
    st.lists(
        st.sampled_from(
            ["[ORG:青岚材料公司]", "（下称“", "青岚", "”）", "简称", "，", "（", "）", "《", "》", "全称", "WKO", "\n"]
        ),
        max_size=14,
    )
)
@settings(max_examples=examples(300), deadline=None)
def test_mentions_stay_in_order_without_overlap(pieces: list[str]) -> None:
    before = unlinked("".join(pieces))
    after = find_aliases(before)
    assert all(a.end <= b.start for a, b in pairwise(after.mentions))
    assert all(after.document.text[m.start : m.end] == m.text for m in after.mentions)
    for alias in after.aliases:
        assert after.document.text[alias.start : alias.end] == alias.text
        assert 0 <= alias.full < len(after.mentions)
    again = find_aliases(after)
    assert (again.mentions, again.aliases) == (after.mentions, after.aliases)
