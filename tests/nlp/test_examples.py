"""Annotations become labels, and changed copies of an article keep their names in place."""

from __future__ import annotations

import json
import random
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from support import examples

from kg.nlp.tagger import LABELS, SEP, spans
from kg.nlp.training.examples import (
    IGNORED,
    Article,
    forms,
    gold_spans,
    labelled,
    narrowed,
    read_articles,
    renamed,
    traditional,
)

TEXT = "青山县与青山县第一小学签约，\n校长李小满说：“青 山县很好。”"
ENTITIES = [
    {"name": "青山县", "type": "PLACE", "mentions": ["青山县"]},
    {"name": "青山县第一小学", "type": "ORG", "mentions": ["青山县第一小学"]},
    {"name": "李小满", "type": "PERSON", "mentions": ["李小满"]},
    {"name": "校长", "type": "PERSON", "mentions": [{"text": "校长", "at": [0]}]},
]


def article() -> Article:
    return Article(id="1", text=TEXT, spans=gold_spans(TEXT, ENTITIES))


def names(one: Article) -> list[tuple[str, str]]:
    return [(one.text[start:end], kind) for start, end, kind in one.spans]


def test_every_occurrence_counts_longest_first_and_across_blanks() -> None:
    assert names(article()) == [
        ("青山县", "PLACE"),
        ("青山县第一小学", "ORG"),
        ("李小满", "PERSON"),
        ("青 山县", "PLACE"),
    ]


def test_a_form_with_places_counts_only_there() -> None:
    entities = [{"name": "新区", "type": "PLACE", "mentions": [{"text": "新区", "at": [3, 4]}]}]
    assert gold_spans("新区在新区旁", entities) == ((3, 5, "PLACE"),)


def test_labels_spell_the_names_again() -> None:
    (example,) = labelled(article())
    assert len(example.symbols) == len(example.labels)
    found = [("".join(example.symbols[a:b]), kind) for a, b, kind in spans(list(example.labels), LABELS)]
    assert found == [("青山县", "PLACE"), ("青山县第一小学", "ORG"), ("李小满", "PERSON"), ("青山县", "PLACE")]
    assert example.labels[example.symbols.index(SEP)] == 0


def test_a_name_cut_in_two_is_left_out_of_the_loss() -> None:
    one = Article(id="1", text="甲乙丙丁戊己", spans=((1, 5, "ORG"),))
    first, second = labelled(one, 3)
    assert first.labels == (0, IGNORED, IGNORED)
    assert second.labels == (IGNORED, IGNORED, 0)


def test_narrowed_keeps_the_names() -> None:
    small = narrowed(article(), random.Random(0))
    assert names(small) == names(article())
    assert "，" not in small.text and "," in small.text


def test_traditional_keeps_the_names() -> None:
    one = traditional(article())
    assert names(one)[2:] == [("李小滿", "PERSON"), ("青 山縣", "PLACE")]
    assert [span[:2] for span in one.spans] == [span[:2] for span in article().spans]


@given(st.integers(0, 200))
@settings(max_examples=examples(50), deadline=None)
def test_renamed_changes_names_and_nothing_else(seed: int) -> None:
    other = "红河市教育局与绿水乡签约。"
    pool = forms([Article(id="2", text=other, spans=((0, 6, "ORG"), (7, 10, "PLACE")))])
    changed = renamed(article(), random.Random(seed), pool, 0.5)
    rest = TEXT
    for form, kind in sorted(set(names(article())), key=lambda item: -len(item[0])):
        rest = rest.replace(form, f"<{kind}>")
    again = changed.text
    for start, end, kind in reversed(changed.spans):
        again = again[:start] + f"<{kind}>" + again[end:]
    assert again == rest
    assert {form for form, _ in names(changed)} <= {form for form, _ in names(article())} | {"红河市教育局", "绿水乡"}


def test_nothing_is_renamed_without_a_share() -> None:
    assert renamed(article(), random.Random(0), forms([article()]), 0.0) == article()


def test_articles_are_read_in_order(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / f"{name}.json").write_text(json.dumps({"id": name, "entities": ENTITIES}), encoding="utf-8")
        (tmp_path / f"{name}.clean.txt").write_text(TEXT, encoding="utf-8", newline="\n")
    assert [one.id for one in read_articles(tmp_path)] == ["a", "b"]
    assert read_articles(tmp_path)[0].spans == article().spans
