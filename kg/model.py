"""The nouns of the program: frozen, keyword-only, compared by value.

Two texts, two kinds of offsets, both half-open ranges of Unicode code points:

* *raw* offsets count in `Source.text`, the text of record (the decoded file, or what the extractor of a
  pdf or docx gave). Evidence is published with these.
* *reading* offsets count in `Document.text`, the repaired text of one article. Everything under `kg.nlp`
  works with these; `Document.offsets` turns a reading span into a raw span.

A `Reading` is what was read in one document and about the text only; it never depends on another document.
`Knowledge` is what a *set* of readings says about the world; it can be made again from the readings.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

MentionType = Literal["ORG", "PROGRAMME", "PLACE", "PERSON", "PRODUCT", "EVENT", "FIELD"]
MENTION_TYPES: tuple[MentionType, ...] = ("ORG", "PROGRAMME", "PLACE", "PERSON", "PRODUCT", "EVENT", "FIELD")
Comparator = Literal["=", ">=", ">", "<=", "<", "~"]
Kind = Literal["fact", "target"]
Modality = Literal["asserted", "planned", "denied", "reported"]
ANAPHOR = "anaphor"  # Mention.method of a word for a name (该公司) that stays open; it is no name itself
TimeRelation = Literal["at", "by", "since", "during", "now"]


# ---------------------------------------------------------------- text and offsets


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A half-open range of characters."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """`length` characters of the reading text from `reading` on stand in the raw text from `raw` on."""

    reading: int
    raw: int
    length: int


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """From reading offsets to raw offsets, as runs that grow strictly in both texts.

    A repair may drop characters or replace one character by one; it never inserts and never reorders, so each
    character of the reading text has exactly one raw character, and the map is monotone. `wide` holds the raw spans
    of characters that the file writes with several (`&amp;`), by start: a raw span never ends inside one.
    """

    runs: tuple[Run, ...]
    wide: tuple[Span, ...] = ()

    @classmethod
    def of(cls, raw_positions: Iterable[int], wide: Iterable[Span] = ()) -> OffsetMap:
        """From the raw position of each reading character, strictly growing. ValueError otherwise."""
        runs: list[Run] = []
        start = raw = length = 0
        for reading, position in enumerate(raw_positions):
            if length and position == raw + length:
                length += 1
                continue
            if length:
                if position < raw + length:
                    raise ValueError(f"raw position {position} of reading character {reading} does not grow")
                runs.append(Run(reading=start, raw=raw, length=length))
            start, raw, length = reading, position, 1
        if length:
            runs.append(Run(reading=start, raw=raw, length=length))
        return cls(tuple(runs), tuple(sorted(wide, key=lambda s: s.start)))

    def __len__(self) -> int:
        return self.runs[-1].reading + self.runs[-1].length if self.runs else 0

    def position(self, reading: int) -> int:
        """The raw position of one reading character. IndexError outside the text."""
        if not 0 <= reading < len(self):
            raise IndexError(reading)
        run = self.runs[bisect.bisect_right(self.runs, reading, key=lambda r: r.reading) - 1]
        return run.raw + reading - run.reading

    def raw(self, start: int, end: int) -> Span:
        """The raw span that covers the reading span [start, end), noise between its characters included."""
        if start >= end:
            raise ValueError(f"empty span {start}:{end}")
        last = self.position(end - 1)
        place = bisect.bisect_left(self.wide, last, key=lambda s: s.start)
        written = place < len(self.wide) and self.wide[place].start == last
        return Span(start=self.position(start), end=self.wide[place].end if written else last + 1)

    def positions(self) -> list[int]:
        """The raw position of every reading character."""
        return list(itertools.chain.from_iterable(range(r.raw, r.raw + r.length) for r in self.runs))


# ---------------------------------------------------------------- files and articles


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialDate:
    """A date as far as it is known: "2025", "2025-03" or "2025-03-31"."""

    value: str

    @property
    def precision(self) -> Literal["year", "month", "day"]:
        return ("year", "month", "day")[self.value.count("-")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Where one page (pdf) or paragraph (docx) starts in the raw text; `label` is "p. 3" or "¶ 12"."""

    start: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One file. `text` is the text of record; raw offsets count in it."""

    sha256: str  # of the file's bytes, hex
    name: str  # as given to build, relative, with "/"; never an absolute path
    media_type: str  # text/plain, text/markdown, text/html, application/pdf, application/vnd…docx
    encoding: str  # "utf-8", "gb18030", …; "" where the format carries its own (pdf, docx)
    encoding_confidence: float = 1.0
    text: str
    pages: tuple[Page, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairCount:
    kind: str  # a name of kg.ingest.repair: "hard-wrap", "blank", "margin", "furniture", "caption", "doubled", …
    count: int
    characters: int  # raw characters dropped or replaced


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One article: its metadata, its reading text (title line, byline, body), and the way back to the raw file.

    `id` is the digest of the reading text without white space, so the same article in two files is one document.
    """

    id: str
    source: str  # Source.sha256
    source_name: str
    index: int  # 0-based place in the file
    title: str
    byline: tuple[str, ...] = ()  # authors or reporters, names only
    publisher: str = ""
    published: PartialDate | None = None
    url: str = ""
    licence: str = ""
    given: tuple[str, ...] = ()  # names of the fields above that --metadata gave
    text: str
    offsets: OffsetMap
    repairs: tuple[RepairCount, ...] = ()

    @property
    def heading(self) -> str:
        """What to call the article: its title, or how it begins where it has none."""
        if self.title:
            return self.title
        start = self.text.strip().split("\n", 1)[0]
        return start if len(start) <= 24 else start[:24] + "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One input that could not be read, with the reason and what to do about it."""

    name: str
    reason: str
    remedy: str


