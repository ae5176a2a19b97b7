"""The closed vocabulary, read from ontology/*.ttl. No other file writes the IRI of a class or a property.

`Ontology.term("Evidence")` is a term of ours, `Ontology.term("oa:hasSource")` one of others that the file
declares; both raise DataError for anything that it does not declare, so a misspelt term cannot reach a graph.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal, NamedTuple

import pyoxigraph as ox

from kg import resources
from kg.errors import DataError
from kg.model import MENTION_TYPES, MentionType

Language = Literal["zh", "en"]

# The languages that the vocabulary is written in; these five are syntax, not vocabulary of ours.
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
_BUILT_IN = {"rdf": RDF, "rdfs": RDFS, "owl": OWL, "xsd": XSD}
_FILES = ("schema.ttl", "units.ttl")


class Label(NamedTuple):
    """One term in both languages."""

    zh: str
    en: str

    def text(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityClass:
    """One of the seven classes of things that texts name."""

    type: MentionType
    name: str  # local name: "Organisation"
    iri: str
    label: Label
    definition: Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicate:
    """One of the thirteen relations."""

    name: str  # local name: "issuedBy"
    iri: str
    label: Label
    inverse: Label  # as read from the object
    definition: Label
    domain: frozenset[MentionType]
    range: frozenset[MentionType]
    same_class: bool  # both ends must be of one class
    symmetric: bool

    def allows(self, subject: MentionType, object_: MentionType) -> bool:
        return subject in self.domain and object_ in self.range and (subject == object_ or not self.same_class)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    iri: str
    notation: str
    qudt: str  # IRI, or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ontology:
    """The vocabulary. Mappings are read-only and in the order of the file's terms, sorted by name."""

    namespace: str
    version: str
    prefixes: Mapping[str, str]  # prefix -> namespace, of the schema file
    labels: Mapping[str, Label]  # IRI of a term or individual -> label
    definitions: Mapping[str, Label]
    classes: Mapping[MentionType, EntityClass]
    predicates: Mapping[str, Predicate]
    individuals: Mapping[tuple[str, str], str]  # (local name of the class, notation) -> IRI
    units: Mapping[str, Unit]  # spelling -> unit
    scopes: tuple[tuple[str, str], ...]  # (spelling, notation), longest spelling first

    def term(self, name: str) -> str:
        """The IRI of a declared term: "Evidence", "kg:Evidence" or "oa:hasSource". DataError if not declared."""
        prefix, colon, local = name.partition(":")
        if not colon:
            prefix, local = "kg", name
        iri = self.prefixes.get(prefix, "") + local
        if prefix in _BUILT_IN:
            return _BUILT_IN[prefix] + local
        if prefix not in self.prefixes or iri not in self.labels:
            raise DataError(f"the ontology has no term {name!r}", place="ontology/schema.ttl")
        return iri

    def individual(self, class_: str, notation: str) -> str:
        """The IRI of a member of a closed list: individual("Comparator", ">="). DataError if there is none."""
        try:
            return self.individuals[class_, notation]
        except KeyError:
            raise DataError(f"the ontology has no {class_} {notation!r}", place="ontology/schema.ttl") from None

    def notations(self, class_: str) -> tuple[str, ...]:
        """The notations of a closed list, sorted."""
        return tuple(sorted(notation for name, notation in self.individuals if name == class_))

    def label(self, name: str, language: Language = "zh") -> str:
        """The label of a term (by name, as in `term`) or of any IRI of the vocabulary."""
        iri = name if name in self.labels else self.term(name)
        return self.labels[iri].text(language)

    def class_label(self, type: str) -> Label:
        """The label of the class of a mention type ("ORG"). KeyError for another word."""
        return {str(t): c.label for t, c in self.classes.items()}[type]

    def predicate(self, name: str) -> Predicate:
        try:
            return self.predicates[name]
        except KeyError:
            raise DataError(f"the ontology has no predicate {name!r}", place="ontology/schema.ttl") from None

    def curie(self, iri: str) -> str:
        """The shortest way to write an IRI in Turtle: a prefixed name where a prefix fits, else <…>."""
        for prefix, namespace in self.prefixes.items():
            local = iri.removeprefix(namespace)
            if local != iri and _LOCAL.fullmatch(local):
                return f"{prefix}:{local}"
        return f"<{iri}>"


_LOCAL = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


class _Triples:
    """The parsed files with the few look-ups that reading needs. Every answer is sorted."""

    def __init__(self, folder: Path) -> None:
        self.by_subject: dict[str, dict[str, list[ox.NamedNode | ox.Literal]]] = {}
        self.prefixes: dict[str, str] = {}
        for name in _FILES:
            path = folder / name
            try:
                parser = ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE)
                for triple in parser:
                    self._add(path, triple)
                self.prefixes.update(parser.prefixes)
            except (OSError, SyntaxError) as problem:
                raise DataError(str(problem), place=str(path)) from problem

    def _add(self, path: Path, triple: ox.Quad) -> None:
        s, o = triple.subject, triple.object
        if not isinstance(s, ox.NamedNode) or not isinstance(o, ox.NamedNode | ox.Literal):
            raise DataError(f"a blank node or a quoted triple at {triple.predicate}", place=str(path))
        self.by_subject.setdefault(s.value, {}).setdefault(triple.predicate.value, []).append(o)

    def values(self, subject: str, predicate: str) -> list[str]:
        return sorted(o.value for o in self.by_subject.get(subject, {}).get(predicate, ()))

    def value(self, subject: str, predicate: str) -> str:
        found = self.values(subject, predicate)
        return found[0] if found else ""

    def text(self, subject: str, predicate: str) -> Label | None:
        found = {
            o.language: o.value
            for o in self.by_subject.get(subject, {}).get(predicate, ())
            if isinstance(o, ox.Literal) and o.language
        }
        return Label(zh=found["zh"], en=found["en"]) if {"zh", "en"} <= found.keys() else None

    def of_type(self, class_: str) -> Iterator[str]:
        return (s for s in sorted(self.by_subject) if class_ in self.values(s, RDF + "type"))


