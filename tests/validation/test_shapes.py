"""A good graph conforms; each way to break it is found, at the node that is broken, in both languages."""

import re

import pytest

from kg import ontology
from kg.model import Entity, Reprint
from kg.validation import validate, validate_file
from tests.factories import article, copied
from tests.graph.test_quads import lines_of, small

TERMS = ontology.load()
XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.fixture(scope="module")
def good():
    """Every kind of node that there is."""
    scheme = Entity(type="PROGRAMME", name="《方案》", scope="document")
    body = Entity(type="ORG", name="南山大学机电学院", qualifier="南山", lexicon="urn:test:1")
    rich = article(
        "[ORG:机电学院]属于[ORG:南山大学]，聚焦[FIELD:具身智能]。[PROGRAMME:《方案》]由[PLACE:临川]印发，到2027年[PLACE:临川]有50家企业。"
        "[PERSON:李伟]说，[ORG:机电学院]主办[EVENT:湖畔论坛]。",
        title="方案",
        file="c.txt",
        entities={"《方案》": scheme, "机电学院": body},
        unresolved={"李伟": ("李伟（甲）",)},
        claims=[
            ("机电学院", "partOf", "南山大学"),
            ("机电学院", "focusesOn", "具身智能"),
            ("《方案》", "issuedBy", "临川", {"modality": "planned"}),
            ("机电学院", "organises", "湖畔论坛", {"said": {"speaker": "李伟", "medium": "江城晚报"}}),
        ],
        figures=[
            {
                "subject": "临川",
                "indicator": "企业数量",
                "text": "50家",
                "value": "50",
                "unit": "家",
                "comparator": ">=",
                "kind": "target",
                "time": "2025/2027",
            }
        ],
    )
    other = article(
        "[PLACE:临川]有2.5万家企业。",
        file="d.txt",
        figures=[
            {
                "subject": "临川",
                "indicator": "企业数量",
                "text": "2.5万家",
                "value": "2.5",
                "unit": "万家",
                "base": "25000",
                "base_unit": "家",
                "time": "2025",
            }
        ],
    )
    one = small()
    pair = Reprint(document=one.reading.document.id, other=rich.reading.document.id, share=0.5)
    return lines_of(one, copied(one, "b.txt"), rich, other, receipt="00ff", reprints=[pair])


def test_a_good_graph_conforms(good):
    assert validate(good, TERMS).violations == ()
    names = {iri.rsplit(":", 1)[-1] for line in good for iri in re.findall(r"#type> <([^>]+)>", line)}
    assert {"Disagreement", "Reprint", "Target", "Membership", "Attribution", "Unresolved", "Receipt"} <= names


def without(lines, term):
    """The lines less the first with this predicate."""
    at = next(i for i, line in enumerate(lines) if f" <{TERMS.term(term)}> " in line)
    return lines[:at] + lines[at + 1 :]


def changed(lines, term, object_, graph_of="source"):
    """The first object of this predicate, replaced."""
    at = next(
        i
        for i, line in enumerate(lines)
        if f" <{TERMS.term(term)}> " in line and f"/{graph_of}" in line.rsplit("<", 1)[1]
    )
    made = re.sub(r"(> <[^>]+> ).*( <[^>]+> \.)$", lambda m: f"{m[1]}{object_}{m[2]}", lines[at])
    assert made != lines[at]
    return [*lines[:at], made, *lines[at + 1 :]]


REQUIRED = [
    "rdfs:label",
    "skos:prefLabel",
    "nameOf",
    "name",
    "count",
    "scoped",
    "linkReason",
    "firstUse",
    "presumedClass",
    "sha256",
    "fileName",
    "mediaType",
    "characters",
    "fromSource",
    "inDocument",
    "index",
    "quote",
    "sentence",
    "sentenceStart",
    "sentenceEnd",
    "evidenceFor",
    "rule",
    "confidence",
    "modality",
    "figureOf",
    "indicator",
    "value",
    "unit",
    "comparator",
    "baseValue",
    "baseUnit",
    "oa:hasSource",
    "oa:hasSelector",
    "oa:start",
    "oa:end",
    "oa:exact",
    "org:member",
    "org:organization",
    "org:role",
    "membershipOf",
    "disagreementKind",
    "hasFigure",
    "hasDocument",
    "share",
    "digest",
]


@pytest.mark.parametrize("term", REQUIRED)
def test_a_missing_value_is_found(good, term):
    found = validate(without(good, term), TERMS).violations
    assert found, term
    assert all(v.focus and v.message for v in found)


@pytest.mark.parametrize(
    ("term", "value"),
    [
        ("confidence", f'"1.5"^^<{XSD}decimal>'),
        ("confidence", '"0.9"'),
        ("characters", f'"-1"^^<{XSD}integer>'),
        ("sha256", '"ABC"'),
        ("mediaType", '"text"'),
        ("modality", "<urn:kg-zh:certain>"),
        ("comparator", f"<{TERMS.individual('Modality', 'asserted')}>"),
        ("published", '"2025-03-31"'),
        ("published", f'"2025-02-30"^^<{XSD}date>'),
        ("title", '"Title"@en'),
        ("rdfs:label", '"Name"@en'),
        ("count", f'"0"^^<{XSD}integer>'),
        ("oa:end", f'"0"^^<{XSD}integer>'),
        ("subjectEnd", f'"0"^^<{XSD}integer>'),
        ("value", '"many"'),
        ("value", f'"2.4.1"^^<{XSD}decimal>'),
        ("deadline", '"soon"'),
        ("evidenceFor", "<urn:nothing>"),
        ("inDocument", "<urn:nothing>"),
        ("oa:hasSource", "<urn:nothing>"),
        ("figureOf", "<urn:nothing>"),
        ("nameOf", "<urn:nothing>"),
        ("org:organization", "<urn:nothing>"),
        ("presumedClass", f"<{TERMS.term('Document')}>"),
        ("rdf:predicate", f"<{TERMS.term('nameOf')}>"),
        ("skos:inScheme", "<urn:nothing>"),
    ],
)
def test_a_wrong_value_is_found(good, term, value):
    found = validate(changed(good, term, value), TERMS).violations
    assert found
    assert any("·" in v.message for v in found)