# ---------------------------------------------------------------- what is read in one document


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A name in the reading text. Mentions never overlap; the longest name wins."""

    start: int
    end: int
    type: MentionType
    text: str  # reading text of the span
    confidence: float  # 0..1, four digits
    method: str  # "tagger", "lexicon", "title-marks", "definition", "repeat", …


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A thing as one document knows it. Equal (type, name, qualifier) in two documents is the same thing.

    `qualifier` keeps homonyms apart (朝阳区 of 北京 and of 长春; two persons of one name). `scope` is "document"
    for a name that means something only here (a 《行动计划》 without a definition): it never merges.
    """

    type: MentionType
    name: str  # canonical full name, as GUIDELINES spell it
    qualifier: str = ""
    lexicon: str = ""  # IRI of the lexicon entry that it is linked to
    code: str = ""  # administrative code
    scope: Literal["world", "document"] = "world"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What one mention stands for, and why."""

    mention: int  # index into Reading.mentions
    entity: int | None  # index into Reading.entities; None = unresolved
    reason: str  # "lexicon", "definition", "structure", "same-string", "short-form", "new", "ambiguous", "undefined", …
    score: float = 1.0
    candidates: tuple[str, ...] = ()  # canonical names that were considered, best first


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """A short form that the document binds: 以下简称《行动计划》. Holds in this document only."""

    start: int  # span of the short form where it is defined
    end: int
    text: str
    full: int  # index of the mention that it stands for
    cue: Span  # the words that bind it (以下简称)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number with its unit, as written and in base units. A range has `upper` as well."""

    start: int
    end: int
    text: str
    value: Decimal  # in `unit`
    upper: Decimal | None = None
    unit: str  # as written: "亿元", "%", "家", "" for a bare number
    comparator: Comparator
    base_value: Decimal  # in `base_unit`: 4500 亿元 -> 450000000000 元
    base_upper: Decimal | None = None
    base_unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeExpression:
    """A time, resolved against the document's date. `value` is ISO 8601 ("2025", "2025-08", "2027-12-31",
    "2023/2025"), or "" where it cannot be resolved (目前, 近日); the precision is the value's own."""

    start: int
    end: int
    text: str
    value: str
    relation: TimeRelation
    basis: Literal["text", "document", "context", "none"]  # what resolved it


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """A stretch of text that somebody is made to say. Indices point into the Reading."""

    start: int
    end: int
    cue: Span  # 表示, 介绍, 据…
    speaker: int | None = None  # mention of a PERSON
    organisation: int | None = None  # mention of an ORG or PLACE
    post: str = ""
    medium: str = ""  # 对北青报记者表示: the medium that asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A relation that one place in the text states. A reading offset span is the quote."""

    subject: int  # index into Reading.entities
    predicate: str  # local name of a property of the ontology: "issuedBy"
    object: int
    role: str = ""  # worksFor: the post as written
    sentence: int  # index into Reading.sentences
    start: int  # the quote: from the first to the last character that the rule used, within the sentence
    end: int
    subject_mention: int | None = None  # None where the subject follows from the structure of a name
    object_mention: int | None = None
    trigger: Span | None = None
    rule: str  # rule or model that made it
    confidence: float
    modality: Modality = "asserted"
    attribution: int | None = None  # index into Reading.attributions
    time: int | None = None  # index into Reading.times


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """A figure about a thing: 北京 · 人工智能企业数量 · >= · 2400 · 家 · fact · 2025-01."""

    subject: int
    subject_mention: int | None = None
    indicator: str  # normal form: head and modifiers, without the number
    indicator_text: str  # as written
    quantity: int  # index into Reading.quantities
    value: Decimal  # one end of a range gives one observation each
    unit: str
    comparator: Comparator
    base_value: Decimal
    base_unit: str
    kind: Kind
    time: int | None = None  # index into Reading.times: the date it holds, or for a target its deadline
    time_value: str = ""  # ISO, as in TimeExpression.value; "" unknown
    sentence: int
    start: int
    end: int
    rule: str
    confidence: float
    modality: Modality = "asserted"
    attribution: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """Something that was read and then refused, with its sentence."""

    what: str
    reason: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that was read in one document. Stages take a Reading and return one with more in it."""

    document: Document
    sentences: tuple[Sentence, ...] = ()
    words: tuple[Span, ...] = ()  # segmentation, before tokens are split at mention borders
    mentions: tuple[Mention, ...] = ()
    aliases: tuple[Alias, ...] = ()
    entities: tuple[Entity, ...] = ()
    links: tuple[Link, ...] = ()  # one for each mention, same order
    quantities: tuple[Quantity, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    claims: tuple[Claim, ...] = ()
    observations: tuple[Observation, ...] = ()
    rejected: tuple[Rejected, ...] = ()


# ---------------------------------------------------------------- what the graph holds


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A place in a raw file: what stands there, and how it reads after repair. Raw offsets."""

    document: str  # Document.id
    source: str  # Source.sha256
    start: int
    end: int
    raw: str
    text: str
    sentence: str  # the whole sentence, as read
    sentence_start: int  # raw
    sentence_end: int
    page: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Who is made to say something, as names and entity IRIs where they are known."""

    speaker: str = ""
    speaker_iri: str = ""
    organisation: str = ""
    organisation_iri: str = ""
    post: str = ""
    medium: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What one place in one text says in support of a statement."""

    iri: str
    quote: Quote
    rule: str
    confidence: float
    modality: Modality
    said: Said | None = None
    role: str = ""
    time: str = ""
    subject: Span | None = None  # raw span of the subject's name
    object: Span | None = None
    trigger: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NameUse:
    """A name, as one document in one source uses it for an entity."""

    iri: str
    name: str
    document: str
    source: str
    count: int
    quote: Quote  # its first use
    scoped: bool  # bound by the document itself (以下简称)
    reason: str  # Link.reason of the first use


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """An entity of the graph."""

    iri: str
    type: MentionType
    name: str
    qualifier: str = ""
    lexicon: str = ""
    code: str = ""
    scope: Literal["world", "document"] = "world"
    names: tuple[NameUse, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    iri: str
    subject: str  # IRI
    predicate: str  # local name
    object: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """An observation in the graph. `iri` comes from content and document."""

    iri: str
    subject: str  # IRI
    indicator: str
    indicator_iri: str
    value: Decimal
    unit: str
    comparator: Comparator
    base_value: Decimal
    base_unit: str
    kind: Kind
    time: str
    time_inferred: bool = False  # no sentence that gives the figure names the time: it follows from the text around it
    evidence: tuple[Evidence, ...]
    wordings: tuple[str, ...] = ()  # the indicator as the document writes it, sorted


@dataclass(frozen=True, slots=True, kw_only=True)
class Unresolved:
    """A name of a document that could not be linked: how often, where first, why, and what it might be."""

    iri: str
    name: str
    type: MentionType
    document: str
    count: int
    reason: str
    candidates: tuple[str, ...]
    quotes: tuple[Quote, ...]  # its first use in each source that holds the document, sorted by source; never empty

    @property
    def quote(self) -> Quote:
        return self.quotes[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Something that was read and refused, by a stage of reading or by the check before the graph is written."""

    what: str
    reason: str
    quote: Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """A stretch of one source that somebody is made to say, and the things that it names.

    `quote` is what is said; its sentence holds the words that attribute it as well (…表示).
    """

    iri: str
    quote: Quote
    said: Said
    mentions: tuple[str, ...]  # IRIs of things, sorted


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Figures on one indicator of one thing that do not fit together."""

    iri: str
    kind: Literal["later", "rounding", "scope", "conflict"]
    figures: tuple[str, ...]  # IRIs, sorted


@dataclass(frozen=True, slots=True, kw_only=True)
class Reprint:
    """Two documents that are nearly the same text. `share` is their Jaccard likeness over 8-character shingles."""

    document: str
    other: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """What a set of readings says: a function of the set, sorted by IRI."""

    sources: tuple[Source, ...]
    documents: tuple[Document, ...]  # one for each (document, source): an article in two files stands here twice
    things: tuple[Thing, ...] = ()
    statements: tuple[Statement, ...] = ()
    figures: tuple[Figure, ...] = ()
    utterances: tuple[Utterance, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    reprints: tuple[Reprint, ...] = ()
    failures: tuple[Failure, ...] = ()
    rejected: tuple[Refusal, ...] = ()
