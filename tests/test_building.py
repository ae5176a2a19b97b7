"""The same input gives the same bytes; nothing is done twice; one bad file costs one file."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support import run_kg

import kg
from kg.errors import SettingsError

SEEDS = Path(__file__).resolve().parent.parent / "seeds"


def digests(folder: Path) -> dict[str, str]:
    """Every file but the store, which is a cache."""
    return {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and not p.relative_to(folder).as_posix().startswith("store/")
    }


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few of the demo documents in several formats."""
    folder = tmp_path_factory.mktemp("few")
    for path in sorted((SEEDS / "documents").iterdir())[:4]:
        shutil.copy(path, folder)
    return folder


@pytest.fixture(scope="module")
def built(few: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kg.build([few], tmp_path_factory.mktemp("built") / "graph").folder


def test_order_of_files_changes_nothing(few: Path, built: Path, tmp_path: Path) -> None:
    files: list[str | Path] = sorted(few.iterdir())
    random.Random(7).shuffle(files)
    kg.build(files, tmp_path / "out")
    assert digests(tmp_path / "out") == digests(built)


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "Asia/Shanghai"},
        {"PYTHONHASHSEED": "4294967295", "LANG": "zh_CN.GB18030", "OMP_NUM_THREADS": "2"},
    ],
)
def test_hash_seed_locale_and_threads_change_nothing(
    few: Path, built: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    done = run_kg("build", few, "-o", tmp_path / "out", **environment)
    assert done.returncode == 0, done.stderr.decode()
    assert digests(tmp_path / "out") == digests(built)


@pytest.mark.slow
def test_number_of_workers_changes_nothing(few: Path, built: Path, tmp_path: Path) -> None:
    done = run_kg("build", few, "-o", tmp_path / "out", "--workers", 2)
    assert done.returncode == 0, done.stderr.decode()
    assert digests(tmp_path / "out") == digests(built)


def test_second_build_does_nothing_and_a_new_file_only_its_part(few: Path, tmp_path: Path) -> None:
    folder, target = tmp_path / "news", tmp_path / "out"
    shutil.copytree(few, folder)
    last = sorted(folder.iterdir())[-1]
    data = last.read_bytes()
    last.unlink()
    assert kg.build([folder], target).changed
    before = (target / "report.json").stat().st_mtime_ns
    assert not kg.build([folder], target).changed
    assert (target / "report.json").stat().st_mtime_ns == before
    last.write_bytes(data)
    seen: list[str] = []
    assert kg.build([folder], target, progress=lambda done, total, name: seen.append(name)).changed
    documents = json.loads((target / "report.json").read_bytes())["documents"]
    assert len(seen) == sum(d["source"] == last.name for d in documents)


def test_build_after_removal_equals_a_fresh_one(few: Path, built: Path, tmp_path: Path) -> None:
    folder, target = tmp_path / "news", tmp_path / "out"
    shutil.copytree(few, folder)
    extra = folder / "zz.txt"
    extra.write_text("乙市印发方案\n2025年5月6日，乙市人民政府印发《乙市数据方案》。\n", encoding="utf-8", newline="\n")
    kg.build([folder], target)
    assert digests(target) != digests(built)
    extra.unlink()
    kg.build([folder], target)
    assert digests(target) == digests(built)


def test_lost_file_of_the_graph_is_made_again(few: Path, built: Path, tmp_path: Path) -> None:
    target = tmp_path / "out"
    kg.build([few], target)
    (target / "graph.ttl").unlink()
    assert kg.build([few], target).changed
    assert digests(target) == digests(built)


def test_bad_files_are_reported_and_the_rest_is_built(few: Path, tmp_path: Path) -> None:
    folder = tmp_path / "news"
    shutil.copytree(few, folder)
    (folder / "empty.txt").write_bytes(b"")
    (folder / "noise.txt").write_bytes(random.Random(3).randbytes(5000))
    (folder / "cut.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<<")
    (folder / "cut.docx").write_bytes(b"PK\x03\x04 and then nothing")
    built = kg.build([folder], tmp_path / "out")
    failures = {f["name"]: f for f in built.failures}
    assert set(failures) == {"empty.txt", "noise.txt", "cut.pdf", "cut.docx"}
    assert all(f["reason"] for f in failures.values())
    assert built.report["counts"]["sources"] == len(list(few.iterdir()))


def test_nothing_readable_still_makes_a_valid_graph(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    built = kg.build([tmp_path / "empty.txt"], tmp_path / "out")
    assert built.report["counts"]["documents"] == 0
    assert kg.verify(tmp_path / "out").ok


def test_same_bytes_under_two_names_count_once(few: Path, tmp_path: Path) -> None:
    first = sorted(few.iterdir())[0]
    shutil.copy(first, tmp_path / "another name.txt")
    built = kg.build([first, tmp_path / "another name.txt"], tmp_path / "out")
    assert built.report["counts"]["sources"] == 1


def test_same_article_in_two_files_is_one_document_of_two_sources(demo: Path) -> None:
    report = json.loads((demo / "report.json").read_bytes())
    ids = [d["id"] for d in report["documents"]]
    assert len(set(ids)) == len(ids) - 1
    assert report["counts"]["documents"] == len(set(ids))


def test_reprint_is_linked(demo: Path) -> None:
    report = json.loads((demo / "report.json").read_bytes())
    titles = {d["id"]: d["title"] for d in report["documents"]}
    (reprint,) = report["reprints"]
    assert all("6G" in titles[reprint[end]] for end in ("document", "other"))


def test_metadata_wins_and_is_marked(demo: Path) -> None:
    report = json.loads((demo / "report.json").read_bytes())
    given = [d for d in report["documents"] if d["given"]]
    assert [(d["publisher"], d["published"]) for d in given] == [("科创问答", "2025-02-25")]


def test_metadata_of_an_unknown_file_is_refused(few: Path, tmp_path: Path) -> None:
    table = tmp_path / "dates.csv"
    table.write_text("file,published\nnobody.txt,2025\n", encoding="utf-8", newline="\n")
    with pytest.raises(SettingsError, match="nobody"):
        kg.build([few], tmp_path / "out", metadata=table)


def test_names_of_the_user_are_known(tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text(
        "name,type,aliases,code\n云岭量子科技有限公司,ORG,云岭量子|云量,\n", encoding="utf-8", newline="\n"
    )
    (tmp_path / "kg.toml").write_text('[lexicon]\nfiles = ["names.csv"]\n', encoding="utf-8", newline="\n")
    (tmp_path / "a.txt").write_text("近日，云量与云岭量子在会上签约。\n", encoding="utf-8", newline="\n")
    lines, _ = kg.extract([tmp_path / "a.txt"], settings=tmp_path / "kg.toml")
    mentions = json.loads(lines[0])["mentions"]
    assert {m["entity"] for m in mentions if m["type"] == "ORG"} == {"云岭量子科技有限公司"}


def test_no_facts_of_the_machine_in_the_folder(built: Path, few: Path) -> None:
    for path in built.rglob("*"):
        if path.is_file() and "store" not in path.parts:
            data = path.read_bytes()
            assert str(few).encode() not in data, path
            assert str(built).encode() not in data, path


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="kills with a signal")
def test_build_killed_at_any_moment_leaves_the_old_graph(few: Path, built: Path, tmp_path: Path) -> None:
    target, folder = tmp_path / "graph", tmp_path / "news"
    shutil.copytree(built, target)
    shutil.copytree(few, folder)
    (folder / "zz.txt").write_text(
        "乙市印发方案\n2025年5月6日，乙市人民政府印发《乙市数据方案》。\n", encoding="utf-8", newline="\n"
    )
    old = digests(target)
    fresh = digests(kg.build([folder], tmp_path / "fresh").folder)
    for wait in (1.0, 2.5, 3.5, 4.5) if "KG_TEST_FULL" not in os.environ else [0.25 * i for i in range(1, 30)]:
        with subprocess.Popen(
            [sys.executable, "-m", "kg.cli", "build", str(folder), "-o", str(target)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            time.sleep(wait)
            process.send_signal(signal.SIGKILL)
        assert digests(target) in (old, fresh)
