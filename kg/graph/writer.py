"""One named graph that is being written: terms by name, literals by kind, lines in N-Quads."""

from __future__ import annotations

import functools
import re
from decimal import Decimal

import pyoxigraph as ox

from kg import dates, iris
from kg.ontology import RDF, XSD, Ontology

_DATE_TYPES: dict[dates.Precision, str] = {"year": "gYear", "month": "gYearMonth", "day": "date"}
_SURROGATE = re.compile("[\ud800-\udfff]")


class Writer:
    """Collects the lines of one graph. Terms are given by name ("Evidence", "oa:hasSource"); see `Ontology.term`."""

    def __init__(self, ontology: Ontology, graph: str) -> None:
        self.ontology = ontology
        self.lines: set[str] = set()
        self._end = f"{node(graph)} ."

    def link(self, subject: str, term: str, object_: str) -> None:
        """A triple to another node, given as its IRI."""
        self._line(subject, self.ontology.term(term), node(object_))

    def relation(self, subject: str, predicate: str, object_: str) -> None:
        """The plain triple of one of the thirteen relations."""
        self._line(subject, self.ontology.predicate(predicate).iri, node(object_))

    def type(self, subject: str, *terms: str) -> None:
        for term in terms:
            self._line(subject, RDF + "type", node(self.ontology.term(term)))

    def member(self, subject: str, term: str, class_: str, notation: str) -> None:
        """A triple to a member of a closed list: member(figure, "comparator", "Comparator", ">=")."""
        self.link(subject, term, self.ontology.individual(class_, notation))

    def chinese(self, subject: str, term: str, text: str) -> None:
        """Words of the documents, tagged zh."""
        self._line(subject, self.ontology.term(term), _chinese(text))

    def string(self, subject: str, term: str, text: str) -> None:
        """Words of the program or of a machine: no language."""
        self._line(subject, self.ontology.term(term), _string(text))

    def integer(self, subject: str, term: str, value: int) -> None:
        self._line(subject, self.ontology.term(term), _typed(str(value), "integer"))

    def decimal(self, subject: str, term: str, value: Decimal) -> None:
        self._line(subject, self.ontology.term(term), _typed(iris.number(value), "decimal"))

    def share(self, subject: str, term: str, value: float) -> None:
        """A float from 0 to 1, to four digits."""
        self.decimal(subject, term, Decimal(repr(round(value, 4))))

    def boolean(self, subject: str, term: str, value: bool) -> None:
        self._line(subject, self.ontology.term(term), _typed("true" if value else "false", "boolean"))

    def date(self, subject: str, term: str, date: dates.Dated) -> None:
        """A date in the type of its precision: xsd:gYear, xsd:gYearMonth or xsd:date."""
        self._line(subject, self.ontology.term(term), _typed(date.value, _DATE_TYPES[date.precision]))

    def precision(self, subject: str, date: dates.Dated | None) -> None:
        self.member(subject, "datePrecision", "Precision", date.precision if date else "unknown")

    def labels(self, subject: str, label: str) -> None:
        """rdfs:label and skos:prefLabel alike: the one is what tools show, the other what thesauri ask for."""
        self.chinese(subject, "rdfs:label", label)
        self.chinese(subject, "skos:prefLabel", label)

    def _line(self, subject: str, predicate: str, object_: str) -> None:
        self.lines.add(f"{node(subject)} {node(predicate)} {object_} {self._end}")


@functools.lru_cache(maxsize=65536)
def node(iri: str) -> str:
    """An IRI as N-Quads writes it. ValueError for anything that is no absolute IRI."""
    if not iris.is_iri(iri):
        raise ValueError(f"{iri!r} is no IRI")
    return str(ox.NamedNode(iri))


def _writable(text: str) -> str:
    """RDF holds whole characters only; half of a surrogate pair, which a broken file can hold, becomes U+FFFD."""
    return _SURROGATE.sub("�", text)


@functools.lru_cache(maxsize=65536)
def _chinese(text: str) -> str:
    return str(ox.Literal(_writable(text), language="zh"))


def _string(text: str) -> str:
    return str(ox.Literal(_writable(text)))


@functools.lru_cache(maxsize=65536)
def _typed(lexical: str, type_: str) -> str:
    return str(ox.Literal(lexical, datatype=ox.NamedNode(XSD + type_)))
