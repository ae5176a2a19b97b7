"""The questions that the graph must answer, over the demo documents: one query and one table of expected rows each.

The rows in expected/ were written by hand from reading the documents; README.md says what counts in each column.
Rows are compared as sets: every row that comes out must be expected, and every expected row must come out.
"""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import kg

HERE = Path(__file__).resolve().parent
DOCUMENTS = HERE.parent.parent / "seeds" / "documents"
METADATA = DOCUMENTS.parent / "metadata.csv"
QUESTIONS = tuple(sorted(path.stem for path in HERE.glob("q*.rq")))

# The questions that wait, with what they wait for. tests/SKIPS.md lists them; strict: one that passes must leave.
WAITING: dict[str, str] = {}

Row = Mapping[str, str]
Same = Callable[[str, str], bool]


# ---------------------------------------------------------------- how cells are compared


def squeeze(text: str) -> str:
    return "".join(text.split())


def exact(expected: str, found: str) -> bool:
    return squeeze(expected) == squeeze(found)


def passage(expected: str, found: str) -> bool:
    """A quote may be wider (the whole sentence) or narrower than the one written by hand; it is never empty."""
    a, b = squeeze(expected), squeeze(found)
    return bool(b) and (a in b or b in a)


def wording(expected: str, found: str) -> bool:
    """An indicator may be worded otherwise: two thirds of the characters of the shorter wording stand in the other."""
    short, long = sorted((squeeze(expected), squeeze(found)), key=len)
    return bool(short) and sum(c in long for c in short) * 3 >= len(short) * 2


def parts(expected: str, found: str) -> bool:
    """Values divided by bars, in any order."""
    return sorted(expected.split("|")) == sorted(found.split("|"))


LOOSE: dict[str, dict[str, Same]] = {
    "q03": {"indicator": wording, "quote": passage},
    "q04": {"quote": passage},
    "q12": {"candidates": parts},
}


def fits(question: str, expected: Row, found: Row) -> bool:
    same = LOOSE.get(question, {})
    return all(same.get(column, exact)(value, found[column]) for column, value in expected.items())


# ---------------------------------------------------------------- what is compared


def rows_of(text: str) -> list[dict[str, str]]:
    return [{k: v or "" for k, v in row.items()} for row in csv.DictReader(io.StringIO(text))]


def expected_rows(question: str) -> list[dict[str, str]]:
    return rows_of((HERE / "expected" / f"{question}.csv").read_text(encoding="utf-8"))


def found_rows(graph: Path, question: str) -> list[dict[str, str]]:
    return rows_of(kg.query(graph, str(HERE / f"{question}.rq"), format="csv"))


def in_order(row: Row) -> dict[str, str]:
    """A pair of posts without its order."""
    pairs = sorted([(row["post"], row["organisation"]), (row["other_post"], row["other_organisation"])])
    (post, organisation), (other_post, other_organisation) = pairs
    return {
        **row,
        "post": post,
        "organisation": organisation,
        "other_post": other_post,
        "other_organisation": other_organisation,
    }


def differences(question: str, expected: list[dict[str, str]], found: list[dict[str, str]]) -> list[str]:
    """What is missing, what is too much, and what is there twice; nothing where the sets are the same."""
    if question == "q09":
        expected, found = [in_order(row) for row in expected], [in_order(row) for row in found]
    if question == "q04-disagreements":  # complete for conflicts; of the others at least the expected ones
        found = [row for row in found if row["class"] == "conflict" or row in expected]
    wrong = []
    for row in expected:
        number = sum(fits(question, row, one) for one in found)
        if number != 1:
            wrong.append(f"{'missing' if not number else f'{number} times'}: {row}")
    wrong += [f"not expected: {row}" for row in found if not any(fits(question, one, row) for one in expected)]
    return wrong


def waiting(question: str) -> object:
    if question not in WAITING:
        return question
    return pytest.param(question, marks=pytest.mark.xfail(strict=True, reason=WAITING[question]))


