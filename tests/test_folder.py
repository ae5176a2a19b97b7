"""A build killed at any moment leaves the old folder or the new one, and nothing beside it that stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kg import folder
from kg.errors import FormatError, UsageError


def _fill(target: Path, content: str) -> None:
    (target / "part").mkdir(exist_ok=True)
    (target / "part" / "甲.txt").write_text(content, encoding="utf-8")
    (target / folder.REPORT).write_text('{"format": 1}', encoding="utf-8")


def test_new_folder_takes_the_place_of_the_old(tmp_path: Path) -> None:
    target = tmp_path / "图 谱"
    for content in ("one", "two"):
        with folder.replacing(target) as aside:
            _fill(aside, content)
        assert (target / "part" / "甲.txt").read_text(encoding="utf-8") == content
    assert [p.name for p in tmp_path.iterdir()] == ["图 谱"]


def test_error_leaves_the_old_folder(tmp_path: Path) -> None:
    target = tmp_path / "graph"
    with folder.replacing(target) as aside:
        _fill(aside, "one")
    with pytest.raises(RuntimeError), folder.replacing(target) as aside:
        _fill(aside, "half")
        raise RuntimeError
    assert (target / "part" / "甲.txt").read_text(encoding="utf-8") == "one"
    assert [p.name for p in tmp_path.iterdir()] == ["graph"]


_WRITER = """
import sys, time
from pathlib import Path
from kg import folder
with folder.replacing(Path(sys.argv[1])) as aside:
    for i in range(40):
        (aside / f"{i}.txt").write_text("new", encoding="utf-8")
        if i == int(sys.argv[2]):
            print("now", flush=True)
            time.sleep(60)
    (aside / folder.REPORT).write_text('{"format": 1}', encoding="utf-8")
"""


@pytest.mark.skipif(os.name == "nt", reason="kills with a signal")
@pytest.mark.parametrize("moment", [0, 20, 39])
def test_killed_while_writing(tmp_path: Path, moment: int) -> None:
    target = tmp_path / "graph"
    with folder.replacing(target) as aside:
        _fill(aside, "old")
    with subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(target), str(moment)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "now\n"
        process.send_signal(signal.SIGKILL)
    assert (target / "part" / "甲.txt").read_text(encoding="utf-8") == "old"
    with folder.replacing(target) as aside:
        _fill(aside, "next")
    assert [p.name for p in tmp_path.iterdir()] == ["graph"], "the next build sweeps up"


def test_cut_between_two_renames_is_mended(tmp_path: Path) -> None:
    target = tmp_path / "graph"
    with folder.replacing(target) as aside:
        _fill(aside, "old")
    target.rename(tmp_path / ".graph.old")
    assert folder.report(target)["format"] == 1


def test_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_bytes(b"years of work")
    with pytest.raises(UsageError, match="not empty"):
        folder.check_target(tmp_path)
    with pytest.raises(FormatError, match="no graph"):
        folder.report(tmp_path)


def test_other_format_is_refused_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / folder.REPORT).write_text('{"format": 99}', encoding="utf-8")
    with pytest.raises(FormatError, match="kg build"):
        folder.report(tmp_path)
