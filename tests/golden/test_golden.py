"""Whether the demo documents, their golden records and the expected rows fit together.

They are written by hand, so slips are likely: a name that the text does not hold, a title that changed, an original
that was edited while the committed document was not.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

GOLDEN = Path(__file__).resolve().parent
ROOT = GOLDEN.parents[1]
DOCUMENTS = ROOT / "seeds" / "documents"
EXPECTED = GOLDEN.parent / "questions" / "expected"
RECORDS = sorted(GOLDEN.glob("*.json"))

PREDICATES = {  # subject types, object types
    "issuedBy": ("PROGRAMME", "ORG PLACE"),
    "announcedAt": ("PROGRAMME PRODUCT", "EVENT"),
    "partOf": ("ORG PROGRAMME EVENT PRODUCT", "ORG PROGRAMME EVENT PRODUCT"),
    "locatedIn": ("ORG PLACE EVENT", "PLACE"),
    "develops": ("ORG", "PRODUCT"),
    "uses": ("PRODUCT ORG EVENT", "PRODUCT"),
    "worksFor": ("PERSON", "ORG PLACE"),
    "organises": ("ORG PLACE", "EVENT"),
    "participatesIn": ("ORG PRODUCT PERSON", "EVENT"),
    "basedOn": ("PROGRAMME", "PROGRAMME"),
    "focusesOn": ("PROGRAMME ORG PLACE", "FIELD"),
    "supports": ("ORG PROGRAMME PLACE", "ORG PROGRAMME PLACE PERSON PRODUCT EVENT FIELD"),
    "cooperatesWith": ("ORG", "ORG"),
}


def squeezed(text: str) -> str:
    return "".join(text.split())


def read(path: Path) -> tuple[dict[str, Any], str]:
    return json.loads(path.read_text(encoding="utf-8")), path.with_suffix(".clean.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", RECORDS, ids=lambda p: p.stem)
def test_record_quotes_its_text(path: Path) -> None:
    record, text = read(path)
    assert record["id"] == path.stem
    assert text.split("\n")[0] == record["title"]
    for entity in record["entities"]:
        for mention in entity["mentions"]:
            if isinstance(mention, dict):
                size = len(mention["text"])
                assert [text[a : a + size] for a in mention["at"]] == [mention["text"]] * len(mention["at"])
            else:
                assert squeezed(mention) in squeezed(text)
    for item in record["relations"] + record["observations"] + record["scoped_aliases"]:
        assert squeezed(item["evidence"]) in squeezed(text)


@pytest.mark.parametrize("path", RECORDS, ids=lambda p: p.stem)
def test_record_is_legal(path: Path) -> None:
    record, _ = read(path)
    types = {entity["name"]: entity["type"] for entity in record["entities"]}
    assert len(types) == len(record["entities"])
    triples = [(r["s"], r["p"], r["o"]) for r in record["relations"]]
    assert len(set(triples)) == len(triples)
    for subject, predicate, obj in triples:
        subjects, objects = PREDICATES[predicate]
        assert types[subject] in subjects.split(), (subject, predicate, obj)
        assert types[obj] in objects.split(), (subject, predicate, obj)
    for observation in record["observations"]:
        assert observation["s"] in types
        assert observation["cmp"] in {"=", ">=", ">", "<=", "<", "~"}
        assert observation["kind"] in {"fact", "target"}
    for alias in record["scoped_aliases"]:
        assert alias["name"] in types


def test_names_have_one_type() -> None:
    types: dict[str, str] = {}
    for path in RECORDS:
        for entity in read(path)[0]["entities"]:
            assert types.setdefault(entity["name"], entity["type"]) == entity["type"], entity["name"]


def test_every_document_has_a_record() -> None:
    recorded = {name for path in RECORDS for name in read(path)[0]["files"]}
    assert recorded == {path.name for path in DOCUMENTS.iterdir()}


def test_originals_give_the_committed_documents() -> None:
    made = subprocess.run([sys.executable, str(ROOT / "seeds" / "make_documents.py"), "--check"], capture_output=True)
    assert made.returncode == 0, made.stderr.decode("utf-8")


def test_expected_rows_name_documents_and_quote_them() -> None:
    texts = {record["title"]: squeezed(text) for record, text in map(read, RECORDS)}
    files = sorted(EXPECTED.glob("q*.csv"))
    assert {f.stem[:3] for f in files} == {f"q{n:02d}" for n in range(1, 13)}
    for file in files:
        with file.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        assert 0 < len(rows) <= 20, file.name
        assert [tuple(r.values()) for r in rows] == sorted(tuple(r.values()) for r in rows), file.name
        for row in rows:
            for column in ("document", "other_document"):
                assert row.get(column) is None or row[column] in texts, (file.name, row)
            for column in ("sentence", "quote"):
                assert row.get(column) is None or squeezed(row[column]) in texts[row["document"]], (file.name, row)


def test_expected_statements_stand_in_the_records() -> None:
    """Rows that are statements are those of some record; posts too."""
    triples = {(r["s"], r["p"], r["o"]) for path in RECORDS for r in read(path)[0]["relations"]}
    for name in ("q08.csv", "q10.csv"):
        with (EXPECTED / name).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                assert (row["subject"], row["predicate"], row["object"]) in triples
    with (EXPECTED / "q07.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["steps"] == "1":
                assert (row["programme"], "basedOn", row["carries_out"]) in triples
    with (EXPECTED / "q10.csv").open(encoding="utf-8", newline="") as lines:
        own = {(row["subject"], row["predicate"], row["object"]) for row in csv.DictReader(lines)}
    contributed: dict[str, set[tuple[str, str, str]]] = {}
    for path in RECORDS:
        contributed[path.stem] = {(r["s"], r["p"], r["o"]) for r in read(path)[0]["relations"]}
    asked = contributed.pop("11_政策工具对照")
    others = {triple for triples in contributed.values() for triple in triples}
    assert own == asked - others


def test_offsets_of_question_eight_count_in_the_raw_files() -> None:
    with (EXPECTED / "q08.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            raw = (DOCUMENTS / row["file"]).read_bytes().decode("utf-8")
            assert squeezed(raw[int(row["start"]) : int(row["end"])]) == squeezed(row["sentence"])
