"""Claims and observations of readings -> statements and figures with all their evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg import iris
from kg.fusion.located import Located
from kg.model import Claim, Evidence, Figure, Observation, Said, Span, Statement
from kg.ontology import Ontology

_MODALITIES = ("asserted", "reported", "planned", "denied")


def statements(readings: Sequence[Located], ontology: Ontology, base: str) -> tuple[Statement, ...]:
    """One statement for each (subject, predicate, object); an unordered predicate has the smaller IRI first."""
    found: dict[tuple[str, str, str], dict[str, list[Evidence]]] = {}
    for located in readings:
        for claim in located.reading.claims:
            s, o = located.iris[claim.subject], located.iris[claim.object]
            known = ontology.predicates.get(claim.predicate)
            turned = known is not None and known.symmetric and o < s
            key = (o, claim.predicate, s) if turned else (s, claim.predicate, o)
            evidence = _of_claim(located, claim, iris.statement(base, *key), base, turned=turned)
            found.setdefault(key, {}).setdefault(evidence.iri, []).append(evidence)
    made = [
        Statement(
            iri=iris.statement(base, *key), subject=key[0], predicate=key[1], object=key[2], evidence=_best(evidence)
        )
        for key, evidence in found.items()
    ]
    return tuple(sorted(made, key=lambda s: s.iri))


def figures(readings: Sequence[Located], base: str) -> tuple[Figure, ...]:
    """One figure for each content and document; a document in two files gives one figure with evidence in both."""
    found: dict[str, list[tuple[Observation, str, Evidence]]] = {}
    for located in readings:
        for seen in located.reading.observations:
            subject = located.iris[seen.subject]
            iri = iris.observation(
                base,
                subject=subject,
                indicator=seen.indicator,
                value=seen.value,
                unit=seen.unit,
                comparator=seen.comparator,
                kind=seen.kind,
                time=seen.time_value,
                document=located.reading.document.id,
            )
            evidence = _of_observation(located, seen, iri, base)
            found.setdefault(iri, []).append((seen, subject, evidence))
    return tuple(_figure(iri, found[iri], base) for iri in sorted(found))


def _figure(iri: str, seen: Sequence[tuple[Observation, str, Evidence]], base: str) -> Figure:
    # All agree in content; base value and unit follow from value and unit, the smallest is taken all the same.
    first, subject, _ = min(seen, key=lambda s: (s[0].base_unit, s[0].base_value))
    evidence: dict[str, list[Evidence]] = {}
    for _, _, one in seen:
        evidence.setdefault(one.iri, []).append(one)
    return Figure(
        iri=iri,
        subject=subject,
        indicator=first.indicator,
        indicator_iri=iris.indicator(base, first.indicator),
        value=first.value,
        unit=first.unit,
        comparator=first.comparator,
        base_value=first.base_value,
        base_unit=first.base_unit,
        kind=first.kind,
        time=first.time_value,
        time_inferred=bool(first.time_value) and not any(one.time for _, _, one in seen),
        evidence=_best(evidence),
        wordings=tuple(sorted({o.indicator_text for o, _, _ in seen if o.indicator_text})),
    )


def _best(found: dict[str, list[Evidence]]) -> tuple[Evidence, ...]:
    """One piece of evidence for each place: where several rules read the same there, the surest of them."""
    return tuple(min(found[iri], key=_preference) for iri in sorted(found))


def _preference(evidence: Evidence) -> tuple[float, int, bool, str, str]:
    modality = _MODALITIES.index(evidence.modality)
    return (-evidence.confidence, modality, evidence.said is None, evidence.rule, repr(evidence))


def _of_claim(located: Located, claim: Claim, statement: str, base: str, *, turned: bool) -> Evidence:
    subject, object_ = located.mention(claim.subject_mention), located.mention(claim.object_mention)
    if turned:
        subject, object_ = object_, subject
    quote = located.quote(claim.start, claim.end, claim.sentence)
    return Evidence(
        iri=iris.evidence(base, statement, quote.source, quote.start, quote.end, claim.role),
        quote=quote,
        rule=claim.rule,
        confidence=claim.confidence,
        modality=claim.modality,
        said=said(located, claim.attribution),
        role=claim.role,
        time="" if claim.time is None else located.reading.times[claim.time].value,
        subject=subject,
        object=object_,
        trigger=None if claim.trigger is None else located.raw(claim.trigger),
    )


def _of_observation(located: Located, seen: Observation, figure: str, base: str) -> Evidence:
    quote = located.quote(seen.start, seen.end, seen.sentence)
    quantity = located.reading.quantities[seen.quantity]
    return Evidence(
        iri=iris.evidence(base, figure, quote.source, quote.start, quote.end),
        quote=quote,
        rule=seen.rule,
        confidence=seen.confidence,
        modality=seen.modality,
        said=said(located, seen.attribution),
        time=_stated_time(located, seen),
        subject=located.mention(seen.subject_mention),
        object=located.raw(Span(start=quantity.start, end=quantity.end)),
    )


def _stated_time(located: Located, seen: Observation) -> str:
    """The time where the sentence of the figure itself names it; "" where it follows from the text around it."""
    if seen.time is None:
        return ""
    time, sentence = located.reading.times[seen.time], located.reading.sentences[seen.sentence]
    return seen.time_value if sentence.start <= time.start and time.end <= sentence.end else ""


def said(located: Located, attribution: int | None) -> Said | None:
    """Who is made to say what `attribution` (an index) holds; None where the text tells nothing of them."""
    if attribution is None:
        return None
    found = located.reading.attributions[attribution]
    speaker, speaker_iri = _named(located, found.speaker)
    organisation, organisation_iri = _named(located, found.organisation)
    made = Said(
        speaker=speaker,
        speaker_iri=speaker_iri,
        organisation=organisation,
        organisation_iri=organisation_iri,
        post=found.post,
        medium=found.medium,
    )
    return made if made != Said() else None


def _named(located: Located, mention: int | None) -> tuple[str, str]:
    """Name and IRI of what a mention stands for; an unresolved one keeps its own words and has no IRI."""
    if mention is None:
        return "", ""
    entity = located.reading.links[mention].entity
    if entity is None:
        return located.reading.mentions[mention].text, ""
    return located.reading.entities[entity].name, located.iris[entity]


def said_iris(evidence: Iterable[Evidence]) -> Iterable[str]:
    """The IRIs of speakers and of those they speak for."""
    for one in evidence:
        if one.said is not None:
            yield from (iri for iri in (one.said.speaker_iri, one.said.organisation_iri) if iri)
