"""Building the demo graph: in full, again without a change, and after one more document."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.common import DOCUMENTS, METADATA, done, row


def _build(folder: Path, target: Path, *options: str) -> float:
    start = time.perf_counter()
    command = [sys.executable, "-m", "kg.cli", "build", str(folder), "-o", str(target), *options]
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder, target = Path(temporary) / "documents", Path(temporary) / "graph"
        shutil.copytree(DOCUMENTS, folder)
        last = sorted(folder.iterdir())[0]
        kept = Path(temporary) / last.name
        full = _build(folder, target, "--metadata", str(METADATA))
        again = _build(folder, target, "--metadata", str(METADATA))
        last.rename(kept)
        _build(folder, target, "--metadata", str(METADATA))
        kept.rename(last)
        one_more = _build(folder, target, "--metadata", str(METADATA))
    row("building: the demo graph, process start included", f"{full:.1f} s")
    row("building: again, nothing changed", f"{again:.1f} s", f"{full:.1f} s (in full)")
    row("building: one document more", f"{one_more:.1f} s", f"{full:.1f} s (in full)")
    done()


if __name__ == "__main__":
    main()
