"""A Chinese knowledge graph in which every statement leads back to the characters that say it.

The front door. Each verb is a command of the command line as well, with the same name and parameters:
`init`, `build`, `extract`, `query`, `explain`, `export`, `verify`, `receipt`, `serve`. `open` gives a built graph
to a notebook: data frames, a networkx graph, SPARQL; `draw` makes a picture of a part of it.
"""

__version__ = "0.1.0"

from kg.errors import CheckError, DataError, FormatError, KgError, SettingsError, SourceError, UsageError
from kg.verbs import build, draw, explain, export, extract, init, open, query, receipt, serve, verify

__all__ = [
    "CheckError",
    "DataError",
    "FormatError",
    "KgError",
    "SettingsError",
    "SourceError",
    "UsageError",
    "build",
    "draw",
    "explain",
    "export",
    "extract",
    "init",
    "open",
    "query",
    "receipt",
    "serve",
    "verify",
]
