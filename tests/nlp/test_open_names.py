"""该公司 after two companies named side by side stays open, with both as candidates."""

import json
import re
from dataclasses import replace

import pytest

from kg.annotations import annotation
from kg.lexicon import Lexicon
from kg.model import ANAPHOR, Mention, Reading, Source
from kg.nlp.abbreviations import find_aliases
from kg.nlp.linking import link
from kg.nlp.open_names import leave_open
from kg.nlp.sentences import sentences
from kg.nlp.state import plain_document

_MARKED = re.compile(r"\[(ORG|PERSON|PROGRAMME):([^\]]+)\]")


def read(marked):
    text, at, mentions = "", 0, []
    for match in _MARKED.finditer(marked):
        text += marked[at : match.start()]
        mention = Mention(start=len(text), end=len(text), type=match[1], text=match[2], confidence=1.0, method="x")
        text += match[2]
        mentions.append(replace(mention, end=len(text)))
        at = match.end()
    text += marked[at:]
    reading = Reading(document=plain_document(text), mentions=tuple(mentions), sentences=sentences(text))
    return leave_open(link(find_aliases(reading), Lexicon(())))


def open_words(reading):
    rows = zip(reading.mentions, reading.links, strict=True)
    return [(m.text, x.reason, x.candidates) for m, x in rows if m.method == ANAPHOR]


@pytest.mark.parametrize("joint", ["和", "、", "与"])
def test_two_companies_side_by_side(joint):
    found = read(f"[ORG:云岭动力有限公司]{joint}[ORG:东山机械有限公司]都来了。该公司说，订单不少。")
    assert open_words(found) == [("该公司", "ambiguous", ("云岭动力有限公司", "东山机械有限公司"))]
    assert all(x.mention == i for i, x in enumerate(found.links))


@pytest.mark.parametrize(
    "text",
    [
        "[ORG:云岭动力有限公司]来了。该公司说，订单不少。",
        "[ORG:云岭动力有限公司]起诉[ORG:东山机械有限公司]。该公司说，订单不少。",
        "[ORG:云岭动力有限公司]和[ORG:东山机械有限公司]都来了。[ORG:北河股份]也来了。该公司说，订单不少。",
        "[ORG:云岭市工业局]和[ORG:云岭市商务局]都来了。该公司说，订单不少。",
        "该公司说，订单不少。[ORG:云岭动力有限公司]和[ORG:东山机械有限公司]都来了。",
        "[ORG:云岭动力有限公司]和[ORG:东山机械有限公司]都来了。公司说，订单不少。",
    ],
)
def test_what_the_text_decides_or_never_raised_is_not_open(text):
    assert open_words(read(text)) == []


def test_definitions_still_point_at_their_names():
    text = (
        "[PROGRAMME:《云岭市机器人行动计划》]（以下简称《行动计划》）。[ORG:云岭公司]和[ORG:东山公司]来了。该公司说好。"
    )
    found = read(text)
    (alias,) = found.aliases
    assert found.mentions[alias.full].text == "《云岭市机器人行动计划》"


def test_the_evaluation_format_knows_names_only():
    found = read("[ORG:云岭动力有限公司]和[ORG:东山机械有限公司]都来了。该公司说，订单不少。")
    source = Source(sha256="0" * 64, name="a.txt", media_type="text/plain", encoding="utf-8", text=found.document.text)
    assert len(json.loads(annotation(source, [found]))["mentions"]) == 2
