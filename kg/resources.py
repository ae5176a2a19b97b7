"""Where the package's own data lies: in the checkout during development, under kg/_data in an installed wheel."""

from __future__ import annotations

from pathlib import Path

from kg.errors import DataError

_PACKAGE = Path(__file__).resolve().parent
_IN_CHECKOUT = {"ontology": "ontology", "entities": "seeds/entities", "rules": "seeds/rules"}
_IN_PACKAGE = {"models": "nlp/models", "page": "exporters/page"}


def folder(name: str) -> Path:
    """The folder of one kind of package data: ontology, entities, rules, models or page. DataError if missing."""
    if name in _IN_PACKAGE:
        found = _PACKAGE / _IN_PACKAGE[name]
    else:
        found = _PACKAGE / "_data" / name
        if not found.is_dir():
            found = _PACKAGE.parent / _IN_CHECKOUT[name]
    if not found.is_dir():
        raise DataError(f"the package data folder {name!r} is missing", place=str(found), remedy="Install kg-zh again")
    return found
