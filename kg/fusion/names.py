"""Links of readings -> things with the uses of their names, and the names that stay unresolved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg import iris
from kg.fusion.located import Located
from kg.model import Entity, NameUse, Reading, Thing, Unresolved


def entity_iri(base: str, entity: Entity, document: str) -> str:
    """Equal (type, name, qualifier) is one thing; a name that means something in one document only never merges."""
    only_in = document if entity.scope == "document" else ""
    return iris.entity(base, entity.type, entity.name, entity.qualifier, only_in)


def things(readings: Sequence[Located], used: Iterable[str], base: str) -> tuple[Thing, ...]:
    """Every entity that a name, a statement, a figure or a speaker points at. `used`: IRIs that others point at."""
    uses = _uses(readings, base)
    wanted = set(used) | uses.keys()
    described: dict[str, list[Entity]] = {}
    for located in readings:
        for entity, iri in zip(located.reading.entities, located.iris, strict=True):
            if iri in wanted:
                described.setdefault(iri, []).append(entity)
    return tuple(_thing(iri, described[iri], uses.get(iri, [])) for iri in sorted(described))


def _thing(iri: str, entities: Sequence[Entity], uses: Iterable[NameUse]) -> Thing:
    first = entities[0]  # type, name, qualifier and scope are the same in all: the IRI comes from them
    return Thing(
        iri=iri,
        type=first.type,
        name=first.name,
        qualifier=first.qualifier,
        lexicon=min((e.lexicon for e in entities if e.lexicon), default=""),
        code=min((e.code for e in entities if e.code), default=""),
        scope=first.scope,
        names=tuple(sorted(uses, key=lambda use: use.iri)),
    )


def _uses(readings: Sequence[Located], base: str) -> dict[str, list[NameUse]]:
    """For each entity IRI one NameUse for each (name, document, source)."""
    found: dict[str, list[NameUse]] = {}
    for located in readings:
        reading = located.reading
        bound = _bound(reading)
        mentions: dict[tuple[int, str], list[int]] = {}
        for i, (mention, link) in enumerate(zip(reading.mentions, reading.links, strict=True)):
            if link.entity is not None:
                mentions.setdefault((link.entity, mention.text), []).append(i)
        for (entity, name), indices in mentions.items():
            iri = located.iris[entity]
            first = min(indices, key=lambda i: reading.mentions[i].start)
            use = NameUse(
                iri=iris.name_use(base, iri, name, reading.document.id, reading.document.source),
                name=name,
                document=reading.document.id,
                source=reading.document.source,
                count=len(indices),
                quote=located.quote(reading.mentions[first].start, reading.mentions[first].end),
                scoped=(entity, name) in bound,
                reason=reading.links[first].reason,
            )
            found.setdefault(iri, []).append(use)
    return found


def _bound(reading: Reading) -> set[tuple[int, str]]:
    """The (entity, short form) pairs that the document itself binds."""
    pairs = ((reading.links[alias.full].entity, alias.text) for alias in reading.aliases)
    return {(entity, text) for entity, text in pairs if entity is not None}


def unresolved(readings: Sequence[Located], base: str) -> tuple[Unresolved, ...]:
    """One for each (type, name, document); a document in two files gives one with a quote from each."""
    found: dict[str, list[Unresolved]] = {}
    for located in readings:
        reading = located.reading
        groups: dict[tuple[str, str], list[int]] = {}
        for i, (mention, link) in enumerate(zip(reading.mentions, reading.links, strict=True)):
            if link.entity is None:
                groups.setdefault((mention.type, mention.text), []).append(i)
        for (type_, name), indices in groups.items():
            first = min(indices, key=lambda i: reading.mentions[i].start)
            mention, link = reading.mentions[first], reading.links[first]
            iri = iris.unresolved(base, type_, name, reading.document.id)
            found.setdefault(iri, []).append(
                Unresolved(
                    iri=iri,
                    name=name,
                    type=mention.type,
                    document=reading.document.id,
                    count=len(indices),
                    reason=link.reason,
                    candidates=link.candidates,
                    quotes=(located.quote(mention.start, mention.end),),
                )
            )
    return tuple(_joined(found[iri]) for iri in sorted(found))


def _joined(found: Sequence[Unresolved]) -> Unresolved:
    ordered = sorted(found, key=lambda u: u.quote.source)
    first = ordered[0]
    return Unresolved(
        iri=first.iri,
        name=first.name,
        type=first.type,
        document=first.document,
        count=first.count,
        reason=first.reason,
        candidates=first.candidates,
        quotes=tuple(u.quote for u in ordered),
    )
