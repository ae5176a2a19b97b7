"""What a build writes, as a function of what was read: `build` writes it, `verify` makes it again and compares."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg import graph, records
from kg.exporters import rdf, tables
from kg.exporters.base import Context
from kg.exporters.page import page
from kg.exporters.vocabulary import OntologyVocabulary
from kg.folder import FORMAT
from kg.fusion import fuse
from kg.ingest.duplicates import reprints
from kg.model import Failure, Knowledge, Reading, Source
from kg.ontology import Ontology
from kg.receipts import Receipt
from kg.validation import refuse
from kg.version import __version__


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """All that the written files depend on."""

    readings: tuple[Reading, ...]
    sources: tuple[Source, ...]
    failures: tuple[Failure, ...]
    base: str
    threshold: float
    receipt: Receipt


def assemble(inputs: Inputs, ontology: Ontology, *, refused: int | None = None) -> Knowledge:
    """The knowledge of a set of readings, without what the ontology refuses.

    refused: how many refusals the report of a built graph names. Where fusion alone gives as many, the shapes refused
    nothing more, and checking them again is spared.
    """
    knowledge = fuse(
        inputs.readings,
        {s.sha256: s for s in inputs.sources},
        base=inputs.base,
        threshold=inputs.threshold,
        reprints=reprints([r.document for r in inputs.readings]),
        failures=inputs.failures,
    )
    return knowledge if refused == len(knowledge.rejected) else refuse(knowledge, ontology)


def export_context(inputs: Inputs, ontology: Ontology, *, with_text: bool = True) -> Context:
    """What exporters need beside the knowledge."""
    return Context(
        ontology=OntologyVocabulary(ontology),
        base=inputs.base,
        threshold=inputs.threshold,
        receipt=inputs.receipt.hash,
        with_text=with_text,
    )


def artefacts(
    inputs: Inputs, knowledge: Knowledge, ontology: Ontology, *, with_text: bool = True
) -> Iterator[tuple[str, bytes]]:
    """(relative name, bytes) of every file but report.json, sources/ and store/."""
    for source in inputs.sources:
        yield f"text/{source.sha256}.txt", source.text.encode("utf-8", "surrogatepass")
        own = [r for r in inputs.readings if r.document.source == source.sha256]
        lines = [records.source_line(source)]
        for reading in sorted(own, key=lambda r: r.document.index):
            lines.extend(records.reading_lines(reading))
        yield f"records/{source.sha256}.jsonl", _text(lines)
    quads = graph.quads(knowledge, ontology, base=inputs.base, threshold=inputs.threshold, receipt=inputs.receipt.hash)
    yield "graph.nq", _text(quads)
    yield "graph.ttl", rdf.turtle(quads, ontology).encode("utf-8")
    context = export_context(inputs, ontology, with_text=with_text)
    for name, data in tables.files(knowledge, context):
        yield f"tables/{name}", data
    yield "explorer.html", page(knowledge, context).encode("utf-8")


def report(
    inputs: Inputs, knowledge: Knowledge, files: Sequence[tuple[str, str]], keys: Mapping[str, str], *, with_text: bool
) -> str:
    """report.json: what was read, repaired, refused and left open. keys: for each source what its reading hangs on."""
    documents = sorted(knowledge.documents, key=lambda d: (d.source_name, d.index))
    by_id = {d.id: d for d in documents}
    data: dict[str, Any] = {
        "format": FORMAT,
        "program": {"name": "kg-zh", "version": __version__},
        "receipt": {"hash": inputs.receipt.hash, "engine": inputs.receipt.engine, "parts": dict(inputs.receipt.parts)},
        "settings": {"base": inputs.base, "threshold": inputs.threshold},
        "with text": with_text,
        "counts": {
            "sources": len(inputs.sources),
            "documents": len(by_id),
            "entities": len(knowledge.things),
            "entities by type": dict(sorted(Counter(t.type for t in knowledge.things).items())),
            "statements": len(knowledge.statements),
            "evidence": sum(len(s.evidence) for s in knowledge.statements),
            "observations": sum(f.kind == "fact" for f in knowledge.figures),
            "targets": sum(f.kind == "target" for f in knowledge.figures),
            "disagreements": len(knowledge.disagreements),
            "unresolved": len(knowledge.unresolved),
            "rejected": len(knowledge.rejected),
        },
        "sources": [
            {
                "name": s.name,
                "sha256": s.sha256,
                "media type": s.media_type,
                "encoding": s.encoding,
                "encoding confidence": s.encoding_confidence,
                "characters": len(s.text),
                "key": keys[s.sha256],
            }
            for s in sorted(inputs.sources, key=lambda s: (s.name, s.sha256))
        ],
        "failures": [records.dump(f) for f in sorted(inputs.failures, key=lambda f: (f.name, f.reason))],
        "documents": [
            {
                "id": d.id,
                "source": d.source_name,
                "article": d.index,
                "title": d.title,
                "byline": list(d.byline),
                "publisher": d.publisher,
                "published": d.published.value if d.published else None,
                "given": list(d.given),
                "characters": len(d.text),
                "repairs": {r.kind: {"count": r.count, "characters": r.characters} for r in d.repairs},
            }
            for d in documents
        ],
        "without date": [{"title": d.heading, "source": d.source_name} for d in documents if d.published is None],
        "reprints": [records.dump(r) for r in knowledge.reprints],
        "unresolved": [
            {
                "name": u.name,
                "type": u.type,
                "document": by_id[u.document].heading,
                "count": u.count,
                "reason": u.reason,
                "candidates": list(u.candidates),
                "sentence": u.quote.sentence,
            }
            for u in knowledge.unresolved
        ],
        "rejected": [
            {
                "document": by_id[r.quote.document].heading,
                "what": r.what,
                "reason": r.reason,
                "sentence": r.quote.sentence,
            }
            for r in knowledge.rejected
        ],
        "files": dict(files),
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def write(folder: Path, name: str, data: bytes) -> None:
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)


def _text(lines: Sequence[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass")
