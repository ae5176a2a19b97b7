"""SPARQL over the demo graph: our store beside rdflib's Dataset, the same queries, warm."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench.common import DOCUMENTS, METADATA, done, median, row

QUERIES = {
    "names of one thing": ("SELECT ?name WHERE { ?x skos:prefLabel '北京经济技术开发区'@zh ; skos:altLabel ?name }"),
    "all statements with their labels": (
        "SELECT ?s ?p ?o WHERE { ?t a kg:Statement ; rdf:subject ?a ; rdf:predicate ?p ; rdf:object ?b ."
        " ?a skos:prefLabel ?s . ?b skos:prefLabel ?o }"
    ),
    "count by class": "SELECT ?c (COUNT(?x) AS ?n) WHERE { ?x a ?c } GROUP BY ?c",
}


def main() -> None:
    import kg
    from kg import ontology, store

    with tempfile.TemporaryDirectory() as temporary:
        target = Path(temporary) / "graph"
        kg.build([DOCUMENTS], target, metadata=METADATA)
        opened = store.open_read_only(target / "store")
        dataset = store.dataset(target / "graph.nq")
        prefixes = dict(ontology.load().prefixes)
        for name, query in QUERIES.items():
            ours = median(lambda q=query: list(store.select(opened, q)))  # type: ignore[misc,arg-type]
            theirs = median(lambda q=query: list(dataset.query(q, initNs=prefixes)), times=3)  # type: ignore[misc,arg-type]
            row(f"query: {name}", f"{ours * 1000:.2f} ms", f"{theirs * 1000:.1f} ms (rdflib)")
    done()


if __name__ == "__main__":
    main()
