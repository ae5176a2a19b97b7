"""培育千亿级产业集群 says how large the cluster shall be."""

import pytest

from kg.model import Reading
from kg.nlp.clauses import Layout
from kg.nlp.indicators import indicator
from kg.nlp.quantities import find_quantities
from kg.nlp.scales import is_scale
from kg.nlp.sentences import sentences
from kg.nlp.state import plain_document


def scales(text):
    """For each quantity its text, where it is a scale told in front of its noun."""
    reading = find_quantities(Reading(document=plain_document(text), sentences=sentences(text)))
    layout = Layout(reading)
    return [q for q in reading.quantities if is_scale(layout, q)]


@pytest.mark.parametrize("text", ["云岭将培育千亿级产业集群。", "力争打造百亿级低空经济产业。", "北区迈向万亿级市场。"])
def test_a_verb_of_making_and_a_noun(text):
    (one,) = scales(text)
    noun = text[text.index("级") + 1 :].rstrip("。")
    assert indicator("要培育", one, noun, None).name == f"{noun}规模"


@pytest.mark.parametrize(
    "text",
    ["云岭要打造两个百亿级产业集群。", "千亿级产业集群落户云岭。", "云岭培育千亿元产业。", "云岭建成千万级用户平台。"],
)
def test_what_is_counted_or_only_described_is_none(text):
    assert scales(text) == []
