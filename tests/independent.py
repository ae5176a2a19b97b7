"""A second checker of a built folder that shares no code with `kg`: standard library only, its own N-Quads reader.

It answers one question: does every quote of graph.nq stand in the file that it names, at the offsets that it names?
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from pathlib import Path

OA = "http://www.w3.org/ns/oa#"
QUAD = re.compile(r'^<([^>]*)> <([^>]*)> (?:<([^>]*)>|"((?:[^"\\]|\\.)*)"(?:@[a-zA-Z-]+|\^\^<[^>]*>)?) <[^>]*> \.$')
ESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}


def unescape(text: str) -> str:
    def one(match: re.Match[str]) -> str:
        return ESCAPES[match[1]] if match[1] else chr(int(match[2] or match[3], 16))

    return re.sub(r"\\(?:([tbnrf\"'\\])|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))", one, text)


def quads(folder: Path) -> dict[str, dict[str, list[str]]]:
    """subject -> predicate -> values, of all graphs together."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for number, line in enumerate((folder / "graph.nq").read_text(encoding="utf-8").split("\n"), start=1):
        if not line:
            continue
        match = QUAD.match(line)
        assert match, f"graph.nq, line {number}: no N-Quad: {line[:120]}"
        value = match[3] if match[3] is not None else unescape(match[4])
        found[match[1]][match[2]].append(value)
    return found


def text_of(folder: Path, digest: str) -> str:
    """The text of record: decoded from the kept bytes where the report names an encoding, else as extracted."""
    rows = json.loads((folder / "report.json").read_text(encoding="utf-8"))["sources"]
    row = next(r for r in rows if r["sha256"] == digest)
    extracted = (folder / "text" / f"{digest}.txt").read_bytes().decode("utf-8")
    data = (folder / "sources" / digest).read_bytes()
    assert hashlib.sha256(data).hexdigest() == digest
    if not row["encoding"]:
        return extracted
    # A byte order mark is no character of the text.
    decoded = data.decode(row["encoding"]).removeprefix("\ufeff")
    assert decoded == extracted, row["name"]
    return decoded


def check(folder: Path) -> int:
    """How many quotes were found where they should stand. AssertionError at the first that is not."""
    found = quads(folder)
    texts: dict[str, str] = {}
    count = 0
    for subject, properties in sorted(found.items()):
        if f"{OA}hasSelector" not in properties:
            continue
        (source,) = set(properties[f"{OA}hasSource"])
        digest = source.rsplit("/", 1)[-1]
        if digest not in texts:
            texts[digest] = text_of(folder, digest)
        selectors = [found[s] for s in set(properties[f"{OA}hasSelector"])]
        (start,) = {int(v) for s in selectors for v in s[f"{OA}start"]}
        (end,) = {int(v) for s in selectors for v in s[f"{OA}end"]}
        (exact,) = {v for s in selectors for v in s[f"{OA}exact"]}
        assert texts[digest][start:end] == exact, f"{subject}: {exact!r} is not at {start}:{end}"
        count += 1
    return count
