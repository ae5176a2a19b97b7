"""The gold texts: what stands in the annotation stands in the text, and there is enough of each kind to measure."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kg import ontology

HERE = Path(__file__).parent
GOLD = sorted(HERE.glob("*.json"))
MODALITIES = {"asserted", "planned", "denied", "reported"}
REPAIRS = {"wrap", "blank", "stray", "page", "navigation", "share", "editor", "copyright", "header", "other"}
RELATIONS = {"by", "from", "at"}
DAY = r"\d{4}-\d{2}-\d{2}"
# The value that each precision asks for; both ends of an interval have the same precision.
VALUES = {
    "year": r"\d{4}",
    "half": r"\d{4}-H[12]",
    "quarter": r"\d{4}-Q[1-4]",
    "month": r"\d{4}-\d{2}",
    "day": DAY,
    "interval": rf"(\d{{4}}/\d{{4}}|\d{{4}}-\d{{2}}/\d{{4}}-\d{{2}}|{DAY}/{DAY})",
}


def read(path: Path) -> tuple[dict[str, Any], str, str]:
    """The annotation, the raw text and the clean text of one document."""
    raw = path.with_suffix(".txt").read_text(encoding="utf-8")
    return json.loads(path.read_text(encoding="utf-8")), raw, path.with_suffix(".clean.txt").read_text(encoding="utf-8")


def squeezed(text: str) -> str:
    return "".join(text.split())


def statements(gold: dict[str, Any]) -> list[dict[str, Any]]:
    return [*gold["relations"], *gold["observations"]]


each_text = pytest.mark.parametrize("path", GOLD, ids=[p.stem for p in GOLD])


@each_text
def test_names_and_evidence_stand_in_the_clean_text(path: Path) -> None:
    gold, _, clean = read(path)
    assert gold["id"] == path.stem
    for entity in gold["entities"]:
        assert all(mention in clean for mention in entity["mentions"]), entity
    for item in [*statements(gold), *gold["scoped_aliases"]]:
        assert item["evidence"] in clean, item


@each_text
def test_relations_fit_the_ontology(path: Path) -> None:
    gold, _, _ = read(path)
    types = {e["name"]: e["type"] for e in gold["entities"]}
    assert len(types) == len(gold["entities"])
    predicates = ontology.load().predicates
    for r in gold["relations"]:
        assert predicates[r["p"]].allows(types[r["s"]], types[r["o"]]), r
    assert all(o["s"] in types for o in gold["observations"])


@each_text
def test_each_statement_has_a_modality_and_targets_are_not_asserted(path: Path) -> None:
    gold, _, _ = read(path)
    for item in statements(gold):
        assert item["modality"] in MODALITIES, item
    for o in gold["observations"]:
        assert o["kind"] in {"fact", "target"} and o["cmp"] in {"=", ">=", ">", "<=", "<", "~"}, o
        assert (o["kind"], o["modality"]) not in {("target", "asserted"), ("fact", "planned")}, o


@each_text
def test_attributions_name_entities_and_posts_of_the_text(path: Path) -> None:
    gold, _, clean = read(path)
    types = {e["name"]: e["type"] for e in gold["entities"]}
    for item in statements(gold):
        if "attribution" not in item:
            continue
        who = item["attribution"]
        assert set(who) == {"speaker", "post", "organisation", "medium"} and any(who.values()), item
        assert who["speaker"] is None or types[who["speaker"]] == "PERSON", item
        assert who["organisation"] is None or types[who["organisation"]] in {"ORG", "PLACE"}, item
        assert who["medium"] is None or types[who["medium"]] == "ORG", item
        assert who["post"] is None or who["post"] in clean, item


@each_text
def test_times_stand_where_they_say_and_their_value_has_their_precision(path: Path) -> None:
    gold, _, clean = read(path)
    assert gold["published"] is None or re.fullmatch(DAY, gold["published"])
    starts = [t["at"] for t in gold["times"]]
    assert starts == sorted(set(starts))
    for t in gold["times"]:
        assert clean[t["at"] : t["at"] + len(t["text"])] == t["text"], t
        assert t["relation"] in RELATIONS, t
        if t["precision"] == "none":
            assert t["value"] is None, t
        else:
            assert re.fullmatch(VALUES[t["precision"]], t["value"]), t


@each_text
def test_the_repairs_lead_from_the_raw_to_the_clean_text(path: Path) -> None:
    gold, raw, clean = read(path)
    read_so_far, end = "", 0
    for repair in gold["repairs"]:
        assert repair["kind"] in REPAIRS, repair
        assert repair["at"] >= end and raw[repair["at"] : repair["at"] + len(repair["text"])] == repair["text"], repair
        assert repair["text"] != repair["reads"], repair
        read_so_far += raw[end : repair["at"]] + repair["reads"]
        end = repair["at"] + len(repair["text"])
    # Indents, blank lines and the ends of paragraphs are layout: only the other characters are compared.
    assert squeezed(read_so_far + raw[end:]) == squeezed(clean)
    assert bool(gold["repairs"]) == (int(path.stem[1:]) % 2 == 0)


@each_text
def test_texts_are_as_long_as_an_article(path: Path) -> None:
    _, _, clean = read(path)
    assert 300 <= len(squeezed(clean)) <= 700


def test_there_is_enough_of_each_kind() -> None:
    documents = [read(path)[0] for path in GOLD]
    assert [d["id"] for d in documents] == [f"{part}{n:02}" for part in "ab" for n in range(1, 21)]
    modality = Counter(item["modality"] for d in documents for item in statements(d))
    assert modality["planned"] >= 40 and modality["denied"] >= 20 and modality["reported"] >= 15
    assert sum("attribution" in item for d in documents for item in statements(d)) >= 60
    assert sum(len(d["times"]) for d in documents) >= 150
    assert sum(len(d["repairs"]) for d in documents) >= 60


def test_traditional_characters_and_characters_beyond_the_basic_plane_occur() -> None:
    texts = [read(path)[2] for path in GOLD]
    assert sum("億" in text or "萬" in text for text in texts) >= 2
    assert any(ord(character) > 0xFFFF for text in texts for character in text)
