"""`fuse`: what a set of readings says about the world, as a pure function of the set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kg import iris
from kg import ontology as vocabulary
from kg.errors import DataError
from kg.fusion import disagreements, evidence, names
from kg.fusion.fitness import Fitness
from kg.fusion.located import Located
from kg.fusion.utterances import utterances
from kg.model import Failure, Knowledge, Reading, Refusal, Reprint, Source
from kg.ontology import Ontology


def fuse(
    readings: Iterable[Reading],
    sources: Mapping[str, Source],
    *,
    base: str,
    threshold: float,
    reprints: Iterable[Reprint] = (),
    failures: Iterable[Failure] = (),
    ontology: Ontology | None = None,
) -> Knowledge:
    """The knowledge of these readings; equal for the same set in any order.

    sources: by digest, at least those of the readings. base: what data IRIs begin with. threshold: from this
    confidence (0..1) on an asserted piece of evidence carries its claim. ontology: the shipped one by default.
    Linking across documents is by equal (type, name, qualifier) only: a short form that one document binds says
    nothing about another one. What does not fit the ontology stands in `rejected`, with its sentence.
    Errors: SettingsError for the base, DataError for a reading without its source.
    """
    iris.checked_base(base)
    terms = ontology if ontology is not None else vocabulary.load()
    located = _located(readings, sources, base)
    documents = tuple(one.reading.document for one in located)
    entities = {iri: e for one in located for iri, e in zip(one.iris, one.reading.entities, strict=True)}
    fitness = Fitness(ontology=terms, entities=entities)
    statements, refused = fitness.statements(evidence.statements(located, terms, base))
    figures, refused_figures = fitness.figures(evidence.figures(located, base))
    pointed_at = {iri for s in statements for iri in (s.subject, s.object, *evidence.said_iris(s.evidence))}
    pointed_at |= {iri for f in figures for iri in (f.subject, *evidence.said_iris(f.evidence))}
    spoken, refused_speakers = fitness.utterances(utterances(located, base))
    pointed_at |= {iri for u in spoken for iri in (*u.mentions, u.said.speaker_iri, u.said.organisation_iri) if iri}
    return Knowledge(
        sources=tuple(sources[key] for key in sorted(sources)),
        documents=documents,
        things=names.things(located, pointed_at, base),
        statements=statements,
        figures=figures,
        utterances=spoken,
        unresolved=names.unresolved(located, base),
        disagreements=disagreements.disagreements(figures, documents, terms, base=base, threshold=threshold),
        reprints=tuple(sorted(set(reprints), key=lambda r: (r.document, r.other))),
        failures=tuple(sorted(set(failures), key=lambda f: (f.name, f.reason))),
        rejected=tuple(sorted({*_refusals(located), *refused, *refused_figures, *refused_speakers}, key=refusal_order)),
    )


def _located(readings: Iterable[Reading], sources: Mapping[str, Source], base: str) -> Sequence[Located]:
    """One reading for each (document, source), in that order; of a text that stands twice in a file the first."""
    found: dict[tuple[str, str], Reading] = {}
    for reading in readings:
        document = reading.document
        key = (document.id, document.source)
        if document.source not in sources:
            raise DataError(f"the reading of {document.title!r} has no source", place=document.source_name)
        if key not in found or document.index < found[key].document.index:
            found[key] = reading
    return [
        Located(
            reading=found[key],
            source=sources[key[1]],
            iris=tuple(names.entity_iri(base, e, key[0]) for e in found[key].entities),
        )
        for key in sorted(found)
    ]


def _refusals(readings: Iterable[Located]) -> set[Refusal]:
    """What the stages of reading refused, each once for each source."""
    found: set[Refusal] = set()
    for located in readings:
        last = len(located.reading.document.text) - 1
        for r in located.reading.rejected:
            start = min(r.start, last)  # an empty span stands for the character that it is before
            quote = located.quote(start, min(max(r.end, start + 1), last + 1))
            found.add(Refusal(what=r.what, reason=r.reason, quote=quote))
    return found


def refusal_order(refusal: Refusal) -> tuple[str, str, int, int, str, str]:
    quote = refusal.quote
    return (quote.document, quote.source, quote.start, quote.end, refusal.what, refusal.reason)
