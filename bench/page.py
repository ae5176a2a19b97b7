"""The page in headless Chromium: size, and time until it answers, beside plain pyvis with the same graph."""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from bench.common import DOCUMENTS, METADATA, done, row

_TIMES = 3


def main() -> None:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        row("page", "not measured", note="no Chromium on this machine")
        done()
        return
    from playwright.sync_api import sync_playwright

    import kg

    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        target, plain = Path(temporary) / "graph", Path(temporary) / "plain.html"
        kg.build([DOCUMENTS], target, metadata=METADATA)
        _plain_pyvis(target, plain)
        page = target / "explorer.html"
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        found: dict[str, float] = {}
        for name, file in (("kg", page), ("pyvis", plain)):
            seconds = []
            for _ in range(_TIMES):
                tab = chromium.new_page()
                start = time.perf_counter()
                tab.goto(file.as_uri(), wait_until="load")
                tab.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
                seconds.append(time.perf_counter() - start)
                tab.close()
            found[name] = statistics.median(seconds)
        chromium.close()
        row(
            "page: opened and drawn twice, demo graph",
            f"{found['kg']:.2f} s",
            f"{found['pyvis']:.2f} s (plain pyvis)",
            "software rendering, no GPU was tried",
        )
        row("page: size", f"{page.stat().st_size / 1e6:.2f} MB", f"{plain.stat().st_size / 1e6:.2f} MB (plain pyvis)")
    done()


def _plain_pyvis(target: Path, file: Path) -> None:
    """What pyvis writes by itself with its scripts inside the page."""
    from pyvis.network import Network

    import kg

    graph = kg.open(target).network()
    network = Network(cdn_resources="in_line", directed=True)
    for node, data in graph.nodes(data=True):
        network.add_node(node, label=data["label"])
    for start, end, data in graph.edges(data=True):
        network.add_edge(start, end, label=data["label"])
    file.write_text(network.generate_html(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    if sys.argv[1:]:
        sys.exit("no options")
    main()
