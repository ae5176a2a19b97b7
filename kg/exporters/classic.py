"""The plain pyvis view: what pyvis itself writes, made safe and free of addresses that are not in the file."""

from __future__ import annotations

import json
import re
from pathlib import Path

from pyvis.network import Network

from kg.errors import DataError
from kg.exporters.base import Context, write_text
from kg.exporters.page import content_hash
from kg.exporters.picture import OPTIONS, bundles, drawing, evidence_weights
from kg.model import Knowledge

_HEIGHT = "95vh"
# What pyvis adds to its page although everything is in line: bootstrap from a CDN, dead paths in a comment, and the
# heading, which it would print as HTML.
_UNWANTED = (
    re.compile(r"<!--.*?node_modules.*?-->", re.S),
    re.compile(r"<link\b[^>]*>", re.S),
    re.compile(r"<script\b[^>]*\bsrc=[^>]*>\s*</script>", re.S),
    re.compile(r"<center>\s*<h1>.*?</h1>\s*</center>", re.S),
)
_SCRIPT = re.compile(r"<script\b[^>]*>(.*?)</script>", re.S)
_ADDRESS = re.compile(r"""\b(?:src|href)\s*=\s*["']?\s*(?:https?:)?//""", re.I)


def classic(knowledge: Knowledge, context: Context) -> str:
    """The page; write it as UTF-8. Statements that hold, labelled; a doubtful one is left out."""
    things = sorted(knowledge.things, key=lambda t: t.iri)
    statements = sorted(knowledge.statements, key=lambda s: s.iri)
    pairs = bundles(statements, {thing.iri: i for i, thing in enumerate(things)}, context)
    drawn = drawing(things, pairs, evidence_weights(statements, knowledge.figures), context)
    network = Network(height=_HEIGHT, width="100%", directed=True, cdn_resources="in_line")
    network.nodes = [
        {
            **{name: node[name] for name in ("id", "label", "shape", "color", "size", "x", "y")},
            "title": f"{things[node['id']].name}\n{context.ontology.class_label(things[node['id']].type).zh}",
        }
        for node in drawn["nodes"]
        if node["level"] < 2
    ]
    network.edges = []
    for edge in drawn["edges"]:
        if edge.get("hidden"):
            continue
        told = [context.ontology.predicate_label(statements[s].predicate).zh for s in pairs[edge["id"]].statements]
        network.edges.append({**edge, "label": " · ".join(sorted(set(told))), "font": {"size": 10}})
    network.set_options(json.dumps({**OPTIONS, "edges": {**OPTIONS["edges"], "color": "#b9bdc4"}}))
    return _clean(network.generate_html())


def _clean(page: str) -> str:
    # Our data can hold none of this: pyvis escapes it as JSON for HTML ("<" is \u003c).
    for pattern in _UNWANTED:
        page = pattern.sub("", page)
    if _ADDRESS.search(page):
        raise DataError("pyvis wrote a page that loads something", place="pyvis", remedy="Install pyvis 0.3.2")
    hashes = " ".join(sorted({content_hash(script) for script in _SCRIPT.findall(page)}))
    policy = (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
        "form-action 'none'"
    )
    head = f'<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
    head += "<title>知识图谱</title>"
    return "<!DOCTYPE html>\n" + page.replace('<meta charset="utf-8">', head, 1)


class ClassicExporter:
    """The plain pyvis view as a file."""

    name = "html-classic"

    def write(self, knowledge: Knowledge, context: Context, target: Path) -> None:
        write_text(target, classic(knowledge, context))
