"""The derived graph: what follows from all sources together and can be made again at any time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg import dates, iris
from kg.fusion import is_supported, is_supported_figure, support_clusters
from kg.graph.writer import Writer
from kg.model import Evidence, Knowledge, Thing
from kg.ontology import Ontology


def derived(knowledge: Knowledge, ontology: Ontology, *, base: str, threshold: float, receipt: str) -> Writer:
    iri = iris.derived_graph(base)
    graph = Writer(ontology, iri)
    graph.type(iri, "DerivedGraph")
    if receipt:
        node = iris.receipt(base, receipt)
        graph.link(iri, "receipt", node)
        graph.type(node, "Receipt")
        graph.string(node, "digest", receipt)
    clusters = support_clusters((d.id for d in knowledge.documents), knowledge.reprints)
    published = _publication_dates(knowledge)
    for thing in knowledge.things:
        _write_counts(graph, thing, clusters)
    for statement in knowledge.statements:
        _write_support(graph, statement.iri, statement.evidence, clusters, published)
        if not is_supported(statement.evidence, threshold):
            graph.boolean(statement.iri, "doubtful", True)
    for figure in knowledge.figures:
        if not is_supported_figure(figure, threshold):
            graph.boolean(figure.iri, "doubtful", True)
    _write_disagreements(graph, knowledge)
    _write_reprints(graph, knowledge, base)
    return graph


def _write_counts(graph: Writer, thing: Thing, clusters: Mapping[str, str]) -> None:
    """Mentions and documents; a document in two files, and a reprint, counts once."""
    counts = {(use.document, use.name): use.count for use in thing.names}
    graph.integer(thing.iri, "mentionCount", sum(counts.values()))
    graph.integer(thing.iri, "documentCount", len({clusters[document] for document, _ in counts}))


def _write_support(
    graph: Writer,
    claim: str,
    evidence: Iterable[Evidence],
    clusters: Mapping[str, str],
    published: Mapping[str, dates.Dated],
) -> None:
    documents = {e.quote.document for e in evidence if e.modality != "denied"}
    graph.integer(claim, "supportCount", len({clusters[d] for d in documents}))
    known = [published[d] for d in documents if d in published]
    if known:
        graph.date(claim, "earliestPublication", min(known, key=lambda d: (d.first, d.last)))
        graph.date(claim, "latestPublication", max(known, key=lambda d: (d.last, d.first)))


def _publication_dates(knowledge: Knowledge) -> dict[str, dates.Dated]:
    found: dict[str, dates.Dated] = {}
    for document in knowledge.documents:  # sorted by (id, source): the first source that knows the date gives it
        date = dates.dated(document.published.value) if document.published else None
        if date is not None:
            found.setdefault(document.id, date)
    return found


def _write_disagreements(graph: Writer, knowledge: Knowledge) -> None:
    for disagreement in knowledge.disagreements:
        graph.type(disagreement.iri, "Disagreement")
        graph.member(disagreement.iri, "disagreementKind", "DisagreementKind", disagreement.kind)
        for figure in disagreement.figures:
            graph.link(disagreement.iri, "hasFigure", figure)


def _write_reprints(graph: Writer, knowledge: Knowledge, base: str) -> None:
    for reprint in knowledge.reprints:
        iri = iris.reprint(base, (reprint.document, reprint.other))
        graph.type(iri, "Reprint")
        graph.link(iri, "hasDocument", iris.document(base, reprint.document))
        graph.link(iri, "hasDocument", iris.document(base, reprint.other))
        graph.share(iri, "share", reprint.share)
