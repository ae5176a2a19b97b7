"""Who said what: in the graph also where nothing was claimed and no figure given."""

from dataclasses import replace

import pytest

from kg import ontology
from kg.fusion import fuse
from kg.graph.claims import posts
from kg.model import Attribution, Span
from kg.validation import refuse
from tests.factories import article, copied

BASE = "http://localhost:8000/"


def spoken(marked, said, cue, **who):
    """An article in which `said` (plain text) is attributed by `cue`; who: indices of mentions, post."""
    made = article(marked)
    text = made.reading.document.text
    start, at = text.index(said), text.index(cue)
    attribution = Attribution(start=start, end=start + len(said), cue=Span(start=at, end=at + len(cue)), **who)
    return replace(made, reading=replace(made.reading, attributions=(attribution,)))


def knowledge_of(*made):
    return fuse([m.reading for m in made], {m.source.sha256: m.source for m in made}, base=BASE, threshold=0.5)


def test_an_utterance_names_speaker_and_things_within_it():
    made = spoken(
        "[ORG:临川公司]总经理[PERSON:王宁]表示，公司将参照[PROGRAMME:《云岭计划》]行事。",
        "公司将参照《云岭计划》行事。",
        "表示",
        speaker=1,
        organisation=0,
        post="总经理",
    )
    knowledge = knowledge_of(made)
    (utterance,) = knowledge.utterances
    names = {thing.iri: thing.name for thing in knowledge.things}
    assert [names[iri] for iri in utterance.mentions] == ["《云岭计划》"]
    assert (utterance.said.speaker, utterance.said.organisation, utterance.said.post) == ("王宁", "临川公司", "总经理")
    assert utterance.quote.raw == "公司将参照《云岭计划》行事。"
    assert utterance.quote.sentence == made.reading.document.text
    assert refuse(knowledge, ontology.load()) == knowledge


def test_the_sentence_holds_the_cue_that_stands_behind_the_words():
    text = "“[PLACE:临川]要建园区。大家都要出力。”[PERSON:王宁]说。另有消息。"
    made = spoken(text, "临川要建园区。大家都要出力。", "说", speaker=1)
    (utterance,) = knowledge_of(made).utterances
    assert utterance.quote.text == "临川要建园区。大家都要出力。"
    assert utterance.quote.sentence == "“临川要建园区。大家都要出力。”王宁说。"
    raw = made.source.text[utterance.quote.sentence_start : utterance.quote.sentence_end]
    assert raw == utterance.quote.sentence


def test_words_of_nobody_are_no_utterance():
    assert not knowledge_of(spoken("据称，[PLACE:临川]要建园区。", "临川要建园区。", "据称")).utterances


def test_an_article_in_two_files_is_said_in_both():
    made = spoken("[PERSON:王宁]说，[PLACE:临川]要建园区。", "临川要建园区。", "说", speaker=0)
    other = copied(made, "b.txt", before="首页\n")
    first, second = knowledge_of(made, other).utterances
    assert first.mentions == second.mentions
    assert first.quote.document == second.quote.document
    assert {first.quote.source, second.quote.source} == {made.source.sha256, other.source.sha256}


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("总经理", ("总经理",)),
        ("党组书记、局长", ("党组书记", "局长")),
        ("副会长兼秘书长", ("副会长", "秘书长")),
        ("副主任兼任总工程师", ("副主任", "总工程师")),
        ("兼职教授", ("兼职教授",)),
        ("院长、教授、院长", ("院长", "教授")),
        ("、", ("、",)),
    ],
)
def test_posts_that_are_given_in_one_go(role, expected):
    assert posts(role) == expected