def entity(lines, type_):
    """(IRI, graph) of the first entity of a class."""
    end = f"#type> <{TERMS.classes[type_].iri}>"
    line = next(line for line in lines if end in line)
    return line.split(" ", 1)[0], line.rsplit(" ", 2)[1]


@pytest.mark.parametrize("name", sorted(TERMS.predicates))
def test_each_predicate_refuses_a_wrong_subject_and_a_wrong_object(name):
    predicate = TERMS.predicate(name)
    text = "[ORG:甲厂][PROGRAMME:《乙计划》][PLACE:丙市][PERSON:丁某][PRODUCT:戊机][EVENT:己会][FIELD:庚学]。"
    lines = lines_of(article(text))
    for s in TERMS.classes:
        for o in TERMS.classes:
            if s == o:
                continue
            (subject, graph), (object_, _) = entity(lines, s), entity(lines, o)
            line = f"{subject} <{predicate.iri}> {object_} {graph} ."
            if predicate.allows(s, o) or (s, o) not in BORDER[name]:
                continue
            found = [v for v in validate([*lines, line], TERMS).violations if "without its statement" not in v.message]
            assert found, (s, name, o)


def _border(name):
    """One pair with a wrong subject and one with a wrong object, enough to see both shapes at work."""
    predicate, types = TERMS.predicate(name), tuple(TERMS.classes)
    wrong_subject = [
        (s, o) for s in types for o in types if s != o and s not in predicate.domain and o in predicate.range
    ]
    wrong_object = [
        (s, o) for s in types for o in types if s != o and s in predicate.domain and o not in predicate.range
    ]
    return {*wrong_subject[:1], *wrong_object[:1]}


BORDER = {name: _border(name) for name in TERMS.predicates}


def test_both_ends_of_part_of_are_of_one_class():
    made = article("[PRODUCT:小灵]属于[ORG:云岭公司]。")
    lines = lines_of(made)
    (product, graph), (body, _) = entity(lines, "PRODUCT"), entity(lines, "ORG")
    line = f"{product} <{TERMS.predicate('partOf').iri}> {body} {graph} ."
    assert any("one class" in v.message for v in validate([*lines, line], TERMS).violations)


def test_one_entity_is_of_one_class_in_one_graph_and_across_graphs(good):
    iri, graph = entity(good, "ORG")
    place = f"<{TERMS.classes['PLACE'].iri}>"
    type_ = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    here = validate([*good, f"{iri} {type_} {place} {graph} ."], TERMS).violations
    assert {v.focus for v in here} >= {iri[1:-1]}
    label = [line for line in good if line.startswith(f"{iri} ") and line.endswith(f" {graph} .")]
    moved = [line.replace(graph, "<urn:other>") for line in label if "#type>" not in line]
    across = validate([*good, *moved, f"{iri} {type_} {place} <urn:other> ."], TERMS).violations
    assert any("two classes" in v.message and v.focus == iri[1:-1] for v in across)


def test_a_plain_triple_needs_its_statement(good):
    kept = [line for line in good if "#predicate> <urn:kg-zh:develops>" not in line]
    found = [v for v in validate(kept, TERMS).violations if "without its statement" in v.message]
    assert found
    assert found[0].path == "kg:develops"


def test_a_quote_is_as_long_as_its_position_says(good):
    found = validate(changed(good, "oa:exact", '"云岭公司说过的话"'), TERMS).violations
    assert any("not as long" in v.message for v in found)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("<urn:a> <urn:kg-zh:issuedby> <urn:b> <urn:g> .", "no such property"),
        ("<urn:a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <urn:kg-zh:Thing> <urn:g> .", "no such class"),
        ("_:a <http://www.w3.org/2000/01/rdf-schema#label> <urn:b> <urn:g> .", "blank node"),
        ("<urn:a> <http://www.w3.org/2000/01/rdf-schema#label> <urn:b> .", "no named graph"),
        ("<urn:a> <urn:kg-zh:hasFigure> <urn:b> <urn:g> .", "not there"),
    ],
)
def test_what_shacl_cannot_say_is_found_too(good, line, message):
    assert any(message in v.message for v in validate([*good, line], TERMS).violations)


def test_a_violation_names_its_sentence(good):
    found = validate(changed(good, "confidence", f'"7"^^<{XSD}decimal>'), TERMS).violations
    assert [v.path for v in found] == ["kg:confidence"]
    assert found[0].value == "7"
    assert found[0].sentence.endswith("。")
    assert found[0].message == "置信度须在 0 与 1 之间 · Confidence lies between 0 and 1"


def test_a_file_is_read_as_it_stands(good, tmp_path):
    path = tmp_path / "graph.nq"
    path.write_text("".join(f"{line}\n" for line in without(good, "rule")), encoding="utf-8", newline="\n")
    assert {v.path for v in validate_file(path)} == {"kg:rule"}
