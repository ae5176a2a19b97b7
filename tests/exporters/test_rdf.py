"""Turtle, TriG and JSON-LD say what graph.nq says, to other parsers too, in the same bytes whatever the order."""

import random
import re

import pyoxigraph as ox
import pytest
import rdflib

from kg import graph, ontology
from kg.exporters import rdf
from kg.fusion import fuse
from tests.factories import article, copied
from tests.graph.test_quads import HOSTILE, lines_of, small

TERMS = ontology.load()


@pytest.fixture(scope="module")
def lines():
    hostile = article(
        "".join(f"[ORG:{name}]，" for name in HOSTILE if "]" not in name), title="# <urn:x> .\n@prefix", file="h.txt"
    )
    made = small()
    return lines_of(made, copied(made, "b.txt"), hostile, receipt="00ff")


def quads(lines):
    return set(ox.parse("".join(f"{line}\n" for line in lines), format=ox.RdfFormat.N_QUADS))


def triples(lines):
    return {ox.Quad(q.subject, q.predicate, q.object) for q in quads(lines)}


def test_turtle_is_the_merge_of_all_graphs(lines):
    text = rdf.turtle(lines, TERMS)
    assert set(ox.parse(text, format=ox.RdfFormat.TURTLE)) == triples(lines)
    theirs = rdflib.Graph().parse(data=text, format="turtle")
    assert len(theirs) == len(triples(lines))


def test_trig_has_the_named_graphs(lines):
    text = rdf.trig(lines, TERMS)
    assert set(ox.parse(text, format=ox.RdfFormat.TRIG)) == quads(lines)
    theirs = rdflib.Dataset()
    theirs.parse(data=text, format="trig")
    assert len(list(theirs.quads())) == len(lines)


def test_jsonld_has_the_named_graphs(lines):
    text = rdf.jsonld(lines, TERMS)
    assert set(ox.parse(text, format=ox.RdfFormat.JSON_LD)) == quads(lines)
    theirs = rdflib.Dataset()
    theirs.parse(data=text, format="json-ld")
    assert len(list(theirs.quads())) == len(lines)


def test_nquads_are_the_lines(lines):
    assert rdf.nquads(lines).split("\n")[:-1] == lines


@pytest.mark.parametrize("write", [rdf.turtle, rdf.trig, rdf.jsonld])
def test_the_order_of_the_lines_does_not_matter(lines, write):
    shuffled = list(lines)
    random.Random(7).shuffle(shuffled)
    assert write(shuffled, TERMS) == write(lines, TERMS)


def test_turtle_reads_document_by_document(lines):
    text = rdf.turtle(lines, TERMS)
    sections = re.split(r"\n# -{64} (.*)\n", text)
    (home,) = [body for title, body in zip(sections[1::2], sections[2::2], strict=True) if title == "云岭新品"]
    assert 'kg:title "云岭新品"@zh' in home
    assert home.count("a kg:Evidence") + home.count(", kg:Evidence") == 6
    assert "#position>" in home
    assert "kg:digest" not in home


def test_a_title_does_not_leave_its_comment(lines):
    comments = [line for line in rdf.turtle(lines, TERMS).split("\n") if line.startswith("# ---")]
    assert any("# <urn:x> . @prefix" in line for line in comments)


@pytest.mark.parametrize("base", ["urn:example:kg:", "http://example.org/kg#", "https://example.org/图谱/"])
def test_any_base_is_written_so_that_it_is_read_back(base):
    made = small()
    knowledge = fuse([made.reading], {made.source.sha256: made.source}, base=base, threshold=0.5)
    lines = graph.quads(knowledge, TERMS, base=base, threshold=0.5, receipt="00ff")
    assert set(ox.parse(rdf.turtle(lines, TERMS), format=ox.RdfFormat.TURTLE)) == triples(lines)
    assert set(ox.parse(rdf.trig(lines, TERMS), format=ox.RdfFormat.TRIG)) == quads(lines)
    theirs = rdflib.Graph().parse(data=rdf.turtle(lines, TERMS), format="turtle")
    assert {str(s) for s in theirs.subjects()} == {q.subject.value for q in quads(lines)}


def test_a_line_that_is_no_quad_is_an_error():
    with pytest.raises(SyntaxError):
        rdf.turtle(["<urn:a> <urn:b>"], TERMS)
