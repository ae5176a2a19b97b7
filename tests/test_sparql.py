"""Only reading queries run, however they are dressed up."""

from __future__ import annotations

import pytest

from kg.errors import UsageError
from kg.sparql import check, keywords

HARMLESS = [
    "SELECT * { ?s ?p ?o }",
    "select ?service { ?service ?p 'SERVICE <http://x/>' } # SERVICE <http://x/> {}",
    'ASK { ?s ?p """a "quoted" SERVICE""" }',
    "PREFIX service: <urn:service:> CONSTRUCT { ?s service:load ?o } WHERE { ?s service:service ?o }",
    "DESCRIBE <urn:x:INSERT>",
    "SELECT (STRLEN(?名) AS ?长) { ?s ?p ?名 FILTER(?长 < 3 && ?长 > 1) }",
]
HARMFUL = [
    "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
    "SELECT*{{{service SILENT ?x{?s ?p ?o}}}}",
    "SELECT * { \\u0053ERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
    "SELECT * { \\U00000053ERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o OPTIONAL { GRAPH ?g { SERVICE ?e { ?s ?p ?o } } } }",
    "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
    "PREFIX a: <urn:a> DELETE WHERE { ?s ?p ?o }",
    "LOAD <http://127.0.0.1/x>",
    "CLEAR ALL",
    "",
    "# nothing but a comment: SELECT",
]


@pytest.mark.parametrize("query", HARMLESS)
def test_reading_query_passes(query: str) -> None:
    check(query)


@pytest.mark.parametrize("query", HARMFUL)
def test_other_query_is_refused(query: str) -> None:
    with pytest.raises(UsageError):
        check(query)


def test_keywords_are_no_part_of_names_strings_or_comments() -> None:
    assert keywords("SELECT ?load { ex:load <urn:load> 'load' } # load") == ["select"]
