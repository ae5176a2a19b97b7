"""Names are found where they stand, all things that carry one are given, and bad files are refused with their line."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import examples

from kg import lexicon as lexicons
from kg.errors import DataError, SettingsError
from kg.lexicon import Lexicon, LexiconEntry
from kg.resources import folder

HEAD = """@prefix kg: <urn:kg-zh:> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix x: <urn:kg-zh:lexicon/test/> .
"""


@pytest.fixture(scope="module")
def shipped() -> Lexicon:
    return lexicons.load(folder("entities"))


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "a.ttl").write_text(
        HEAD
        + """
x:b a kg:Place ; skos:prefLabel "云台"@zh ; skos:altLabel "云台市"@zh ; skos:notation "990100" .
x:p a kg:Place ; skos:prefLabel "和平区"@zh ; skos:hiddenLabel "和平"@zh ; kg:locatedIn x:b ; kg:qualifier "云台"@zh .
x:f a kg:Field ; skos:prefLabel "人工智能"@zh ; skos:altLabel "AI"@zh .
""",
        encoding="utf-8",
        newline="\n",
    )
    (tmp_path / "domain.ttl").write_text(
        HEAD + 'x:o a kg:Organisation ; skos:prefLabel "云台机器人公司"@zh .\nx:b skos:altLabel "云岭"@zh .\n',
        encoding="utf-8",
        newline="\n",
    )
    return tmp_path


def spelled(lexicon: Lexicon, text: str) -> list[str]:
    return [text[m.start : m.end] for m in lexicon.find(text)]


def test_longest_name_wins_and_offsets_count_characters(own: Path) -> None:
    lexicon = lexicons.load(own)
    text = "𠮷😀云台机器人公司在云台市发布AI产品"
    assert spelled(lexicon, text) == ["云台机器人公司", "云台市", "AI"]


def test_hidden_labels_are_known_but_not_found(own: Path) -> None:
    lexicon = lexicons.load(own)
    assert spelled(lexicon, "和平与发展") == []
    assert [e.name for e in lexicon.named("和平")] == ["和平区"]


def test_latin_names_are_whole_words(own: Path) -> None:
    lexicon = lexicons.load(own)
    assert spelled(lexicon, "AIGC与SAIL") == []
    assert spelled(lexicon, "用AI做，ＡＩ也行") == ["AI", "ＡＩ"]


def test_traditional_and_wide_spellings_are_the_same_name(own: Path) -> None:
    lexicon = lexicons.load(own)
    text = "雲臺市，雲台機器人公司"
    assert spelled(lexicon, text)[-1] == "雲台機器人公司"


def test_excluded_files_take_their_things_and_names_with_them(own: Path) -> None:
    without = lexicons.load(own, exclude=("domain",))
    assert lexicons.load(own).named("云岭") and not without.named("云岭")
    assert without.named("云台") and not without.named("云台机器人公司")
    assert lexicons.load(own).digest != without.digest


def test_an_excluded_thing_is_not_revived_by_a_second_name(own: Path) -> None:
    (own / "more.ttl").write_text(HEAD + 'x:o skos:altLabel "云机"@zh .\n', encoding="utf-8", newline="\n")
    assert lexicons.load(own).named("云机")
    assert not lexicons.load(own, exclude=("domain",)).named("云机")


def test_parents_lead_outwards(own: Path) -> None:
    lexicon = lexicons.load(own)
    (district,) = lexicon.named("和平区")
    assert [p.name for p in lexicon.parents(district)] == ["云台"]
    assert district.relation == "locatedIn" and district.qualifier == "云台"


def test_the_users_names_add_to_known_things_or_are_new(own: Path, tmp_path: Path) -> None:
    names = tmp_path / "names.csv"
    names.write_text(
        "name,type,aliases,code\n人工智能,FIELD,智能技术|AI,\n青岚研究院,ORG,青岚院,\n",
        encoding="utf-8-sig",
        newline="\n",
    )
    lexicon = lexicons.load(own, [names])
    (field,) = lexicon.named("智能技术")
    assert field.iri.endswith("test/f")
    (institute,) = lexicon.named("青岚院")
    assert institute.name == "青岚研究院" and institute.iri.startswith("urn:kg-zh:lexicon/user/")


@pytest.mark.parametrize(
    ("content", "place", "word"),
    [
        ("name,type,colour\n甲,ORG,红\n", ":1", "colour"),
        ("name,aliases\n甲,乙\n", ":1", "type"),
        ("name,type\n甲乙,ORGAN\n", ":2", "ORGAN"),
        ("name,type\n甲乙,ORG\n,ORG\n", ":3", "without a name"),
        ("name,type\n甲乙,ORG,多,了\n", ":2", "columns"),
    ],
)
def test_a_bad_row_is_named(own: Path, content: str, place: str, word: str) -> None:
    names = own / "bad.csv"
    names.write_text(content, encoding="utf-8", newline="\n")
    with pytest.raises(SettingsError) as caught:
        lexicons.load(own, [names])
    assert caught.value.place.endswith(f"bad.csv{place}") and word in caught.value.problem


def test_a_file_that_is_no_text_and_one_that_is_not_there(own: Path) -> None:
    (own / "bytes.csv").write_bytes(b"name,type\n\xff\xfe,ORG\n")
    for name in ("bytes.csv", "missing.csv"):
        with pytest.raises(SettingsError, match=name):
            lexicons.load(own, [own / name])


@pytest.mark.parametrize(
    "turtle",
    [
        'x:q a kg:Plaice ; skos:prefLabel "甲"@zh .',
        "x:q a kg:Place .",
        'x:q a kg:Place ; skos:prefLabel "甲"@zh, "乙"@zh .',
        "x:q a",
    ],
)
def test_turtle_that_does_not_fit_is_refused(own: Path, turtle: str) -> None:
    (own / "z.ttl").write_text(HEAD + turtle + "\n", encoding="utf-8", newline="\n")
    with pytest.raises(DataError):
        lexicons.load(own)


@given(st.text(alphabet="中国國發发（）ＡａA 1，𠮷😀\n臺台", max_size=40))
@settings(max_examples=examples(200), deadline=None)
def test_a_key_has_the_length_of_its_text(text: str) -> None:
    assert len(lexicons.key(text)) == len(text)


@given(st.lists(st.sampled_from(["甲市", "甲市乙区", "乙区", "丙"]), max_size=8))
@settings(max_examples=examples(100), deadline=None)
def test_matches_never_overlap_and_spell_their_entries(pieces: list[str]) -> None:
    entries = [LexiconEntry(iri=f"urn:x:{n}", type="PLACE", name=n) for n in ("甲市", "甲市乙区", "乙区")]
    text = "".join(pieces)
    found = Lexicon(entries).find(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(text[m.start : m.end] == m.entries[0].name for m in found)


def test_order_of_entries_decides_nothing() -> None:
    entries = [LexiconEntry(iri=f"urn:x:{i}", type="PLACE", name=n) for i, n in enumerate(("甲市", "乙区", "甲市"))]
    one, other = Lexicon(entries), Lexicon(reversed(entries))
    assert one.digest == other.digest
    assert one.find("在甲市乙区") == other.find("在甲市乙区")
    assert len(one.named("甲市")) == 2


# ---------------------------------------------------------------- the shipped files


def test_the_shipped_lexicon_loads_quickly(shipped: Lexicon) -> None:
    start = time.process_time()
    lexicons.load(folder("entities"))
    assert time.process_time() - start < 2.0  # 0.25 s on the machine it was written on
    assert len(shipped.entries) > 6000


def test_one_name_of_one_type_has_one_canonical_spelling(shipped: Lexicon) -> None:
    seen: dict[tuple[str, str, str], str] = {}
    for entry in shipped.entries:
        identity = (entry.type, entry.name, entry.qualifier)
        assert identity not in seen, f"{entry.iri} and {seen.get(identity)} are both {identity}"
        seen[identity] = entry.iri


def test_every_parent_exists_and_no_thing_holds_itself(shipped: Lexicon) -> None:
    for entry in shipped.entries:
        if entry.parent:
            assert shipped.entry(entry.parent).iri != entry.iri
            assert entry not in shipped.parents(entry)


@pytest.mark.parametrize(
    ("names", "canonical"),
    [
        (("北京亦庄", "亦庄", "经开区", "北京经开区"), "北京经济技术开发区"),
        (("国家发展改革委", "国家发改委"), "国家发展和改革委员会"),
        (("工信部",), "工业和信息化部"),
        (("北京市", "北京"), "北京"),
        (("海淀", "海淀区"), "海淀区"),
        (("内蒙古自治区",), "内蒙古"),
        (("北大",), "北京大学"),
        (("AI",), "人工智能"),
    ],
)
def test_names_that_everybody_knows(shipped: Lexicon, names: tuple[str, ...], canonical: str) -> None:
    for name in names:
        assert [e.name for e in shipped.named(name)] == [canonical]


def test_homonyms_carry_what_tells_them_apart(shipped: Lexicon) -> None:
    assert {e.qualifier for e in shipped.named("朝阳区")} == {"北京", "长春"}


def test_common_words_are_not_found_as_places(shipped: Lexicon) -> None:
    assert spelled(shipped, "坚持和平、友好、合作与振兴") == []
