"""The store is a cache of graph.nq, and answers without counting a fact twice."""

import pyoxigraph as ox
import pytest

from kg import ontology, store
from kg.errors import FormatError, UsageError
from tests.factories import article, copied
from tests.graph.test_quads import lines_of


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = article("[ORG:云岭公司]研发了[PRODUCT:小灵]。", claims=[("云岭公司", "develops", "小灵")])
    lines = lines_of(made, copied(made, "b.txt"), copied(made, "c.txt"))
    target = tmp_path_factory.mktemp("带 空格") / "图"
    target.mkdir()
    (target / "graph.nq").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
    store.load(target / "graph.nq", target / "store")
    return target


@pytest.fixture(scope="module")
def opened(folder):
    return store.open_read_only(folder / "store")


def test_the_sorted_dump_is_the_graph_of_record(folder):
    assert store.dump(folder / "store") == (folder / "graph.nq").read_bytes()
    bare = ox.Store.read_only(str(folder / "store")).dump(format=ox.RdfFormat.N_QUADS)
    assert sorted(bare.split(b"\n")[:-1]) == (folder / "graph.nq").read_bytes().split(b"\n")[:-1]


def test_a_fact_that_three_files_state_is_one_row(opened):
    (row,) = store.select(
        opened, "SELECT (COUNT(*) AS ?n) { ?s kg:develops ?o . ?s rdfs:label ?l . ?s a kg:Organisation }"
    )
    assert row["n"].value == "1"


def test_each_file_is_a_graph(opened):
    (row,) = store.select(opened, "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s kg:develops ?o } }")
    assert row["n"].value == "3"


def test_named_graphs_of_the_protocol_are_kept_to(opened):
    graphs = sorted(
        row["g"].value for row in store.select(opened, "SELECT DISTINCT ?g { GRAPH ?g { ?s a kg:Source } }")
    )
    chosen = [ox.NamedNode(graphs[0])]
    (row,) = store.select(opened, "SELECT (COUNT(*) AS ?n) { ?s a kg:Source }", default_graphs=chosen)
    assert row["n"].value == "1"
    (row,) = store.select(opened, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s a kg:Source } }", named_graphs=chosen)
    assert row["n"].value == "1"


def test_two_readers_at_a_time(folder, opened):
    assert store.select(store.open_read_only(folder / "store"), "ASK { ?s a kg:Source }")


@pytest.mark.parametrize(
    "query",
    ["SELECT", "INSERT DATA { <urn:a> <urn:b> <urn:c> }", "SELECT * { SERVICE <http://localhost:1/> { ?s ?p ?o } }"],
)
def test_what_is_no_reading_query_is_refused(opened, query):
    with pytest.raises(UsageError):
        store.select(opened, query)


def test_a_missing_store_names_the_remedy(tmp_path):
    with pytest.raises(FormatError, match="kg build"):
        store.open_read_only(tmp_path / "store")


def test_loading_again_replaces(folder, tmp_path):
    small = tmp_path / "one.nq"
    small.write_text("<urn:a> <urn:b> <urn:c> <urn:g> .\n", encoding="utf-8", newline="\n")
    store.load(folder / "graph.nq", tmp_path / "store")
    store.load(small, tmp_path / "store")
    assert store.dump(tmp_path / "store") == small.read_bytes()


def test_rdflib_sees_the_same_graphs_and_their_merge(folder, opened):
    found = store.dataset(folder / "graph.nq")
    lines = (folder / "graph.nq").read_text(encoding="utf-8").split("\n")[:-1]
    assert len(list(found.quads())) == len(lines)
    (row,) = found.query("SELECT (COUNT(*) AS ?n) { ?s kg:develops ?o . ?s rdfs:label ?l }")
    assert int(row[0]) == 1
    query = "SELECT ?s ?p ?o { ?s ?p ?o FILTER(isIRI(?o)) }"
    ours = {tuple(cell.value for cell in row) for row in store.select(opened, query)}
    assert {tuple(str(cell) for cell in row) for row in found.query(query)} == ours


def test_every_literal_survives_the_store(tmp_path):
    """Oxigraph rewrites numbers and dates to their canonical form: ours are in it already."""
    numbers = "[PLACE:临川]有0.5、12000000000000000000000、3.141592653589793家。"
    figures = [
        {"subject": "临川", "indicator": f"指标{n}", "text": t, "value": t, "unit": "家"}
        for n, t in enumerate(("0.5", "12000000000000000000000", "3.141592653589793"))
    ]
    lines = lines_of(article(numbers, title='标题\t"引号"\\', figures=figures))
    path = tmp_path / "graph.nq"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
    store.load(path, tmp_path / "store")
    assert store.dump(tmp_path / "store") == path.read_bytes()
    assert ontology.load().term("value") in path.read_text(encoding="utf-8")
