"""A Chinese knowledge graph in which every statement leads back to the characters that say it.

The front door. Each verb is a command of the command line as well, with the same name and parameters:
`init`, `build`, `extract`, `query`, `explain`, `export`, `verify`, `receipt`, `serve`. `open` gives a built graph
to a notebook: data frames, a networkx graph, SPARQL; `draw` makes a picture of a part of it.
"""

from kg.errors import CheckError, DataError, FormatError, KgError, SettingsError, SourceError, UsageError
from kg.verbs import build, draw, explain, export, extract, init, open, query, receipt, serve, verify
from kg.version import __version__

__all__ = [
    "CheckError",
    "DataError",
    "FormatError",
    "KgError",
    "SettingsError",
    "SourceError",
    "UsageError",
    "__version__",
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
