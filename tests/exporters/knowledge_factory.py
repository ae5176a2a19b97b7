"""A hand-made Knowledge: Chinese, about sixty things, each statement with its place in a text.

The texts are written here from the facts, with noise in some of the raw files (wraps, blanks), so that the way
from raw offsets to the sentence is exercised. `sample()` is small and fixed, `large(n)` is n things.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from kg.exporters.base import Context, Label
from kg.model import (
    Disagreement,
    Document,
    Evidence,
    Failure,
    Figure,
    Knowledge,
    MentionType,
    NameUse,
    OffsetMap,
    PartialDate,
    Quote,
    Refusal,
    RepairCount,
    Reprint,
    Said,
    Source,
    Span,
    Statement,
    Thing,
    Unresolved,
)

# Names that a text can hold and that a careless page, table or file would choke on.
HOSTILE = (
    "<script>alert(1)</script>公司",
    "</script><img src=x onerror=alert(2)>",
    "<!--注释",
    "\"引号\"'单引号'`反引号`",
    "A&B科技&amp;公司",
    "断行\u2028分段\u2029公司",
    "机器🤖人公司",
    "𬭎𠮷𪚥研究所",
    "=HYPERLINK(A1)",
    "${data}\\u003c公司",
    "双向\u202e文字公司",
)

BASE = "http://localhost:8000/"
RECEIPT = "9c1f0a7be2d34455" + "0" * 48

# subject, predicate, object, document, sentence, trigger, confidence, modality, said
Row = tuple[str, str, str, int, str, str, float, str, tuple[str, str, str] | None]
# subject, indicator, comparator, value, unit, base factor, base unit, kind, time, document, sentence
FigureRow = tuple[str, str, str, str, str, str, str, str, str, int, str]
Names = tuple[MentionType, tuple[str, ...]]


def _read(kind: str) -> list[list[str]]:
    """The lines of sample.tsv of one kind, without that word."""
    text = Path(__file__).with_name("sample.tsv").read_text(encoding="utf-8")
    return [fields[1:] for fields in (line.split("\t") for line in text.splitlines()) if fields[0] == kind]


THINGS: dict[str, Names] = {name: (type, tuple(more)) for type, name, *more in _read("thing")}  # type: ignore[misc]
DOCUMENTS: tuple[tuple[str, str, str | None, str], ...] = tuple(
    (title, publisher, published or None, name) for title, publisher, published, name in _read("document")
)
STATEMENTS: tuple[Row, ...] = tuple(
    (s, p, o, int(d), sentence, trigger, float(c), modality, (said[0], said[1], said[2]) if said else None)
    for s, p, o, d, sentence, trigger, c, modality, *said in _read("statement")
)
FIGURES: tuple[FigureRow, ...] = tuple((*row[:9], int(row[9]), row[10]) for row in _read("figure"))  # type: ignore[misc]


@dataclass(frozen=True)
class SampleLabels:
    """Labels as the ontology gives them; only what the sample uses."""

    terms: Mapping[str, tuple[str, str]] = field(
        default_factory=lambda: {
            "ORG": ("组织", "Organisation"),
            "PROGRAMME": ("政策与计划", "Programme"),
            "PLACE": ("地点", "Place"),
            "PERSON": ("人物", "Person"),
            "PRODUCT": ("产品", "Product"),
            "EVENT": ("活动", "Event"),
            "FIELD": ("领域", "Field"),
            "issuedBy": ("发布单位", "issued by"),
            "announcedAt": ("发布于", "announced at"),
            "partOf": ("属于", "part of"),
            "locatedIn": ("位于", "located in"),
            "develops": ("研发", "develops"),
            "uses": ("采用", "uses"),
            "worksFor": ("任职于", "works for"),
            "organises": ("主办", "organises"),
            "participatesIn": ("参加", "participates in"),
            "basedOn": ("依据", "based on"),
            "focusesOn": ("聚焦", "focuses on"),
            "supports": ("支持", "supports"),
            "cooperatesWith": ("合作", "cooperates with"),
        }
    )
    inverse: Mapping[str, tuple[str, str]] = field(
        default_factory=lambda: {
            "issuedBy": ("发布了", "issued"),
            "announcedAt": ("会上发布", "occasion of"),
            "partOf": ("包含", "has part"),
            "locatedIn": ("所辖或所在", "location of"),
            "develops": ("研发方", "developed by"),
            "uses": ("被用于", "used by"),
            "worksFor": ("成员", "has member"),
            "organises": ("主办方", "organised by"),
            "participatesIn": ("参加者", "has participant"),
            "basedOn": ("被落实于", "carried out by"),
            "focusesOn": ("关注者", "is focus of"),
            "supports": ("支持者", "supported by"),
            "cooperatesWith": ("合作", "cooperates with"),
        }
    )

    def class_label(self, type: str) -> Label:
        return Label(*self.terms[type])

    def predicate_label(self, predicate: str) -> Label:
        return Label(*self.terms[predicate])

    def inverse_label(self, predicate: str) -> Label:
        return Label(*self.inverse[predicate])


def context(**changes: object) -> Context:
    values: dict[str, object] = {
        "ontology": SampleLabels(),
        "base": BASE,
        "threshold": 0.5,
        "receipt": RECEIPT,
        "with_text": True,
        **changes,
    }
    return Context(**values)  # type: ignore[arg-type]


def iri(kind: str, *parts: object) -> str:
    return f"{BASE}{kind}/" + hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:16]


@dataclass
class _Writer:
    """Collects sentences of one document; gives the raw text with noise and the map back."""

    index: int
    parts: list[str] = field(default_factory=list)
    length: int = 0

    def add(self, sentence: str) -> int:
        start = self.length
        self.parts.append(sentence)
        self.length += len(sentence)
        return start

    def text(self) -> str:
        return "".join(self.parts)

    def raw(self) -> tuple[str, OffsetMap]:
        """Odd documents are wrapped every 23 characters, the third has a blank after every 行."""
        raw: list[str] = []
        positions: list[int] = []
        for n, character in enumerate(self.text()):
            if self.index % 2 and n and n % 23 == 0 and character != "\n":
                raw.append("\n")
            positions.append(len(raw))
            raw.append(character)
            if self.index == 2 and character == "行":
                raw.append(" ")
        return "".join(raw), OffsetMap.of(positions)


def build(
    things: Mapping[str, Names],
    statements: tuple[Row, ...],
    figures: tuple[FigureRow, ...],
    documents: tuple[tuple[str, str, str | None, str], ...],
) -> Knowledge:
    writers = [_Writer(index=i) for i in range(len(documents))]
    places: dict[tuple[int, str], int] = {}
    for i, (title, *_rest) in enumerate(documents):
        writers[i].add(title + "\n")
    for _s, _p, _o, d, sentence, *_more in statements:
        if (d, sentence) not in places:
            places[d, sentence] = writers[d].add(sentence)
    for *_figure, d, sentence in figures:
        if (d, sentence) not in places:
            places[d, sentence] = writers[d].add(sentence)
    for name, (_type, aliases) in things.items():
        d = len(name) % len(documents)
        for alias in aliases:
            sentence = f"{name}（{alias}）。"
            if (d, sentence) not in places:
                places[d, sentence] = writers[d].add(sentence)
        writers[d].add("\n" if name == list(things)[-1] else "")
    made: list[Document] = []
    sources: list[Source] = []
    raws: list[str] = []
    for i, (title, publisher, published, name) in enumerate(documents):
        raw, offsets = writers[i].raw()
        digest = hashlib.sha256(raw.encode()).hexdigest()
        raws.append(raw)
        sources.append(Source(sha256=digest, name=name, media_type="text/plain", encoding="utf-8", text=raw))
        made.append(
            Document(
                id=hashlib.sha256(writers[i].text().encode()).hexdigest()[:16],
                source=digest,
                source_name=name,
                index=0,
                title=title,
                publisher=publisher,
                published=PartialDate(value=published) if published else None,
                text=writers[i].text(),
                offsets=offsets,
                repairs=(RepairCount(kind="hard-wrap", count=3, characters=3),),
            )
        )

    def quote(d: int, sentence: str, start: int = 0, end: int | None = None) -> Quote:
        at = places[d, sentence]
        span = made[d].offsets.raw(at + start, at + (len(sentence) if end is None else end))
        whole = made[d].offsets.raw(at, at + len(sentence))
        return Quote(
            document=made[d].id,
            source=made[d].source,
            start=span.start,
            end=span.end,
            raw=raws[d][span.start : span.end],
            text=sentence[start:end],
            sentence=sentence,
            sentence_start=whole.start,
            sentence_end=whole.end,
        )

    def span(d: int, sentence: str, text: str) -> Span | None:
        found = sentence.find(text)
        at = places[d, sentence] + found
        return made[d].offsets.raw(at, at + len(text)) if found >= 0 and text else None

    def surface(name: str, sentence: str) -> str:
        return next((n for n in (name, *things[name][1]) if n in sentence), "")

    ids = {name: iri("entity", type, name) for name, (type, _aliases) in things.items()}
    gathered: dict[tuple[str, str, str], list[Evidence]] = {}
    for s, p, o, d, sentence, trigger, confidence, modality, said in statements:
        place = quote(d, sentence)
        gathered.setdefault((ids[s], p, ids[o]), []).append(
            Evidence(
                iri=iri("evidence", s, p, o, d, place.start), quote=place, rule=f"{p}-1", confidence=confidence,
                modality=modality,  # type: ignore[arg-type]
                said=Said(
                    speaker=said[0], speaker_iri=ids.get(said[0], ""), organisation=said[1],
                    organisation_iri=ids.get(said[1], ""), post=said[2],
                ) if said else None,
                role=trigger if p == "worksFor" else "",
                time=made[d].published.value if made[d].published else "",
                subject=span(d, sentence, surface(s, sentence)), object=span(d, sentence, surface(o, sentence)),
                trigger=span(d, sentence, trigger),
            )
        )  # fmt: skip
    measured = [
        Figure(
            iri=iri("observation", s, indicator, value, d), subject=ids[s], indicator=indicator,
            indicator_iri=iri("indicator", indicator), value=Decimal(value), unit=unit,
            comparator=comparator,  # type: ignore[arg-type]
            base_value=Decimal(value) * Decimal(factor), base_unit=base_unit,
            kind=kind,  # type: ignore[arg-type]
            time=time,
            evidence=(
                Evidence(
                    iri=iri("evidence", s, indicator, value, d), quote=quote(d, sentence), rule="figure-1",
                    confidence=0.9,
                    modality="asserted", subject=span(d, sentence, surface(s, sentence)),
                    trigger=span(d, sentence, value),
                ),
            ),
        )
        for s, indicator, comparator, value, unit, factor, base_unit, kind, time, d, sentence in figures
    ]  # fmt: skip
    made_things = []
    for name, (type, aliases) in things.items():
        uses = []
        for d, document in enumerate(made):
            for spelling in (name, *aliases):
                at = document.text.find(spelling)
                if at < 0:
                    continue
                raw_span = document.offsets.raw(at, at + len(spelling))
                line_start = max(document.text.rfind("。", 0, at), document.text.rfind("\n", 0, at)) + 1
                ends = [e for e in (document.text.find("。", at), document.text.find("\n", at)) if e >= 0]
                line_end = min(ends, default=len(document.text) - 1) + 1
                whole = document.offsets.raw(line_start, line_end)
                uses.append(
                    NameUse(
                        iri=iri("name", name, spelling, d), name=spelling, document=document.id, source=document.source,
                        count=document.text.count(spelling), scoped=spelling.startswith("《行动"),
                        reason="definition" if spelling in aliases else "lexicon",
                        quote=Quote(
                            document=document.id, source=document.source, start=raw_span.start, end=raw_span.end,
                            raw=raws[d][raw_span.start : raw_span.end], text=spelling,
                            sentence=document.text[line_start:line_end],
                            sentence_start=whole.start, sentence_end=whole.end,
                        ),
                    )
                )  # fmt: skip
        made_things.append(Thing(iri=ids[name], type=type, name=name, names=tuple(sorted(uses, key=lambda u: u.iri))))
    by_indicator: dict[tuple[str, str], list[Figure]] = {}
    for figure in measured:
        by_indicator.setdefault((figure.subject, figure.indicator), []).append(figure)
    return Knowledge(
        sources=tuple(sorted(sources, key=lambda s: s.sha256)),
        documents=tuple(sorted(made, key=lambda d: (d.id, d.source))),
        things=tuple(sorted(made_things, key=lambda t: t.iri)),
        statements=tuple(
            sorted(
                (
                    Statement(
                        iri=iri("statement", *key), subject=key[0], predicate=key[1], object=key[2],
                        evidence=tuple(sorted(found, key=lambda e: e.iri)),
                    )
                    for key, found in gathered.items()
                ),
                key=lambda s: s.iri,
            )
        ),
        figures=tuple(sorted(measured, key=lambda f: f.iri)),
        unresolved=(
            Unresolved(
                iri=iri("unresolved", "该公司"), name="创新中心", type="ORG", document=made[0].id, count=2,
                reason="ambiguous", candidates=("北京人形机器人创新中心", "国家地方共建具身智能机器人创新中心"),
                quotes=(quote(0, statements[0][4]),),
            ),
        ) if (0, statements[0][4]) in places else (),
        disagreements=tuple(
            Disagreement(iri=iri("disagreement", *key), kind="later", figures=tuple(sorted(f.iri for f in group)))
            for key, group in sorted(by_indicator.items())
            if len(group) > 1
        ),
        rejected=(
            Refusal(what="北京 supports 6G", reason="domain", quote=quote(0, statements[0][4])),
        ) if (0, statements[0][4]) in places else (),
        failures=(Failure(name="坏.txt", reason="无法解码", remedy=""),),
        reprints=(Reprint(document=made[0].id, other=made[-1].id, share=0.81),) if len(made) > 1 else (),
    )  # fmt: skip


def sample(extra: Mapping[str, Names] | None = None) -> Knowledge:
    """About sixty things. `extra` adds things by name (hostile names, for example), each located in 北京."""
    things = {**THINGS, **(extra or {})}
    more: tuple[Row, ...] = tuple(
        (name, "locatedIn", "北京", 3, f"{name}在北京设点。", "设点", 0.9, "asserted", None) for name in extra or {}
    )
    return build(things, (*STATEMENTS, *more), FIGURES, DOCUMENTS)


def large(count: int, *, edges: int = 2) -> Knowledge:
    """`count` things in one document, joined by preferential attachment; the same for the same count."""
    chance = random.Random(7)
    types = ("ORG", "PROGRAMME", "PLACE", "PERSON", "PRODUCT", "EVENT", "FIELD")
    predicates = ("issuedBy", "locatedIn", "develops", "partOf", "supports")
    names = [f"{'甲乙丙丁戊己庚辛壬癸'[i % 10]}字第{i}号" for i in range(count)]
    things: dict[str, Names] = {
        name: (chance.choice(types), ())
        for name in names  # type: ignore[misc]
    }
    pool = [0]
    rows: list[Row] = []
    for i in range(1, count):
        for j in sorted({chance.choice(pool) for _ in range(edges)}):
            predicate = chance.choice(predicates)
            sentence = f"{names[i]}与{names[j]}有{predicate}关系。"
            rows.append((names[i], predicate, names[j], 0, sentence, "关系", 0.9, "asserted", None))
            pool += [i, j]
    return build(things, tuple(rows), (), (("大图", "样例", "2025-01-01", "large.txt"),))
