"""The pattern of the graph: one named graph a source, plain triples where they are carried, evidence beside them."""

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kg import graph, iris, ontology, store
from kg.fusion import fuse
from kg.model import Entity, Reprint
from tests.factories import article, copied

BASE = "http://localhost:8000/"
TERMS = ontology.load()
GOLDEN = Path(__file__).parent / "small.nq"


def knowledge_of(*made, **options):
    sources = {m.source.sha256: m.source for m in made}
    return fuse([m.reading for m in made], sources, base=BASE, threshold=0.5, **options)


def lines_of(*made, receipt="", **options):
    return graph.quads(knowledge_of(*made, **options), TERMS, base=BASE, threshold=0.5, receipt=receipt)


def ask(lines, query):
    """Rows as tuples of values over the merge of all graphs, sorted."""
    opened = ox.Store()
    data = "".join(f"{line}\n" for line in lines).encode()
    opened.load(data, format=ox.RdfFormat.N_QUADS)
    merged = {ox.Quad(q.subject, q.predicate, q.object) for q in opened}
    opened.extend(merged)
    found = store.select(opened, query)
    return sorted(tuple(cell.value if cell else None for cell in row) for row in found)


def small():
    return article(
        "[ORG:云岭公司]总经理[PERSON:王宁]说，[ORG:云岭公司]研发了[PRODUCT:小灵]。[PLACE:临川]有2.4万家企业。",
        title="云岭新品",
        before="首页\n",
        claims=[
            ("云岭公司", "develops", "小灵", {"time": "2025-03", "said": {"speaker": "王宁", "post": "总经理"}}),
            ("王宁", "worksFor", "云岭公司", {"role": "总经理"}),
        ],
        figures=[
            {
                "subject": "临川",
                "indicator": "企业数量",
                "text": "2.4万家",
                "value": "2.4",
                "unit": "万家",
                "base": "24000",
                "base_unit": "家",
                "time": "2024",
            }
        ],
    )


def test_the_golden_graph():
    """small.nq was read line by line when it was last changed; a difference must be meant."""
    expected = GOLDEN.read_text(encoding="utf-8").split("\n")[:-1]
    assert lines_of(small(), receipt="00ff") == expected


def test_lines_are_sorted_by_bytes_and_each_stands_once():
    lines = [line.encode() for line in lines_of(small())]
    assert lines == sorted(set(lines))


def test_iris_are_the_digests_that_the_manual_names():
    def digest(*fields):
        return hashlib.sha256("\x1f".join(fields).encode()).hexdigest()[:32]

    made = small()
    s, o = (f"{BASE}entity/{digest('entity', *f, '')}" for f in (("ORG", "云岭公司"), ("PRODUCT", "小灵")))
    statement = f"{BASE}statement/{digest('statement', s, 'develops', o)}"
    rows = ask(lines_of(made), "SELECT ?st ?s ?o { ?st rdf:predicate kg:develops ; rdf:subject ?s ; rdf:object ?o }")
    assert rows == [(statement, s, o)]
    rows = ask(lines_of(made), "SELECT ?d { ?d a kg:Document }")
    assert rows == [(f"{BASE}document/{made.reading.document.id[:32]}",)]


def test_a_simple_query_is_simple():
    rows = ask(lines_of(small()), 'SELECT ?p { ?o rdfs:label "云岭公司"@zh ; kg:develops/rdfs:label ?p }')
    assert rows == [("小灵",)]


def test_an_edge_leads_to_its_characters():
    made = small()
    query = """SELECT ?file ?start ?end ?raw ?quote ?sentence ?rule ?confidence ?modality {
      ?st rdf:predicate kg:develops . ?e kg:evidenceFor ?st ; kg:quote ?quote ; kg:sentence ?sentence ; kg:rule ?rule ;
        kg:confidence ?confidence ; kg:modality/skos:notation ?modality ; oa:hasSource/kg:sha256 ?file ;
        oa:hasSelector [ oa:start ?start ; oa:end ?end ] , [ oa:exact ?raw ] . }"""
    lines = [*lines_of(made), *vocabulary_lines()]
    ((file, start, end, raw, quote, sentence, rule, confidence, modality),) = ask(lines, query)
    assert file == made.source.sha256
    assert made.source.text[int(start) : int(end)] == raw == quote == "云岭公司总经理王宁说，云岭公司研发了小灵"
    assert sentence == raw + "。"
    assert (rule, confidence, modality) == ("test", "0.9", "asserted")


def vocabulary_lines():
    """The ontology as quads, as a user loads it beside the data."""
    parsed = ox.parse(
        (Path(ontology.resources.folder("ontology")) / "schema.ttl").read_bytes(), format=ox.RdfFormat.TURTLE
    )
    return [f"{q.subject} {q.predicate} {q.object} <urn:vocabulary> ." for q in parsed]


