"""The notebooks run from top to bottom on the demo graph, show what they promise, and are kept without outputs."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

NOTEBOOKS = sorted((Path(__file__).resolve().parent.parent / "notebooks").glob("*.ipynb"))


def _run(notebook: Path, graph: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    nbclient = pytest.importorskip("nbclient", reason="nbclient is not installed")
    nbformat = pytest.importorskip("nbformat", reason="nbformat is not installed")
    pytest.importorskip("ipykernel", reason="ipykernel is not installed")
    monkeypatch.setenv("KG_GRAPH", str(graph))
    monkeypatch.setenv("IPYTHONDIR", str(folder / "ipython"))
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(NOTEBOOKS[0].parent.parent), *sys.path)))
    opened = nbformat.read(notebook, as_version=4)
    nbclient.NotebookClient(
        opened, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    ).execute()
    return opened


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda p: p.stem)
def test_it_is_kept_without_outputs(notebook: Path) -> None:
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    assert all(not cell["outputs"] and cell["execution_count"] is None for cell in cells if cell["cell_type"] == "code")


def test_explore(demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = _run(NOTEBOOKS[0].with_name("explore.ipynb"), demo, tmp_path, monkeypatch)
    outputs = [output for cell in ran.cells if cell.cell_type == "code" for output in cell.outputs]
    assert [o for o in outputs if o.output_type in ("stream", "error")] == []
    shown = [o.data for o in outputs if "data" in o]
    tables = [data["text/html"] for data in shown if "<table" in data.get("text/html", "")]
    assert len(tables) >= 6
    assert all(table.count("<tr") >= 2 for table in tables), "no table is empty"
    pictures = [data for data in shown if "srcdoc=" in data.get("text/html", "")]
    assert len(pictures) == 1
    assert "北京经济技术开发区" in pictures[0]["image/svg+xml"]
    assert "北京经济技术开发区" in pictures[0]["text/html"]
