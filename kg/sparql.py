"""Which SPARQL may run over a graph: reading queries only, without SERVICE.

Oxigraph would send a request to any address that a SERVICE clause names. The check reads the query's tokens as the
grammar of SPARQL 1.1 cuts them (IRIs, strings, comments, variables and prefixed names are no keywords), so it
neither misses a nested clause nor trips over a word inside a string.
"""

from __future__ import annotations

import re

from kg.errors import UsageError

_TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\r\n]*)
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<string>\"{3}(?:"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
      | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*')
  | (?P<variable>[?$][^\s(){}\[\]<>"'=!&|,;.+\-*/^\\]*)
  | (?P<name>[^\s(){}\[\]<>"'=!&|,;?$+*/^\\#]*:[^\s(){}\[\]<>"'=!&|,;?$+*/^\\#]*)
  | (?P<word>[^\W\d_][^\s(){}\[\]<>"'=!&|,;?$+*/^\\#:]*)
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_FORMS = frozenset({"select", "ask", "construct", "describe"})
_UPDATES = frozenset({"insert", "delete", "load", "clear", "drop", "create", "add", "move", "copy", "with"})


_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def keywords(query: str) -> list[str]:
    """The bare words of a query, lower case, in order."""
    return [m["word"].lower() for m in _TOKEN.finditer(query) if m["word"]]


def check(query: str) -> None:
    """UsageError where a query would change something, or ask another endpoint."""
    try:
        # Codepoint escapes are resolved before the grammar is applied: \u0053ERVICE is SERVICE.
        words = keywords(_ESCAPE.sub(lambda m: chr(int(m[1] or m[2], 16)), query))
    except (ValueError, OverflowError):
        raise UsageError("a \\U escape names no character", remedy="Write the character itself") from None
    if "service" in words:
        raise UsageError(
            "SERVICE is not allowed: a query must not reach other endpoints", remedy="Ask that endpoint itself"
        )
    first = next((w for w in words if w in _FORMS or w in _UPDATES), "")
    if first in _UPDATES:
        raise UsageError(
            f"{first.upper()} would change the graph, which is read-only",
            remedy="Use SELECT, ASK, CONSTRUCT or DESCRIBE",
        )
    if not first:
        raise UsageError("no query form was found", remedy="Use SELECT, ASK, CONSTRUCT or DESCRIBE")