@pytest.mark.parametrize("question", [waiting(q) for q in QUESTIONS])
def test_question(demo: Path, question: str) -> None:
    found = found_rows(demo, question)
    assert found, "an empty answer"
    assert set(expected_rows(question)[0]) <= set(found[0])
    assert differences(question, expected_rows(question), found) == []


def test_every_question_has_a_query_and_its_rows() -> None:
    assert {f"q{number:02}" for number in range(1, 13)} <= set(QUESTIONS)
    assert set(QUESTIONS) == {path.stem for path in (HERE / "expected").glob("*.csv")}
    assert all(expected_rows(question) for question in QUESTIONS)


def test_the_page_of_questions_is_up_to_date() -> None:
    command = [sys.executable, str(HERE / "write_docs.py"), "--check"]
    assert subprocess.run(command, check=False).returncode == 0, "run: python tests/questions/write_docs.py"


def test_at_most_four_questions_wait_and_all_are_listed() -> None:
    listed = (HERE.parent / "SKIPS.md").read_text(encoding="utf-8")
    assert len(WAITING) <= 4
    assert set(WAITING) <= set(QUESTIONS)
    for question, reason in WAITING.items():
        assert f"test_question[{question}]" in listed and reason in listed


def test_an_edge_names_what_read_it_and_how_sure_it_is(demo: Path) -> None:
    for row in found_rows(demo, "q08"):
        assert row["rule"]
        assert 0 < float(row["confidence"]) <= 1


# ---------------------------------------------------------------- other documents, other answers


def test_a_changed_document_changes_the_answers(demo: Path, tmp_path: Path) -> None:
    """One document edited, most others left out: the rows follow, so nothing is answered by heart."""
    news = tmp_path / "news"
    news.mkdir()
    shutil.copy(next(DOCUMENTS.glob("01_*")), news)
    rules = next(DOCUMENTS.glob("13_*"))
    text = rules.read_text(encoding="utf-8")
    assert text.count("不少于 30 家") == 1
    changed = text.replace("不少于 30 家", "不少于 45 家")
    (news / rules.name).write_text(changed, encoding="utf-8", newline="\n")
    graph = kg.build([news], tmp_path / "graph", metadata=None, workers=1).folder

    def value(of: Path) -> list[str]:
        return [r["value"] for r in found_rows(of, "q03") if r["subject"] == "启明机器人产业园" and r["unit"] == "家"]

    assert (value(demo), value(graph)) == (["30"], ["45"])
    # The edge of question 8 stood in two documents; one of them is gone, and question 10 asks what that one alone said.
    assert [r["file"][:2] for r in found_rows(demo, "q08")] == ["01", "11"]
    assert [r["file"][:2] for r in found_rows(graph, "q08")] == ["01"]
    assert found_rows(demo, "q10")
    assert not found_rows(graph, "q10")


# ---------------------------------------------------------------- the comparison itself


def test_the_comparison_sees_a_missing_a_wrong_and_a_doubled_row() -> None:
    rows = expected_rows("q05")
    wrong = {"organisation": "乙公司", "product": "甲机"}
    assert differences("q05", rows, rows) == []
    assert differences("q05", rows, rows[1:]) == [f"missing: {rows[0]}"]
    assert differences("q05", rows, [*rows, wrong]) == [f"not expected: {wrong}"]
    assert differences("q05", rows, [*rows, rows[0]]) == [f"2 times: {rows[0]}"]


def test_quotes_and_wordings_are_compared_loosely_but_not_blindly() -> None:
    assert passage("共建 5 个园区", "到明年，共建5个园区。")
    assert not passage("共建5个园区", "共建6个园区")
    assert not passage("共建5个园区", "")
    assert wording("园区企业数量", "入驻园区的企业数量")
    assert not wording("园区企业数量", "产业规模")
    assert parts("甲|乙", "乙|甲")
    assert not parts("甲|乙", "甲")