def test_posts_speakers_and_times_are_found():
    lines = lines_of(small())
    rows = ask(
        lines,
        "SELECT ?n ?r { ?m a kg:Membership ; org:member/rdfs:label ?n ; org:role/rdfs:label ?r ; org:organization ?o }",
    )
    assert rows == [("王宁", "总经理")]
    rows = ask(
        lines,
        "SELECT ?who ?role ?time { ?e kg:attribution ?a ; kg:time ?time .?a kg:speaker/rdfs:label ?who; kg:role ?role}",
    )
    assert rows == [("王宁", "总经理", "2025-03")]


def test_a_figure_has_its_value_as_written_and_in_base_units():
    query = """SELECT ?of ?indicator ?value ?unit ?base ?baseUnit ?cmp ?time {
      ?f a kg:Observation ; kg:figureOf/rdfs:label ?of ; kg:indicator/skos:prefLabel ?indicator ; kg:value ?value ;
        kg:unit ?unit ; kg:baseValue ?base ; kg:baseUnit ?baseUnit ; kg:comparator ?cmp ; kg:time ?time . }"""
    equal = TERMS.individual("Comparator", "=")
    assert ask(lines_of(small()), query) == [("临川", "企业数量", "2.4", "万家", "24000", "家", equal, "2024")]


@pytest.mark.parametrize(
    ("value", "type_", "precision"),
    [("2025", "gYear", "Year"), ("2025-03", "gYearMonth", "Month"), ("2025-03-31", "date", "Day")],
)
def test_a_date_is_typed_by_its_precision(value, type_, precision):
    made = article("空话。", published=value)
    query = "SELECT ?d (DATATYPE(?d) AS ?t) ?p { ?x a kg:Document ; kg:published ?d ; kg:datePrecision ?p }"
    xsd = "http://www.w3.org/2001/XMLSchema#"
    assert ask(lines_of(made), query) == [(value, xsd + type_, TERMS.term(f"precision{precision}"))]


def test_an_unknown_date_says_so():
    rows = ask(lines_of(article("空话。", published=None)), "SELECT ?p { ?x a kg:Document ; kg:datePrecision ?p }")
    assert rows == [(TERMS.term("precisionUnknown"),)]


def test_a_target_has_a_deadline_and_a_period_both_ends():
    text = "[PLACE:临川]要有50家、60家。"
    base = {"subject": "临川", "indicator": "企业数量", "unit": "家"}
    figures = [
        base | {"text": "50家", "value": "50", "kind": "target", "time": "2023/2027-12-31"},
        base | {"text": "60家", "value": "60", "time": "2023/2025"},
    ]
    lines = lines_of(article(text, figures=figures))
    assert ask(lines, "SELECT ?s ?d { ?t a kg:Target ; kg:timeStart ?s ; kg:deadline ?d }") == [("2023", "2027-12-31")]
    assert ask(lines, "SELECT ?s ?e { ?t a kg:Observation ; kg:timeStart ?s ; kg:timeEnd ?e }") == [("2023", "2025")]


@pytest.mark.parametrize(
    "weak", [{"modality": "planned"}, {"modality": "reported"}, {"modality": "denied"}, {"confidence": 0.3}]
)
def test_what_nothing_carries_has_no_plain_triple_and_is_doubtful(weak):
    made = article("[ORG:云岭公司]研发了[PRODUCT:小灵]。", claims=[("云岭公司", "develops", "小灵", weak)])
    lines = lines_of(made)
    assert ask(lines, "SELECT ?s { ?s kg:develops ?o }") == []
    assert len(ask(lines, "SELECT ?st { ?st a kg:Statement ; kg:doubtful true }")) == 1
    good = article("[ORG:云岭公司]打造了[PRODUCT:小灵]。", file="b.txt", claims=[("云岭公司", "develops", "小灵")])
    both = lines_of(made, good)
    assert len(ask(both, "SELECT ?s { ?s kg:develops ?o }")) == 1
    assert ask(both, "SELECT ?st { ?st kg:doubtful true }") == []
    (line,) = [
        x for x in both if f"<{TERMS.predicate('develops').iri}> <{BASE}entity" in x and "22-rdf-syntax" not in x
    ]
    assert line.endswith(f"<{iris.source(BASE, good.source.sha256)}> .")


def test_support_counts_documents_and_reprints_once():
    one = article(
        "[ORG:云岭公司]研发了[PRODUCT:小灵]。", published="2025-01-02", claims=[("云岭公司", "develops", "小灵")]
    )
    two = article(
        "[ORG:云岭公司]打造了[PRODUCT:小灵]。",
        published="2024",
        file="b.txt",
        claims=[("云岭公司", "develops", "小灵")],
    )
    copy = copied(one, "c.txt")
    query = "SELECT ?n ?from ?to { ?st kg:supportCount ?n ; kg:earliestPublication ?from ; kg:latestPublication ?to }"
    assert ask(lines_of(one, two, copy), query) == [("2", "2024", "2025-01-02")]
    pair = Reprint(document=one.reading.document.id, other=two.reading.document.id, share=0.91)
    assert ask(lines_of(one, two, copy, reprints=[pair]), query) == [("1", "2024", "2025-01-02")]


