"""kg.toml: what it may say, and how it says no."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg
from kg.errors import SettingsError, UsageError
from kg.settings import Settings, load


def _write(folder: Path, text: str) -> Path:
    path = folder / "kg.toml"
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def test_template_is_all_defaults(tmp_path: Path) -> None:
    assert load(kg.init(tmp_path / "新 文件夹")) == Settings()


def test_template_lines_are_valid_when_switched_on(tmp_path: Path) -> None:
    path = kg.init(tmp_path)
    (tmp_path / "names.csv").write_text("name,type,aliases,code\n", encoding="utf-8", newline="\n")
    (tmp_path / "rules").mkdir()
    lines = path.read_text(encoding="utf-8").splitlines()
    on = [line.removeprefix("# ") if " = " in line else line for line in lines]
    found = load(_write(tmp_path, "\n".join(on)))
    assert found.lexicon_files == (tmp_path / "names.csv",)
    assert found.rule_folders == (tmp_path / "rules",)


def test_init_does_not_overwrite(tmp_path: Path) -> None:
    kg.init(tmp_path)
    with pytest.raises(UsageError, match="one already"):
        kg.init(tmp_path)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("colour = 1", "unknown key 'colour'"),
        ("[lexicon]\nfile = []", "unknown key 'lexicon.file'"),
        ("lexicon = 3", "unknown key 'lexicon'"),
        ("[lexicon]\nfiles = 'a.csv'", "no list of strings"),
        ("[lexicon]\nfiles = ['missing.csv']", "missing"),
        ("[thresholds]\nconfidence = 1.5", "from 0 to 1"),
        ("[thresholds]\nconfidence = true", "from 0 to 1"),
        ("base = 'example'", "no address prefix"),
        ("base = 'http://localhost/a b/'", "no IRI"),
        ("base = ", "no valid TOML"),
    ],
)
def test_what_does_not_fit_names_file_and_key(tmp_path: Path, text: str, problem: str) -> None:
    path = _write(tmp_path, text)
    with pytest.raises(SettingsError, match=problem) as error:
        load(path)
    assert str(path) in str(error.value)
    assert error.value.exit_code == 2
