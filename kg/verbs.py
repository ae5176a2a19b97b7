"""The public verbs. Each imports what it needs when it is called: `import kg` costs nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx

    from kg.ask import Explained
    from kg.building import Built
    from kg.engine import Progress
    from kg.model import Failure
    from kg.notebook import Graph
    from kg.pictures import Picture
    from kg.receipts import Receipt
    from kg.verification import Verified


def init(folder: str | Path) -> Path:
    """Write a commented kg.toml into a folder and return its path. UsageError where one is there."""
    from kg import settings
    from kg.errors import UsageError

    path = Path(folder) / "kg.toml"
    if path.exists():
        raise UsageError("there is one already", place=str(path), remedy="Edit it, or remove it first")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(settings.TEMPLATE, encoding="utf-8", newline="\n")
    return path


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
    from kg import building

    return building.build(
        sources,
        output,
        metadata=metadata,
        settings=settings,
        encoding=encoding,
        workers=workers,
        keep_sources=keep_sources,
        text=text,
        progress=progress,
    )


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
    from kg import extraction

    return extraction.extract(
        sources,
        format=format,
        settings=settings,
        encoding=encoding,
        workers=workers,
        exclude=exclude,
        progress=progress,
    )


def query(target: str | Path, sparql: str, *, format: str = "table") -> str:
    """The answer to a SPARQL query (its text, or the name of an .rq file) over a built graph.

    format: table, csv, tsv, json or xml for SELECT and ASK; ttl for CONSTRUCT and DESCRIBE. The default graph is
    the union of all graphs, and the prefixes of the ontology need no declaration. Errors: FormatError, UsageError.
    """
    from kg import ask

    return ask.query(target, sparql, format=format)


def explain(target: str | Path, what: str) -> Explained:
    """The evidence for an entity (its IRI, or one of its names), a statement or an observation (its IRI).

    Errors: FormatError; UsageError where nothing has the name, or several things have it (they are listed).
    """
    from kg import ask

    return ask.explain(target, what)


def export(target: str | Path, *, format: str, output: str | Path | None = None, classic: bool = False) -> bytes:
    """The graph in another form: ttl, trig, nq, jsonld, graphml, gexf, csv, parquet or html.

    output: the file (or, for csv and parquet, the folder) to write; None only gives the bytes back, and is refused
    for the formats of several files. classic: html as the plain pyvis view. Errors: FormatError, UsageError.
    """
    from kg import exporting

    return exporting.export(target, format=format, output=output, classic=classic)


def verify(target: str | Path, *, sources: str | Path | None = None) -> Verified:
    """Check every quote, offset, shape and hash of a built graph again.

    sources: the folder of the original files, where the graph was built without them. Errors: FormatError.
    """
    from kg import verification

    return verification.verify(target, sources=sources)


def receipt(target: str | Path, other: str | Path | None = None) -> tuple[Receipt, tuple[tuple[str, str, str], ...]]:
    """What a graph was made from; with `other`, also what differs: (part, value here, value there).

    Errors: FormatError.
    """
    from kg import building, receipts

    paper = building.load_receipt(Path(target))
    if other is None:
        return paper, ()
    return paper, receipts.difference(paper, building.load_receipt(Path(other)))


def serve(
    target: str | Path, *, host: str = "127.0.0.1", port: int = 8000, notify: Callable[[str], None] | None = None
) -> None:
    """Serve a built graph until interrupted: SPARQL 1.1 Protocol at /sparql (read-only), the page at /.

    notify: gets the lines that a person should see (the address; a warning where it is not the graph's base).
    Errors: FormatError, UsageError.
    """
    from kg.service import run

    run(target, host=host, port=port, notify=notify)


def draw(graph: nx.Graph, *, height: int = 520) -> Picture:
    """A networkx graph, such as `Graph.around` gives, as a picture for a notebook (or a file: `.save`).

    height: of the interactive view, in pixels. UsageError for more than 1,500 nodes: draw a part.
    """
    from kg import pictures

    return pictures.draw(graph, height=height)


def open(target: str | Path) -> Graph:
    """A built graph for notebooks: data frames, networkx, SPARQL, pictures. Errors: FormatError."""
    from kg.notebook import Graph

    return Graph(target)
