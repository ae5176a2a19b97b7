"""Write docs/questions.md from page-head.md, the queries and the expected rows: write_docs.py [--check]

--check writes nothing and exits 1 where the page differs from what the queries and rows give.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent.parent / "docs" / "questions.md"
LONGEST = 48  # characters of a cell; the rest of a sentence is a click away


def title(query: str) -> tuple[str, str, str]:
    """Headline, explanation and body of a query file."""
    lines = query.rstrip("\n").split("\n")
    comment = [line.removeprefix("#").strip() for line in lines if line.startswith("#")]
    rest = " ".join(line for line in comment[1:] if line)
    body = "\n".join(line for line in lines if not line.startswith("#"))
    return comment[0], rest, body


def cell(text: str) -> str:
    flat = " ".join(text.split()).replace("|", "\\|")
    return flat if len(flat) <= LONGEST else flat[: LONGEST - 1] + "…"


def table(rows: list[list[str]]) -> str:
    head, *body = rows
    lines = [head, ["---"] * len(head), *body]
    return "\n".join("| " + " | ".join(map(cell, line)) + " |" for line in lines)


def page() -> str:
    parts = [(HERE / "page-head.md").read_text(encoding="utf-8")]
    for path in sorted(HERE.glob("q*.rq"), key=lambda p: (p.stem[:3], p.stem)):
        headline, rest, body = title(path.read_text(encoding="utf-8"))
        with (HERE / "expected" / f"{path.stem}.csv").open(encoding="utf-8", newline="") as lines:
            rows = list(csv.reader(lines))
        parts.append(
            f"## {headline}\n\n{rest}\n\n[{path.name}](../tests/questions/{path.name})\n\n"
            f"```sparql\n{body}\n```\n\n{table(rows)}\n"
        )
    return "\n".join(parts)


def main() -> None:
    if "--check" in sys.argv[1:]:
        sys.exit(0 if PAGE.read_text(encoding="utf-8") == page() else 1)
    PAGE.write_text(page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
