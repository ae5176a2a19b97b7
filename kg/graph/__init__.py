"""The graph of record: Knowledge as sorted N-Quads, one named graph for each source and one that is derived."""

from __future__ import annotations

from kg.graph.assembly import quads
from kg.graph.quotes import StoredQuote, quotes

__all__ = ["StoredQuote", "quads", "quotes"]
