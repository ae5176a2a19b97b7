"""Hand-made readings, so that a room can be tested without the rooms before it.

A text is written with its names in brackets, `[ORG:优必选]`; the brackets go, the spans stay:

    made = article("[ORG:优必选]研发了[PRODUCT:小灵]。", claims=[("优必选", "develops", "小灵")])
    made.reading, made.source
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from kg.model import (
    Alias,
    Attribution,
    Claim,
    Document,
    Entity,
    Link,
    Mention,
    MentionType,
    Observation,
    OffsetMap,
    PartialDate,
    Quantity,
    Reading,
    Rejected,
    Sentence,
    Source,
    Span,
    TimeExpression,
)

_MARKED = re.compile(r"\[(ORG|PROGRAMME|PLACE|PERSON|PRODUCT|EVENT|FIELD):([^\]]+)\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    reading: Reading
    source: Source


def article(
    marked: str,
    *,
    title: str = "",
    published: str | None = "2025-03-31",
    publisher: str = "城北日报",
    byline: tuple[str, ...] = ("陈一",),
    file: str = "a.txt",
    before: str = "",
    entities: Mapping[str, Entity] | None = None,
    unresolved: Mapping[str, tuple[str, ...]] | None = None,
    bound: Mapping[str, str] | None = None,
    claims: Iterable[tuple[Any, ...]] = (),
    figures: Iterable[Mapping[str, Any]] = (),
    rejected: Iterable[Rejected] = (),
) -> Made:
    """One article in a file of its own. `before` is dropped noise that stands before it in the raw text.

    entities: surface form -> Entity (default: the form itself, of the marked type). unresolved: surface form ->
    candidates. bound: short form -> full form, as 以下简称 binds it. claims: (subject form, predicate, object form)
    with a dict of further Claim fields as fourth, `said` among them. figures: see `_observation`.
    """
    plain, mentions = _parsed(marked)
    text = f"{title}\n{plain}" if title else plain
    shift = len(text) - len(plain)
    mentions = [replace(m, start=m.start + shift, end=m.end + shift) for m in mentions]
    raw = before + text.replace("\n", "\r\n")
    positions = [i for i, c in enumerate(raw) if i >= len(before) and c != "\r"]
    sha256 = hashlib.sha256(f"{file}\0{raw}".encode("utf-8", "surrogatepass")).hexdigest()
    document = Document(
        id=hashlib.sha256("".join(text.split()).encode("utf-8", "surrogatepass")).hexdigest(),
        source=sha256,
        source_name=file,
        index=0,
        title=title,
        byline=byline,
        publisher=publisher,
        published=PartialDate(value=published) if published else None,
        text=text,
        offsets=OffsetMap.of(positions),
    )
    source = Source(sha256=sha256, name=file, media_type="text/plain", encoding="utf-8", text=raw)
    reading = Reading(document=document, sentences=_sentences(text), mentions=tuple(mentions), rejected=tuple(rejected))
    reading = _linked(reading, entities or {}, unresolved or {}, bound or {})
    for claim in claims:
        reading = _claimed(reading, *claim)
    for figure in figures:
        reading = _observed(reading, **figure)
    return Made(reading=reading, source=source)


def copied(made: Made, file: str, before: str = "") -> Made:
    """The same article in another file: equal but for its source and offsets."""
    raw = before + made.source.text
    sha256 = hashlib.sha256(f"{file}\0{raw}".encode("utf-8", "surrogatepass")).hexdigest()
    shifted = OffsetMap.of(p + len(before) for p in made.reading.document.offsets.positions())
    document = replace(made.reading.document, source=sha256, source_name=file, offsets=shifted)
    return Made(
        reading=replace(made.reading, document=document),
        source=replace(made.source, sha256=sha256, name=file, text=raw),
    )


def _parsed(marked: str) -> tuple[str, list[Mention]]:
    text, mentions, last = "", [], 0
    for found in _MARKED.finditer(marked):
        text += marked[last : found.start()]
        type_: MentionType = found[1]  # type: ignore[assignment]
        mentions.append(
            Mention(
                start=len(text),
                end=len(text) + len(found[2]),
                type=type_,
                text=found[2],
                confidence=0.9,
                method="tagger",
            )
        )
        text += found[2]
        last = found.end()
    return text + marked[last:], mentions


def _sentences(text: str) -> tuple[Sentence, ...]:
    spans = [(m.start(), m.end()) for m in re.finditer(r"[^。\n]+。?", text)]
    return tuple(Sentence(start=s, end=e) for s, e in spans)


def _linked(
    reading: Reading,
    entities: Mapping[str, Entity],
    unresolved: Mapping[str, tuple[str, ...]],
    bound: Mapping[str, str],
) -> Reading:
    found: list[Entity] = []
    links: list[Link] = []
    first = {m.text: i for i, m in reversed(list(enumerate(reading.mentions)))}
    for i, mention in enumerate(reading.mentions):
        if mention.text in unresolved:
            links.append(Link(mention=i, entity=None, reason="ambiguous", candidates=unresolved[mention.text]))
            continue
        form = bound.get(mention.text, mention.text)
        entity = entities.get(form) or Entity(type=mention.type, name=form)
        if entity not in found:
            found.append(entity)
        reason = "definition" if mention.text in bound else "new"
        links.append(Link(mention=i, entity=found.index(entity), reason=reason))
    aliases = tuple(
        Alias(
            start=reading.mentions[first[short]].start,
            end=reading.mentions[first[short]].end,
            text=short,
            full=first[full],
            cue=Span(start=0, end=1),
        )
        for short, full in bound.items()
    )
    extra = tuple(e for e in entities.values() if e not in found)  # entities without a mention of their own
    return replace(reading, entities=(*found, *extra), links=tuple(links), aliases=aliases)


def _entity(reading: Reading, form: str) -> tuple[int, int | None]:
    """(index of the entity, index of its mention) for a surface form or, without a mention, a canonical name."""
    for i, mention in enumerate(reading.mentions):
        linked = reading.links[i].entity
        if mention.text == form and linked is not None:
            return linked, i
    return next(i for i, e in enumerate(reading.entities) if e.name == form), None


def _sentence(reading: Reading, start: int) -> int:
    return next(i for i, s in enumerate(reading.sentences) if s.start <= start < s.end)


def _claimed(
    reading: Reading, subject: str, predicate: str, object_: str, more: Mapping[str, Any] | None = None
) -> Reading:
    fields = dict(more or {})
    s, s_mention = _entity(reading, subject)
    o, o_mention = _entity(reading, object_)
    spans = [(m.start, m.end) for m in (reading.mentions[i] for i in (s_mention, o_mention) if i is not None)]
    reading, attribution = _attributed(reading, fields.pop("said", None))
    reading, time = _timed(reading, fields.pop("time", ""))
    start, end = min(a for a, _ in spans), max(b for _, b in spans)
    made: dict[str, Any] = {
        "subject": s,
        "predicate": predicate,
        "object": o,
        "sentence": _sentence(reading, start),
        "start": start,
        "end": end,
        "subject_mention": s_mention,
        "object_mention": o_mention,
        "rule": "test",
        "confidence": 0.9,
        "attribution": attribution,
        "time": time,
    }
    return replace(reading, claims=(*reading.claims, Claim(**(made | fields))))


def _observed(
    reading: Reading,
    *,
    subject: str,
    indicator: str,
    text: str,
    value: str,
    unit: str,
    base: str | None = None,
    base_unit: str | None = None,
    comparator: Any = "=",
    kind: Any = "fact",
    time: str = "",
    said: Mapping[str, str] | None = None,
    **more: Any,
) -> Reading:
    """`text` is the words of the number in the article; base values are those as written if left out."""
    s, s_mention = _entity(reading, subject)
    at = reading.document.text.index(text)
    quantity = Quantity(
        start=at,
        end=at + len(text),
        text=text,
        value=Decimal(value),
        unit=unit,
        comparator=comparator,
        base_value=Decimal(base or value),
        base_unit=unit if base_unit is None else base_unit,
    )
    reading, time_index = _timed(reading, time)
    reading, attribution = _attributed(reading, said)
    sentence = _sentence(reading, at)
    made: dict[str, Any] = {
        "subject": s,
        "subject_mention": s_mention,
        "indicator": indicator,
        "indicator_text": indicator,
        "quantity": len(reading.quantities),
        "value": quantity.value,
        "unit": unit,
        "comparator": comparator,
        "base_value": quantity.base_value,
        "base_unit": quantity.base_unit,
        "kind": kind,
        "time": time_index,
        "time_value": time,
        "sentence": sentence,
        "start": at,
        "end": at + len(text),
        "rule": "test",
        "confidence": 0.9,
        "attribution": attribution,
    }
    observation = Observation(**(made | more))
    return replace(
        reading, quantities=(*reading.quantities, quantity), observations=(*reading.observations, observation)
    )


def _timed(reading: Reading, value: str) -> tuple[Reading, int | None]:
    if not value:
        return reading, None
    time = TimeExpression(start=0, end=1, text=reading.document.text[:1], value=value, relation="at", basis="text")
    return replace(reading, times=(*reading.times, time)), len(reading.times)


def _attributed(reading: Reading, said: Mapping[str, str] | None) -> tuple[Reading, int | None]:
    """said: {"speaker": form, "organisation": form, "post": words, "medium": words}."""
    if said is None:
        return reading, None
    forms = {m.text: i for i, m in enumerate(reading.mentions)}
    made = Attribution(
        start=0,
        end=1,
        cue=Span(start=0, end=1),
        speaker=forms.get(said.get("speaker", "")),
        organisation=forms.get(said.get("organisation", "")),
        post=said.get("post", ""),
        medium=said.get("medium", ""),
    )
    return replace(reading, attributions=(*reading.attributions, made)), len(reading.attributions)
