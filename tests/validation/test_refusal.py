"""The last gate: what breaks a shape goes, with its sentence; the rest stays as it is."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kg import ontology
from kg.errors import CheckError
from kg.fusion import fuse
from kg.validation import refuse
from tests.factories import article

BASE = "http://localhost:8000/"
TERMS = ontology.load()


def knowledge():
    figure = {"subject": "临川", "indicator": "企业数量", "unit": "家"}
    made = [
        article(
            "[ORG:云岭公司]研发了[PRODUCT:小灵]。[PLACE:临川]有2400家。[PERSON:王宁]在[ORG:云岭公司]。",
            unresolved={"王宁": ("王宁（甲）",)},
            claims=[("云岭公司", "develops", "小灵")],
            figures=[figure | {"text": "2400家", "value": "2400"}],
        ),
        article("[PLACE:临川]有2500家。", file="b.txt", figures=[figure | {"text": "2500家", "value": "2500"}]),
        article("[PLACE:临川]有2700家。", file="c.txt", figures=[figure | {"text": "2700家", "value": "2700"}]),
    ]
    return fuse([m.reading for m in made], {m.source.sha256: m.source for m in made}, base=BASE, threshold=0.5)


def test_what_fits_is_left_alone():
    found = knowledge()
    assert refuse(found, TERMS) is found


def test_a_broken_statement_goes_with_what_only_it_needed():
    found = knowledge()
    (statement,) = found.statements
    wrong = tuple(replace(t, type="PLACE") if t.name == "小灵" else t for t in found.things)
    left = refuse(replace(found, things=wrong), TERMS)
    assert left.statements == ()
    (refused,) = left.rejected
    assert refused.quote == statement.evidence[0].quote
    assert "develops" in refused.reason
    assert len(left.figures) == 3


def test_broken_evidence_goes_alone():
    found = knowledge()
    (statement,) = found.statements
    (evidence,) = statement.evidence
    worse = replace(evidence, iri=evidence.iri + "0", confidence=7.0)
    left = refuse(replace(found, statements=(replace(statement, evidence=(evidence, worse)),)), TERMS)
    assert left.statements == (statement,)
    assert len(left.rejected) == 1


def test_a_disagreement_loses_a_broken_figure():
    found = knowledge()
    (disagreement,) = found.disagreements
    assert len(disagreement.figures) == 3
    broken = tuple(replace(f, time="nie") if f.value == Decimal(2700) else f for f in found.figures)
    left = refuse(replace(found, figures=broken), TERMS)
    (rest,) = left.disagreements
    assert set(rest.figures) == {f.iri for f in left.figures}
    assert len(left.figures) == 2
    assert rest.iri != disagreement.iri
    assert rest.iri.startswith(f"{BASE}disagreement/")


def test_a_broken_name_goes():
    found = knowledge()
    (name,) = found.unresolved
    left = refuse(replace(found, unresolved=(replace(name, reason=""),)), TERMS)
    assert left.unresolved == ()
    assert left.rejected[0].what == "王宁"


def test_a_document_that_breaks_a_shape_stops_the_build():
    found = knowledge()
    (first, *rest) = found.documents
    with pytest.raises(CheckError, match="index"):
        refuse(replace(found, documents=(replace(first, index=-1), *rest)), TERMS)
