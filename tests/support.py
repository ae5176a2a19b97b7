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
