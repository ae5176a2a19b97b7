"""The built wheel works in another environment, without the checkout and without a network."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(target), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (file,) = target.glob("*.whl")
    return file


def test_wheel_holds_its_data_and_licences(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for part in (
        "kg/_data/ontology/schema.ttl",
        "kg/_data/ontology/shapes.ttl",
        "kg/_data/entities/places.ttl",
        "kg/_data/rules/mentions.yaml",
        "kg/nlp/pipeline.cfg",
        "kg/nlp/models/mentions/model.onnx",
        "kg/nlp/models/segmenter/weights.npz",
        "kg/exporters/page/template.html",
        "kg/py.typed",
    ):
        assert part.replace("kg/exporters/", "kg/exporters/") in names or part in names, part
    licences = [n for n in names if ".dist-info/licenses/" in n]
    assert {Path(n).name for n in licences} >= {"LICENSE", "NOTICE", "CC-BY-4.0.txt", "CC-BY-SA-4.0.txt"}
    assert not [n for n in names if n.startswith(("tests/", "seeds/", "bench/"))]


def test_wheel_builds_and_verifies_elsewhere(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "别处 elsewhere"
    venv.create(home / "env", with_pip=False)
    python = home / "env" / ("Scripts" if os.name == "nt" else "bin") / "python"
    site = Path(
        subprocess.run(
            [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
            check=True,
            capture_output=True,
            text=True,
            encoding="utf-8",
        ).stdout.strip()
    )
    zipfile.ZipFile(wheel).extractall(site)
    # The dependencies of this environment, as a plain folder: its .pth files, and so the checkout, are not followed.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8", newline="\n")
    text = "丙市印发方案\n2025年3月1日，丙市人民政府印发《丙市机器人行动方案》，到2027年建成5个园区。\n"
    (home / "甲.txt").write_text(text, encoding="gb18030", newline="\n")

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [str(python), "-m", *arguments], cwd=home, capture_output=True, text=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    code = "import kg, pathlib; print(pathlib.Path(kg.__file__).resolve())"
    place = subprocess.run(
        [str(python), "-c", code], cwd=home, capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert Path(place.stdout.strip()).is_relative_to(site.resolve())
    run("kg.cli", "build", "甲.txt", "-o", "图谱")
    assert "0 faults" in run("kg.cli", "verify", "图谱")
    assert "《丙市机器人行动方案》" in run(
        "kg.cli", "query", "图谱", "SELECT ?n { ?x a kg:Programme ; skos:prefLabel ?n }"
    )
    assert (home / "图谱" / "explorer.html").stat().st_size > 500_000
