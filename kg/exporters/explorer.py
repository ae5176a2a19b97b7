"""What the page is given: the knowledge as lists for JavaScript, with the search keys and the drawing in it.

The shapes are described as JSDoc types in page/data.js. IRIs stand without the data's base. Confidences are as they
are; numbers of figures are strings, so that a reader sees the digits of the text.
"""

from __future__ import annotations

from typing import Any

from kg import iris
from kg.exporters.base import Context, local
from kg.exporters.keys import search_keys
from kg.exporters.passage import marks, reading_span
from kg.exporters.picture import Bundle, bundles, drawing, evidence_weights
from kg.fusion.support import is_supported, is_supported_figure
from kg.model import Document, Evidence, Figure, Knowledge, NameUse, Quote, Refusal, Span, Thing
from kg.version import __version__

Json = dict[str, Any]


def explorer_data(knowledge: Knowledge, context: Context) -> Json:
    """The page's data, ready for `json.dumps`; same knowledge and context, same value."""
    return _Builder(knowledge, context).data()


class _Builder:
    """Gathers the lists; things, documents and sentences are referred to by their place in them."""

    def __init__(self, knowledge: Knowledge, context: Context) -> None:
        self.knowledge = knowledge
        self.context = context
        self.things = sorted(knowledge.things, key=lambda t: t.iri)
        self.documents = sorted(knowledge.documents, key=lambda d: (d.id, d.source))
        self.thing_at = {thing.iri: i for i, thing in enumerate(self.things)}
        self.document_at = {(d.id, d.source): i for i, d in enumerate(self.documents)}
        self.first_document = {d.id: i for i, d in reversed(list(enumerate(self.documents)))}
        self.sentence_at: dict[tuple[int, int, int], int] = {}
        self.sentences: list[Json] = []

    def data(self) -> Json:
        knowledge, context = self.knowledge, self.context
        statements = sorted(knowledge.statements, key=lambda s: s.iri)
        figures = sorted(knowledge.figures, key=lambda f: f.iri)
        weight = evidence_weights(statements, figures)
        figure_at = {figure.iri: i for i, figure in enumerate(figures)}
        pairs = bundles(statements, self.thing_at, context)
        result: Json = {
            "meta": {
                "receipt": context.receipt[:16],
                "version": __version__,
                "base": context.base,
                "threshold": context.threshold,
                "documents": len({d.id for d in self.documents}),
            },
            "terms": self._terms(),
            "drawing": drawing(self.things, pairs, weight, context),
            "things": [self._thing(thing, weight[thing.iri]) for thing in self.things],
            "statements": [
                {
                    "key": local(s.iri, context.base),
                    "subject": self.thing_at[s.subject],
                    "predicate": s.predicate,
                    "object": self.thing_at[s.object],
                    "certain": is_supported(s.evidence, context.threshold),
                    "evidence": [self._evidence(e) for e in _ordered(s.evidence)],
                }
                for s in statements
            ],
            "pairs": [self._pair(pair) for pair in pairs],
            "figures": [self._figure(figure) for figure in figures],
            "disagreements": [
                {"kind": d.kind, "figures": [figure_at[iri] for iri in d.figures]}
                for d in sorted(knowledge.disagreements, key=lambda d: d.iri)
            ],
            "unresolved": [
                {
                    "name": u.name,
                    "type": u.type,
                    "count": u.count,
                    "reason": u.reason,
                    "candidates": list(u.candidates),
                    "evidence": self._place(u.quote, (_whole(u.quote), None, None)),
                }
                for u in sorted(knowledge.unresolved, key=lambda u: u.iri)
            ],
            "refused": [
                {"what": r.what, "reason": r.reason, "evidence": self._place(r.quote, (_whole(r.quote), None, None))}
                for r in sorted(knowledge.rejected, key=_refusal_order)
            ],
            "failures": [[f.name, f.reason] for f in sorted(knowledge.failures, key=lambda f: (f.name, f.reason))],
            "reprints": [
                {"documents": [self.first_document[r.document], self.first_document[r.other]], "share": r.share}
                for r in sorted(knowledge.reprints, key=lambda r: (r.document, r.other))
                if r.document in self.first_document and r.other in self.first_document
            ],
        }
        result["sentences"] = self.sentences
        result["documents"] = [self._document(document) for document in self.documents]
        return result

    def _terms(self) -> Json:
        ontology = self.context.ontology
        types = sorted({t.type for t in self.things} | {u.type for u in self.knowledge.unresolved})
        predicates = sorted({s.predicate for s in self.knowledge.statements})
        return {
            "types": {t: list(ontology.class_label(t)) for t in types},
            "predicates": {
                p: {"label": list(ontology.predicate_label(p)), "inverse": list(ontology.inverse_label(p))}
                for p in predicates
            },
        }

    def _thing(self, thing: Thing, weight: int) -> Json:
        by_name: dict[str, list[NameUse]] = {thing.name: []}
        for use in sorted(thing.names, key=lambda u: (u.name, u.document, u.source, u.quote.start, u.iri)):
            by_name.setdefault(use.name, []).append(use)
        return {
            "key": local(thing.iri, self.context.base),
            "type": thing.type,
            "name": thing.name,
            "qualifier": thing.qualifier,
            "code": thing.code,
            "scope": thing.scope,
            "weight": weight,
            "names": [
                {
                    "name": name,
                    "keys": [list(pair) for pair in search_keys(name)],
                    "uses": [
                        {
                            "document": self._document_of(u.quote),
                            "count": u.count,
                            "scoped": u.scoped,
                            "reason": u.reason,
                        }
                        for u in uses
                    ],
                }
                for name, uses in by_name.items()
            ],
        }

    def _pair(self, pair: Bundle) -> Json:
        return {"ends": [pair.start, pair.end], "statements": list(pair.statements), "certain": pair.certain}

    def _figure(self, figure: Figure) -> Json:
        return {
            "key": local(figure.iri, self.context.base),
            "subject": self.thing_at[figure.subject],
            "indicator": figure.indicator,
            "value": iris.number(figure.value),
            "unit": figure.unit,
            "comparator": figure.comparator,
            "kind": figure.kind,
            "time": figure.time,
            "inferred": figure.time_inferred,
            "certain": is_supported_figure(figure, self.context.threshold),
            "evidence": [self._evidence(e) for e in _ordered(figure.evidence)],
        }

    def _evidence(self, evidence: Evidence) -> Json:
        said = evidence.said
        made = self._place(evidence.quote, (evidence.subject, evidence.object, evidence.trigger))
        made |= {"rule": evidence.rule, "confidence": evidence.confidence, "modality": evidence.modality}
        if evidence.role:
            made["role"] = evidence.role
        if evidence.time:
            made["time"] = evidence.time
        if said:
            made["said"] = {
                "speaker": said.speaker, "organisation": said.organisation, "post": said.post, "medium": said.medium,
            }  # fmt: skip
            made["said"] = {name: value for name, value in made["said"].items() if value}
        return made

    def _place(self, quote: Quote, spans: tuple[Span | None, Span | None, Span | None]) -> Json:
        """Where an evidence stands: its sentence, raw offsets, and [start, end] of subject, object, trigger in it."""
        document = self.documents[self._document_of(quote)]
        found = marks(document, quote, spans)
        made: Json = {"sentence": self._sentence(quote), "raw": [quote.start, quote.end]}
        if any(found):
            made["marks"] = [[span.start, span.end] if span else None for span in found]
        if quote.page:
            made["page"] = quote.page
        return made

    def _sentence(self, quote: Quote) -> int:
        place = (self._document_of(quote), quote.sentence_start, quote.sentence_end)
        if place not in self.sentence_at:
            self.sentence_at[place] = len(self.sentences)
            document = self.documents[place[0]]
            span = reading_span(document.offsets, quote.sentence_start, quote.sentence_end)
            self.sentences.append({"document": place[0], "text": quote.sentence, "start": span.start if span else -1})
        return self.sentence_at[place]

    def _document_of(self, quote: Quote) -> int:
        return self.document_at[quote.document, quote.source]

    def _document(self, document: Document) -> Json:
        made: Json = {
            "key": local(iris.document(self.context.base, document.id), self.context.base),
            "title": document.title,
            "byline": list(document.byline),
            "publisher": document.publisher,
            "published": document.published.value if document.published else "",
            "url": document.url,
            "licence": document.licence,
            "source": document.source_name,
            "given": list(document.given),
            "repairs": [[r.kind, r.count] for r in document.repairs],
        }
        if self.context.with_text:
            made["text"] = document.text
        return made


def _refusal_order(refusal: Refusal) -> tuple[str, str, int, int, str, str]:
    quote = refusal.quote
    return quote.document, quote.source, quote.start, quote.end, refusal.what, refusal.reason


def _whole(quote: Quote) -> Span:
    return Span(start=quote.start, end=quote.end)


def _ordered(evidence: tuple[Evidence, ...]) -> list[Evidence]:
    """Surest first."""
    return sorted(evidence, key=lambda e: (-e.confidence, e.iri))
