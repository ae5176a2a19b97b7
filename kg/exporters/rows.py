"""Five tables as CSV and as Parquet: one row an entity, a name in a document, an evidence, an observation, a document.

Rows are sorted, columns and their meaning stand here once (docs/reference/tables.md is made from them). CSV is UTF-8
with a byte order mark, because Excel takes a file without one for GBK or Windows-1252; lines end in "\\n". Cells hold
what the texts hold, also where a text starts with "=": import them as text where their sources are not trusted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from kg import iris
from kg.exporters.base import Context
from kg.fusion.support import is_supported, is_supported_figure
from kg.model import Document, Evidence, Knowledge, Quote, Span

Cell = str | int | float | bool | Decimal | None
Kind = Literal["text", "count", "number", "flag"]
SEPARATOR = " | "  # between several values in one cell


@dataclass(frozen=True, slots=True)
class Column:
    """`text` is "" where nothing is known; `count` and `number` are empty then."""

    name: str
    kind: Kind
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    name: str
    row: str  # what one row is
    columns: tuple[Column, ...]
    rows: Callable[[Knowledge, Context], Iterator[tuple[Cell, ...]]]


def _columns(text: str) -> tuple[Column, ...]:
    """From lines "name kind meaning"."""
    made = []
    for line in filter(None, text.splitlines()):
        name, kind, meaning = line.split(maxsplit=2)
        made.append(Column(name, kind, meaning))  # type: ignore[arg-type]
    return tuple(made)


_PLACE = """
document        text    IRI of the document
document_title  text    its title
published       text    its date of publication, ISO 8601, as precise as it is known
source          text    SHA-256 of the file
source_name     text    name of the file as given to build
page            text    page (pdf) or paragraph (docx) where the quote starts
start           count   first character of the quote in the text of record (code points, from 0)
end             count   character after its last one
quote           text    the quote as it stands in the file
sentence        text    the whole sentence, repaired
"""
_SUPPORT = """
rule            text    rule or model that read it
confidence      number  0 to 1
modality        text    asserted, planned, denied or reported
speaker         text    person who is made to say it
speaker_post    text    his or her post, as written
speaker_organisation text organisation that is made to say it
medium          text    medium to which it was said
"""


def _place(quote: Quote, documents: dict[tuple[str, str], Document], base: str) -> tuple[Cell, ...]:
    document = documents[quote.document, quote.source]
    return (
        iris.document(base, document.id),
        document.title,
        document.published.value if document.published else "",
        quote.source,
        document.source_name,
        quote.page,
        quote.start,
        quote.end,
        quote.raw,
        quote.sentence,
    )


def _support(evidence: Evidence) -> tuple[Cell, ...]:
    said = evidence.said
    return (
        evidence.rule,
        evidence.confidence,
        evidence.modality,
        said.speaker if said else "",
        said.post if said else "",
        said.organisation if said else "",
        said.medium if said else "",
    )


def _span(span: Span | None) -> tuple[Cell, Cell]:
    return (span.start, span.end) if span else (None, None)


def _documents(knowledge: Knowledge) -> dict[tuple[str, str], Document]:
    return {(d.id, d.source): d for d in knowledge.documents}


def _entities(knowledge: Knowledge, context: Context) -> Iterator[tuple[Cell, ...]]:
    ends = Counter(
        end
        for s in knowledge.statements
        if is_supported(s.evidence, context.threshold)
        for end in {s.subject, s.object}
    )
    figures = Counter(figure.subject for figure in knowledge.figures)
    for thing in sorted(knowledge.things, key=lambda t: t.iri):
        label = context.ontology.class_label(thing.type)
        yield (
            thing.iri,
            thing.type,
            label.zh,
            label.en,
            thing.name,
            thing.qualifier,
            SEPARATOR.join(sorted({use.name for use in thing.names} - {thing.name})),
            thing.code,
            thing.lexicon,
            thing.scope,
            sum(use.count for use in thing.names),
            len({use.document for use in thing.names}),
            ends[thing.iri],
            figures[thing.iri],
        )


def _mentions(knowledge: Knowledge, context: Context) -> Iterator[tuple[Cell, ...]]:
    documents = _documents(knowledge)
    uses = ((use, thing) for thing in knowledge.things for use in thing.names)
    for use, thing in sorted(uses, key=lambda pair: (pair[1].iri, pair[0].name, pair[0].document, pair[0].source)):
        yield (
            use.iri,
            thing.iri,
            thing.type,
            thing.name,
            use.name,
            use.count,
            use.scoped,
            use.reason,
            *_place(use.quote, documents, context.base),
        )


def _statements(knowledge: Knowledge, context: Context) -> Iterator[tuple[Cell, ...]]:
    documents = _documents(knowledge)
    things = {thing.iri: thing for thing in knowledge.things}
    for statement in sorted(knowledge.statements, key=lambda s: s.iri):
        subject, object_ = things[statement.subject], things[statement.object]
        label = context.ontology.predicate_label(statement.predicate)
        sure = is_supported(statement.evidence, context.threshold)
        for evidence in sorted(statement.evidence, key=lambda e: e.iri):
            yield (
                statement.iri,
                subject.iri,
                subject.type,
                subject.name,
                statement.predicate,
                label.zh,
                label.en,
                object_.iri,
                object_.type,
                object_.name,
                evidence.role,
                evidence.time,
                sure,
                evidence.iri,
                *_support(evidence),
                *_span(evidence.subject),
                *_span(evidence.object),
                *_span(evidence.trigger),
                *_place(evidence.quote, documents, context.base),
            )


def _observations(knowledge: Knowledge, context: Context) -> Iterator[tuple[Cell, ...]]:
    documents = _documents(knowledge)
    things = {thing.iri: thing for thing in knowledge.things}
    kinds: dict[str, set[str]] = {}
    for disagreement in knowledge.disagreements:
        for iri in disagreement.figures:
            kinds.setdefault(iri, set()).add(disagreement.kind)
    for figure in sorted(knowledge.figures, key=lambda f: f.iri):
        subject = things[figure.subject]
        for evidence in sorted(figure.evidence, key=lambda e: e.iri):
            yield (
                figure.iri,
                subject.iri,
                subject.type,
                subject.name,
                figure.indicator_iri,
                figure.indicator,
                SEPARATOR.join(figure.wordings),
                figure.comparator,
                figure.value,
                figure.unit,
                figure.base_value,
                figure.base_unit,
                figure.kind,
                figure.time,
                figure.time_inferred,
                SEPARATOR.join(sorted(kinds.get(figure.iri, ()))),
                is_supported_figure(figure, context.threshold),
                evidence.iri,
                *_support(evidence),
                *_place(evidence.quote, documents, context.base),
            )


def _document_rows(knowledge: Knowledge, context: Context) -> Iterator[tuple[Cell, ...]]:
    sources = {source.sha256: source for source in knowledge.sources}
    statements: Counter[tuple[str, str]] = Counter()
    figures: Counter[tuple[str, str]] = Counter()
    for counter, items in ((statements, knowledge.statements), (figures, knowledge.figures)):
        for item in items:
            counter.update({(e.quote.document, e.quote.source) for e in item.evidence})
    for document in sorted(knowledge.documents, key=lambda d: (d.id, d.source)):
        source = sources[document.source]
        key = document.id, document.source
        yield (
            iris.document(context.base, document.id),
            document.title,
            SEPARATOR.join(document.byline),
            document.publisher,
            document.published.value if document.published else "",
            document.published.precision if document.published else "",
            document.url,
            document.licence,
            SEPARATOR.join(sorted(document.given)),
            document.source,
            document.source_name,
            document.index,
            source.media_type,
            source.encoding,
            len(document.text),
            SEPARATOR.join(f"{r.kind} {r.count}" for r in sorted(document.repairs, key=lambda r: r.kind)),
            statements[key],
            figures[key],
        )


TABLES = (
    Table(
        name="entities",
        row="one row an entity",
        columns=_columns("""
