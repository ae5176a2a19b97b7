"""IRIs come from content alone, part whatever differs, and can be written anywhere."""

import hashlib
from decimal import Decimal

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import iris
from kg.errors import SettingsError

BASE = "http://localhost:8000/"
text = st.text(st.characters(exclude_categories=["Cs"]))


def test_an_entity_iri_is_the_digest_of_its_fields():
    expected = hashlib.sha256("entity\x1fPRODUCT\x1f天工\x1f".encode()).hexdigest()[:32]
    assert iris.entity(BASE, "PRODUCT", "天工") == f"{BASE}entity/{expected}"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("天工", "天宫"),  # one sound
        ("权利", "权力"),
        ("行动计划", "《行动计划》"),
        ("AI大会", "ＡＩ大会"),  # full width
        ("台湾", "臺灣"),
        ("𠮷野家", "吉野家"),  # beyond the BMP
        ("caf\u00e9", "cafe\u0301"),  # composed and decomposed
        ("甲", "甲 "),
    ],
)
def test_names_that_look_or_sound_alike_stay_apart(one, other):
    assert iris.entity(BASE, "ORG", one) != iris.entity(BASE, "ORG", other)


@given(st.lists(text, max_size=4), st.lists(text, max_size=4))
def test_different_fields_never_share_a_digest(one, other):
    assert (iris.digest("k", *one) == iris.digest("k", *other)) == (one == other)


@given(st.lists(st.sampled_from(["", "a", "\x1e", "\x1f", "\x1e0", "\x1e1", "\x1fa"]), max_size=4), st.data())
def test_separators_inside_a_field_do_not_shift_its_border(one, data):
    other = data.draw(st.permutations(one).map(list))
    joined = ["".join(one)]
    assert (iris.digest("k", *one) == iris.digest("k", *other)) == (one == other)
    assert (iris.digest("k", *one) == iris.digest("k", *joined)) == (one == joined)


@given(text, text, text)
def test_every_name_gives_an_iri_that_a_parser_takes(name, qualifier, document):
    iri = iris.entity(BASE, "ORG", name, qualifier, document)
    assert ox.NamedNode(iri).value == iri
    assert iris.is_iri(iri)


def test_a_document_keeps_its_own_entities_apart():
    anywhere, here, there = (iris.entity(BASE, "PROGRAMME", "《行动计划》", "", d) for d in ("", "d1", "d2"))
    assert len({anywhere, here, there}) == 3


def test_two_posts_in_one_quote_are_two_pieces_of_evidence():
    plain = iris.evidence(BASE, "s", "f", 1, 5)
    posts = {iris.evidence(BASE, "s", "f", 1, 5, role) for role in ("董事长", "总经理")}
    assert len({plain, *posts}) == 3


@given(st.lists(text.filter(bool), min_size=1, max_size=4, unique=True), st.randoms())
def test_a_disagreement_does_not_depend_on_the_order_of_its_figures(figures, random):
    shuffled = list(figures)
    random.shuffle(shuffled)
    assert iris.disagreement(BASE, "later", figures) == iris.disagreement(BASE, "later", shuffled)


@pytest.mark.parametrize(
    ("value", "written"),
    [("2400", "2400"), ("2400.00", "2400"), ("2.4E+3", "2400"), ("0.50", "0.5"), ("-0", "0"), ("1E-7", "0.0000001")],
)
def test_equal_numbers_are_written_alike(value, written):
    assert iris.number(Decimal(value)) == written


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30))
def test_a_number_keeps_its_value(value):
    assert Decimal(iris.number(value)) == value


@pytest.mark.parametrize(
    "base", ["", "localhost:8000", "http://a b/", "http://a/x", "/x/", "http://a/<>/", "http://a/#x/"]
)
def test_a_base_that_makes_no_iris_is_refused(base):
    with pytest.raises(SettingsError):
        iris.checked_base(base)


@pytest.mark.parametrize("base", [BASE, "https://example.org/图谱/", "urn:example:kg:", "http://example.org/kg#"])
def test_a_base_that_makes_iris_is_taken(base):
    assert ox.NamedNode(iris.entity(iris.checked_base(base), "ORG", "甲"))


@pytest.mark.parametrize("base", [BASE, "http://example.org/kg#", "urn:example:"])
def test_a_part_leads_back_to_its_whole(base):
    name = iris.name_use(base, "e", "甲", "d", "s")
    first = iris.part(name, "first-0123456789abcdef")
    position = iris.part(first, "position")
    assert len({name, first, position}) == 3
    assert {iris.whole(x) for x in (name, first, position)} == {name}
    assert all(ox.NamedNode(x).value == x for x in (name, first, position))
