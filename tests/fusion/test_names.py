"""Things, the uses of their names, and what stays unresolved."""

from kg.fusion import fuse
from kg.model import Entity
from tests.factories import article, copied

BASE = "http://localhost:8000/"


def fused(*made):
    return fuse([m.reading for m in made], {m.source.sha256: m.source for m in made}, base=BASE, threshold=0.5)


def thing(knowledge, name):
    (found,) = [t for t in knowledge.things if t.name == name]
    return found


ZONE = Entity(type="PLACE", name="临川经济开发区", lexicon="urn:test:linchuan", code="361002")


def test_one_thing_gathers_its_names_from_all_documents():
    one = article(
        "[PLACE:临川经济开发区]又称[PLACE:临开区]，[PLACE:临开区]不大。",
        entities={"临川经济开发区": ZONE, "临开区": ZONE},
    )
    two = article("走进[PLACE:临川开发区]。", file="b.txt", entities={"临川开发区": ZONE})
    knowledge = fused(one, two)
    (zone,) = knowledge.things
    assert {(u.name, u.count) for u in zone.names} == {("临川经济开发区", 1), ("临开区", 2), ("临川开发区", 1)}
    assert (zone.lexicon, zone.code) == ("urn:test:linchuan", "361002")


def test_a_use_quotes_its_first_place_in_the_raw_file():
    made = article("早前的话。\n在[PLACE:临川]。", before="网站导航\r\n")
    (use,) = thing(fused(made), "临川").names
    assert made.source.text[use.quote.start : use.quote.end] == use.quote.raw == "临川"
    assert use.quote.sentence == "在临川。"
    assert made.source.text[use.quote.sentence_start : use.quote.sentence_end] == "在临川。"


def test_a_short_form_is_bound_in_its_document_only():
    first = article(
        "[PROGRAMME:《甲市算力行动计划》]（以下简称[PROGRAMME:《行动计划》]）。",
        bound={"《行动计划》": "《甲市算力行动计划》"},
    )
    second = article(
        "[PROGRAMME:《乙市绿色行动计划》]（以下简称[PROGRAMME:《行动计划》]）。",
        file="b.txt",
        bound={"《行动计划》": "《乙市绿色行动计划》"},
    )
    knowledge = fused(first, second)
    meanings = {u.document: t.name for t in knowledge.things for u in t.names if u.name == "《行动计划》"}
    assert meanings == {
        first.reading.document.id: "《甲市算力行动计划》",
        second.reading.document.id: "《乙市绿色行动计划》",
    }
    assert all(u.scoped == (u.name == "《行动计划》") for t in knowledge.things for u in t.names)


def test_a_name_without_a_definition_means_another_thing_in_each_document():
    undefined = Entity(type="PROGRAMME", name="《行动计划》", scope="document")
    made = [
        article(f"[PROGRAMME:《行动计划》]第{n}版。", file=f"{n}.txt", entities={"《行动计划》": undefined})
        for n in "甲乙"
    ]
    assert len(fused(*made).things) == 2


def test_homonyms_stay_apart_by_their_qualifier():
    entities = [Entity(type="PLACE", name="朝阳区", qualifier=q) for q in ("北京", "长春")]
    made = [
        article(f"[PLACE:朝阳区]在{e.qualifier}。", file=f"{e.qualifier}.txt", entities={"朝阳区": e}) for e in entities
    ]
    assert sorted(t.qualifier for t in fused(*made).things) == ["北京", "长春"]


def test_an_entity_that_nothing_points_at_is_left_out():
    made = article("空话。", entities={"无名": Entity(type="ORG", name="无名")})
    assert fused(made).things == ()


def test_an_entity_without_a_mention_stays_where_a_statement_needs_it():
    parent = Entity(type="ORG", name="南山大学")
    made = article(
        "[ORG:南山大学机电学院]成立。",
        entities={"南山大学": parent},
        claims=[("南山大学机电学院", "partOf", "南山大学")],
    )
    assert thing(fused(made), "南山大学").names == ()


def test_unresolved_names_are_grouped_by_document_and_quoted_from_each_file():
    made = article("[PERSON:李伟]说。[PERSON:李伟]走了。", unresolved={"李伟": ("李伟（甲公司）", "李伟（乙公司）")})
    other = copied(made, "b.txt", before="抬头\n")
    (name,) = fused(made, other).unresolved
    assert (name.name, name.count, name.reason) == ("李伟", 2, "ambiguous")
    assert name.candidates == ("李伟（甲公司）", "李伟（乙公司）")
    assert {q.source for q in name.quotes} == {made.source.sha256, other.source.sha256}


def test_an_article_in_two_files_has_its_names_in_both():
    made = article("[ORG:东风机器人]成立。")
    other = copied(made, "b.txt")
    knowledge = fused(made, other)
    (found,) = knowledge.things
    assert len({u.iri for u in found.names}) == 2
    assert len(knowledge.documents) == 2
    assert len({d.id for d in knowledge.documents}) == 1
