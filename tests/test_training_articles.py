"""The annotated articles say only what stands in their texts, and relations that the ontology knows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg import ontology
from kg.model import MENTION_TYPES

FOLDER = Path(__file__).resolve().parents[1] / "seeds" / "training"
FILES = sorted(FOLDER.glob("*.json"))


def test_every_text_has_its_annotation() -> None:
    assert FILES
    assert {p.stem for p in FILES} == {p.name.removesuffix(".clean.txt") for p in FOLDER.glob("*.clean.txt")}


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_annotation_fits_its_text(path: Path) -> None:
    article = json.loads(path.read_text(encoding="utf-8"))
    text = path.with_suffix(".clean.txt").read_text(encoding="utf-8")
    squeezed = "".join(text.split())
    kinds = {e["name"]: e["type"] for e in article["entities"]}
    assert article["id"] == path.stem
    assert len(kinds) == len(article["entities"])
    assert set(kinds.values()) <= set(MENTION_TYPES)
    for entity in article["entities"]:
        for form in entity["mentions"]:
            if isinstance(form, dict):
                assert all("".join(text[at:].split()).startswith("".join(form["text"].split())) for at in form["at"])
            else:
                assert "".join(form.split()) in squeezed, form
    known = ontology.load().predicates
    for relation in article["relations"]:
        assert known[relation["p"]].allows(kinds[relation["s"]], kinds[relation["o"]]), relation
        assert "".join(relation["evidence"].split()) in squeezed, relation
    for observation in article["observations"]:
        assert observation["s"] in kinds or observation["s"] == "中国"
        assert observation["kind"] in ("fact", "target")
        assert observation["cmp"] in ("=", ">=", ">", "<=", "<", "~")
        assert isinstance(observation["value"], int | float)
        assert "".join(observation["evidence"].split()) in squeezed, observation
    for alias in article.get("scoped_aliases", []):
        assert alias["name"] in kinds
        assert "".join(alias["alias"].split()) in squeezed
