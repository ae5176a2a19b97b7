"""Readings from marked text ([name|TYPE]), so that a stage after linking can be tested without the stages before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.model import Document, Entity, Link, Mention, OffsetMap, Reading
from kg.nlp.sentences import sentences
from kg.nlp.state import plain_document
from kg.rules import ExampleMention, marked


def reading_of(text: str) -> Reading:
    """A reading with the sentences, mentions, entities and links that the marks give."""
    plain, mentions = marked(text)
    return assembled(plain, mentions)


MARKED = re.compile(r"\[(ORG|PROGRAMME|PLACE|PERSON|PRODUCT|EVENT|FIELD):([^\]]+)\]")


def unlinked(marked_text: str) -> Reading:
    """`[ORG:优必选]` is a mention, the brackets go; nothing is linked and there are no sentences."""
    text, at, mentions = "", 0, []
    for match in MARKED.finditer(marked_text):
        text += marked_text[at : match.start()]
        start, text = len(text), text + match[2]
        mentions.append(
            Mention(start=start, end=len(text), type=match[1], text=match[2], confidence=1.0, method="tagger")  # type: ignore[arg-type]
        )
        at = match.end()
    return Reading(document=plain_document(text + marked_text[at:]), mentions=tuple(mentions))


def assembled(text: str, marks: Sequence[ExampleMention]) -> Reading:
    entities: list[Entity] = []
    mentions: list[Mention] = []
    links: list[Link] = []
    for mark in marks:
        entity = Entity(type=mark.type, name=mark.name)
        if entity not in entities:
            entities.append(entity)
        links.append(Link(mention=len(mentions), entity=entities.index(entity), reason="new"))
        mentions.append(
            Mention(
                start=mark.start,
                end=mark.end,
                type=mark.type,
                text=text[mark.start : mark.end],
                confidence=1.0,
                method="tagger",
            )
        )
    document = Document(
        id="0" * 64,
        source="0" * 64,
        source_name="example.txt",
        index=0,
        title=text.split("\n", 1)[0],
        text=text,
        offsets=OffsetMap.of(range(len(text))),
    )
    return Reading(
        document=document,
        sentences=sentences(text),
        mentions=tuple(mentions),
        entities=tuple(entities),
        links=tuple(links),
    )


def triples(reading: Reading) -> set[tuple[str, str, str]]:
    """The claims as names."""
    return {(reading.entities[c.subject].name, c.predicate, reading.entities[c.object].name) for c in reading.claims}
