"""What a rule of linking may find out about a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kg.lexicon import LexiconEntry
from kg.model import Entity, MentionType


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing with its canonical name, or (`entity` None) a refusal with its reason and candidates.

    `greater` are things that the name implies without mentioning them: the city of a district in a chain, the
    university of a school. They become entities of the reading.
    """

    entity: Entity | None
    reason: str
    score: float = 1.0
    candidates: tuple[str, ...] = ()
    greater: tuple[Entity, ...] = ()


def known(
    entry: LexiconEntry, *, reason: str = "lexicon", score: float = 1.0, greater: tuple[Entity, ...] = ()
) -> Finding:
    """The thing of a lexicon entry."""
    return Finding(entity=entity_of(entry), reason=reason, score=score, greater=greater)


def entity_of(entry: LexiconEntry) -> Entity:
    return Entity(type=entry.type, name=entry.name, qualifier=entry.qualifier, lexicon=entry.iri, code=entry.code)


def thing(kind: MentionType, name: str, reason: str, *, score: float = 1.0, qualifier: str = "",
          scope: Literal["world", "document"] = "world", greater: tuple[Entity, ...] = ()) -> Finding:  # fmt: skip
    """A thing that the lexicon does not hold."""
    return Finding(
        entity=Entity(type=kind, name=name, qualifier=qualifier, scope=scope),
        reason=reason,
        score=score,
        greater=greater,
    )
