"""Texts are cut where little is lost, and nothing of them gets lost."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from support import examples

from kg.nlp.chunks import chunks, pieces

TEXTS = st.text(alphabet="市区智能，。、；！？《》“”（）\n\r\t 　Aa1𠮷😀", max_size=120)


def cover(ranges: list[tuple[int, int]], text: str) -> bool:
    """Whether the ranges follow each other without a gap from the first to the last character."""
    borders = [0, *(end for _, end in ranges)]
    return [start for start, _ in ranges] == borders[:-1] and borders[-1] == len(text)


def solid(text: str) -> int:
    return sum(1 for character in text if not character.isspace())


@given(TEXTS, st.integers(1, 40))
@settings(max_examples=examples(200), deadline=None)
def test_ranges_cover_the_text_and_keep_the_limit(text: str, limit: int) -> None:
    for ranges in (pieces(text, limit), chunks(text, limit)):
        assert cover(ranges, text)
        assert all(start < end and solid(text[start:end]) <= limit for start, end in ranges)


def test_cuts_follow_sentence_ends_with_their_closing_marks() -> None:
    text = "他说：“桥修好了。”村民都来看！桥长九十米。"
    assert [text[a:b] for a, b in pieces(text, 50)] == ["他说：“桥修好了。”", "村民都来看！", "桥长九十米。"]


def test_a_long_sentence_is_cut_at_its_last_comma_that_fits() -> None:
    text = "甲乙丙丁，戊己庚辛，壬癸子丑"
    assert [text[a:b] for a, b in pieces(text, 11)] == ["甲乙丙丁，戊己庚辛，", "壬癸子丑"]


def test_no_cut_inside_a_title() -> None:
    title = "《沿江县关于修桥铺路、治水造林！以及办学的若干措施》"
    text = f"会议通过{title}，随后散会。"
    for limit in range(len(title), len(text) + 1):
        assert any(text[a:b].count("《") == text[a:b].count("》") == 1 for a, b in pieces(text, limit)), limit


def test_a_title_that_never_closes_does_not_hold_the_cut_back() -> None:
    text = "《沿江县措施。第一条修桥。\n第二条铺路》。"
    assert [text[a:b] for a, b in pieces(text, 50)] == ["《沿江县措施。", "第一条修桥。", "\n", "第二条铺路》。"]


def test_neighbours_are_joined_up_to_the_limit() -> None:
    text = "一二三。四五六。七八九。"
    assert [text[a:b] for a, b in chunks(text, 9)] == ["一二三。四五六。", "七八九。"]
    for (_, end), (start, _) in pairwise(chunks(text, 4)):
        assert end == start
