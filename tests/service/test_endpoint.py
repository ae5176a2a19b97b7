"""The endpoint over HTTP: a real server, a plain HTTP client, and SPARQLWrapper as the foreign SPARQL client."""

from __future__ import annotations

import json
import socket
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
import SPARQLWrapper
import uvicorn

from kg.service import application

ALL = "SELECT ?name WHERE { ?x a kg:Place ; skos:prefLabel ?name } ORDER BY ?name"
FULL = (
    "PREFIX kg: <urn:kg-zh:> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
    "SELECT ?name WHERE { ?x a kg:Place ; skos:prefLabel ?name } ORDER BY ?name"
)


@pytest.fixture(scope="module")
def endpoint(demo: Path) -> Iterator[str]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        server = uvicorn.Server(uvicorn.Config(application(demo), log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        deadline = time.monotonic() + 30
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        thread.join(10)


def ask(
    url: str, data: bytes | None = None, method: str | None = None, **headers: str
) -> tuple[int, str, bytes, dict[str, str]]:
    """Status, media type, body and headers of a request; header names with _ for -."""
    request = urllib.request.Request(
        url, data=data, method=method, headers={k.replace("_", "-"): v for k, v in headers.items()}
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.headers.get_content_type(), answer.read(), dict(answer.headers)
    except urllib.error.HTTPError as error:
        return error.code, error.headers.get_content_type(), error.read(), dict(error.headers)


def query_url(endpoint: str, query: str, **more: str) -> str:
    return f"{endpoint}/sparql?" + urllib.parse.urlencode({"query": query, **more})


@pytest.mark.parametrize("method", ["GET", "POST", "URLENCODED POST"])
def test_sparqlwrapper(endpoint: str, method: str) -> None:
    client = SPARQLWrapper.SPARQLWrapper(f"{endpoint}/sparql")
    client.setQuery(FULL)
    client.setReturnFormat(SPARQLWrapper.JSON)
    client.setMethod("GET" if method == "GET" else "POST")
    client.setRequestMethod("postdirectly" if method == "POST" else "urlencoded")
    rows = client.query().convert()["results"]["bindings"]
    assert "北京经济技术开发区" in {row["name"]["value"] for row in rows}


def test_sparqlwrapper_construct_parses_with_rdflib(endpoint: str) -> None:
    client = SPARQLWrapper.SPARQLWrapper(f"{endpoint}/sparql")
    client.setQuery("CONSTRUCT { ?x ?p ?o } WHERE { ?x a <urn:kg-zh:Place> ; ?p ?o }")
    client.setReturnFormat(SPARQLWrapper.TURTLE)
    graph = rdflib.Graph().parse(data=client.query().convert(), format="turtle")
    assert len(graph) > 20


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("*/*", "application/sparql-results+json"),
        ("text/csv;q=0.2, application/sparql-results+xml;q=0.7", "application/sparql-results+xml"),
    ],
)
def test_results_in_the_format_asked_for(endpoint: str, accept: str, media_type: str) -> None:
    status, found, body, headers = ask(query_url(endpoint, ALL), Accept=accept)
    assert (status, found) == (200, media_type)
    assert "北京".encode() in body
    assert headers["vary"] == "Accept" or "Accept" in headers["vary"]


@pytest.mark.parametrize(
    "accept", ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"]
)
def test_graphs_in_the_format_asked_for(endpoint: str, accept: str) -> None:
    query = "CONSTRUCT { ?x a kg:Place } WHERE { ?x a kg:Place }"
    status, found, body, _ = ask(query_url(endpoint, query), Accept=accept)
    assert (status, found) == (200, accept)
    graph = rdflib.Graph().parse(data=body, format={"application/n-triples": "nt"}.get(accept, accept))
    assert len(graph) > 5


def test_post_form_and_post_body(endpoint: str) -> None:
    form = urllib.parse.urlencode({"query": ALL}).encode()
    kind = "application/x-www-form-urlencoded"
    one = ask(f"{endpoint}/sparql", form, Content_Type=kind, Accept="text/csv")
    other = ask(f"{endpoint}/sparql", ALL.encode(), Content_Type="application/sparql-query", Accept="text/csv")
    get = ask(query_url(endpoint, ALL), Accept="text/csv")
    assert one[2] == other[2] == get[2]


def test_named_graphs_can_be_chosen(endpoint: str, demo: Path) -> None:
    names = json.loads((demo / "report.json").read_bytes())
    graph = f"{names['settings']['base']}source/{names['sources'][0]['sha256']}"
    count = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
    everything = int(ask(query_url(endpoint, count), Accept="text/csv")[2].split()[1])
    part = int(ask(query_url(endpoint, count, **{"default-graph-uri": graph}), Accept="text/csv")[2].split()[1])
    assert 0 < part < everything


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 400),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", 400),
        ("SELECT nonsense", 400),
        ("", 400),
    ],
)
def test_refused_with_a_reason(endpoint: str, query: str, status: int) -> None:
    found, kind, body, _ = ask(query_url(endpoint, query))
    assert (found, kind) == (status, "text/plain")
    assert len(body) > 20


def test_other_refusals(endpoint: str) -> None:
    assert ask(f"{endpoint}/sparql")[0] == 400
    assert ask(query_url(endpoint, ALL), Accept="image/png")[0] == 406
    assert ask(f"{endpoint}/sparql", b"x", Content_Type="text/plain")[0] == 415
    update = ask(f"{endpoint}/sparql", b"update=CLEAR+ALL", Content_Type="application/x-www-form-urlencoded")
    assert update[0] == 403
    assert ask(f"{endpoint}/sparql", b"CLEAR ALL", Content_Type="application/sparql-update")[0] == 403
    long = b"#" * 1_100_000
    assert ask(f"{endpoint}/sparql", long, Content_Type="application/sparql-query")[0] == 413
    assert ask(f"{endpoint}/sparql", method="DELETE")[0] == 405


def test_pages_of_other_origins_may_ask(endpoint: str) -> None:
    _, _, _, headers = ask(query_url(endpoint, ALL), Origin="http://elsewhere.example")
    assert headers["access-control-allow-origin"] == "*"


def test_page_and_vocabulary_are_served(endpoint: str, demo: Path) -> None:
    status, kind, body, _ = ask(f"{endpoint}/")
    assert (status, kind) == (200, "text/html")
    assert body == (demo / "explorer.html").read_bytes()
    status, kind, body, _ = ask(f"{endpoint}/vocab")
    assert (status, kind) == (200, "text/turtle")
    assert len(rdflib.Graph().parse(data=body, format="turtle")) > 200
