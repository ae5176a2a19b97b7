"""What the document itself says of its names mends what the tagger marks."""

from dataclasses import replace

import pytest

from kg import lexicon
from kg.model import Reading
from kg.nlp.mentions import MentionRules, find_mentions
from kg.nlp.state import plain_document
from kg.nlp.tagger import Tagged
from kg.resources import folder

RULES = MentionRules.load(folder("rules") / "mentions.yaml")
LEXICON = lexicon.Lexicon(())


def marked(text, *tagged, **metadata):
    """(text, type, method) of each mention; tagged: (name, type, which of its occurrences), from 0."""
    found = []
    for name, kind, which in tagged:
        start = -1
        for _ in range(which + 1):
            start = text.index(name, start + 1)
        found.append(Tagged(start=start, end=start + len(name), type=kind, confidence=0.9))
    document = replace(plain_document(text), **metadata)
    reading = find_mentions(Reading(document=document), sorted(found, key=lambda t: t.start), LEXICON, RULES)
    return [(m.text, m.type, m.method) for m in reading.mentions]


def test_the_medium_and_the_author_of_the_byline_are_names():
    text = "云岭科技评论 石小川\n云岭科技评论获悉，云岭将建园区。\n"
    found = marked(text, ("云岭科技", "ORG", 0), byline=("石小川",), publisher="云岭科技评论")
    assert found == [
        ("云岭科技评论", "ORG", "byline"),
        ("石小川", "PERSON", "byline"),
        ("云岭科技评论", "ORG", "byline"),
    ]


def test_a_publisher_given_by_hand_marks_nothing():
    assert marked("云岭日报社今年招人。\n", publisher="云岭日报", given=("publisher",)) == []


def test_a_name_marked_once_is_the_longest_name_elsewhere():
    text = "甲市启动低空经济百日攻坚行动。各县借助低空经济百日攻坚行动招商。"
    found = marked(text, ("低空经济百日攻坚行动", "PROGRAMME", 0), ("低空经济", "FIELD", 1))
    assert found == [
        ("低空经济百日攻坚行动", "PROGRAMME", "tagger"),
        ("低空经济百日攻坚行动", "PROGRAMME", "repeat"),
    ]


def test_a_repeated_name_takes_nothing_from_a_name_that_reaches_out_of_it():
    found = marked("云岭中心挂牌。东云岭中心也挂牌。", ("云岭中心", "ORG", 0), ("东云岭", "PLACE", 0))
    assert found == [("云岭中心", "ORG", "tagger"), ("东云岭", "PLACE", "tagger")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("全省已有8个低空经济示范区。", "低空经济示范区"),
        ("甲市拥有十余家重点实验室。", "重点实验室"),
        ("另有30余所院校成立了机器人学院。", "机器人学院"),
    ],
)
def test_what_is_only_counted_has_no_name(text, name):
    assert marked(text, (name, "ORG", 0)) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("甲大学成立了机器人学院。", "机器人学院"),
        ("云岭低空经济示范区获批。", "云岭低空经济示范区"),
        ("全省有8个云岭公司的门店。", "云岭公司"),
    ],
)
def test_what_is_not_counted_keeps_its_name(text, name):
    assert marked(text, (name, "ORG", 0)) == [(name, "ORG", "tagger")]


@pytest.mark.parametrize(
    ("tagged", "name"), [("李明远正", "李明远"), ("王大川将", "王大川"), ("欧阳明远", "欧阳明远"), ("李正", "李正")]
)
def test_an_adverb_behind_a_name_is_no_part_of_it(tagged, name):
    assert marked(f"主任{tagged}在讲话。", (tagged, "PERSON", 0)) == [(name, "PERSON", "tagger")]


def test_what_the_tagger_hardly_believes_in_is_no_name():
    text = "云岭公司与山川公司签约。"
    found = [Tagged(start=0, end=4, type="ORG", confidence=0.3), Tagged(start=5, end=9, type="ORG", confidence=0.6)]
    reading = find_mentions(Reading(document=plain_document(text)), found, LEXICON, RULES)
    assert [m.text for m in reading.mentions] == ["山川公司"]


def test_a_row_of_one_character_places_is_no_name():
    assert marked("中美欧的企业都来了。", ("中美欧", "PLACE", 0)) == []
    assert marked("云岭的企业都来了。", ("云岭", "PLACE", 0)) == [("云岭", "PLACE", "tagger")]


def known(*entries):
    """A lexicon of (name, type)."""
    made = [lexicon.LexiconEntry(iri=f"urn:x:{i}", type=kind, name=name) for i, (name, kind) in enumerate(entries)]
    return lexicon.Lexicon(made)


def test_a_body_and_its_product_glued_together_are_two_names():
    found = [Tagged(start=0, end=6, type="ORG", confidence=0.9)]
    book = known(("云岭", "ORG"), ("青鸟AI", "PRODUCT"))
    reading = find_mentions(Reading(document=plain_document("云岭青鸟AI负责人到场。")), found, book, RULES)
    assert [(m.text, m.type) for m in reading.mentions] == [("云岭", "ORG"), ("青鸟AI", "PRODUCT")]
    whole = known(("云岭", "ORG"), ("青鸟AI", "PRODUCT"), ("云岭青鸟AI", "ORG"))
    reading = find_mentions(Reading(document=plain_document("云岭青鸟AI负责人到场。")), found, whole, RULES)
    assert [(m.text, m.type) for m in reading.mentions] == [("云岭青鸟AI", "ORG")]


def test_known_fields_are_marked_where_they_are_the_focus():
    book = known(("7G", "FIELD"), ("量子计算", "FIELD"))
    text = "这份方案聚焦7G和量子计算。手机用上了7G。"
    reading = find_mentions(Reading(document=plain_document(text)), [], book, RULES)
    assert [(m.text, m.start) for m in reading.mentions] == [("7G", 6), ("量子计算", 9)]


def test_the_next_of_several_programmes_with_one_head_is_one_as_well():
    text = "由护苗百日攻坚行动和清河百日攻坚行动打头，另有护林百日攻坚行动。村里用护林百日攻坚行动种树。救援行动完。"
    sure = [("护苗百日攻坚行动", 0.9), ("清河百日攻坚行动", 0.9)]
    weak = [("护林百日攻坚行动", 0.2), ("救援行动", 0.2)]
    spans = [
        Tagged(start=text.index(n), end=text.index(n) + len(n), type="PROGRAMME", confidence=c) for n, c in sure + weak
    ]
    reading = find_mentions(Reading(document=plain_document(text)), spans, LEXICON, RULES)
    assert [m.text for m in reading.mentions] == [n for n, _ in sure] + ["护林百日攻坚行动"] * 2
    alone = find_mentions(Reading(document=plain_document(text)), spans[1:], LEXICON, RULES)
    assert [m.text for m in alone.mentions] == ["清河百日攻坚行动"]
