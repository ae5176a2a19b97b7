"""What the structure of a name says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg import ontology, resources
from kg.model import Entity, Reading
from kg.nlp.relations import find_claims
from kg.nlp.structure import structure_claims
from kg.rules import load
from tests.nlp.reading_of import reading_of, triples


def with_entities(reading: Reading, *more: Entity) -> Reading:
    return replace(reading, entities=(*reading.entities, *more))


def read(text: str, *more: Entity) -> set[tuple[str, str, str]]:
    reading = with_entities(reading_of(text), *more)
    entities, claims = structure_claims(reading)
    return triples(replace(reading, entities=entities, claims=claims))


UNIVERSITY = Entity(type="ORG", name="青屿大学")


def test_a_school_is_part_of_its_university() -> None:
    assert read("[青屿大学材料学院|ORG]招生", UNIVERSITY) == {("青屿大学材料学院", "partOf", "青屿大学")}


def test_a_body_that_nobody_named_is_added() -> None:
    reading = reading_of("[青屿大学材料学院|ORG]招生")
    entities, claims = structure_claims(reading)
    assert entities[len(reading.entities) :] == (UNIVERSITY,)
    assert [c.rule for c in claims] == ["structure.body"]


@pytest.mark.parametrize(
    "name", ["澜石集团有限公司", "云州市人民政府办公厅", "青屿大学", "澜石科技", "云州大学生足球队"]
)
def test_names_without_a_greater_body_give_nothing(name: str) -> None:
    assert read(f"[{name}|ORG]开会") == set()


def test_the_longest_greater_body_wins() -> None:
    institute = Entity(type="ORG", name="青屿大学材料学院")
    assert read("[青屿大学材料学院晶体研究所|ORG]", UNIVERSITY, institute) == {
        ("青屿大学材料学院晶体研究所", "partOf", "青屿大学材料学院")
    }


def test_a_shortened_name_must_still_carry_the_greater_one() -> None:
    whole = Entity(type="ORG", name="云州市经济和信息化局")
    assert read("[市经信局数据处|ORG=云州市经济和信息化局数据处]", whole) == {
        ("云州市经济和信息化局数据处", "partOf", "云州市经济和信息化局")
    }
    assert read("[西山医院|ORG=青屿大学西山医院]", UNIVERSITY) == set()


def test_the_final_is_part_of_the_contest() -> None:
    assert read("[云州机器人大赛总决赛|EVENT]打响", Entity(type="EVENT", name="云州机器人大赛")) == {
        ("云州机器人大赛总决赛", "partOf", "云州机器人大赛")
    }


def test_a_chain_of_places_lies_link_in_link() -> None:
    more = (Entity(type="PLACE", name="云省"), Entity(type="PLACE", name="青屿县"))
    assert read("[云省青屿县白石镇|PLACE=白石镇]下雨", *more) == {
        ("白石镇", "locatedIn", "青屿县"),
        ("青屿县", "locatedIn", "云省"),
    }


def test_a_chain_may_leave_out_the_words_for_province_and_county() -> None:
    more = (Entity(type="PLACE", name="云南"),)
    assert read("[云南青屿|PLACE=青屿县]下雨", *more) == {("青屿县", "locatedIn", "云南")}


def test_a_place_alone_lies_nowhere() -> None:
    assert read("[青屿县|PLACE]下雨", Entity(type="PLACE", name="云南")) == set()


def test_the_quote_is_the_name_and_the_greater_thing_has_no_mention() -> None:
    reading = with_entities(reading_of("昨天[青屿大学材料学院|ORG]招生"), UNIVERSITY)
    _, (claim,) = structure_claims(reading)
    assert reading.document.text[claim.start : claim.end] == "青屿大学材料学院"
    assert (claim.subject_mention, claim.object_mention, claim.sentence) == (0, None, 0)


def test_added_bodies_stay_only_where_a_claim_speaks_of_them() -> None:
    rules = load(resources.folder("rules"), ontology.load())
    made = find_claims(reading_of("我国今天有雨，[青屿县|PLACE]也有雨"), rules)
    assert [e.name for e in made.entities] == ["青屿县"]
