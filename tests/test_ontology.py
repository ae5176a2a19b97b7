"""The vocabulary is complete, closed, and one that other parsers and a reasoner take."""

import shutil
import warnings
from pathlib import Path

import owlrl
import pyoxigraph as ox
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SH, SKOS

from kg import ontology, resources
from kg.errors import DataError

FOLDER = resources.folder("ontology")
FILES = ["schema.ttl", "units.ttl", "shapes.ttl"]
TERMS = ontology.load()

# As the annotation guidelines give them: domain and range of the thirteen.
GUIDELINES = {
    "issuedBy": ({"PROGRAMME"}, {"ORG", "PLACE"}),
    "announcedAt": ({"PROGRAMME", "PRODUCT"}, {"EVENT"}),
    "partOf": ({"ORG", "PROGRAMME", "EVENT", "PRODUCT"}, {"ORG", "PROGRAMME", "EVENT", "PRODUCT"}),
    "locatedIn": ({"ORG", "PLACE", "EVENT"}, {"PLACE"}),
    "develops": ({"ORG"}, {"PRODUCT"}),
    "uses": ({"PRODUCT", "ORG", "EVENT"}, {"PRODUCT"}),
    "worksFor": ({"PERSON"}, {"ORG", "PLACE"}),
    "organises": ({"ORG", "PLACE"}, {"EVENT"}),
    "participatesIn": ({"ORG", "PRODUCT", "PERSON"}, {"EVENT"}),
    "basedOn": ({"PROGRAMME"}, {"PROGRAMME"}),
    "focusesOn": ({"PROGRAMME", "ORG", "PLACE"}, {"FIELD"}),
    "supports": ({"ORG", "PROGRAMME", "PLACE"}, {"ORG", "PROGRAMME", "PLACE", "PERSON", "PRODUCT", "EVENT", "FIELD"}),
    "cooperatesWith": ({"ORG"}, {"ORG"}),
}


@pytest.fixture(scope="module")
def graph():
    made = rdflib.Graph()
    for name in FILES[:2]:
        made.parse(FOLDER / name)
    return made


@pytest.mark.parametrize("name", FILES)
def test_two_parsers_read_the_same_without_a_warning(name):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        theirs = rdflib.Graph().parse(data=(FOLDER / name).read_text(encoding="utf-8"), format="turtle")
        ours = list(ox.parse((FOLDER / name).read_bytes(), format=ox.RdfFormat.TURTLE))
    assert len(set(ours)) == len(theirs) > 0


def test_the_thirteen_predicates_are_those_of_the_guidelines():
    assert {p.name: (set(p.domain), set(p.range)) for p in TERMS.predicates.values()} == GUIDELINES
    assert [p.name for p in TERMS.predicates.values() if p.symmetric] == ["cooperatesWith"]
    assert [p.name for p in TERMS.predicates.values() if p.same_class] == ["partOf"]


def test_part_of_joins_things_of_one_class_only():
    part_of = TERMS.predicate("partOf")
    assert part_of.allows("ORG", "ORG")
    assert not part_of.allows("PRODUCT", "ORG")


def test_every_term_has_labels_and_a_definition_in_both_languages(graph):
    for term in set(graph.subjects(RDF.type)):
        for predicate in (RDFS.label, SKOS.definition):
            languages = sorted(o.language for o in graph.objects(term, predicate))
            assert languages == ["en", "zh"], (term, predicate)


def test_a_chinese_label_is_chinese_and_an_english_one_is_not(graph):
    def han(text):
        return any("一" <= c <= "鿿" for c in text)

    own = {term: label for term, label in TERMS.labels.items() if not TERMS.label(term, "zh").isascii()}
    assert len(own) > 200
    for term, label in own.items():
        assert han(label.zh), term
        assert label.en.isascii(), term


def test_every_property_of_ours_has_domain_range_and_an_inverse_label(graph):
    ns = rdflib.Namespace(TERMS.namespace)
    includes = rdflib.Namespace(TERMS.prefixes["schema"])
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty):
        for term in graph.subjects(RDF.type, kind):
            if not term.startswith(ns):
                continue
            assert (term, RDFS.range, None) in graph, term
            assert (term, RDFS.domain, None) in graph or (term, includes.domainIncludes, None) in graph, term
            if kind == OWL.ObjectProperty:
                assert sorted(o.language for o in graph.objects(term, ns.inverseLabel)) == ["en", "zh"], term


