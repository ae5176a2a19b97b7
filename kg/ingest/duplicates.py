"""Near-duplicates: reprints of one article with small edits."""

from __future__ import annotations

import hashlib
import itertools
from collections import defaultdict
from collections.abc import Sequence

from kg.ingest import lines
from kg.model import Document, Reprint

SHINGLE = 8  # characters, white space left out
# A reprint with a new headline and a paragraph cut stays above .6; two articles on one event stay below .2.
LEAST_SHARE = 0.5
_MOST_HOLDERS = 64  # a shingle of more documents pairs them with the first only: time must not grow with the square


def reprints(documents: Sequence[Document]) -> tuple[Reprint, ...]:
    """Pairs of different documents whose texts are nearly the same, sorted. Exact shares, not estimates.

    Candidates come from an inverted index over a tenth of the shingles (those whose digest is small: the same choice
    in every document), so time grows with the text and not with the pairs.
    """
    texts = {document.id: document.text for document in documents}
    shingles = {key: _shingles(text) for key, text in sorted(texts.items())}
    holders: defaultdict[int, list[str]] = defaultdict(list)
    for key, own in shingles.items():
        for shingle in _sketch(own):
            holders[shingle].append(key)
    shared: set[tuple[str, str]] = set()
    for keys in holders.values():
        if len(keys) <= _MOST_HOLDERS:
            shared.update(itertools.combinations(keys, 2))
        else:
            shared.update((keys[0], other) for other in keys[1:])
    found: list[Reprint] = []
    for a, b in sorted(shared):
        both = len(shingles[a] & shingles[b])
        share = both / (len(shingles[a]) + len(shingles[b]) - both)
        if share >= LEAST_SHARE:
            found.append(Reprint(document=a, other=b, share=round(share, 4)))
    return tuple(found)


def _shingles(text: str) -> frozenset[int]:
    squeezed = lines.squeezed(text)
    pieces = {squeezed[i : i + SHINGLE] for i in range(max(1, len(squeezed) - SHINGLE + 1))}
    return frozenset(_digest(piece) for piece in pieces)


def _digest(piece: str) -> int:
    return int.from_bytes(hashlib.blake2b(piece.encode("utf-8", "replace"), digest_size=8).digest(), "big")


def _sketch(shingles: frozenset[int]) -> list[int]:
    """A tenth of the shingles, and of a short text at least twenty: those with the smallest digests."""
    return sorted(shingles)[: max(20, len(shingles) // 10)]
