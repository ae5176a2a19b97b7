"""Fixtures of several tests: the graph of the demo documents, built once a run."""

from __future__ import annotations

import fcntl
import os
import re
import sys
from pathlib import Path

import pytest
from hypothesis import settings

import kg

# `make test` tries each property on a reduced number of examples, `make test-full` on all of these.
settings.register_profile("reduced", max_examples=40, deadline=None)
settings.register_profile("full", max_examples=1000, deadline=None)
settings.load_profile("full" if "KG_TEST_FULL" in os.environ else "reduced")

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = ROOT / "seeds" / "documents"
METADATA = ROOT / "seeds" / "metadata.csv"


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of seeds/documents, as `make demo` builds it. For reading only: every test and worker shares it."""
    own = tmp_path_factory.getbasetemp()
    shared = (
        own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    )  # the workers of one run have one folder above theirs
    target = shared / "demo"
    with (shared / "demo.lock").open("w", encoding="utf-8", newline="\n") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # let go when the file is closed, also where a worker dies
        if not (target / "report.json").is_file():
            built = kg.build([DOCUMENTS], target, metadata=METADATA)
            assert not built.failures
    return target


# ---------------------------------------------------------------- skips under CI

_silent: dict[str, str] = {}


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note what was skipped or failed as expected."""
    if report.skipped or hasattr(report, "wasxfail"):
        _silent[report.nodeid] = str(getattr(report, "wasxfail", "") or report.longrepr)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """With CI=true, each of them needs an entry with a reason in tests/SKIPS.md."""
    if os.environ.get("CI") != "true" or hasattr(session.config, "workerinput"):
        return
    text = (ROOT / "tests" / "SKIPS.md").read_text(encoding="utf-8")
    listed = re.findall(r"^- `([^`]+)`: \S", text, re.MULTILINE)
    unlisted = [node for node in sorted(_silent) if not node.startswith(tuple(listed) or ("\0",))]
    if unlisted:
        for node in unlisted:
            sys.stderr.write(f"skipped without an entry in tests/SKIPS.md: {node}: {_silent[node]}\n")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
