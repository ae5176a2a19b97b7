"""The title of an official text is a name although it stands without marks; a headline is none."""

import pytest

from kg import lexicon
from kg.model import Reading
from kg.nlp.mentions import MentionRules, find_mentions
from kg.nlp.state import plain_document
from kg.nlp.tagger import Tagged
from kg.resources import folder

RULES = MentionRules.load(folder("rules") / "mentions.yaml")
LEXICON = lexicon.Lexicon(())


def marked(text, *tagged):
    found = [Tagged(start=text.index(t), end=text.index(t) + len(t), type=kind, confidence=0.9) for t, kind in tagged]
    reading = find_mentions(Reading(document=plain_document(text)), found, LEXICON, RULES)
    return [(m.text, m.type, m.method) for m in reading.mentions]


@pytest.mark.parametrize(
    "title",
    [
        "云岭市机器人产业促进条例",
        "云岭市推动低空经济发展行动方案（2025—2027年）（征求意见稿）",
        "云岭产业园落实“机器人+”行动计划实施细则",
        "2031年云岭市人民政府工作报告",
    ],
)
def test_an_official_title_is_one_programme(title):
    text = f"{title}\n第一条　为了促进产业发展，制定本文件。\n"
    assert marked(text, (title[:3], "PLACE")) == [(title, "PROGRAMME", "title-line")]


@pytest.mark.parametrize(
    "headline",
    [
        "云岭市发布机器人产业行动计划",
        "云岭市：机器人产业有了新规划",
        "政府工作报告（摘要）",
        "云岭市关于印发若干措施的通知",
        "机器人走进云岭市的工厂",
        "实施方案",
    ],
)
def test_a_headline_is_none(headline):
    text = f"{headline}\n云岭市昨日传来消息。\n"
    assert all(method != "title-line" for _, _, method in marked(text))


def test_only_the_first_line_is_a_title():
    assert marked("机器人产业促进条例") == []
    assert marked("一则消息\n机器人产业促进条例\n") == []
