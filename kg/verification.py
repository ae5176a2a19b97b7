"""`kg verify`: is everything in a built graph still what it was, and does every quote stand where it says?

Four passes, from the outside in: the files against their hashes; the sources against their names and the text that
is read from them; every quote of the graph against that text; and, where the installed program is the one that
built the graph, all written files against the same files made again from the records, line by line.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg import artefacts, building, folder, graph, ontology, receipts, store, validation
from kg.errors import KgError
from kg.ingest import readers
from kg.ingest.readers import InputFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is not as it was built: where, and what is wrong with it."""

    place: str
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    faults: tuple[Fault, ...]
    warnings: tuple[str, ...]
    quotes: int  # how many were compared with their source

    @property
    def ok(self) -> bool:
        return not self.faults


def verify(target: str | Path, *, sources: str | Path | None = None) -> Verified:
    """Check a built graph again. sources: the folder of the original files, where the graph was built without them.

    Errors: FormatError where `target` holds no graph.
    """
    path = Path(target)
    report = folder.report(path)
    faults: list[Fault] = []
    warnings: list[str] = []
    faults += _hashes(path, report["files"])
    faults += _sources(path, report, Path(sources) if sources else None, warnings)
    checked, wrong = _quotes(path)
    faults += wrong
    current = dict(receipts.package())
    if any(current.get(k) != v for k, v in report["receipt"]["parts"].items() if k in current):
        warnings.append("built by another version of the program: files were checked by hash, not made again")
    else:
        faults += _again(path)
    faults += _store(path)
    faults += [
        Fault(place="graph.nq", problem=f"{v.focus}: {v.message}") for v in validation.validate_file(path / "graph.nq")
    ]
    return Verified(faults=tuple(dict.fromkeys(faults)), warnings=tuple(warnings), quotes=checked)


def _hashes(path: Path, expected: dict[str, str]) -> Iterator[Fault]:
    found = dict(folder.files(path))
    for name in sorted(expected.keys() | found.keys()):
        if name not in found:
            yield Fault(place=name, problem="the file is missing")
        elif name not in expected:
            yield Fault(place=name, problem="the file does not belong to the graph")
        elif found[name] != expected[name]:
            yield Fault(place=name, problem="the file was changed since the build")


def _sources(path: Path, report: dict[str, object], originals: Path | None, warnings: list[str]) -> Iterator[Fault]:
    rows = report["sources"]
    assert isinstance(rows, list)
    for row in rows:
        sha, name = row["sha256"], row["name"]
        kept = path / f"sources/{sha}"
        if not kept.is_file() and originals is not None:
            kept = originals / name
        if not kept.is_file():
            warnings.append(f"{name}: its bytes are not here; name the folder of the sources to have them checked")
            continue
        data = kept.read_bytes()
        if hashlib.sha256(data).hexdigest() != sha:
            yield Fault(place=f"sources/{sha} ({name})", problem="its bytes are not those that were read")
            continue
        try:
            text = readers.read(InputFile(name=name, data=data), encoding=row["encoding"] or None).text
            same = text.encode("utf-8", "surrogatepass") == (path / f"text/{sha}.txt").read_bytes()
        except (KgError, OSError) as error:
            yield Fault(place=f"text/{sha}.txt ({name})", problem=f"it cannot be compared: {error}")
            continue
        if not same:
            yield Fault(place=f"text/{sha}.txt ({name})", problem="it is not the text of its source")


def _quotes(path: Path) -> tuple[int, list[Fault]]:
    """Every quote in graph.nq against the text of record."""
    faults: list[Fault] = []
    texts: dict[str, str] = {}
    count = 0
    try:
        for quote in graph.quotes(path / "graph.nq", ontology.load()):
            count += 1
            if quote.source not in texts:
                file = path / f"text/{quote.source}.txt"
                texts[quote.source] = file.read_bytes().decode("utf-8", "surrogatepass") if file.is_file() else ""
            stands = texts[quote.source][quote.start : quote.end]
            if stands != quote.exact:
                faults.append(
                    Fault(
                        place=f"graph.nq <{quote.iri}>",
                        problem=f"the quote {quote.exact!r} does not stand at {quote.start}:{quote.end} "
                        f"of {quote.source[:8]}; there stands {stands!r}",
                    )
                )
    except (ValueError, SyntaxError, OSError) as error:
        faults.append(Fault(place="graph.nq", problem=f"it cannot be read: {error}"))
    return count, faults


def _again(path: Path) -> Iterator[Fault]:
    """The written files, made again from the records, compared line by line."""
    terms = ontology.load()
    try:
        inputs, knowledge = building.load_knowledge(path, terms)
        report = folder.report(path)
        with_text = report["with text"]
        made = list(artefacts.artefacts(inputs, knowledge, terms, with_text=with_text))
        keys = {source["sha256"]: source["key"] for source in report["sources"]}
        files = sorted(report["files"].items())
        made.append(
            (folder.REPORT, artefacts.report(inputs, knowledge, files, keys, with_text=with_text).encode("utf-8"))
        )
    except (KgError, ValueError, KeyError, TypeError, IndexError, OSError) as error:
        yield Fault(place="records/", problem=f"the records cannot be read: {error!r}")
        return
    for name, data in made:
        file = path / name
        if not file.is_file():
            continue  # missing files are told by their hash
        found = file.read_bytes()
        if found == data:
            continue
        if b"\0" in data[:4096]:
            yield Fault(place=name, problem="its content is not what the records give")
            continue
        for number, (a, b) in enumerate(_pairs(found.split(b"\n"), data.split(b"\n")), start=1):
            if a != b:
                yield Fault(
                    place=f"{name}, line {number}",
                    problem=f"it reads {_shown(a)}, the records give {_shown(b)}",
                )
                break


def _pairs(one: list[bytes], other: list[bytes]) -> Iterator[tuple[bytes | None, bytes | None]]:
    for i in range(max(len(one), len(other))):
        yield (one[i] if i < len(one) else None), (other[i] if i < len(other) else None)


def _shown(line: bytes | None) -> str:
    if line is None:
        return "nothing"
    text = line.decode("utf-8", "replace")
    return repr(text if len(text) <= 160 else text[:160] + "…")


def _store(path: Path) -> Iterator[Fault]:
    try:
        same = store.dump(path / "store") == (path / "graph.nq").read_bytes()
    except OSError as error:
        yield Fault(place="store/", problem=f"it cannot be opened: {error}; `kg build` makes it again")
        return
    if not same:
        yield Fault(place="store/", problem="its content is not that of graph.nq; `kg build` makes it again")