entity          text    IRI
type            text    ORG, PROGRAMME, PLACE, PERSON, PRODUCT, EVENT or FIELD
type_zh         text    the type in Chinese
type_en         text    the type in English
name            text    canonical name
qualifier       text    what keeps two of one name apart
aliases         text    its other names in the texts, separated by " | "
code            text    administrative code of a place
lexicon         text    IRI of the lexicon entry that it is linked to
scope           text    world; document: the name means something in one document only
mentions        count   how often its names stand in the texts
documents       count   in how many documents
statements      count   certain statements about it, from either end
observations    count   observations about it
"""),
        rows=_entities,
    ),
    Table(
        name="mentions",
        row="one row a name of an entity in one document of one file",
        columns=_columns(
            """
name_use        text    IRI
entity          text    IRI of the entity
entity_type     text    its type
entity_name     text    its canonical name
name            text    the name as the document writes it
count           count   how often
scoped          flag    whether the document itself binds the name (以下简称); it holds there only
reason          text    why the name was tied to the entity
"""
            + _PLACE
        ),
        rows=_mentions,
    ),
    Table(
        name="statements",
        row="one row an evidence of a statement",
        columns=_columns(
            """
statement       text    IRI of the statement; several rows may carry it
subject         text    IRI
subject_type    text    its type
subject_name    text    its canonical name
predicate       text    local name of the relation
predicate_zh    text    the relation in Chinese
predicate_en    text    the relation in English
object          text    IRI
object_type     text    its type
object_name     text    its canonical name
role            text    for worksFor: the post as written
time            text    when it holds, ISO 8601
certain         flag    whether some evidence of the statement is asserted and above the threshold
evidence        text    IRI of the evidence
"""
            + _SUPPORT
            + """
