"""Readings as the annotation format of the evaluation script: one line a file, offsets in its raw text."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

from kg.model import ANAPHOR, Entity, Reading, Source


def annotation(source: Source, readings: Sequence[Reading]) -> str:
    """One JSON line (no newline) for one file and the readings of its articles.

    Mentions carry the raw span and the canonical name of their entity; an unresolved mention stands for itself.
    Words for a name (该公司) are no mentions there.
    """
    mentions: list[dict[str, object]] = []
    relations: dict[tuple[str, str, str], dict[str, object]] = {}
    observations: list[dict[str, object]] = []
    for reading in sorted(readings, key=lambda r: r.document.index):
        offsets = reading.document.offsets
        names = _names(reading.entities)
        for mention, link in zip(reading.mentions, reading.links, strict=True):
            if mention.method == ANAPHOR:
                continue
            span = offsets.raw(mention.start, mention.end)
            name = mention.text if link.entity is None else names[link.entity]
            mentions.append({"start": span.start, "end": span.end, "type": mention.type, "entity": name})
        for claim in reading.claims:
            if claim.modality == "denied":
                continue
            s, o = names[claim.subject], names[claim.object]
            relation: dict[str, object] = {"s": s, "p": claim.predicate, "o": o}
            if claim.role:
                relation["role"] = claim.role
            relations.setdefault((s, claim.predicate, o), relation)
        for seen in reading.observations:
            value = int(seen.value) if seen.value == seen.value.to_integral_value() else float(seen.value)
            observations.append(
                {
                    "s": names[seen.subject],
                    "indicator": seen.indicator,
                    "value": value,
                    "unit": seen.unit,
                    "cmp": seen.comparator,
                    "kind": seen.kind,
                    "time": seen.time_value or None,
                }
            )
    line = {
        "id": source.name.rsplit("/", 1)[-1].split(".", 1)[0],
        "text": source.text,
        "mentions": sorted(mentions, key=lambda m: (m["start"], m["end"])),
        "relations": [relations[key] for key in sorted(relations)],
        "observations": observations,
    }
    return json.dumps(line, ensure_ascii=False)


def _names(entities: Sequence[Entity]) -> list[str]:
    """The canonical name of each entity; homonyms of one document are told apart by their qualifier."""
    counts = Counter(e.name for e in entities)
    return [f"{e.name}（{e.qualifier}）" if counts[e.name] > 1 and e.qualifier else e.name for e in entities]
