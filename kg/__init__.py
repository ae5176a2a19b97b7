"""A Chinese knowledge graph in which every statement leads back to the characters that say it."""

__version__ = "0.1.0"
