"""The command line is the library: the same verbs, parameters, results and errors."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
from pathlib import Path

import pytest
from support import run_kg as run
from typer.main import get_command

import kg
from kg import verbs
from kg.cli import app

VERBS = ("build", "explain", "export", "extract", "init", "query", "receipt", "serve", "verify")
# What only one side has: how a machine reads the result, and how a caller watches the work.
ONLY_CLI = {"as_json"}
ONLY_LIBRARY = {"progress", "notify"}


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("新闻 一")
    text = (
        "甲市科技局发布《甲市机器人行动计划》\n"
        "2025年3月1日，甲市科技局发布《甲市机器人行动计划》，到2027年底建成5个园区。\n"
    )
    (folder / "一.txt").write_text(text, encoding="utf-8", newline="\n")
    return folder


def test_each_verb_is_a_command_and_each_command_a_verb() -> None:
    commands = {c.name or c.callback.__name__ for c in app.registered_commands if c.callback}
    assert commands == {*VERBS, "version"}
    assert {*VERBS, "open"} <= set(kg.__all__)


@pytest.mark.parametrize("name", VERBS)
def test_parameters_are_the_same(name: str) -> None:
    callback = next(c.callback for c in app.registered_commands if c.callback and c.callback.__name__ == name)
    command = set(inspect.signature(callback).parameters)
    function = set(inspect.signature(getattr(verbs, name)).parameters)
    assert command - ONLY_CLI == function - ONLY_LIBRARY


@pytest.mark.parametrize("name", VERBS)
def test_verbs_are_functions_whatever_was_imported(name: str) -> None:
    assert inspect.isfunction(getattr(kg, name))


@pytest.mark.parametrize("name", [*VERBS, "version"])
def test_help_carries_an_example_in_both_languages(name: str) -> None:
    command = get_command(app).commands[name]  # type: ignore[attr-defined]
    assert f"kg {name}" in (command.help or "").split("Example:", 1)[1]
    assert any("\u4e00" <= c <= "\u9fff" for c in command.help or "")


def test_build_says_what_it_did_and_then_that_nothing_changed(news: Path, tmp_path: Path) -> None:
    first = run("build", news, "-o", tmp_path / "图谱")
    assert first.returncode == 0, first.stderr.decode()
    assert "built" in first.stdout.decode()
    second = run("build", news, "-o", tmp_path / "图谱", "--json")
    assert json.loads(second.stdout)["changed"] is False


def test_locale_changes_nothing(news: Path, tmp_path: Path) -> None:
    done = run("extract", news, LC_ALL="C", LANG="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0", PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr.decode()
    assert "《甲市机器人行动计划》" in done.stdout.decode("utf-8")


def test_standard_input_is_read(news: Path) -> None:
    done = run("extract", "-", "--format", "jsonl", data=(news / "一.txt").read_bytes())
    kinds = {json.loads(line)[0] for line in done.stdout.decode("utf-8").split("\n") if line}
    assert {"source", "document", "mentions"} <= kinds


def test_annotations_name_the_file_and_its_whole_text(news: Path) -> None:
    done = run("extract", news, "--format", "annotations")
    (line,) = done.stdout.decode("utf-8").splitlines()
    found = json.loads(line)
    assert found["id"] == "一"
    assert found["text"] == (news / "一.txt").read_text(encoding="utf-8")
    assert all(found["text"][m["start"] : m["end"]].strip() for m in found["mentions"])


def test_unreadable_file_costs_that_file_and_exit_3(news: Path, tmp_path: Path) -> None:
    bad = tmp_path / "坏.txt"
    bad.write_bytes(bytes(range(256)) * 40)
    done = run("build", news, bad, "-o", tmp_path / "out")
    assert done.returncode == 3
    assert "坏.txt" in done.stderr.decode()
    assert json.loads((tmp_path / "out" / "report.json").read_bytes())["counts"]["documents"] == 1


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["build", "missing.txt", "-o", "OUT"], "no such file"),
        (["query", "OUT", "ASK {}"], "holds no graph"),
        (["verify", "OUT"], "holds no graph"),
        (["extract", "NEWS", "--format", "xml"], "unknown format"),
        (["build", "NEWS", "-o", "OUT", "--settings", "missing.toml"], "missing"),
        (["build", "NEWS", "-o", "NEWS"], "not empty"),
        (["build", "NEWS", "-o", "OUT", "--colour", "red"], "--colour"),
    ],
)
def test_wrong_use_is_exit_2_with_the_reason(news: Path, tmp_path: Path, arguments: list[str], problem: str) -> None:
    places = {"NEWS": str(news), "OUT": str(tmp_path / "out")}
    done = run(*[places.get(a, a) for a in arguments])
    assert done.returncode == 2
    assert problem in done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_results_go_to_stdout_and_the_rest_to_stderr(demo: Path) -> None:
    done = run(
        "query",
        demo,
        "SELECT ?name WHERE { ?x a kg:Programme ; skos:prefLabel ?name } ORDER BY ?name",
        "--format",
        "csv",
    )
    assert done.stderr == b""
    assert done.stdout.decode().splitlines()[0] == "name"


@pytest.mark.parametrize("format", ["table", "csv", "tsv", "json", "xml"])
def test_query_formats(demo: Path, format: str) -> None:
    answer = kg.query(
        demo, "SELECT ?n WHERE { ?x skos:prefLabel '北京经济技术开发区'@zh ; skos:prefLabel ?n }", format=format
    )
    assert "北京经济技术开发区" in answer


def test_query_from_a_file_and_construct(demo: Path, tmp_path: Path) -> None:
    file = tmp_path / "问.rq"
    file.write_text("CONSTRUCT { ?x a kg:Place } WHERE { ?x a kg:Place }", encoding="utf-8", newline="\n")
    lines = kg.query(demo, str(file), format="ttl").splitlines()
    assert lines == sorted(lines)
    assert lines


def test_explain_shows_the_sentence_and_the_document(demo: Path) -> None:
    done = run("explain", demo, "北京亦庄")
    out = done.stdout.decode()
    assert "北京经济技术开发区" in out.splitlines()[0]
    assert "位于" in out
    as_json = json.loads(run("explain", demo, "北京亦庄", "--json").stdout)
    assert as_json["thing"]["name"] == "北京经济技术开发区"
    assert as_json["statements"]


def test_explain_names_what_is_near(demo: Path) -> None:
    done = run("explain", demo, "北京经济技术开发")
    assert done.returncode == 2
    assert "北京经济技术开发区" in done.stderr.decode()


@pytest.mark.parametrize("format", ["ttl", "trig", "nq", "jsonld", "graphml", "gexf", "html"])
def test_export_to_stdout_and_to_a_file_are_the_same(demo: Path, tmp_path: Path, format: str) -> None:
    file = tmp_path / f"图.{format}"
    kg.export(demo, format=format, output=file)
    assert kg.export(demo, format=format) == file.read_bytes() != b""


@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_export_of_tables_needs_a_folder(demo: Path, tmp_path: Path, format: str) -> None:
    assert run("export", demo, "--format", format).returncode == 2
    kg.export(demo, format=format, output=tmp_path / "tables")
    assert {p.suffix for p in (tmp_path / "tables").iterdir()} == {f".{format}"}
    for file in (tmp_path / "tables").iterdir():
        assert file.read_bytes() == (demo / "tables" / file.name).read_bytes()


def test_export_of_the_page_is_the_page(demo: Path) -> None:
    assert kg.export(demo, format="html") == (demo / "explorer.html").read_bytes()


def test_receipt_shows_and_compares(demo: Path, news: Path, tmp_path: Path) -> None:
    kg.build([news], tmp_path / "out")
    paper, same = kg.receipt(demo, demo)
    assert same == ()
    assert paper.hash == json.loads((demo / "report.json").read_bytes())["receipt"]["hash"]
    done = run("receipt", demo, tmp_path / "out")
    assert "source:一.txt" in done.stdout.decode()


def test_no_page_of_output_where_the_reader_has_gone(demo: Path) -> None:
    command = f'"{sys.executable}" -m kg.cli export "{demo}" --format nq | head -n 1'
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=False)
    assert done.stdout.count(b"\n") == 1
    assert b"Traceback" not in done.stderr
