"""What the README and the tutorial tell a user to type works."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("README.md", "docs/tutorial.md")
# What only a person can run: a server that does not end, files of their own, the two make commands that CI runs.
NOT_HERE = ("serve", "news/", "make ", " graph")


def _commands() -> list[str]:
    found = []
    for page in PAGES:
        for block in re.findall(r"```console\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL):
            for line in block.splitlines():
                command = line.removeprefix("$ ").split("   #")[0].strip()
                if command.startswith(".venv/bin/kg") and not any(mark in f"{command} " for mark in NOT_HERE):
                    found.append(command)
    return sorted(set(found))


def test_there_are_commands_to_try() -> None:
    assert len(_commands()) >= 4


@pytest.mark.parametrize("command", _commands())
def test_command_runs(demo: Path, tmp_path: Path, command: str) -> None:
    words = shlex.split(command)[1:]
    if words[0] == "build":
        words[words.index("-o") + 1] = str(tmp_path / "demo")
    else:
        words = [str(demo) if word == "build/demo" else word for word in words]
    done = subprocess.run([sys.executable, "-m", "kg.cli", *words], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout


@pytest.mark.parametrize(
    "page", ["README.md", *sorted(p.relative_to(ROOT).as_posix() for p in (ROOT / "docs").rglob("*.md"))]
)
def test_links_lead_somewhere(page: str) -> None:
    path = ROOT / page
    for target in re.findall(r"\]\(([^)#\s]+)\)", path.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (path.parent / target).exists(), target


def test_python_of_the_readme_runs(demo: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "demo").symlink_to(demo, target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "README.md", "exec"), {})
