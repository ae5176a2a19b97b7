"""Each mention stands for one thing, for a stated reason; what two things may be stays apart or open."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import examples

from kg import lexicon as lexicons
from kg.lexicon import Lexicon
from kg.model import Entity, Reading
from kg.nlp.abbreviations import find_aliases
from kg.nlp.linking import link
from kg.nlp.names import grammar
from kg.nlp.shortforms import likeness
from kg.resources import folder
from tests.nlp.reading_of import unlinked


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return lexicons.load(folder("entities"))


def read(marked: str, lexicon: Lexicon) -> Reading:
    return link(find_aliases(unlinked(marked)), lexicon)


def names(marked: str, lexicon: Lexicon) -> dict[str, str | None]:
    """Text of each mention -> canonical name with qualifier; None where it stays open."""
    found = read(marked, lexicon)
    result: dict[str, str | None] = {}
    for mention, linked in zip(found.mentions, found.links, strict=True):
        entity = None if linked.entity is None else found.entities[linked.entity]
        result[mention.text] = (
            None if entity is None else entity.name + (f"@{entity.qualifier}" if entity.qualifier else "")
        )
    return result


def reasons(marked: str, lexicon: Lexicon) -> list[str]:
    return [x.reason for x in read(marked, lexicon).links]


def entity(marked: str, lexicon: Lexicon, name: str) -> Entity:
    return next(e for e in read(marked, lexicon).entities if e.name == name)


# ---------------------------------------------------------------- the lexicon


def test_all_names_of_a_zone_are_one_thing(lexicon: Lexicon) -> None:
    marked = "[PLACE:北京]消息，[PLACE:北京亦庄]、[PLACE:亦庄]、[PLACE:经开区]和[PLACE:北京经济技术开发区]"
    found = read(marked, lexicon)
    assert len({x.entity for x in found.links[1:]}) == 1
    assert found.entities[found.links[1].entity or 0].name == "北京经济技术开发区"
    assert {x.reason for x in found.links} == {"lexicon"}


def test_a_zone_word_belongs_to_the_city_of_the_article(lexicon: Lexicon) -> None:
    assert names("[PLACE:合肥市]的[PLACE:经开区]与[PLACE:高新区]", lexicon) == {
        "合肥市": "合肥",
        "经开区": "合肥经济技术开发区",
        "高新区": "合肥高新技术产业开发区",
    }


def test_known_things_carry_code_and_iri(lexicon: Lexicon) -> None:
    found = entity("[PLACE:海淀]", lexicon, "海淀区")
    assert found.code == "110108" and found.lexicon == "urn:kg-zh:lexicon/place/110108"


def test_a_name_of_another_type_is_not_the_known_thing(lexicon: Lexicon) -> None:
    found = read("[PRODUCT:海淀]", lexicon)
    assert found.entities[0].lexicon == "" and found.links[0].reason == "new"


def test_fields_take_the_lexicons_name(lexicon: Lexicon) -> None:
    assert names("[FIELD:AI]与[FIELD:深海采矿]", lexicon) == {"AI": "人工智能", "深海采矿": "深海采矿"}


def test_traditional_spelling_is_the_same_thing(lexicon: Lexicon) -> None:
    found = read("[ORG:清華大學]与[ORG:清华大学]", lexicon)
    assert found.links[0].entity == found.links[1].entity


# ---------------------------------------------------------------- structure


@pytest.mark.parametrize(
    ("context", "text", "expected"),
    [
        ("[PLACE:北京]", "市科委", "北京市科学技术委员会"),
        ("[PLACE:北京]", "市经济和信息化局", "北京市经济和信息化局"),
        ("[PLACE:北京]", "市经信局", "北京市经济和信息化局"),
        ("[PLACE:北京]", "市发展改革委", "北京市发展和改革委员会"),
        ("[PLACE:北京]", "市发改委", "北京市发展和改革委员会"),
        ("[PLACE:杭州]", "市科技局", "杭州市科学技术局"),
        ("[PLACE:浙江省]", "省市场监管局", "浙江省市场监督管理局"),
        ("[PLACE:广西]", "自治区工信厅", "广西壮族自治区工业和信息化厅"),
        ("[PLACE:杭州]", "省科技厅", "浙江省科学技术厅"),
        ("[PLACE:海淀区]", "区政府", "海淀区人民政府"),
        ("[PLACE:昆山]", "市人民政府", "昆山市人民政府"),
        ("[PLACE:北京]", "市委", "中共北京市委员会"),
        ("[PLACE:北京]", "市委宣传部", "中共北京市委宣传部"),
        ("", "海淀区委", "中共海淀区委员会"),
        ("", "中共杭州市委", "中共杭州市委员会"),
        ("", "合肥市发展改革委", "合肥市发展和改革委员会"),
        ("", "西安高新区管委会", "西安高新技术产业开发区管理委员会"),
        ("", "江苏省工信厅电子信息处", "江苏省工业和信息化厅电子信息处"),
        ("", "国家药监局医疗器械监管司", "国家药品监督管理局医疗器械监管司"),
        ("", "西安交大能动学院", "西安交通大学能动学院"),
        ("", "青石镇政府", "青石镇人民政府"),
        ("", "云台管委会", "云台管理委员会"),
        ("[PLACE:合肥]", "市科技局、高新区管委会", "合肥市科学技术局、合肥高新技术产业开发区管理委员会"),
    ],
)
def test_bodies_in_full(lexicon: Lexicon, context: str, text: str, expected: str) -> None:
    assert names(f"{context}，[ORG:{text}]说", lexicon)[text] == expected


@pytest.mark.parametrize(
    "text", ["德国政府", "市场研究公司", "区块链协会", "海南人大网", "山东社会科学院", "中兴大学", "省广网公司X"]
)
def test_names_that_only_look_like_local_bodies(lexicon: Lexicon, text: str) -> None:
    assert names(f"[PLACE:海南]、[PLACE:济南]，[ORG:{text}]", lexicon)[text] == text


def test_coordinated_bodies_share_their_place(lexicon: Lexicon) -> None:
    found = names("[PLACE:天津]客人到访。[ORG:合肥市发展改革委]、[ORG:经济和信息化局]和[ORG:科技局]印发", lexicon)
    assert found["经济和信息化局"] == "合肥市经济和信息化局"


def test_a_bare_body_is_the_one_that_the_document_names(lexicon: Lexicon) -> None:
    assert names("[ORG:合肥市发改委]印发，[ORG:发改委]说", lexicon)["发改委"] == "合肥市发展和改革委员会"
    assert names("[ORG:发改委]说", lexicon)["发改委"] == "国家发展和改革委员会"
    assert entity("[PLACE:合肥]的[ORG:发改委]说", lexicon, "发改委").scope == "document"


def test_a_level_without_a_place_stays_in_its_document(lexicon: Lexicon) -> None:
    marked = "[ORG:市科委]说"
    assert entity(marked, lexicon, "市科委").scope == "document"
    assert reasons(marked, lexicon) == ["undefined"]


def test_greater_things_become_entities_without_a_mention(lexicon: Lexicon) -> None:
    found = read("[ORG:北京理工大学机电学院]与[PLACE:北京市海淀区]", lexicon)
    assert [e.name for e in found.entities] == ["北京理工大学机电学院", "海淀区", "北京理工大学", "北京"]
    assert [x.entity for x in found.links] == [0, 1]


@pytest.mark.parametrize(
    ("text", "expected", "greater"),
    [
        ("北京市海淀区", "海淀区", ["北京"]),
        ("广西忻城县红渡镇六纳村", "六纳村", ["广西", "忻城县", "红渡镇"]),
        ("浙江宁波", "宁波", ["浙江"]),
        ("宁波北仑", "北仑区", ["宁波"]),
        ("日本横滨", "横滨", ["日本"]),
        ("秘鲁钱凯港区", "钱凯港区", ["秘鲁"]),
        ("西安高新区", "西安高新技术产业开发区", ["西安"]),
        ("共和县青石滩", "青石滩", ["共和县"]),
        ("苏州工业园区", "苏州工业园区", []),
    ],
)
def test_chains_of_places(lexicon: Lexicon, text: str, expected: str, greater: list[str]) -> None:
    found = read(f"[PLACE:{text}]", lexicon)
    assert found.entities[found.links[0].entity or 0].name == expected
    assert sorted(e.name for e in found.entities[1:]) == sorted(greater)


# ---------------------------------------------------------------- homonyms


def test_homonyms_are_told_apart_by_what_holds_them(lexicon: Lexicon) -> None:
    assert names("[PLACE:北京]的[PLACE:朝阳区]", lexicon)["朝阳区"] == "朝阳区@北京"
    assert names("[PLACE:长春]的[PLACE:朝阳区]", lexicon)["朝阳区"] == "朝阳区@长春"
    assert names("[PLACE:北京市朝阳区]", lexicon)["北京市朝阳区"] == "朝阳区@北京"


def test_two_homonyms_in_one_document_are_two_entities(lexicon: Lexicon) -> None:
    found = read("[PLACE:北京市朝阳区]与[PLACE:长春市朝阳区]结对", lexicon)
    assert found.links[0].entity != found.links[1].entity
    assert {found.entities[x.entity or 0].qualifier for x in found.links} == {"北京", "长春"}


def test_a_homonym_without_context_stays_open(lexicon: Lexicon) -> None:
    found = read("[PLACE:朝阳区]一家企业", lexicon)
    assert found.links[0].entity is None and found.links[0].reason == "ambiguous"
    assert found.links[0].candidates == ("朝阳区（北京）", "朝阳区（长春）")


def test_a_homonym_between_two_contexts_stays_open(lexicon: Lexicon) -> None:
    found = read("[PLACE:北京市朝阳区]与[PLACE:长春市朝阳区]结对，[PLACE:朝阳区]出资", lexicon)
    assert found.links[2].entity is None and found.links[2].reason == "ambiguous"


def test_two_persons_of_one_name_with_posts_that_do_not_fit(lexicon: Lexicon) -> None:
    marked = (
        "[ORG:青岚材料公司]董事长[PERSON:林一]介绍产量。[PERSON:林一]说很好。\n"
        "[ORG:云台大学]历史系教授[PERSON:林一]讲课。\n会后[PERSON:林一]离开。"
    )
    found = read(marked, lexicon)
    linked = [x.entity for m, x in zip(found.mentions, found.links, strict=True) if m.type == "PERSON"]
    assert linked[0] == linked[1] is not None
    assert linked[2] not in (None, linked[0])
    assert linked[3] is None
    assert {e.qualifier for e in found.entities if e.type == "PERSON"} == {"青岚材料公司", "云台大学"}


def test_one_person_with_two_posts_stays_one(lexicon: Lexicon) -> None:
    marked = "[ORG:云台大学]副校长、[ORG:青岚研究院]院长[PERSON:林一]发言。[ORG:云台大学]副校长[PERSON:林一]补充。"
    found = read(marked, lexicon)
    assert len({x.entity for m, x in zip(found.mentions, found.links, strict=True) if m.type == "PERSON"}) == 1


# ---------------------------------------------------------------- the document's own names


def test_a_definition_binds_in_both_directions_of_the_text(lexicon: Lexicon) -> None:
    marked = "[ORG:青岚]投产\n[ORG:云台青岚材料股份有限公司]（下称“青岚”）说，青岚好"
    found = read(marked, lexicon)
    assert len({x.entity for x in found.links}) == 1
    assert [x.reason for x in found.links] == ["definition", "new", "definition", "definition"]
    assert found.entities[found.links[0].entity or 0].name == "云台青岚材料股份有限公司"


def test_a_definition_beats_the_lexicon(lexicon: Lexicon) -> None:
    assert names("[ORG:青岚海洋大学]（以下简称“海大”）。[ORG:海大]招生", lexicon)["海大"] == "青岚海洋大学"


def test_a_later_definition_takes_over_and_the_title_before_both_stays_open(lexicon: Lexicon) -> None:
    marked = (
        "解读[PROGRAMME:《方案》]\n[PROGRAMME:《甲市育苗方案》]（以下简称《方案》）。[PROGRAMME:《方案》]好。"
        "[PROGRAMME:《乙市育林方案》]（以下简称《方案》）。[PROGRAMME:《方案》]新。"
    )
    found = read(marked, lexicon)
    spelled = [None if x.entity is None else found.entities[x.entity].name for x in found.links]
    assert spelled[0] is None
    assert spelled[3] == "《甲市育苗方案》" and spelled[-1] == "《乙市育林方案》"


def test_definitions_may_chain(lexicon: Lexicon) -> None:
    marked = "[ORG:云台青岚材料股份有限公司]（下称“青岚材料”）。[ORG:青岚材料]（又称“青岚”）扩产。"
    assert set(names(marked, lexicon).values()) == {"云台青岚材料股份有限公司"}


@pytest.mark.parametrize(
    ("kind", "short", "long"),
    [
        ("ORG", "青岚材料", "云台市青岚材料股份有限公司"),
        ("ORG", "晶湖半导体", "杭州晶湖半导体有限公司"),
        ("ORG", "晶湖", "杭州晶湖半导体设备有限公司"),
        ("ORG", "青湖物理所", "青湖应用物理研究所"),
        ("ORG", "青湖", "青湖航空"),
        ("ORG", "机电工程学院", "北京理工大学机电工程学院"),
        ("PROGRAMME", "《行动方案》", "《青岚市育苗行动方案（2026—2028年）》"),
        ("PROGRAMME", "青岚育苗计划", "《青岚育苗计划（2026—2028年）》"),
        ("PROGRAMME", "清网", "城市水域“清网”行动"),
        ("EVENT", "制博会", "第十届中国国际装备制造业博览会"),
        ("EVENT", "世界育苗大会", "2026世界育苗大会"),
        ("PRODUCT", "青鸟三号", "“青鸟三号”机器人"),
        ("PRODUCT", "X7", "青岚X7"),
        ("PLACE", "青石", "青石镇"),
        ("PERSON", "勒菲弗", "安娜·勒菲弗"),
    ],
)
def test_short_forms(lexicon: Lexicon, kind: str, short: str, long: str) -> None:
    assert likeness(kind, short, long, grammar(lexicon)) > 0  # type: ignore[arg-type]
    found = read(f"[{kind}:{long}]，[{kind}:{short}]", lexicon)
    assert found.links[0].entity == found.links[1].entity


@pytest.mark.parametrize(
    ("kind", "short", "long"),
    [
        ("ORG", "小米", "小米汽车"),
        ("ORG", "青岚集团", "青岚低空发展有限公司"),
        ("ORG", "中国移动", "中国移动研究院"),
        ("ORG", "研究院", "青岚研究院"),
        ("ORG", "国家重点实验室", "青岚育苗国家重点实验室"),
        ("ORG", "三星", "三星（中国）半导体有限公司"),
        ("PROGRAMME", "《优化用水条例》", "《青岚省优化用水条例》"),
        ("PROGRAMME", "国家育苗基金", "国家育苗基金三期"),
        ("PROGRAMME", "计划", "青岚育苗计划"),
        ("EVENT", "第一届世界育苗大会", "第二届世界育苗大会"),
        ("EVENT", "北京半程马拉松", "机器人半程马拉松"),
        ("PRODUCT", "青鸟7", "青鸟7 Pro"),
        ("PERSON", "林一", "林一一"),
        ("PERSON", "王伟", "王小伟"),
    ],
)
def test_names_that_are_no_short_forms(lexicon: Lexicon, kind: str, short: str, long: str) -> None:
    found = read(f"[{kind}:{long}]，[{kind}:{short}]", lexicon)
    assert found.links[0].entity != found.links[1].entity


def test_a_short_form_of_two_names_stays_open(lexicon: Lexicon) -> None:
    found = read("[ORG:杭州晶湖半导体有限公司]、[ORG:南京晶湖材料有限公司]，[ORG:晶湖]说", lexicon)
    assert found.links[2].entity is None and found.links[2].reason == "ambiguous"
    assert found.links[2].candidates == ("南京晶湖材料有限公司", "杭州晶湖半导体有限公司")


def test_a_generic_title_that_nobody_defines_is_a_thing_of_its_document(lexicon: Lexicon) -> None:
    marked = "[PROGRAMME:《实施方案》]提出，[PROGRAMME:《实施方案》]要求"
    found = read(marked, lexicon)
    assert [x.reason for x in found.links] == ["undefined", "undefined"]
    assert [e.scope for e in found.entities] == ["document"]


def test_a_title_line_is_the_document(lexicon: Lexicon) -> None:
    marked = "[PROGRAMME:青岚市育苗条例]\n第一条 为了育苗，制定本条例。"
    assert list(names(marked, lexicon).values()) == ["《青岚市育苗条例》"]


def test_quotation_and_title_marks_make_no_second_thing(lexicon: Lexicon) -> None:
    found = read("[PRODUCT:“青鸟”]与[PRODUCT:青鸟]；[PROGRAMME:青岚公约]即[PROGRAMME:《青岚公约》]", lexicon)
    assert found.links[0].entity == found.links[1].entity
    assert found.links[2].entity == found.links[3].entity
    assert found.entities[found.links[2].entity or 0].name == "《青岚公约》"


def test_levels_in_programmes_and_events(lexicon: Lexicon) -> None:
    found = names("[PLACE:广东]。[EVENT:全省育苗工作大会]，[PROGRAMME:省重点育苗专项]", lexicon)
    assert found["全省育苗工作大会"] == "广东省育苗工作大会"
    assert found["省重点育苗专项"] == "广东省重点育苗专项"


@pytest.mark.parametrize("text", ["市发展改革部门", "有关部门", "市、区人民政府", "该公司", "各级人民政府"])
def test_functional_names_stand_for_nothing(lexicon: Lexicon, text: str) -> None:
    found = read(f"[PLACE:北京]的[ORG:{text}]", lexicon)
    assert found.links[1].entity is None and found.links[1].reason == "functional"


def test_unknown_things_are_new_once(lexicon: Lexicon) -> None:
    assert reasons("[ORG:青岚会]与[ORG:青岚会]，[PERSON:林一]", lexicon) == ["new", "same-string", "new"]


# ---------------------------------------------------------------- contracts

PIECES = [
    "[ORG:云台青岚材料股份有限公司]",
    "（以下简称“青岚”）",
    "[ORG:青岚]",
    "[ORG:市科委]",
    "[PLACE:北京]",
    "[PLACE:朝阳区]",
    "[PLACE:北京市海淀区]",
    "[PERSON:林一]",
    "[ORG:云台大学]教授[PERSON:林一]",
    "[PROGRAMME:《方案》]",
    "[PROGRAMME:《北京市育苗方案》]（下称《方案》）",
    "[EVENT:制博会]",
    "[FIELD:AI]",
    "[ORG:发展改革委]、[ORG:教委]",
    "，",
    "。\n",
]


@given(st.lists(st.sampled_from(PIECES), max_size=14))
@settings(max_examples=examples(150), deadline=None)
def test_one_link_a_mention_in_order_and_entities_that_differ(pieces: list[str]) -> None:
    lexicon = _shipped()
    found = read("".join(pieces), lexicon)
    assert [x.mention for x in found.links] == list(range(len(found.mentions)))
    identities = [(e.type, e.name, e.qualifier, e.scope) for e in found.entities]
    assert len(set(identities)) == len(identities)
    for mention, linked in zip(found.mentions, found.links, strict=True):
        assert 0.0 <= linked.score <= 1.0
        if linked.entity is None:
            assert linked.reason in ("ambiguous", "undefined", "functional")
        else:
            assert found.entities[linked.entity].type == mention.type
    assert link(replace(found, entities=(), links=()), lexicon) == found


_SHIPPED: list[Lexicon] = []


def _shipped() -> Lexicon:
    if not _SHIPPED:
        _SHIPPED.append(lexicons.load(folder("entities")))
    return _SHIPPED[0]


def test_no_mentions_no_entities(lexicon: Lexicon) -> None:
    found = link(unlinked("没有名字。"), lexicon)
    assert found.entities == () and found.links == ()


def test_many_unknown_names_take_no_square_of_time(lexicon: Lexicon) -> None:
    marked = "".join(f"[ORG:青岚{chr(0x4E00 + i)}{chr(0x5000 + i * 7 % 4000)}公司]，" for i in range(1500))
    made = unlinked(marked)
    start = time.process_time()
    link(find_aliases(made), lexicon)
    assert time.process_time() - start < 10  # 0.4 s on the machine it was written on


def test_office_of_a_named_park_belongs_to_no_other_body(lexicon: Lexicon) -> None:
    found = names("[PLACE:青石产业园]由[ORG:青石产业园管理办公室]管理，与[ORG:江州新材料创新中心]共建。", lexicon)
    assert found["青石产业园管理办公室"] == "青石产业园管理办公室"
