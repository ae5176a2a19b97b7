"""What do the UniversalNER files hold? A reader for their tab-separated tokens and tags."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path


def read_iob2(path: Path) -> Iterator[list[tuple[str, str]]]:
    """Yield each sentence as (word, tag) pairs; a tag is `O`, `B-TYPE` or `I-TYPE`.

    Lines that start with `#` followed by a blank are comments; an empty line ends a sentence.
    """
    sentence: list[tuple[str, str]] = []
    with path.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            fields = line.rstrip("\n").split("\t")
            if len(fields) >= 3 and fields[0].isdigit():
                sentence.append(("".join(fields[1].split()), fields[2]))
            elif not line.strip() and sentence:
                yield [pair for pair in sentence if pair[0]]
                sentence = []
    if sentence:
        yield [pair for pair in sentence if pair[0]]
