"""How a Reading travels through the spaCy pipeline: one extension attribute, and views of it for spaCy users.

`doc._.reading` is the Reading so far; each component is a pure stage `Reading -> Reading` plus what it also
writes into spaCy's own places (`doc.ents`, `doc.spans`). `doc._.mentions`, `doc._.links`, … are getters, so that
components can declare truthfully what they require and assign.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from itertools import pairwise
from typing import Any

from spacy.tokens import Doc

from kg import iris
from kg.model import Document, OffsetMap, Reading

_VIEWS = ("mentions", "aliases", "entities", "links", "quantities", "times", "attributions", "claims", "observations")


def _view(name: str, doc: Doc) -> Any:
    return getattr(doc._.reading, name)


if not Doc.has_extension("reading"):
    Doc.set_extension("reading", default=None)
    for _name in _VIEWS:
        Doc.set_extension(_name, getter=partial(_view, _name))


def plain_document(text: str) -> Document:
    """A Document for text that comes from no file: its text of record is the text itself."""
    return Document(
        id=iris.document_digest(text),
        source="",
        source_name="",
        index=0,
        title=text.split("\n", 1)[0],
        text=text,
        offsets=OffsetMap.of(range(len(text))),
    )


def reading_of(doc: Doc) -> Reading:
    """The Reading of a Doc; a Doc made from bare text gets one."""
    if doc._.reading is None:
        doc._.reading = Reading(document=plain_document(doc.text))
    reading: Reading = doc._.reading
    return reading


def split_tokens(doc: Doc, borders: Iterable[int]) -> None:
    """Split every token that a border (character offset) cuts, in place; the text stays as it is."""
    wanted = set(borders)
    cuts: list[tuple[int, list[str]]] = []
    for token in doc:
        inside = [b - token.idx for b in range(token.idx + 1, token.idx + len(token)) if b in wanted]
        if inside:
            edges = [0, *inside, len(token)]
            cuts.append((token.i, [token.text[a:b] for a, b in pairwise(edges)]))
    if not cuts:
        return
    with doc.retokenize() as retokenizer:
        for index, parts in cuts:
            token = doc[index]
            retokenizer.split(token, parts, heads=[(token, 0)] * len(parts))
