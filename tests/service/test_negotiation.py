"""Accept with q-values, as browsers, curl and SPARQL clients send it."""

from __future__ import annotations

import pytest

from kg.service.negotiation import choose

OFFERED = ["application/sparql-results+json", "application/sparql-results+xml", "text/csv"]


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", OFFERED[0]),
        ("*/*", OFFERED[0]),
        ("text/csv", "text/csv"),
        ("text/*", "text/csv"),
        ("TEXT/CSV", "text/csv"),
        ("text/csv;q=0.1, application/sparql-results+xml;q=0.9", OFFERED[1]),
        ("application/*;q=0.5, text/csv;q=0.4", OFFERED[0]),
        ("*/*;q=0.8, application/sparql-results+json;q=0", OFFERED[1]),
        ("text/html,application/xhtml+xml,*/*;q=0.8", OFFERED[0]),
        ("text/csv;q=nonsense, application/sparql-results+xml", OFFERED[1]),
        ("text/html", None),
        ("*/*;q=0", None),
    ],
)
def test_best_offer_is_chosen(accept: str, chosen: str | None) -> None:
    assert choose(accept, OFFERED) == chosen
