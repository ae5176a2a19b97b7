"""Decisions kept as tests: what HOUSE rules say about the tree itself."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted((ROOT / "kg").rglob("*.py"))
LONGEST = 420  # lines; a longer file asks for a second room

# Each exception with its reason.
LONGER = {
    "kg/model.py": "all nouns of the program side by side",
}


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_imports_run_one_way() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_file_is_small_and_says_what_it_is_for(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if text.strip():
        assert ast.get_docstring(ast.parse(text)), "a module without a docstring"
    if relative(path) not in LONGER and "training" not in path.parts:
        assert text.count("\n") <= LONGEST


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_no_english_assumption(path: Path) -> None:
    """`\\w` and isalpha read as "a letter" and are not: each drops or merges names somewhere."""
    text = path.read_text(encoding="utf-8")
    for line in text.splitlines():
        # Beside isascii it says what it means: Latin letters inside Chinese. (isalnum knows Chinese characters.)
        assert ".isalpha(" not in line or "isascii" in line, line
    patterns = [n.value for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    assert not [p for p in patterns if re.search(r"(?<!\\)\\[wW](?![a-zA-Z])", p) and "\n" not in p and " " not in p]


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_no_vocabulary_in_python(path: Path) -> None:
    """No IRI of a class or property stands in code; the ontology's file is their only home."""
    if relative(path) in ("kg/ontology.py", "kg/lexicon.py"):
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            assert not re.match(r"urn:kg-zh:.", node.value), node.value
            assert not re.match(r"https?://(www\.w3\.org|schema\.org|xmlns\.com|purl\.org)/", node.value), node.value


def test_no_registry_address_in_the_tree() -> None:
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-z"], capture_output=True, text=True, encoding="utf-8", check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    addresses = ("pypi" + ".org", "pythonhosted" + ".org", "registry.npmjs" + ".org", "npmmirror" + ".com")
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if path.is_file() and path.stat().st_size < 5_000_000:
            data = path.read_bytes()
            assert not [a for a in addresses if a.encode() in data], name


def test_reference_of_the_command_line_is_made_from_it() -> None:
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        import make_reference
    finally:
        sys.path.pop(0)
    assert make_reference.TARGET.read_text(encoding="utf-8") == make_reference.reference()


def test_every_test_folder_mirrors_a_room() -> None:
    rooms = {p.name for p in (ROOT / "kg").iterdir() if p.is_dir()}
    own = {"gold", "golden", "page", "questions"}  # what the program promises as a whole
    folders = {p.name for p in (ROOT / "tests").iterdir() if p.is_dir() and not p.name.startswith("__")}
    assert folders <= rooms | own
