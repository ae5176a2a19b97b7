"""The text of a file as a reader sees it, without markup, and what the markup says about it."""

from __future__ import annotations

from dataclasses import dataclass

from kg.ingest.draft import Draft
from kg.model import PartialDate


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The visible text, and what the markup says: title, names, publisher, date, address. Empty where it is silent."""

    draft: Draft
    title: str = ""
    names: tuple[str, ...] = ()
    publisher: str = ""
    published: PartialDate | None = None
    url: str = ""