subject_start   count   first character of the subject's name; empty where it follows from the structure of a name
subject_end     count   character after its last one
object_start    count   the same of the object
object_end      count   the same of the object
trigger_start   count   the same of the words that say the relation
trigger_end     count   the same of these words
"""
            + _PLACE
        ),
        rows=_statements,
    ),
    Table(
        name="observations",
        row="one row an evidence of a figure",
        columns=_columns(
            """
observation     text    IRI
subject         text    IRI of the thing measured
subject_type    text    its type
subject_name    text    its canonical name
indicator       text    IRI of the indicator
indicator_name  text    its normal form
wordings        text    the indicator as the document writes it, separated by " | "
comparator      text    =, >=, >, <=, < or ~
value           number  in the unit as written
unit            text    as written
base_value      number  in the base unit
base_unit       text    家, 元, …
kind            text    fact or target
time            text    when it holds or, for a target, when it is due; ISO 8601, a period as start/end
time_inferred   flag    true where no sentence that gives the figure names that time
disagreement    text    later, rounding, scope, conflict: how it disagrees with another figure
certain         flag    whether some evidence is asserted and above the threshold
evidence        text    IRI of the evidence
"""
            + _SUPPORT
            + _PLACE
        ),
        rows=_observations,
    ),
    Table(
        name="documents",
        row="one row a document in one file",
        columns=_columns("""
document        text    IRI; an article that two files hold has two rows
title           text    title
byline          text    authors or reporters, separated by " | "
publisher       text    publisher
published       text    date of publication, ISO 8601, as precise as it is known
precision       text    year, month or day
url             text    address
licence         text    licence
given           text    which of the fields before were given by --metadata
source          text    SHA-256 of the file
source_name     text    name of the file as given to build
article         count   place of the article in the file, from 0
media_type      text    of the file
encoding        text    of the file
characters      count   length of the repaired text
repairs         text    kinds of repairs and how many, separated by " | "
statements      count   statements with evidence in it
observations    count   observations with evidence in it
"""),
        rows=_document_rows,
    ),
)


def table(name: str) -> Table:
    """KeyError for an unknown name."""
    return {t.name: t for t in TABLES}[name]
