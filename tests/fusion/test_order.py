"""Fusion is a function of the set of readings: order, repetition and other documents do not matter."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st
from support import examples

from kg import graph, ontology
from kg.fusion import fuse
from kg.model import Entity, Reprint
from tests.factories import article, copied

BASE = "http://localhost:8000/"
TERMS = ontology.load()

UNDEFINED = Entity(type="PROGRAMME", name="《方案》", scope="document")


def corpus():
    one = article(
        "[ORG:云岭公司]与[ORG:北海学院]合作，[ORG:云岭公司]研发[PRODUCT:小灵]。[PLACE:临川]有2400家企业。",
        title="甲",
        claims=[("云岭公司", "cooperatesWith", "北海学院"), ("云岭公司", "develops", "小灵")],
        figures=[{"subject": "临川", "indicator": "企业数量", "text": "2400家", "value": "2400", "unit": "家"}],
    )
    two = article(
        "[ORG:北海学院]与[ORG:云岭公司]共建。[PROGRAMME:《方案》]提出，[PLACE:临川]到2027年有2500家企业。[PERSON:李伟]说。",
        title="乙",
        file="b.txt",
        entities={"《方案》": UNDEFINED},
        unresolved={"李伟": ("李伟（甲）",)},
        claims=[("北海学院", "cooperatesWith", "云岭公司"), ("云岭公司", "develops", "北海学院")],
        figures=[{"subject": "临川", "indicator": "企业数量", "text": "2500家", "value": "2500", "unit": "家"}],
    )
    three = article(
        "[PROGRAMME:《方案》]由[PLACE:临川]发布。",
        title="丙",
        file="c.txt",
        entities={"《方案》": UNDEFINED},
        claims=[("《方案》", "issuedBy", "临川")],
    )
    return [one, two, three, copied(one, "d.txt", "又见\n")]


def lines(made, reprints=()):
    sources = {m.source.sha256: m.source for m in made}
    knowledge = fuse([m.reading for m in made], sources, base=BASE, threshold=0.5, reprints=reprints)
    return graph.quads(knowledge, TERMS, base=BASE, threshold=0.5, receipt="00")


@given(st.permutations(range(4)))
@settings(max_examples=examples(24), deadline=None)
def test_the_order_of_readings_does_not_matter(order):
    made = corpus()
    assert lines([made[i] for i in order]) == lines(made)


def test_the_order_of_what_is_in_a_reading_does_not_matter():
    def shuffled(m):
        claims, seen = list(m.reading.claims), list(m.reading.observations)
        random.Random(1).shuffle(claims)
        seen.reverse()
        return type(m)(
            reading=type(m.reading)(**{**fields(m.reading), "claims": tuple(claims), "observations": tuple(seen)}),
            source=m.source,
        )

    def fields(reading):
        return {name: getattr(reading, name) for name in type(reading).__slots__}

    made = corpus()
    assert lines([shuffled(m) for m in made]) == lines(made)


def test_a_reading_given_twice_counts_once():
    made = corpus()
    assert lines([*made, made[1]]) == lines(made)


def test_removing_a_document_leaves_what_the_others_give():
    one, two, three, copy = corpus()
    full, without = set(lines([one, two, three, copy])), set(lines([one, three, copy]))
    gone = f"<{BASE}source/{two.source.sha256}> ."
    derived = f"<{BASE}graph/derived> ."
    assert {x for x in full if not x.endswith((gone, derived))} == {x for x in without if not x.endswith(derived)}
    assert any(x.endswith(gone) for x in full)
    assert not any(two.source.sha256 in x for x in without)


def test_the_order_of_reprints_does_not_matter():
    made = corpus()
    ids = sorted({m.reading.document.id for m in made})
    pairs = [Reprint(document=ids[0], other=ids[1], share=0.9), Reprint(document=ids[1], other=ids[2], share=0.8)]
    assert lines(made, pairs) == lines(made, pairs[::-1])
    assert lines(made, pairs) != lines(made)
