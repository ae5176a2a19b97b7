"""Figures that do not fit, and why: each rule of `kg.fusion.disagreements` by its own example."""

import pytest

from kg.fusion import fuse
from tests.factories import article, copied

BASE = "http://localhost:8000/"


def figure(value, unit="家", **more):
    made = {"subject": "临川", "indicator": "企业数量", "text": f"{value}{unit}", "value": value, "unit": unit}
    return made | more


def documents(*figures, published=("2025-01-05", "2025-08-05", "2025-09-05")):
    """Each figure in an article of its own."""
    return [
        article(f"[PLACE:临川]共有{f['text']}，见第{n}版。", file=f"{n}.txt", published=published[n], figures=[f])
        for n, f in enumerate(figures)
    ]


def kinds(*made, threshold=0.5):
    sources = {m.source.sha256: m.source for m in made}
    knowledge = fuse([m.reading for m in made], sources, base=BASE, threshold=threshold)
    return [(d.kind, len(d.figures)) for d in knowledge.disagreements]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # one value, however it is written
        (figure("2400"), figure("2400", comparator=">="), []),
        (figure("2400"), figure("0.24", "万家", base="2400", base_unit="家"), []),
        # conflict: one date or none, and nothing that explains it
        (figure("2400"), figure("2500"), [("conflict", 2)]),
        (figure("2400", time="2024"), figure("2500", time="2024-12-31"), [("conflict", 2)]),
        (figure("2400", time="2025"), figure("2500"), [("conflict", 2)]),
        (figure("2500", comparator=">="), figure("2400"), [("conflict", 2)]),
        (figure("50", comparator=">"), figure("50", comparator="<"), [("conflict", 2)]),
        (figure("50", comparator=">="), figure("50", comparator="<="), []),
        (figure("3", comparator=">="), figure("5", comparator="<="), []),
        (figure("60", comparator=">="), figure("50", comparator="<="), [("conflict", 2)]),
        # later: dates differ, or the year of publication differs from the date of the other
        (figure("2400", time="2023"), figure("2500", time="2024"), [("later", 2)]),
        (figure("2400", time="2024-06"), figure("2500", time="2024"), [("later", 2)]),
        (figure("2400", time="2024"), figure("2500"), [("later", 2)]),
        # rounding: rounded, about, or a bound that admits the other
        (figure("2378"), figure("2400"), [("rounding", 2)]),
        (figure("2449"), figure("2400"), [("rounding", 2)]),
        (figure("2451"), figure("2400"), [("conflict", 2)]),
        (figure("15.9", "%"), figure("16", "%"), [("rounding", 2)]),
        (figure("15.4", "%"), figure("16", "%"), [("conflict", 2)]),
        (figure("29800"), figure("3", "万家", base="30000", base_unit="家"), [("rounding", 2)]),
        (figure("2600"), figure("3000"), [("conflict", 2)]),
        (figure("2980"), figure("3000"), [("rounding", 2)]),
        (figure("2250"), figure("2400", comparator="~"), [("rounding", 2)]),
        (figure("2100"), figure("2400", comparator="~"), [("conflict", 2)]),
        (figure("2650"), figure("2400", comparator=">="), [("rounding", 2)]),
        (figure("2400", comparator=">"), figure("2500", comparator=">="), [("rounding", 2)]),
        # scope: the indicators differ by a word that says what is counted
        (figure("2400"), figure("300", indicator="规模以上企业数量"), [("scope", 2)]),
        (figure("2400", indicator="累计企业数量"), figure("120", indicator="新增企业数量"), [("scope", 2)]),
        (figure("2400", indicator="规上企业数量"), figure("2500", indicator="规模以上企业数量"), [("conflict", 2)]),
        (figure("2400"), figure("2400", indicator="核心企业数量"), []),
        # not compared at all
        (figure("2400"), figure("300", indicator="企业产值"), []),
        (figure("2400"), figure("2500", unit="个"), []),
        (figure("2400"), figure("2500", kind="target"), []),
    ],
)
def test_two_documents(one, other, expected):
    made = documents(one, other)
    assert kinds(*made) == expected
    assert kinds(*reversed(made)) == expected


def test_targets_are_compared_by_deadline_and_never_by_publication():
    early, late = figure("50", kind="target", time="2025"), figure("80", kind="target", time="2027-12-31")
    assert kinds(*documents(early, late)) == [("later", 2)]
    assert kinds(*documents(early, figure("80", kind="target"))) == [("conflict", 2)]
    assert kinds(*documents(figure("50", kind="target", time="2027"), late)) == [("conflict", 2)]


def test_a_fact_without_a_date_holds_in_the_year_of_its_publication():
    made = documents(figure("2400"), figure("2500"), published=("2023-05-01", "2025-05-01"))
    assert kinds(*made) == [("later", 2)]
    assert kinds(*documents(figure("2400"), figure("2500"), published=("2023", None))) == [("conflict", 2)]


def test_a_series_is_one_disagreement():
    made = documents(figure("10", time="2022"), figure("20", time="2023"), figure("40", time="2024"))
    assert kinds(*made) == [("later", 3)]


def test_what_one_sentence_sets_side_by_side_does_not_disagree():
    text = "[PLACE:临川]的企业由2000家增至2400家。"
    assert kinds(article(text, figures=[figure("2000"), figure("2400")])) == []


def test_the_bounds_of_a_range_do_not_disagree():
    text = "[PLACE:临川]不少于3家。[PLACE:临川]不多于5家。"
    assert kinds(article(text, figures=[figure("3", comparator=">="), figure("5", comparator="<=")])) == []


def test_one_document_may_count_in_two_scopes():
    text = "[PLACE:临川]有2400家。[PLACE:临川]规上有300家。"
    assert kinds(article(text, figures=[figure("2400"), figure("300", indicator="规模以上企业数量")])) == []


def test_an_article_in_two_files_does_not_disagree_with_itself():
    (made,) = documents(figure("2400"))
    assert kinds(made, copied(made, "b.txt", "又一份")) == []


def test_figures_that_no_evidence_carries_are_left_out():
    for weak in ({"confidence": 0.2}, {"modality": "denied"}):
        assert kinds(*documents(figure("2400"), figure("2500") | weak)) == []


def test_other_places_are_not_compared():
    made = documents(figure("2400"))
    other = article("[PLACE:青浦]共有2500家。", file="x.txt", figures=[figure("2500", subject="青浦")])
    assert kinds(*made, other) == []
