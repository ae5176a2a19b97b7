"""The pattern language: typed text leads back to the text, and patterns say what they say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import DataError
from kg.model import MENTION_TYPES, Mention
from kg.nlp.patterns import MARKS, TypedText, compile_pattern, expression, typed, widen
from kg.rules import marked

ORG, PLACE, PERSON, PRODUCT = (MARKS[t] for t in ("ORG", "PLACE", "PERSON", "PRODUCT"))


def typed_text(text: str) -> TypedText:
    plain, marks = marked(text)
    mentions = [
        (i, Mention(start=m.start, end=m.end, type=m.type, text=m.name, confidence=1.0, method="tagger"))
        for i, m in enumerate(marks)
    ]
    return typed(widen(plain), 0, len(plain), mentions)


def test_a_name_is_one_character_whatever_its_length() -> None:
    assert typed_text("[云州市数据局|ORG]在[云州|PLACE]。").text == f"{ORG}在{PLACE}。"


def test_quotation_marks_around_a_name_and_asides_behind_it_are_left_out() -> None:
    assert typed_text("推出“[青鸟|PRODUCT]”。").text == f"推出{PRODUCT}。"
    assert typed_text("[云州市数据局|ORG]（以下简称“[市数据局|ORG]”）印发").text == f"{ORG}印发"
    assert typed_text("[云州大学|ORG](排名第二)、[青屿大学|ORG]").text == f"{ORG}、{ORG}"


def test_an_aside_with_another_name_stays() -> None:
    assert typed_text("[马知远|PERSON]（[云州大学|ORG]教授）").text == f"{PERSON}（{ORG}教授）"


def test_half_width_marks_read_as_full_width_but_numbers_stay() -> None:
    assert widen("产值1,200亿元,增长3.5%;其中(一)") == "产值1,200亿元，增长3.5%；其中（一）"


def test_private_use_characters_of_the_text_are_no_names() -> None:
    assert MARKS["ORG"] not in widen(f"乱码{MARKS['ORG']}")


@given(
    st.lists(
        st.tuples(st.text(alphabet="在和、的“”（），,。a 𠮷说", max_size=6), st.sampled_from(MENTION_TYPES)), max_size=6
    ),
    st.text(alphabet="“”（）,。年", max_size=4),
)
def test_every_typed_character_covers_its_place_in_the_text(pieces: list[tuple[str, str]], tail: str) -> None:
    text = ""
    mentions = []
    for number, (before, kind) in enumerate(pieces):
        name = f"名{number}号"
        start = len(text) + len(before)
        text += before + name
        mention_type = next(t for t in MENTION_TYPES if t == kind)
        mentions.append(
            (number, Mention(start=start, end=start + 3, type=mention_type, text=name, confidence=1, method="tagger"))
        )
    text += tail
    wide = widen(text)
    assert len(wide) == len(text)
    made = typed(wide, 0, len(text), mentions)
    assert len(made.text) == len(made.starts) == len(made.ends) == len(made.names)
    assert list(made.starts) == sorted(made.starts)
    for character, start, end, name in zip(made.text, made.starts, made.ends, made.names, strict=True):
        if name >= 0:
            mention = mentions[name][1]
            assert (character, start, end) == (MARKS[mention.type], mention.start, mention.end)
        else:
            assert wide[start:end] == character


def finds(pattern: str, text: str) -> bool:
    return bool(expression(pattern).search(typed_text(text).text))


def test_a_gap_crosses_neither_names_nor_clauses() -> None:
    assert finds("{:ORG}{…}办", "[甲局|ORG]昨天办")
    assert not finds("{:ORG}{…}办", "[甲局|ORG]与[乙局|ORG=乙]的人") and not finds("^{:ORG}{…}办", "[甲局|ORG]，办")
    assert not finds("^{:ORG}{…2}办", "[甲局|ORG]昨天上午办")


def test_a_gap_crosses_what_its_flags_allow() -> None:
    assert finds("^{:ORG}{…8，}办", "[甲局|ORG]，昨天办")
    assert finds("^{:ORG}{…8@}办", "[甲局|ORG]请[马知远|PERSON]办")
    assert finds("^{:ORG}{…8#}办", "[甲局|ORG]在[云州|PLACE]办")
    assert not finds("^{:ORG}{…8#}办", "[甲局|ORG]请[马知远|PERSON]办")
    assert not finds("^{:ORG}{…8，@}办", "[甲局|ORG]走了。[乙人|PERSON]办")


def test_three_dots_are_a_gap() -> None:
    assert finds("^{:ORG}…办", "[甲局|ORG]昨天办")


@pytest.mark.parametrize(
    "names",
    [
        "[甲|ORG]",
        "[甲|ORG]、[乙|ORG]",
        "[甲|ORG]、[乙|ORG]和[丙|ORG]",
        "[甲|ORG]与[乙|ORG]",
        "[法国|PLACE][甲|ORG]、[乙|ORG]等",
    ],
)
def test_an_enumeration_is_one_slot(names: str) -> None:
    assert finds("^{+:ORG}办$", names + "办")


def test_persons_may_stand_side_by_side() -> None:
    assert finds("^{+:PERSON}$", "[甲|PERSON] [乙|PERSON]")
    assert not finds("^{+:ORG}$", "[甲|ORG] [乙|ORG]")


def test_slots_become_groups_and_needs() -> None:
    made = compile_pattern("{s+:ORG,PLACE}…{trigger:主办|承办}{o:EVENT}")
    assert set(made.regex.groupindex) == {"s", "o", "trigger"}
    assert made.needs == (frozenset({ORG, PLACE}), frozenset({MARKS["EVENT"]}))
    assert compile_pattern("{s^:ORG}办{o:EVENT}").needs == (frozenset({MARKS["EVENT"]}),)


def test_repeats_keep_their_braces() -> None:
    made = compile_pattern("{s:ORG}[^，]{0,3}{trigger:主{2}办}{o:EVENT}")
    assert made.regex.search(f"{ORG}昨天主主办{MARKS['EVENT']}")
    assert not made.regex.search(f"{ORG}昨天上午主主办{MARKS['EVENT']}")


@pytest.mark.parametrize("broken", ["{s:ORG}{what}{o:EVENT}", "{s:ORG}({o:EVENT}", "{s:ORG}{:NOTHING}{o:EVENT}"])
def test_what_is_no_pattern_is_refused_with_its_place(broken: str) -> None:
    with pytest.raises(DataError, match="here"):
        compile_pattern(broken, place="here")
