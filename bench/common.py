"""What the parts share: a text to read, and rows to print."""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = ROOT / "seeds" / "documents"
METADATA = ROOT / "seeds" / "metadata.csv"

_rows: list[dict[str, str]] = []


def texts() -> list[str]:
    """The reading texts of the demo documents."""
    from kg.ingest import articles, readers

    return [d.text for f in readers.find([DOCUMENTS]) for d in articles.documents(readers.read(f))]


def row(what: str, kg: str, baseline: str = "–", note: str = "") -> None:
    _rows.append({"what": what, "kg": kg, "baseline": baseline, "note": note})


def done() -> None:
    sys.stdout.write(json.dumps(_rows, ensure_ascii=False))


def median(run: Callable[[], object], times: int = 5) -> float:
    """Median seconds of a call, after one that warms up."""
    run()
    found = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        found.append(time.perf_counter() - start)
    return statistics.median(found)


def peak_memory() -> float:
    """Peak resident memory of this process so far, in MB."""
    scale = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale
