"""Names that lean on the text around them: units of 该公司, half-marked titles, class nouns behind a product's name."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from kg import lexicon as lexicons
from kg.lexicon import Lexicon, LexiconEntry
from kg.model import Mention, Reading
from kg.nlp.abbreviations import find_aliases
from kg.nlp.linking import link
from kg.nlp.sentences import sentences
from kg.nlp.state import plain_document
from kg.resources import folder

_MARKED = re.compile(r"\[(ORG|PROGRAMME|PLACE|PERSON|PRODUCT):([^\]]+)\]")


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return lexicons.load(folder("entities"))


def names(marked: str, lexicon: Lexicon) -> dict[str, str | None]:
    text, at, mentions = "", 0, []
    for match in _MARKED.finditer(marked):
        text += marked[at : match.start()]
        mention = Mention(start=len(text), end=len(text), type=match[1], text=match[2], confidence=1.0, method="x")  # type: ignore[arg-type]
        text += match[2]
        mentions.append(replace(mention, end=len(text)))
        at = match.end()
    text += marked[at:]
    reading = Reading(document=plain_document(text), mentions=tuple(mentions), sentences=sentences(text))
    found = link(find_aliases(reading), lexicon)
    return {
        m.text: None if x.entity is None else found.entities[x.entity].name
        for m, x in zip(found.mentions, found.links, strict=True)
    }


@pytest.mark.parametrize("anaphor", ["该公司", "该企业的", "这家公司"])
def test_a_unit_of_the_company_named_before(lexicon: Lexicon, anaphor: str) -> None:
    text = f"[ORG:云岭动力有限公司]在测试新机。{anaphor}[ORG:南方研发中心]负责人到场。"
    assert names(text, lexicon)["南方研发中心"] == "云岭动力有限公司南方研发中心"


@pytest.mark.parametrize(
    "text",
    [
        "[ORG:云岭动力有限公司]和[ORG:东山机械有限公司]都在测试。该公司[ORG:南方研发中心]负责人到场。",
        "[ORG:云岭动力有限公司]在测试新机。[ORG:南方研发中心]负责人到场。",
        "该公司[ORG:南方研发中心]负责人到场。[ORG:云岭动力有限公司]在测试新机。",
    ],
)
def test_a_unit_of_nobody_certain_keeps_its_name(lexicon: Lexicon, text: str) -> None:
    assert names(text, lexicon)["南方研发中心"] == "南方研发中心"


def test_a_title_that_lost_one_of_its_marks_has_both(lexicon: Lexicon) -> None:
    found = names("《[PROGRAMME:云岭市低空经济行动方案（征求意见稿）]提出三件事。", lexicon)
    assert found["云岭市低空经济行动方案（征求意见稿）"] == "《云岭市低空经济行动方案（征求意见稿）》"


def test_a_class_noun_behind_a_known_product() -> None:
    book = Lexicon([LexiconEntry(iri="urn:x:1", type="PRODUCT", name="青鸟")])
    found = names("[PRODUCT:“青鸟”机器人母平台]开源了，[PRODUCT:“灰雀”机器人平台]没有。", book)
    assert found["“青鸟”机器人母平台"] == "青鸟"
    assert found["“灰雀”机器人平台"] != "青鸟"
