"""What is read in files, without a graph: `kg extract`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kg import engine, records
from kg import settings as settings_file
from kg.annotations import annotation
from kg.engine import Progress
from kg.errors import UsageError
from kg.gathering import gather, part
from kg.ingest import readers
from kg.model import Failure


def extract(
    sources: Sequence[str | Path],
    *,
    format: str = "annotations",
    settings: str | Path | None = None,
    encoding: str | None = None,
    workers: int | None = None,
    exclude: Sequence[str] = (),
    progress: Progress | None = None,
) -> tuple[list[str], list[Failure]]:
    """What is read in the files, without a graph: JSON lines, and the files that could not be read.

    format: "annotations" (one line a file, for the evaluation script) or "jsonl" (our own records).
    exclude: lexicon files to leave out, besides those of the settings.
    """
    if format not in ("annotations", "jsonl"):
        raise UsageError(f"unknown format {format!r}", remedy="Use annotations or jsonl")
    chosen = settings_file.find(Path(settings) if settings else None)
    chosen = replace(chosen, lexicon_exclude=tuple(sorted({*chosen.lexicon_exclude, *exclude})))
    inputs, failures = gather(readers.find(sources), {}, encoding)
    parted, unread = part(inputs, {}, encoding)
    made = engine.read_all([d for _, found in parted for d in found], chosen, workers=workers, progress=progress)
    lines: list[str] = []
    for source, _ in sorted(parted, key=lambda p: p[0].name):
        own = [r for r in made if r.document.source == source.sha256]
        if format == "annotations":
            lines.append(annotation(source, own))
        else:
            lines.append(records.source_line(source))
            lines.extend(line for reading in own for line in records.reading_lines(reading))
    return lines, [*failures, *unread]