def test_every_class_of_things_stands_on_a_known_one(graph):
    for class_ in TERMS.classes.values():
        parents = set(graph.objects(rdflib.URIRef(class_.iri), RDFS.subClassOf))
        assert any(not str(p).startswith(TERMS.namespace) for p in parents), class_.name


def test_no_blank_node_stands_in_the_vocabulary(graph):
    assert not [node for node in graph.all_nodes() if isinstance(node, rdflib.BNode)]


def test_every_shape_speaks_both_languages_and_names_declared_terms():
    shapes = rdflib.Graph().parse(FOLDER / "shapes.ttl")
    messages = {}
    for shape, message in shapes.subject_objects(SH.message):
        messages.setdefault(shape, []).append(message.language)
    assert len(messages) > 100
    assert all(sorted(found) == ["en", "zh"] for found in messages.values())
    for shape in shapes.subjects(RDF.type, SH.PropertyShape):
        assert shape in messages, shape
    builtin = (str(RDF), str(RDFS), str(SH), "http://www.w3.org/2001/XMLSchema#", TERMS.namespace + "shape:")
    used = {
        str(o)
        for p in (SH.path, SH["class"], SH.targetClass, SH.hasValue, SH.inversePath)
        for o in shapes.objects(None, p)
    }
    used = {iri for iri in used if iri.startswith(("http", "urn:")) and not iri.startswith(builtin)}
    assert len(used) > 60
    assert used <= TERMS.labels.keys()


def test_every_predicate_of_the_thirteen_has_shapes_for_both_ends():
    shapes = rdflib.Graph().parse(FOLDER / "shapes.ttl")
    for predicate in TERMS.predicates.values():
        iri = rdflib.URIRef(predicate.iri)
        assert list(shapes.subjects(SH.targetSubjectsOf, iri)), predicate.name
        assert list(shapes.subjects(SH.targetObjectsOf, iri)), predicate.name


@pytest.mark.parametrize("name", ["Evidenze", "kg:nothing", "oa:hasSauce", "nope:Thing"])
def test_an_undeclared_term_is_refused(name):
    with pytest.raises(DataError):
        TERMS.term(name)


def test_closed_lists_are_found_by_notation():
    assert TERMS.notations("Comparator") == ("<", "<=", "=", ">", ">=", "~")
    assert TERMS.notations("Modality") == ("asserted", "denied", "planned", "reported")
    assert TERMS.individual("Comparator", ">=") == TERMS.term("atLeast")
    with pytest.raises(DataError):
        TERMS.individual("Comparator", "≥")


def test_a_vocabulary_with_a_term_in_one_language_is_refused(tmp_path):
    for name in FILES:
        shutil.copy(FOLDER / name, tmp_path / name)
    with (tmp_path / "schema.ttl").open("a", encoding="utf-8", newline="\n") as file:
        file.write('kg:Extra a owl:Class ; rdfs:label "其他"@zh ; skos:definition "其他。"@zh , "Else."@en .\n')
    with pytest.raises(DataError, match="zh and en"):
        ontology.load(tmp_path)


def test_units_carry_the_codes_of_others():
    assert TERMS.units["%"].qudt.endswith("/PERCENT")
    assert TERMS.units["公里"] == TERMS.units["千米"]
    assert "家" not in TERMS.units


def reasoned(*parts):
    graph = rdflib.Graph()
    for part in parts:
        graph += part
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    errors = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
    return sorted(str(o) for o in graph.objects(None, errors))


def test_the_vocabulary_is_consistent_and_keeps_its_classes_apart(graph):
    kg = rdflib.Namespace(TERMS.namespace)
    assert reasoned(graph) == []
    thing = rdflib.URIRef("http://example.org/x")
    broken = rdflib.Graph().add((thing, RDF.type, kg.Organisation)).add((thing, RDF.type, kg.Place))
    assert any("x" in error for error in reasoned(graph, broken))


def test_a_graph_of_data_is_consistent_with_it(graph):
    """What the shapes pass, the reasoner passes too: every kind of node of the graph, and the vocabulary."""
    found = rdflib.Dataset(default_union=True)
    found.parse(Path(__file__).parent / "graph" / "small.nq", format="nquads")
    merged = rdflib.Graph()
    for triple in found.triples((None, None, None)):
        merged.add(triple)
    assert len(merged) > 200
    assert reasoned(graph, merged) == []
