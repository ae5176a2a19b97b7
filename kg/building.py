"""The program in one sentence: read the files, part and repair them, read the articles, fuse, check, write."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg import artefacts, engine, folder, ontology, receipts, records, store
from kg import settings as settings_file
from kg.artefacts import Inputs
from kg.engine import Progress
from kg.gathering import Input, gather, part
from kg.ingest import metadata as metadata_file
from kg.ingest import readers
from kg.model import Document, Failure, Knowledge, Reading, Source
from kg.receipts import Receipt
from kg.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a build did. `report` is the content of report.json."""

    folder: Path
    changed: bool
    report: dict[str, Any]

    @property
    def failures(self) -> list[dict[str, str]]:
        return list(self.report["failures"])


def build(
    sources: Sequence[str | Path],
    output: str | Path,
    *,
    metadata: str | Path | None = None,
    settings: str | Path | None = None,
    encoding: str | None = None,
    workers: int | None = None,
    keep_sources: bool = True,
    text: bool = True,
    progress: Progress | None = None,
) -> Built:
    """Build a graph from files and folders ("-" is standard input) into the folder `output`.

    metadata: a CSV (file,url,publisher,published,author,licence). settings: a kg.toml. encoding: for all text
    files, instead of finding it out. keep_sources=False leaves the sources' bytes out, text=False leaves the
    documents' text out of the page. The same input gives the same bytes, whatever the order or the workers.
    Nothing is done where nothing changed. Files that cannot be read are in `Built.failures`; the rest is built.
    Errors: UsageError, SettingsError.
    """
    target = Path(output)
    folder.check_target(target)
    chosen = settings_file.find(Path(settings) if settings else None)
    given = metadata_file.load(Path(metadata)) if metadata else {}
    options = {"encoding": encoding or "", "sources": str(keep_sources), "text": str(text)}
    inputs, failures = gather(readers.find(sources), given, encoding)
    paper = receipts.make(
        [(i.file.name, i.sha256) for i in inputs], chosen, Path(metadata) if metadata else None, options
    )
    old = folder.report(target) if folder.is_graph(target) else None
    if old is not None and old["receipt"]["hash"] == paper.hash and not _missing(target, old):
        return Built(folder=target, changed=False, report=old)
    parted, unread = part(inputs, given, encoding)
    made = _read(parted, inputs, chosen, workers, progress, target if _reusable(old, paper) else None)
    all_inputs = Inputs(
        readings=made,
        sources=tuple(sorted((source for source, _ in parted), key=lambda s: s.sha256)),
        failures=tuple(sorted([*failures, *unread], key=lambda f: (f.name, f.reason))),
        base=chosen.base,
        threshold=chosen.threshold,
        receipt=paper,
    )
    return _write(target, all_inputs, inputs, keep_sources=keep_sources, text=text)


def _read(
    parted: Sequence[tuple[Source, tuple[Document, ...]]],
    inputs: Sequence[Input],
    settings: Settings,
    workers: int | None,
    progress: Progress | None,
    old: Path | None,
) -> tuple[Reading, ...]:
    """The readings of all articles; those of an unchanged source are taken from the graph built before."""
    kept: dict[str, tuple[Reading, ...]] = {}
    if old is not None:
        keys = {s["sha256"]: s["key"] for s in folder.report(old)["sources"]}
        same = [i.sha256 for i in inputs if keys.get(i.sha256) == i.key]
        kept = {sha: load_readings(old, sha) for sha in same if (old / f"records/{sha}.jsonl").is_file()}
    fresh = [d for source, found in parted for d in found if source.sha256 not in kept]
    made = engine.read_all(fresh, settings, workers=workers, progress=progress)
    together = [*made, *(r for readings in kept.values() for r in readings)]
    return tuple(sorted(together, key=lambda r: (r.document.source, r.document.index)))


def _reusable(old: dict[str, Any] | None, paper: Receipt) -> bool:
    return old is not None and old["receipt"]["engine"] == paper.engine


def _missing(target: Path, report: dict[str, Any]) -> bool:
    return not (target / "store").is_dir() or not all((target / name).is_file() for name in report["files"])


def _write(target: Path, inputs: Inputs, files: Sequence[Input], *, keep_sources: bool, text: bool) -> Built:
    terms = ontology.load()
    knowledge = artefacts.assemble(inputs, terms)
    with folder.replacing(target) as aside:
        for name, data in artefacts.artefacts(inputs, knowledge, terms, with_text=text):
            artefacts.write(aside, name, data)
        read = {s.sha256 for s in inputs.sources}
        for one in files:
            if keep_sources and one.sha256 in read:
                artefacts.write(aside, f"sources/{one.sha256}", one.data)
        store.load(aside / "graph.nq", aside / "store")
        keys = {one.sha256: one.key for one in files}
        report = artefacts.report(inputs, knowledge, folder.files(aside), keys, with_text=text)
        artefacts.write(aside, folder.REPORT, report.encode("utf-8"))
    return Built(folder=target, changed=True, report=json.loads(report))


# ---------------------------------------------------------------- back from the folder


def load_source(target: Path, sha256: str) -> Source:
    """A source of a built graph, with its text of record."""
    with (target / f"records/{sha256}.jsonl").open(encoding="utf-8", newline="\n") as lines:
        first = next(iter(lines))
    return records.source(first, (target / f"text/{sha256}.txt").read_bytes().decode("utf-8"))


def load_readings(target: Path, sha256: str) -> tuple[Reading, ...]:
    """The readings of a source of a built graph."""
    with (target / f"records/{sha256}.jsonl").open(encoding="utf-8", newline="\n") as lines:
        next(iter(lines))
        return records.readings(lines)


def load_receipt(target: Path) -> Receipt:
    """The receipt of a built graph. FormatError where the folder holds none."""
    return Receipt(parts=tuple(sorted(folder.report(target)["receipt"]["parts"].items())))


def load_knowledge(target: Path, terms: ontology.Ontology) -> tuple[Inputs, Knowledge]:
    """A built graph as nouns, with what it was made from. FormatError where the folder holds none."""
    inputs = load_inputs(target)
    return inputs, artefacts.assemble(inputs, terms, refused=folder.report(target)["counts"]["rejected"])


def load_inputs(target: Path) -> Inputs:
    """All that a built graph was made from. FormatError where the folder holds none."""
    report = folder.report(target)
    shas = sorted(s["sha256"] for s in report["sources"])
    return Inputs(
        readings=tuple(r for sha in shas for r in load_readings(target, sha)),
        sources=tuple(load_source(target, sha) for sha in shas),
        failures=tuple(Failure(**f) for f in report["failures"]),
        base=report["settings"]["base"],
        threshold=report["settings"]["threshold"],
        receipt=load_receipt(target),
    )