def test_a_bound_short_form_is_a_name_use_and_no_label():
    made = article("[PROGRAMME:《甲市算力计划》]（[PROGRAMME:《计划》]）。", bound={"《计划》": "《甲市算力计划》"})
    lines = lines_of(made)
    assert ask(lines, 'SELECT ?l { ?u kg:name "《计划》"@zh ; kg:scoped true ; kg:nameOf/rdfs:label ?l }') == [
        ("《甲市算力计划》",)
    ]
    assert ask(lines, "SELECT ?l { ?x skos:altLabel ?l }") == []


def test_names_of_one_document_only_and_unresolved_ones_are_told():
    undefined = Entity(type="PROGRAMME", name="《方案》", scope="document")
    made = article(
        "[PROGRAMME:《方案》]由[PERSON:李伟]解读。",
        entities={"《方案》": undefined},
        unresolved={"李伟": ("李伟（甲）",)},
    )
    lines = lines_of(made)
    assert len(ask(lines, "SELECT ?d { ?e a kg:Programme ; kg:onlyIn ?d . ?d a kg:Document }")) == 1
    rows = ask(
        lines,
        "SELECT ?n ?c ?r ?q { ?u kg:name ?n ; kg:candidate ?c ; kg:linkReason ?r ; kg:firstUse/kg:quote ?q }",
    )
    assert rows == [("李伟", "李伟（甲）", "ambiguous", "李伟")]


def test_part_of_between_organisations_is_also_written_as_org_does():
    made = article(
        "[ORG:机电学院]属于[ORG:南山大学]，[PROGRAMME:“甲行动”]属于[PROGRAMME:《乙计划》]。",
        claims=[("机电学院", "partOf", "南山大学"), ("“甲行动”", "partOf", "《乙计划》")],
    )
    rows = ask(lines_of(made), "SELECT ?n { ?x org:subOrganizationOf/rdfs:label ?n }")
    assert rows == [("南山大学",)]


HOSTILE = [
    "<script>alert(1)</script>",
    'a"b\\c',
    "行\u2028分隔",
    "😀机器人",
    "𠮷野",
    "a b",
    "\u202e倒",
    "\t制表",
    "‘’“”、《》",
    "&amp;",
    "\ufeff",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_is_written_and_read_back(name):
    made = article(f"[ORG:{name}]成立。")
    lines = lines_of(made)
    assert ask(lines, "SELECT ?n { ?o a kg:Organisation ; rdfs:label ?n }") == [(name,)]
    assert all("\n" not in line for line in lines)
    data = "".join(f"{line}\n" for line in lines)
    theirs = rdflib.Dataset()
    theirs.parse(data=data, format="nquads")
    assert len(list(theirs.quads())) == len(lines)


def test_half_a_character_does_not_stop_a_build():
    made = article("空话。", title="题\ud83d目")
    assert ask(lines_of(made), "SELECT ?t { ?d kg:title ?t }") == [("题�目",)]


def test_every_quote_is_read_back_from_the_file(tmp_path):
    made = small()
    path = tmp_path / "graph.nq"
    path.write_text("".join(f"{line}\n" for line in lines_of(made)), encoding="utf-8", newline="\n")
    found = list(graph.quotes(path, TERMS))
    assert len(found) == 3 + 4 + 1  # evidence, the first use of each name, and what 王宁 says
    for quote in found:
        assert quote.source == made.source.sha256
        assert made.source.text[quote.start : quote.end] == quote.exact


def test_a_passage_without_its_position_is_an_error(tmp_path):
    path = tmp_path / "graph.nq"
    start = TERMS.term("oa:start")
    kept = [line for line in lines_of(small()) if f"<{start}>" not in line]
    path.write_text("".join(f"{line}\n" for line in kept), encoding="utf-8", newline="\n")
    with pytest.raises(ValueError, match="oa#start"):
        list(graph.quotes(path, TERMS))


SCRIPT = """
import sys
sys.path.insert(0, sys.argv[1])
from tests.graph.test_quads import lines_of, small
sys.stdout.buffer.write("\\n".join(lines_of(small())).encode())
"""


def test_the_hash_seed_and_the_locale_do_not_matter():
    root = str(Path(__file__).resolve().parents[2])
    made = []
    for seed, locale in (("0", "C"), ("1", "C.UTF-8")):
        env = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale}
        run = subprocess.run([sys.executable, "-c", SCRIPT, root], env=env, capture_output=True, check=True, cwd=root)
        made.append(run.stdout)
    assert made[0] == made[1] != b""


def test_the_queries_of_the_manual_find_something():
    manual = Path(__file__).resolve().parents[2] / "docs" / "data-model.md"
    queries = re.findall(r"```sparql\n(.*?)```", manual.read_text(encoding="utf-8"), re.DOTALL)
    assert queries
    for query in queries:
        assert ask(lines_of(small()), query), query
