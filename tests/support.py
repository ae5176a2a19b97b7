"""What several tests share: the command line as a user runs it."""

from __future__ import annotations

import os
import subprocess
import sys


def run_kg(*arguments: object, data: bytes | None = None, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """`kg …` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "kg.cli", *map(str, arguments)],
        input=data,
        capture_output=True,
        env={**os.environ, **environment},
        check=False,
    )


def examples(reduced: int) -> int:
    """How many examples a property is tried on: `reduced` by `make test`, twenty times as many by `make test-full`."""
    return reduced * 20 if "KG_TEST_FULL" in os.environ else reduced
