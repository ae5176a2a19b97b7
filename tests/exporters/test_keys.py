"""What a reader may type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.exporters.keys import DROPPED, fold, search_keys, syllables


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("《行动计划》", "行动计划"),
        ("“人工智能+”行动", "人工智能+行动"),
        ("ＤｅｅｐＳｅｅｋ　Ｒ１", "deepseekr1"),
        ("朝阳区（长春）", "朝阳区长春"),
        ("Walker S2", "walkers2"),
        ("𬭎芯科技", "𬭎芯科技"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("亦庄", "yi zhuang"),
        ("重庆", "chong qing"),
        ("银行", "yin hang"),
        ("6g技术", "6 g ji shu"),
        ("abc", ""),
        ("", ""),
    ],
)
def test_syllables(text: str, read: str) -> None:
    assert syllables(text) == read


def test_the_other_script_is_a_key() -> None:
    assert ("人形機器人半程馬拉松", "") in search_keys("人形机器人半程马拉松")
    assert ("人形机器人", "") in search_keys("人形機器人")


@given(st.text(max_size=30))
def test_one_syllable_a_character(text: str) -> None:
    folded = fold(text)
    read = syllables(folded)
    assert read == "" or len(read.split(" ")) == len(folded)


@given(st.text(max_size=30))
def test_blanks_quotes_and_brackets_do_not_count(text: str) -> None:
    assert not DROPPED & set(fold(text))
    assert fold(f"《{text}》") == fold(text)
