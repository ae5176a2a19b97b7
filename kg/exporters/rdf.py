"""The graph in the RDF formats: Turtle, TriG, N-Quads and JSON-LD, from the lines of graph.nq alone.

Each is written here rather than by a library: the order of what rdflib and Oxigraph write follows their memory, and
a reader of the Turtle should find a document's evidence beside the document. Other parsers read all of it back (the
tests compare).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import pyoxigraph as ox

from kg import iris
from kg.model import MENTION_TYPES
from kg.ontology import RDF, RDFS, XSD, Ontology

Node = ox.NamedNode | ox.Literal
_TYPE = RDF + "type"
_LABEL = RDFS + "label"
_DERIVED = "graph/derived"


@dataclass(slots=True)
class _Graph:
    """The triples of one or of all graphs: subject -> predicate -> objects, in no order."""

    subjects: dict[str, dict[str, set[Node]]] = field(default_factory=dict)

    def add(self, subject: str, predicate: str, object_: Node) -> None:
        self.subjects.setdefault(subject, {}).setdefault(predicate, set()).add(object_)

    def iris(self, subject: str, predicate: str) -> list[str]:
        return sorted(o.value for o in self.subjects.get(subject, {}).get(predicate, ()))


def nquads(quads: Iterable[str]) -> str:
    """N-Quads: the lines as they are."""
    return "".join(f"{line}\n" for line in quads)


def turtle(quads: Iterable[str], ontology: Ontology) -> str:
    """Turtle of the merge of all graphs: sources, things, then document by document, then what is derived.

    quads: lines as `kg.graph.quads` gives them. Errors: SyntaxError where a line is no N-Quad.
    """
    merged = _Graph()
    for graph in _parsed(quads).values():
        for subject, properties in graph.subjects.items():
            for predicate, objects in properties.items():
                merged.subjects.setdefault(subject, {}).setdefault(predicate, set()).update(objects)
    writer = _Writer.of(merged, ontology)
    parts = [writer.header()]
    for title, subjects in _sections(merged, ontology):
        parts.append(f"\n# ---------------------------------------------------------------- {title}\n")
        parts.extend(f"\n{writer.block(subject, '')}" for subject in subjects)
    return "".join(parts)


def trig(quads: Iterable[str], ontology: Ontology) -> str:
    """TriG: the named graphs, each with its subjects in the order of their IRIs."""
    graphs = _parsed(quads)
    merged = _Graph()
    for graph in graphs.values():
        merged.subjects.update(graph.subjects)
    header = _Writer.of(merged, ontology)
    parts = [header.header()]
    for name in sorted(graphs):
        writer = replace(header, graph=graphs[name])
        parts.append(f"\n{writer.iri(name)} {{\n")
        parts.extend(writer.block(subject, "  ") for subject in sorted(graphs[name].subjects))
        parts.append("}\n")
    return "".join(parts)


def jsonld(quads: Iterable[str], ontology: Ontology) -> str:
    """JSON-LD 1.1: one node for each named graph, terms shortened by the prefixes of the context."""
    graphs = _parsed(quads)
    context = dict(ontology.prefixes)
    nodes = [
        {"@id": name, "@graph": [_object(s, graphs[name].subjects[s], ontology) for s in sorted(graphs[name].subjects)]}
        for name in sorted(graphs)
    ]
    return json.dumps({"@context": context, "@graph": nodes}, ensure_ascii=False, indent=1) + "\n"


def _parsed(quads: Iterable[str]) -> dict[str, _Graph]:
    graphs: dict[str, _Graph] = {}
    for quad in ox.parse(nquads(quads).encode("utf-8"), format=ox.RdfFormat.N_QUADS):
        subject, object_, name = quad.subject, quad.object, quad.graph_name
        if (
            not isinstance(subject, ox.NamedNode)
            or not isinstance(object_, ox.NamedNode | ox.Literal)
            or not isinstance(name, ox.NamedNode)
        ):
            raise SyntaxError(f"no line of ours: {quad}")
        graphs.setdefault(name.value, _Graph()).add(subject.value, quad.predicate.value, object_)
    return graphs


# ---------------------------------------------------------------- Turtle


@dataclass(frozen=True, slots=True, kw_only=True)
class _Writer:
    graph: _Graph
    ontology: Ontology
    base: str  # relative IRIs are resolved against it; "" where that would not be safe

    @classmethod
    def of(cls, graph: _Graph, ontology: Ontology) -> _Writer:
        derived = ontology.term("DerivedGraph")
        found = sorted(s for s in graph.subjects if derived in graph.iris(s, _TYPE) and s.endswith(_DERIVED))
        base = found[0].removesuffix(_DERIVED) if found else ""
        return cls(graph=graph, ontology=ontology, base=base if base.startswith("http") and base.endswith("/") else "")

    def header(self) -> str:
        lines = [f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in self.ontology.prefixes.items()]
        if self.base:
            lines.insert(0, f"@base <{self.base}> .\n")
        return "".join(lines)

    def iri(self, iri: str) -> str:
        if self.base and iri.startswith(self.base) and ":" not in iri[len(self.base) :].split("/")[0]:
            relative = iri[len(self.base) :]
            # "//…", "?…", ".." and the like mean something else once they stand alone
            if relative and relative[0].isalnum() and "/." not in relative:
                return f"<{relative}>"
        return self.ontology.curie(iri)

    def node(self, node: Node) -> str:
        if isinstance(node, ox.NamedNode):
            return self.iri(node.value)
        datatype = node.datatype.value
        if node.language or datatype == XSD + "string":
            return str(node)
        if datatype in (XSD + "integer", XSD + "boolean"):
            return node.value
        return f"{ox.Literal(node.value)}^^{self.ontology.curie(datatype)}"

    def block(self, subject: str, indent: str) -> str:
        """All that is said of one subject: its types, its label, then the rest by name."""
        properties = self.graph.subjects[subject]
        rows = []
        for predicate in sorted(properties, key=lambda p: (p != _TYPE, p != _LABEL, self.iri(p))):
            name = "a" if predicate == _TYPE else self.iri(predicate)
            rows.append(f"{name} {' , '.join(self.node(o) for o in _sorted(properties[predicate]))}")
        return f"{indent}{self.iri(subject)} " + f" ;\n{indent}  ".join(rows) + " .\n"


def _sections(graph: _Graph, ontology: Ontology) -> list[tuple[str, list[str]]]:
    """(title, subjects) in reading order. What stands in a document comes with it, parts come with their whole."""
    in_document = ontology.term("inDocument")
    documents = sorted(s for s in graph.subjects if ontology.term("Document") in graph.iris(s, _TYPE))
    titles = {d: (graph.iris(d, _LABEL) or [d])[0] for d in documents}
    order = sorted(documents, key=lambda d: (titles[d], d))
    sections: dict[tuple[int, int], list[str]] = {}
    ranks = _ranks(ontology)
    for subject in sorted(graph.subjects):
        whole = iris.whole(subject)
        home = [subject] if subject in titles else graph.iris(whole, in_document)
        if home and home[0] in titles:
            key = (1, order.index(home[0]))
        else:
            key = min(((ranks.get(t, (2, 99))) for t in graph.iris(whole, _TYPE)), default=(2, 99))
        sections.setdefault(key, []).append(subject)
    named = {rank: ontology.labels[iri] for iri, rank in ranks.items()}
    made = []
    for key in sorted(sections):
        if key[0] == 1:
            document = order[key[1]]
            members = sorted(sections[key], key=lambda s: (s != document, s))
            made.append((_comment(titles[document]), members))
        else:
            label = named.get(key)
            made.append((f"{label.zh} {label.en}" if label else "其他 other", sections[key]))
    return made


def _ranks(ontology: Ontology) -> dict[str, tuple[int, int]]:
    """The place of the subjects of a class among those that stand in no document."""
    before = ["Receipt", "Source", *(ontology.classes[t].name for t in MENTION_TYPES), "Indicator", "Post"]
    after = ["Statement", "Membership", "Observation", "Target", "DerivedGraph", "Disagreement", "Reprint"]
    ranks = {ontology.term(name): (0, i) for i, name in enumerate(before)}
    return ranks | {ontology.term(name): (2, i) for i, name in enumerate(after)}


def _comment(text: str) -> str:
    """A title that cannot leave its comment: no line ends and other control characters."""
    return "".join(c if c.isprintable() else " " for c in text)


# ---------------------------------------------------------------- JSON-LD


def _object(subject: str, properties: Mapping[str, set[Node]], ontology: Ontology) -> dict[str, object]:
    made: dict[str, object] = {"@id": subject}
    if _TYPE in properties:
        made["@type"] = [_short(o.value, ontology) for o in _sorted(properties[_TYPE])]
    for predicate in sorted(properties.keys() - {_TYPE}):
        made[_short(predicate, ontology)] = [_json_value(o, ontology) for o in _sorted(properties[predicate])]
    return made


def _json_value(node: Node, ontology: Ontology) -> object:
    if isinstance(node, ox.NamedNode):
        return {"@id": node.value}
    if node.language:
        return {"@value": node.value, "@language": node.language}
    if node.datatype.value == XSD + "string":
        return node.value
    return {"@value": node.value, "@type": _short(node.datatype.value, ontology)}


def _short(iri: str, ontology: Ontology) -> str:
    name = ontology.curie(iri)
    return iri if name.startswith("<") else name


def _sorted(nodes: Iterable[Node]) -> list[Node]:
    return sorted(nodes, key=str)
