"""The page of the demo graph, as the user of `make demo` opens it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import kg

pytestmark = pytest.mark.browser

HUB = "北京经济技术开发区"


def _find(seen: Any, typed: str) -> list[str]:
    seen.page.locator('input[type="search"]').first.fill(typed)
    seen.page.locator("#results").wait_for(state="visible")
    return [text.split("\n")[0] for text in seen.page.locator("#results [role=option]").all_inner_texts()]


@pytest.mark.parametrize("typed", ["亦庄", "yizhuang", "yz", "经开区", "北京亦莊"])
def test_search_lands_on_the_zone(visit: Any, typed: str) -> None:
    seen = visit("demo")
    assert _find(seen, typed)[0] == HUB
    seen.page.keyboard.press("Enter")
    assert seen.page.locator("#panel h2").text_content() == HUB
    assert seen.troubles == []
    assert len(seen.requests) == 1


def test_the_drawing_is_there_and_the_receipt_is_the_graph_s(visit: Any, demo: Path) -> None:
    seen = visit("demo")
    seen.page.locator("#canvas canvas").wait_for()
    paper, _ = kg.receipt(demo)
    assert paper.hash[:16] in seen.text("footer")


def test_relations_of_the_zone_are_those_of_the_graph(visit: Any, demo: Path) -> None:
    seen = visit("demo")
    _find(seen, "亦庄")
    seen.page.keyboard.press("Enter")
    shown = seen.page.locator("#panel").inner_text()
    rows = kg.query(
        demo,
        f'SELECT DISTINCT ?n {{ ?x kg:locatedIn ?z ; skos:prefLabel ?n . ?z skos:prefLabel "{HUB}"@zh }}',
        format="csv",
    ).splitlines()[1:]
    assert len(rows) >= 3
    assert [name for name in rows if name.strip('"') not in shown] == []
