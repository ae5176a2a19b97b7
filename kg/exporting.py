"""`kg export`: a built graph in another form."""

from __future__ import annotations

import tempfile
from pathlib import Path

from kg import artefacts, building, ontology
from kg.errors import UsageError
from kg.exporters import rdf
from kg.exporters.base import exporter

_RDF = ("ttl", "trig", "nq", "jsonld")
_FOLDERS = ("csv", "parquet")


def export(target: str | Path, *, format: str, output: str | Path | None, classic: bool) -> bytes:
    """The graph in another form; see `kg.export`."""
    if classic and format != "html":
        raise UsageError("--classic is a form of html", remedy="Use --format html --classic")
    path = Path(target)
    if format in _RDF:
        building.load_receipt(path)
        data = _rdf(path, format)
        if output is not None:
            artefacts.write(Path(output).parent, Path(output).name, data)
        return data
    chosen = exporter("html-classic" if classic else format)
    if format in _FOLDERS and output is None:
        raise UsageError(f"{format} is a folder of files", remedy="Name one with -o")
    terms = ontology.load()
    inputs, knowledge = building.load_knowledge(path, terms)
    context = artefacts.export_context(inputs, terms)
    if output is not None:
        place = Path(output)
        place.parent.mkdir(parents=True, exist_ok=True)
        chosen.write(knowledge, context, place)
        return b"" if place.is_dir() else place.read_bytes()
    with tempfile.TemporaryDirectory() as temporary:
        file = Path(temporary) / f"graph.{format}"
        chosen.write(knowledge, context, file)
        return file.read_bytes()


def _rdf(path: Path, format: str) -> bytes:
    data = (path / "graph.nq").read_bytes()
    if format == "nq":
        return data
    quads = data.decode("utf-8").split("\n")[:-1]
    writer = {"ttl": rdf.turtle, "trig": rdf.trig, "jsonld": rdf.jsonld}[format]
    return writer(quads, ontology.load()).encode("utf-8")
