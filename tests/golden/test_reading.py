"""The demo documents as the program reads them, beside what a careful reader found in them.

Text, titles, dates and repairs must come out right in every article. Of names, relations and figures a share must;
the shares are floors under what was measured, and name what is lost when one falls.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import kg
from kg import records
from kg.model import Reading

GOLDEN = Path(__file__).resolve().parent
RECORDS = sorted(GOLDEN.glob("*.json"))
CORE = ("ORG", "PROGRAMME", "PLACE")


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(scope="module")
def readings(demo: Path) -> list[Reading]:
    found: list[Reading] = []
    for path in sorted((demo / "records").iterdir()):
        lines = path.read_text(encoding="utf-8").split("\n")[1:-1]
        found += records.readings(lines)
    return found


def reading_of(readings: list[Reading], golden: dict[str, Any]) -> Reading:
    (found,) = [
        r for r in readings if r.document.title == golden["title"] and r.document.source_name == golden["files"][0]
    ]
    return found


@pytest.mark.parametrize("path", RECORDS, ids=lambda p: p.stem)
def test_article_and_its_metadata(readings: list[Reading], path: Path) -> None:
    golden = json.loads(path.read_text(encoding="utf-8"))
    document = reading_of(readings, golden).document
    clean = path.with_suffix(".clean.txt").read_text(encoding="utf-8")
    text = squeezed(document.text)
    missing = [line for line in clean.split("\n") if squeezed(line) not in text]
    # A repair cannot insert: where the file lacks a mark that the clean text has, a line may differ by that mark.
    assert len(missing) <= ("quotes" in golden["repairs"]) * 2, missing
    assert abs(len(text) - len(squeezed(clean))) <= 0.03 * len(text) + 3
    assert document.publisher == golden["publisher"]
    assert (document.published.value if document.published else None) == golden["published"]
    # The golden byline is the line as printed; the document keeps the persons that it names.
    line = golden["byline"] or ""
    assert all(name in line for name in document.byline)
    assert document.byline or line in ("", golden["publisher"])


def test_names_relations_and_figures(readings: list[Reading]) -> None:
    """Over all articles: how much of what was found is right, and how much of what is there was found."""
    counts = {what: [0, 0, 0] for what in ("names", "relations", "figures")}  # right, found, golden
    for path in RECORDS:
        golden = json.loads(path.read_text(encoding="utf-8"))
        reading = reading_of(readings, golden)
        forms = {
            (squeezed(m if isinstance(m, str) else m["text"]), e["type"]): e["name"]
            for e in golden["entities"]
            for m in e["mentions"]
            if e["type"] in CORE
        }
        found = {(squeezed(m.text), m.type) for m in reading.mentions if m.type in CORE}
        _count(counts["names"], found, set(forms))
        # An entity of the reading is the golden one that shares most of its names.
        names: dict[int, str] = {}
        every = {
            squeezed(m if isinstance(m, str) else m["text"]): e["name"]
            for e in golden["entities"]
            for m in e["mentions"]
        }
        for mention, link in zip(reading.mentions, reading.links, strict=True):
            if link.entity is not None and squeezed(mention.text) in every:
                names.setdefault(link.entity, every[squeezed(mention.text)])
        for number, entity in enumerate(reading.entities):
            names.setdefault(number, entity.name)
        claims = {(names[c.subject], c.predicate, names[c.object]) for c in reading.claims if c.modality != "denied"}
        _count(counts["relations"], claims, {(r["s"], r["p"], r["o"]) for r in golden["relations"]})
        figures = {(names[o.subject], float(o.value), o.unit, o.kind) for o in reading.observations}
        _count(
            counts["figures"],
            figures,
            {(o["s"], float(o["value"]), o["unit"], o["kind"]) for o in golden["observations"]},
        )
    shares = {what: (right / found, right / wanted) for what, (right, found, wanted) in counts.items()}
    floors = {"names": (0.80, 0.80), "relations": (0.65, 0.45), "figures": (0.55, 0.55)}
    low = {what: share for what, share in shares.items() if share[0] < floors[what][0] or share[1] < floors[what][1]}
    assert not low, shares


def _count(tally: list[int], found: set[Any], wanted: set[Any]) -> None:
    tally[0] += len(found & wanted)
    tally[1] += len(found)
    tally[2] += len(wanted)


@pytest.mark.parametrize(
    ("stem", "short", "full"),
    [
        ("01_北京人工智能高地行动", "《行动计划》", "《北京人工智能创新高地建设行动计划》"),
        ("03_具身智能三年行动", "《行动计划》", "《北京具身智能科技创新与产业培育行动计划（2025—2027年）》"),
    ],
)
def test_short_name_means_what_its_document_defines(readings: list[Reading], stem: str, short: str, full: str) -> None:
    golden = json.loads((GOLDEN / f"{stem}.json").read_text(encoding="utf-8"))
    reading = reading_of(readings, golden)
    meant = {
        reading.entities[link.entity].name
        for mention, link in zip(reading.mentions, reading.links, strict=True)
        if mention.text == short and link.entity is not None
    }
    assert meant == {full}


def test_homonymous_districts_stay_apart(demo: Path) -> None:
    rows = kg.query(demo, "SELECT ?x ?code { ?x skos:prefLabel '朝阳区'@zh ; skos:notation ?code }", format="csv")
    assert sorted(row.split(",")[1] for row in rows.splitlines()[1:]) == ["110105", "220104"]
