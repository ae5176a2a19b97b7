"""Words cover the text exactly, and they are words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import examples

from kg.nlp import segmenter as room
from kg.nlp.segmenter import Segmenter

FOLDER = Path(room.__file__).parent / "models" / "segmenter"


@pytest.fixture(scope="module")
def segmenter() -> Segmenter:
    return Segmenter(FOLDER)


def words(segmenter: Segmenter, text: str) -> list[str]:
    return [text[start:end] for start, end in segmenter(text)]


CHARACTERS = st.one_of(st.characters(), st.sampled_from("中国发展。，《》 \n\u3000A1ａ１%-_|/*:.𠮷😀"))


@given(text=st.text(alphabet=CHARACTERS, max_size=80))
@settings(max_examples=examples(200), deadline=None)
def test_words_cover_every_solid_character_once(segmenter: Segmenter, text: str) -> None:
    covered = [i for start, end in segmenter(text) for i in range(start, end)]
    assert covered == [i for i, character in enumerate(text) if not character.isspace()]
    assert all(start < end for start, end in segmenter(text))


def test_plain_sentences(segmenter: Segmenter) -> None:
    assert " ".join(words(segmenter, "他昨天在上海买了很多书。")) == "他 昨天 在 上海 买 了 很多 书 。"
    # the treebank's standard: verbs and the 于 behind them are two words
    assert " ".join(words(segmenter, "学校位于河边，附近有公园。")) == "学校 位 于 河边 ， 附近 有 公园 。"


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u3000\t"])
def test_nothing_to_cut(segmenter: Segmenter, text: str) -> None:
    assert segmenter(text) == []


@pytest.mark.parametrize("whole", ["OpenHarmony", "A380", "6G", "1234567", "3.14", "10,000", "ＣＰＵ", "２０２６"])
def test_latin_words_and_numbers_stay_whole(segmenter: Segmenter, whole: str) -> None:
    assert whole in words(segmenter, f"他们用{whole}做试验")


def test_a_number_is_parted_from_its_unit(segmenter: Segmenter) -> None:
    assert words(segmenter, "电站装机500MW。")[-3:] == ["500", "MW", "。"]


def test_white_space_parts_words(segmenter: Segmenter) -> None:
    assert words(segmenter, "上 海") == ["上", "海"]


def test_characters_that_the_model_rewrites_keep_their_place(segmenter: Segmenter) -> None:
    text = "路径是a/b_c|d*e:f，共12-13页"
    assert "".join(words(segmenter, text)) == text


def test_the_same_text_is_cut_the_same_way_again(segmenter: Segmenter) -> None:
    text = "新桥通车以后，两岸的居民来往方便多了。" * 3
    assert segmenter(text) == segmenter(text) == Segmenter(FOLDER)(text)


def test_a_very_long_line_is_cut_like_its_sentences(segmenter: Segmenter) -> None:
    sentence = "新桥通车以后，两岸的居民来往方便多了。"
    once = words(segmenter, sentence)
    assert words(segmenter, sentence * 200) == once * 200


def test_words_that_were_rewritten_or_dropped_are_found_again() -> None:
    assert room._borders("甲乙丙丁", ["甲", "■", "丙丁"]) == [0, 1, 2]
    assert room._borders("甲乙丙丁", ["甲", "丙丁"]) == [0, 2]
    assert room._borders("甲乙", ["甲", "戊己庚"]) == [0, 1]
