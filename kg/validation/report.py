"""`validate`: every violation of a graph, with the sentence that it hangs on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg import ontology as vocabulary
from kg.ontology import Ontology
from kg.validation import shapes, structure
from kg.validation.finding import Finding, Quads


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One thing that a graph may not hold. `message` is in Chinese and English; `path` is a prefixed name or ""."""

    graph: str  # IRI of the named graph
    focus: str  # IRI of the node
    path: str
    message: str
    value: str
    shape: str  # local name of the shape that found it, "" for a check that is none
    sentence: str  # of the document, where one is known; else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidationReport:
    violations: tuple[Violation, ...]  # sorted by graph, focus, path

    @property
    def conforms(self) -> bool:
        return not self.violations


def validate(lines: Iterable[str], ontology: Ontology) -> ValidationReport:
    """Check the lines of a graph (as `kg.graph.quads` gives them), each named graph by the shapes.

    Errors: SyntaxError where a line is no N-Quad.
    """
    quads = Quads.of(ox.parse("".join(f"{line}\n" for line in lines), format=ox.RdfFormat.N_QUADS))
    found = sorted({*structure.findings(quads, ontology), *shapes.findings(quads, ontology)})
    sentences = quads.sentences(ontology)
    return ValidationReport(violations=tuple(_violation(f, sentences.get(f.focus, "")) for f in found))


def validate_file(path: Path, ontology: Ontology | None = None) -> tuple[Violation, ...]:
    """The violations of a graph file. Errors: OSError, SyntaxError, UnicodeDecodeError."""
    text = path.read_bytes().decode("utf-8")
    return validate((line for line in text.split("\n") if line), ontology or vocabulary.load()).violations


def _violation(finding: Finding, sentence: str) -> Violation:
    return Violation(
        graph=finding.graph,
        focus=finding.focus,
        path=finding.path,
        message=finding.message,
        value=finding.value,
        shape=finding.shape.rpartition(":")[2],
        sentence=sentence,
    )
