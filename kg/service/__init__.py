"""A read-only SPARQL 1.1 endpoint over a built graph, and its page."""

from kg.service.app import application, run

__all__ = ["application", "run"]
