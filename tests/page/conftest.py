"""Chromium with the network cut; every test here is skipped where there is none."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "exporters"))

import knowledge_factory as factory

from kg.exporters.classic import classic
from kg.exporters.network import network
from kg.exporters.page import page as explorer
from kg.pictures import draw

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@dataclass
class Seen:
    """A page that is open, and what it did beside."""

    page: Any
    requests: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    def text(self, selector: str) -> str:
        return str(self.page.locator(selector).first.inner_text())

    def key(self, name: str) -> str:
        """The address of a thing."""
        return str(self.page.evaluate("name => kg.data.things.find(t => t.name === name).key", name))


Open = Callable[..., Seen]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if BROWSER is None:
        pytest.skip("no Chromium on this machine")
    with api.sync_playwright() as running:
        started = running.chromium.launch(executable_path=BROWSER, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory, demo: Path) -> dict[str, Path]:
    """The pages that the tests open, by name."""
    folder = tmp_path_factory.mktemp("页面 与 空格")
    context = factory.context()
    sample, hostile = factory.sample(), factory.sample(dict.fromkeys(factory.HOSTILE, ("ORG", ())))
    drawn = draw(network(hostile, context))
    texts = {
        "sample": explorer(sample, context),
        "hostile": explorer(hostile, context),
        "bare": explorer(sample, factory.context(with_text=False)),
        "classic": classic(hostile, context),
        "notebook": f'<!DOCTYPE html><meta charset="utf-8"><title>n</title>{drawn._repr_html_()}',
        "picture": f'<!DOCTYPE html><meta charset="utf-8"><title>p</title>{drawn._repr_svg_()}',
    }
    made = {"demo": demo / "explorer.html"}
    for name, text in texts.items():
        made[name] = folder / f"{name}.html"
        made[name].write_text(text, encoding="utf-8", newline="\n")
    return made


@pytest.fixture
def visit(browser: Any, pages: dict[str, Path]) -> Iterator[Open]:
    """Opens a page: visit("sample", "#address", locale="en-US", size=(390, 844), dark=True)."""
    contexts = []

    def opened(
        name: str, address: str = "", *, locale: str = "zh-CN", size: tuple[int, int] = (1280, 800), dark: bool = False
    ) -> Seen:
        context = browser.new_context(
            locale=locale,
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            offline=True,
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        seen = Seen(context.new_page())
        seen.page.on("request", lambda request: seen.requests.append(request.url))
        seen.page.on("console", lambda m: seen.troubles.append(m.text) if m.type in ("error", "warning") else None)
        seen.page.on("pageerror", lambda error: seen.troubles.append(str(error)))
        seen.page.on("dialog", lambda dialog: (seen.troubles.append(f"dialog {dialog.message}"), dialog.dismiss()))
        seen.page.goto(pages[name].as_uri() + address)
        return seen

    yield opened
    for context in contexts:
        context.close()