def load(folder: Path | None = None) -> Ontology:
    """The ontology of this folder, or the one that the package ships. DataError where it does not fit together."""
    return _load(folder or resources.folder("ontology"))


@functools.lru_cache(maxsize=4)
def _load(folder: Path) -> Ontology:
    triples = _Triples(folder)
    kg = triples.prefixes.get("kg", "")
    labels: dict[str, Label] = {}
    definitions: dict[str, Label] = {}
    for subject in sorted(triples.by_subject):
        label = triples.text(subject, RDFS + "label")
        definition = triples.text(subject, SKOS + "definition")
        if label is None or definition is None:
            raise DataError("a term needs rdfs:label and skos:definition in zh and en", place=subject)
        labels[subject], definitions[subject] = label, definition
    classes = _classes(triples, kg, labels, definitions)
    units = _units(triples, kg)
    return Ontology(
        namespace=kg,
        version=triples.value(kg, OWL + "versionInfo"),
        prefixes=MappingProxyType(dict(sorted(triples.prefixes.items()))),
        labels=MappingProxyType(labels),
        definitions=MappingProxyType(definitions),
        classes=MappingProxyType(classes),
        predicates=MappingProxyType(_predicates(triples, kg, classes, labels, definitions)),
        individuals=MappingProxyType(_individuals(triples, kg)),
        units=MappingProxyType(units),
        scopes=_scopes(triples, kg),
    )


def _classes(
    triples: _Triples, kg: str, labels: Mapping[str, Label], definitions: Mapping[str, Label]
) -> dict[MentionType, EntityClass]:
    found = {triples.value(iri, kg + "mentionType"): iri for iri in triples.of_type(OWL + "Class")}
    missing = set(MENTION_TYPES) - found.keys()
    if missing:
        raise DataError(f"no class has kg:mentionType {', '.join(sorted(missing))}", place="ontology/schema.ttl")
    return {
        type_: EntityClass(
            type=type_,
            name=found[type_].removeprefix(kg),
            iri=found[type_],
            label=labels[found[type_]],
            definition=definitions[found[type_]],
        )
        for type_ in MENTION_TYPES
    }


def _predicates(
    triples: _Triples,
    kg: str,
    classes: Mapping[MentionType, EntityClass],
    labels: Mapping[str, Label],
    definitions: Mapping[str, Label],
) -> dict[str, Predicate]:
    schema = triples.prefixes.get("schema", "")
    types = {c.iri: type_ for type_, c in classes.items()}

    def allowed(iri: str, name: str) -> frozenset[MentionType]:
        found = frozenset(types[c] for c in triples.values(iri, schema + name) if c in types)
        if not found:
            raise DataError(f"a relation needs schema:{name}", place=iri)
        return found

    predicates: dict[str, Predicate] = {}
    for iri in triples.of_type(OWL + "ObjectProperty"):
        if kg + "relation" not in triples.values(iri, RDFS + "subPropertyOf"):
            continue
        inverse = triples.text(iri, kg + "inverseLabel")
        if inverse is None:
            raise DataError("a relation needs kg:inverseLabel in zh and en", place=iri)
        name = iri.removeprefix(kg)
        predicates[name] = Predicate(
            name=name,
            iri=iri,
            label=labels[iri],
            inverse=inverse,
            definition=definitions[iri],
            domain=allowed(iri, "domainIncludes"),
            range=allowed(iri, "rangeIncludes"),
            same_class=triples.value(iri, kg + "sameClass") == "true",
            symmetric=OWL + "SymmetricProperty" in triples.values(iri, RDF + "type"),
        )
    return predicates


def _individuals(triples: _Triples, kg: str) -> dict[tuple[str, str], str]:
    return {
        (class_.removeprefix(kg), notation): iri
        for iri in triples.of_type(OWL + "NamedIndividual")
        for class_ in triples.values(iri, RDF + "type")
        if class_.startswith(kg)
        for notation in triples.values(iri, SKOS + "notation")
    }


def _units(triples: _Triples, kg: str) -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for iri in triples.of_type(kg + "Unit"):
        notation = triples.value(iri, SKOS + "notation")
        unit = Unit(iri=iri, notation=notation, qudt=triples.value(iri, SKOS + "exactMatch"))
        for spelling in [notation, *triples.values(iri, SKOS + "altLabel")]:
            if spelling in units:
                raise DataError(f"two units are spelt {spelling!r}", place="ontology/units.ttl")
            units[spelling] = unit
    return dict(sorted(units.items()))


def _scopes(triples: _Triples, kg: str) -> tuple[tuple[str, str], ...]:
    pairs = [
        (spelling, notation)
        for iri in triples.of_type(kg + "Scope")
        for notation in triples.values(iri, SKOS + "notation")
        for spelling in [notation, *triples.values(iri, SKOS + "altLabel")]
    ]
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair)))
