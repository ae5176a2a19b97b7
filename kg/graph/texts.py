"""Sources, documents, and passages of them as triples."""

from __future__ import annotations

from kg import dates, iris
from kg.graph.writer import Writer
from kg.model import Document, Quote, Source


def write_source(graph: Writer, source: Source, base: str) -> None:
    iri = iris.source(base, source.sha256)
    graph.type(iri, "Source")
    graph.string(iri, "rdfs:label", source.name)
    graph.string(iri, "fileName", source.name)
    graph.string(iri, "sha256", source.sha256)
    graph.string(iri, "mediaType", source.media_type)
    if source.encoding:
        graph.string(iri, "encoding", source.encoding)
        graph.share(iri, "encodingConfidence", source.encoding_confidence)
    graph.integer(iri, "characters", len(source.text))


def write_document(graph: Writer, document: Document, base: str) -> None:
    iri = iris.document(base, document.id)
    source = iris.source(base, document.source)
    graph.type(iri, "Document")
    graph.link(iri, "fromSource", source)
    graph.integer(iri, "index", document.index)
    graph.integer(iri, "characters", len(document.text))
    graph.chinese(iri, "rdfs:label", document.heading)
    if document.title:
        graph.chinese(iri, "title", document.title)
    for name in document.byline:
        graph.chinese(iri, "byline", name)
    if document.publisher:
        graph.chinese(iri, "publisher", document.publisher)
    published = dates.dated(document.published.value) if document.published else None
    if published is not None:
        graph.date(iri, "published", published)
    graph.precision(iri, published)
    for term, value in (("url", document.url), ("licence", document.licence)):
        if value:
            graph.string(iri, term, value)
    for field in document.given:
        graph.string(iri, "given", field)
    for repair in document.repairs:
        node = iris.repair(base, document.id, document.source, repair.kind)
        graph.type(node, "Repair")
        graph.link(node, "inDocument", iri)
        graph.link(node, "fromSource", source)
        graph.string(node, "repairKind", repair.kind)
        graph.integer(node, "count", repair.count)
        graph.integer(node, "characters", repair.characters)


def write_passage(graph: Writer, iri: str, quote: Quote, base: str) -> None:
    """A stretch of a source: its document, its position and characters as selectors, its sentence."""
    graph.type(iri, "oa:SpecificResource")
    graph.link(iri, "inDocument", iris.document(base, quote.document))
    graph.link(iri, "oa:hasSource", iris.source(base, quote.source))
    position, exact = iris.part(iri, "position"), iris.part(iri, "quote")
    graph.link(iri, "oa:hasSelector", position)
    graph.link(iri, "oa:hasSelector", exact)
    graph.type(position, "oa:TextPositionSelector")
    graph.integer(position, "oa:start", quote.start)
    graph.integer(position, "oa:end", quote.end)
    graph.type(exact, "oa:TextQuoteSelector")
    graph.string(exact, "oa:exact", quote.raw)
    graph.chinese(iri, "quote", quote.text)
    graph.chinese(iri, "sentence", quote.sentence)
    graph.integer(iri, "sentenceStart", quote.sentence_start)
    graph.integer(iri, "sentenceEnd", quote.sentence_end)
    if quote.page:
        graph.string(iri, "page", quote.page)
