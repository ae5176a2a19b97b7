"""Asking a built graph: `query` with SPARQL, `explain` with a name or an IRI."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat, Store, serialize

from kg import building, folder, ontology, store
from kg.errors import UsageError
from kg.model import Evidence, Figure, Knowledge, Statement, Thing
from kg.ontology import Ontology

FORMATS = ("table", "csv", "tsv", "json", "xml", "ttl")
_RESULTS = {
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
}


def query(target: str | Path, text: str, *, format: str = "table") -> str:
    """The answer to a SPARQL query (its text, or the name of a file that holds it) over a built graph.

    format: table, csv, tsv, json or xml for SELECT and ASK; ttl for CONSTRUCT and DESCRIBE. The default graph is
    the merge of all graphs, and the prefixes of the ontology need no declaration. Only reading queries without SERVICE
    are taken. Errors: FormatError, UsageError.
    """
    path = Path(target)
    folder.report(path)
    if format not in FORMATS:
        raise UsageError(f"unknown format {format!r}", remedy=f"Use one of {', '.join(FORMATS)}")
    if len(text) < 4096 and "\n" not in text and text.endswith((".rq", ".sparql")):
        file = Path(text)
        if not file.is_file():
            raise UsageError("the query file is missing", place=text, remedy="Check the path")
        text = file.read_text(encoding="utf-8-sig")
    return answer(store.open_read_only(path / "store"), text, format)


def answer(opened: Store, text: str, format: str) -> str:
    """As `query`, over an open store."""
    result = store.select(opened, text)
    if isinstance(result, QueryTriples):
        if format not in ("table", "ttl"):
            raise UsageError(f"this query gives triples, not {format}", remedy="Use --format ttl")
        lines = sorted(serialize(result, format=RdfFormat.N_TRIPLES).decode("utf-8").splitlines())  # type: ignore[union-attr]
        return "".join(f"{line}\n" for line in lines)
    if format == "ttl":
        raise UsageError("this query gives rows, not triples", remedy="Use table, csv, tsv, json or xml")
    if format == "table":
        return _table(result)
    data = result.serialize(format=_RESULTS[format])
    assert data is not None
    return data.decode("utf-8") + ("" if data.endswith(b"\n") else "\n")


def _table(result: QuerySolutions | QueryBoolean) -> str:
    if isinstance(result, QueryBoolean):
        return f"{'true' if result else 'false'}\n"
    names = [variable.value for variable in result.variables]
    rows = [[_cell(solution[name]) for name in names] for solution in result]
    widths = [max([_width(name), *(_width(row[i]) for row in rows)]) for i, name in enumerate(names)]
    out = io.StringIO()
    for row in [names, ["─" * w for w in widths], *rows]:
        out.write(
            "  ".join(cell + " " * (w - _width(cell)) for cell, w in zip(row, widths, strict=True)).rstrip() + "\n"
        )
    return out.getvalue()


def _cell(term: object) -> str:
    return "" if term is None else str(getattr(term, "value", term)).replace("\n", " ")


def _width(text: str) -> int:
    """Columns of a terminal: Chinese characters and full-width marks take two."""
    from rich.cells import cell_len

    return cell_len(text)


# ---------------------------------------------------------------- explain


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """What the graph knows of one thing or one statement, with the evidence."""

    thing: Thing | None
    statements: tuple[Statement, ...]
    figures: tuple[Figure, ...]
    knowledge: Knowledge
    ontology: Ontology

    def label(self, iri: str) -> str:
        found = next((t for t in self.knowledge.things if t.iri == iri), None)
        return found.name if found else iri

    def title(self, document: str) -> str:
        return next(d.heading for d in self.knowledge.documents if d.id == document)


def explain(target: str | Path, what: str) -> Explained:
    """The evidence for an entity (its IRI, or one of its names), a statement or an observation (its IRI).

    Errors: FormatError; UsageError where nothing has the name, or several things have it (they are listed).
    """
    path = Path(target)
    terms = ontology.load()
    _, knowledge = building.load_knowledge(path, terms)
    statements = tuple(s for s in knowledge.statements if s.iri == what)
    figures = tuple(f for f in knowledge.figures if f.iri == what)
    if statements or figures:
        return Explained(thing=None, statements=statements, figures=figures, knowledge=knowledge, ontology=terms)
    thing = thing_called(knowledge.things, what)
    return Explained(
        thing=thing,
        statements=tuple(s for s in knowledge.statements if thing.iri in (s.subject, s.object)),
        figures=tuple(f for f in knowledge.figures if f.subject == thing.iri),
        knowledge=knowledge,
        ontology=terms,
    )


def thing_called(things: Sequence[Thing], what: str) -> Thing:
    """The thing of this name or IRI; a canonical name goes before a name in use.

    UsageError where nothing has it (near ones are named), or several things have it (they are listed).
    """
    canonical = [t for t in things if what in (t.iri, t.name)]
    found = canonical or [t for t in things if any(use.name == what for use in t.names)]
    if len(found) == 1:
        return found[0]
    if not found:
        near = sorted({t.name for t in things if what in t.name or t.name in what})[:5]
        raise UsageError(f"nothing in the graph is called {what!r}", remedy=f"Near: {'、'.join(near)}" if near else "")
    listed = "; ".join(f"{t.name}{f' ({t.qualifier})' if t.qualifier else ''} <{t.iri}>" for t in found)
    raise UsageError(f"{len(found)} things are called {what!r}", remedy=f"Name one by its IRI: {listed}")


def as_json(explained: Explained) -> str:
    """The explanation for machines."""
    from kg.records import dump

    data = {
        "thing": dump(explained.thing) if explained.thing else None,
        "statements": [
            {**dump(s), "subject name": explained.label(s.subject), "object name": explained.label(s.object)}
            for s in explained.statements
        ],
        "figures": [{**dump(f), "subject name": explained.label(f.subject)} for f in explained.figures],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def marks(evidence: Evidence) -> tuple[tuple[int, int, str], ...]:
    """Spans of the raw quote to light up: (start, end, what), offsets within `evidence.quote.raw`."""
    found = []
    for span, what in ((evidence.subject, "subject"), (evidence.object, "object"), (evidence.trigger, "trigger")):
        if span is not None and evidence.quote.start <= span.start and span.end <= evidence.quote.end:
            found.append((span.start - evidence.quote.start, span.end - evidence.quote.start, what))
    return tuple(sorted(found))
