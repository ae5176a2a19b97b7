"""Labels become names, names keep their characters, and the model's answer depends on the text alone."""

from __future__ import annotations

import hashlib
import json
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import examples

from kg.nlp import tagger as room
from kg.nlp.tagger import LABELS, SEP, TYPES, Tagger, allowed, best_path, softmax, spans, symbols

FOLDER = Path(room.__file__).parent / "models" / "mentions"


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger(FOLDER)


def names(tagger: Tagger, text: str) -> list[tuple[str, str]]:
    return [(text[m.start : m.end], m.type) for m in tagger(text)]


# ---------------------------------------------------------------------------------------------- text to symbols


def test_symbols_leave_out_blanks_and_mark_line_breaks() -> None:
    assert symbols("\n甲 乙\n \n丙\u3000丁\n") == (["甲", "乙", SEP, "丙", "丁"], [1, 3, 4, 7, 9])


def test_symbols_are_narrow_and_lower_but_keep_chinese_punctuation() -> None:
    assert symbols("ＡＩ５Gİ，（")[0] == ["a", "i", "5", "g", "İ", "，", "（"]


@given(st.text(max_size=60))
@settings(max_examples=examples(200), deadline=None)
def test_each_solid_character_is_one_symbol(text: str) -> None:
    seen, offsets = symbols(text)
    solid = [i for i, character in enumerate(text) if not character.isspace()]
    assert [i for word, i in zip(seen, offsets, strict=True) if word != SEP] == solid
    assert offsets == sorted(set(offsets))


# ---------------------------------------------------------------------------------------------- labels to spans

FEW = ("O", "B-ORG", "I-ORG", "E-ORG", "S-ORG", "B-PLACE", "I-PLACE", "E-PLACE", "S-PLACE")


def obeys(path: tuple[int, ...]) -> bool:
    open_type = ""
    for label in (FEW[i] for i in path):
        if open_type:
            if label not in (f"I-{open_type}", f"E-{open_type}"):
                return False
        elif label[0] in "IE":
            return False
        if label[0] != "I":
            open_type = label[2:] if label[0] == "B" else ""
    return not open_type


@given(st.lists(st.lists(st.integers(-20, 20), min_size=9, max_size=9), min_size=1, max_size=4))
@settings(max_examples=examples(60), deadline=None)
def test_best_path_is_the_best_of_all_that_obey(rows: list[list[int]]) -> None:
    scores = np.array(rows, dtype=np.float64)
    path = tuple(best_path(scores, *allowed(FEW)))
    ways = [way for way in product(range(len(FEW)), repeat=len(rows)) if obeys(way)]
    assert path in ways
    assert sum(scores[t, i] for t, i in enumerate(path)) == max(
        sum(scores[t, i] for t, i in enumerate(way)) for way in ways
    )


def test_ties_go_to_no_name() -> None:
    assert best_path(np.zeros((3, len(FEW))), *allowed(FEW)) == [0, 0, 0]
    assert best_path(np.zeros((0, len(FEW))), *allowed(FEW)) == []


def test_spans_of_labels() -> None:
    path = [FEW.index(x) for x in ("S-PLACE", "B-ORG", "I-ORG", "E-ORG", "O", "B-PLACE", "E-PLACE")]
    assert spans(path, FEW) == [(0, 1, "PLACE"), (1, 4, "ORG"), (5, 7, "PLACE")]


def test_chances_add_up_and_large_scores_do_not_overflow() -> None:
    chances = softmax(np.array([[1000.0, 0.0], [-1000.0, -1000.0]]))
    assert np.allclose(chances, [[1.0, 0.0], [0.5, 0.5]])


# ---------------------------------------------------------------------------------------------- the trained model


def test_the_folder_is_what_its_config_says(tagger: Tagger) -> None:
    config = json.loads((FOLDER / "config.json").read_text(encoding="utf-8"))
    assert hashlib.sha256((FOLDER / "model.onnx").read_bytes()).hexdigest() == config["sha256"]
    assert tagger.labels == LABELS


def test_plain_names(tagger: Tagger) -> None:
    text = "6月3日，浙江省经济和信息化厅厅长王志明在杭州表示，浙江大学与阿里巴巴将共同建设实验平台。"
    found = names(tagger, text)
    assert ("浙江省经济和信息化厅", "ORG") in found
    assert ("王志明", "PERSON") in found
    assert ("杭州", "PLACE") in found
    assert ("浙江大学", "ORG") in found


def test_ordinary_words_are_no_names(tagger: Tagger) -> None:
    assert tagger("今天天气很好，孩子们在河边放风筝，大人们坐在树下聊天。") == []


@pytest.mark.parametrize("text", ["", " \n\u3000", "。", "𠀀", "\ufeff\u200b"])
def test_texts_without_names(tagger: Tagger, text: str) -> None:
    assert tagger(text) == []


@given(text=st.text(alphabet=st.one_of(st.characters(), st.sampled_from("北京市公司《》“”，。\n ")), max_size=120))
@settings(max_examples=examples(40), deadline=None)
def test_names_are_ordered_inside_the_text_and_apart(tagger: Tagger, text: str) -> None:
    last = 0
    for found in tagger(text):
        assert last <= found.start < found.end <= len(text)
        assert not text[found.start].isspace() and not text[found.end - 1].isspace()
        assert found.type in TYPES and 0 <= found.confidence <= 1
        last = found.end


def test_blanks_inside_a_name_change_nothing(tagger: Tagger) -> None:
    plain, spaced = "记者从南京大学获悉。", "记者从南 京 大 学获悉。"
    (one,) = tagger(plain)
    (two,) = tagger(spaced)
    assert plain[one.start : one.end] == spaced[two.start : two.end].replace(" ", "") == "南京大学"
    assert (one.type, one.confidence) == (two.type, two.confidence)


def test_a_chunk_does_not_depend_on_what_is_read_with_it(tagger: Tagger) -> None:
    here = "湖北省人民政府日前批复同意设立宜昌高新技术产业开发区。" + "水面平静，船只往来不断。" * 19
    there = "四川省教育厅公布了名单。" + "山路弯弯，行人稀少。" * 23
    alone = tagger(here)
    together = [found for found in tagger(here + "\n" + there) if found.end <= len(here)]
    assert alone and together == alone


def test_two_sessions_agree(tagger: Tagger) -> None:
    text = "国家发展改革委会同工业和信息化部在深圳召开现场会。" * 30
    assert Tagger(FOLDER)(text) == tagger(text)


def test_chances_by_character(tagger: Tagger) -> None:
    text = "他 在南京大学读书。"
    table = tagger.probabilities(text)
    assert table.shape == (len(text), len(TYPES))
    assert (table >= 0).all() and (table.sum(axis=1) <= 1.001).all()
    assert not table[1].any()
    start = text.index("南京大学")
    assert (table[start : start + 4, TYPES.index("ORG")] > 0.5).all()
