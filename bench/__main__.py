"""`python -m bench [reading|building|asking|page ...]` prints one table; each row names its baseline.

Every part runs in a process of its own, so that peak memory is that part's, on one thread a process.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

PARTS = ("reading", "building", "asking", "page")


def main() -> None:
    wanted = sys.argv[1:] or list(PARTS)
    rows: list[dict[str, str]] = []
    for part in wanted:
        if part not in PARTS:
            sys.exit(f"no part is called {part!r}; there are {', '.join(PARTS)}")
        done = subprocess.run(
            [sys.executable, "-m", f"bench.{part}"],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            cwd=Path(__file__).resolve().parent.parent,
        )
        if done.returncode:
            sys.exit(f"{part}: {done.stderr}")
        rows += json.loads(done.stdout)
    print("| what | kg | baseline | |")
    print("|---|---|---|---|")
    for row in rows:
        print(f"| {row['what']} | {row['kg']} | {row['baseline']} | {row['note']} |")


if __name__ == "__main__":
    main()
