"""The explorer: one HTML file with everything in it, which asks no one for anything.

The data, the renderer (the vis-network file that the pyvis wheel carries, with its licence notice) and the page's own
program stand inside; a content-security policy allows these scripts by their hashes and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import importlib.resources
import json
import re
import string
from functools import cache
from pathlib import Path
from typing import Any

from kg import resources
from kg.errors import DataError
from kg.exporters.base import Context, write_text
from kg.exporters.explorer import explorer_data
from kg.exporters.style import LOOKS, OTHER
from kg.model import Knowledge
from kg.version import __version__

_RENDERER = "templates/lib/vis-9.1.2/vis-network.min.js"
_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([a-z]+)\.js";$')
_ALIAS = re.compile(r"(\w+) as (\w+)")


def page(knowledge: Knowledge, context: Context) -> str:
    """The whole page. Same knowledge and context, same text; write it as UTF-8."""
    return render(explorer_data(knowledge, context), entry="main")


def render(data: dict[str, Any], *, entry: str, framed: bool = False) -> str:
    """A page around data, started by the module `entry` of the page's program; `framed` leaves only the drawing."""
    folder = resources.folder("page")
    style = (folder / "page.css").read_text(encoding="utf-8")
    scripts = (renderer(), program(folder, entry))
    looks = {name: {"shape": look.shape, "colour": look.colour} for name, look in (*LOOKS.items(), ("", OTHER))}
    policy = "; ".join(
        (
            "default-src 'none'",
            "script-src " + " ".join(map(content_hash, scripts)),
            # vis-network sets the styles of its elements from its script, which needs no leave; style tags do.
            "style-src " + content_hash(style),
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    # Nothing here is escaped by the template: the data is made safe by `script_json`, the rest is our own.
    template = string.Template((folder / "template.html").read_text(encoding="utf-8"))
    return template.substitute(
        policy=policy,
        version=__version__,
        frame="framed" if framed else "whole",
        style=style,
        labels=script_json(json.loads((folder / "labels.json").read_text(encoding="utf-8"))),
        looks=script_json(looks),
        data=script_json(data),
        renderer=scripts[0],
        program=scripts[1],
    )


def script_json(value: Any) -> str:
    """JSON that can stand in a script element: no "<", no line separators that are not JSON's; one record a line."""
    if isinstance(value, dict):
        parts = [f"{_json(key)}:{_lines(item)}" for key, item in value.items()]
        return "{\n" + ",\n".join(parts) + "\n}"
    return _json(value)


def _lines(value: Any) -> str:
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(_json(item) for item in value) + "\n]"
    return _json(value)


def _json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character in ("<", ">", "&", "\u2028", "\u2029", "\ufeff"):
        text = text.replace(character, f"\\u{ord(character):04x}")
    # Lone surrogates cannot be written as UTF-8.
    return re.sub("[\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", text)


@cache
def renderer() -> str:
    """vis-network as the installed pyvis wheel carries it. DataError if it is not there or has lost its licence."""
    file = importlib.resources.files("pyvis").joinpath(_RENDERER)
    if not file.is_file():
        raise DataError("the renderer is missing from pyvis", place=str(file), remedy="Install pyvis 0.3.2")
    text = file.read_text(encoding="utf-8")
    if "@license" not in text[:2000] or "</script" in text.lower() or "<!--" in text:
        raise DataError("the renderer is not the one expected", place=str(file), remedy="Install pyvis 0.3.2")
    return text


@cache
def program(folder: Path, entry: str) -> str:
    """The page's modules in one script: those that a module needs before it, the names of all in one scope.

    The modules are plain ES modules and can be checked and tested as such. Here `import` lines go and `export` words
    go, an imported name that was given another name becomes a constant. DataError for a form that this cannot do.
    """
    order: list[str] = []
    _visit(folder, entry, order, ())
    bodies = [_body(folder / f"{name}.js") for name in order]
    defined = [
        name for body in bodies for name in re.findall(r"^(?:async )?(?:function|const|let|class) (\w+)", body, re.M)
    ]
    twice = sorted({name for name in defined if defined.count(name) > 1})
    if twice:
        raise DataError(f"two modules of the page define {', '.join(twice)}", place=str(folder), remedy="Rename one")
    return '"use strict";\n(() => {\n' + "\n".join(bodies) + "\n})();\n"


def _visit(folder: Path, name: str, order: list[str], above: tuple[str, ...]) -> None:
    if name in above:
        raise DataError(f"modules of the page import each other in a circle: {name}", place=str(folder))
    if name in order:
        return
    for line in (folder / f"{name}.js").read_text(encoding="utf-8").splitlines():
        if found := _IMPORT.match(line):
            _visit(folder, found[2], order, (*above, name))
    order.append(name)


def _body(file: Path) -> str:
    lines = []
    for line in file.read_text(encoding="utf-8").splitlines():
        if found := _IMPORT.match(line):
            lines += [f"const {new} = {old};" for old, new in _ALIAS.findall(found[1])]
        elif line.startswith(("import ", "export default", "export {", "export *")):
            raise DataError(
                "a form of import or export that the page is not put together with", place=f"{file}: {line}"
            )
        elif not line.startswith("// @ts-check"):
            lines.append(line.removeprefix("export "))
    return "\n".join(lines)


def content_hash(text: str) -> str:
    """A script or style as a content-security policy names it."""
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii") + "'"


class PageExporter:
    """The explorer as a file."""

    name = "html"

    def write(self, knowledge: Knowledge, context: Context, target: Path) -> None:
        write_text(target, page(knowledge, context))
