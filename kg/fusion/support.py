"""How far evidence carries: which claims hold, and by how many documents that do not copy each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.model import Evidence, Figure, Reprint


def is_supported(evidence: Iterable[Evidence], threshold: float) -> bool:
    """A statement holds where some evidence is asserted and reaches the threshold; else it is doubtful."""
    return any(e.modality == "asserted" and e.confidence >= threshold for e in evidence)


def is_supported_figure(figure: Figure, threshold: float) -> bool:
    """As `is_supported`; a target is planned by nature, so there "planned" counts as well."""
    good = ("asserted", "planned") if figure.kind == "target" else ("asserted",)
    return any(e.modality in good and e.confidence >= threshold for e in figure.evidence)


def support_clusters(documents: Iterable[str], reprints: Iterable[Reprint]) -> dict[str, str]:
    """For each document the smallest id among its reprints and their reprints, itself included."""
    pairs = {d: {d} for d in documents}
    for reprint in reprints:
        pairs.setdefault(reprint.document, {reprint.document}).add(reprint.other)
        pairs.setdefault(reprint.other, {reprint.other}).add(reprint.document)
    return components(pairs)


def components(neighbours: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """For each node the smallest node that can be reached from it. Neighbours must be given both ways."""
    smallest: dict[str, str] = {}
    for start in sorted(neighbours):
        if start in smallest:
            continue
        waiting = [start]
        while waiting:
            node = waiting.pop()
            if node not in smallest:
                smallest[node] = start
                waiting.extend(neighbours[node])
    return smallest
