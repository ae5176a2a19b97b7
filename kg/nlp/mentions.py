"""Which characters are names: the tagger's spans, mended by title marks, quotes, the lexicon and the document.

The order decides who wins; each step only adds or replaces whole spans, so mentions never overlap:

1. tagger       what the character model marks, with balanced quotes and brackets
2. title-marks  《…》 by its head: a document is a PROGRAMME with its marks, a newspaper an ORG without them
3. title-line   the first line, where it is the title of an official text: a PROGRAMME
4. byline       the medium and the authors that the byline names, wherever the document names them
5. lexicon      a known name that strictly contains a tagger's span, or that the tagger missed
6. repeat       a string marked with confidence is marked wherever else the document has it
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from kg.errors import DataError
from kg.lexicon import Lexicon, cuts_word
from kg.model import Document, Mention, MentionType, Reading
from kg.nlp.spans import Spans, balanced
from kg.nlp.state import reading_of, split_tokens
from kg.nlp.tagger import Tagged, Tagger
from kg.resources import folder

_TITLE = re.compile(r"《[^《》\n]{1,80}(?:《[^《》\n]{1,60}》[^《》\n]{0,60})*》")
_TRAILING_BRACKET = re.compile(r"[（(][^（()）]*[)）]$")
_ADVERBS = "正在将曾已也都还"  # at the end of what looks like a name of four characters
_CONTEXT = 24  # characters before a name that tell whether it is only counted


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionRules:
    """The data of `seeds/rules/mentions.yaml`."""

    document_heads: tuple[str, ...]
    media_heads: tuple[str, ...]
    official_heads: tuple[str, ...]
    headline: re.Pattern[str]
    counted_before: re.Pattern[str]
    counted_heads: tuple[str, ...]
    field_before: re.Pattern[str]
    field_joined: re.Pattern[str]
    least_confidence: float
    one_character_places: frozenset[str]
    repeat_at_least: int
    repeat_confidence: float
    repeat_shortest: int

    @classmethod
    def load(cls, path: Path) -> MentionRules:
        """DataError naming the file where a key is missing."""
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        try:
            return cls(
                document_heads=tuple(data["document_heads"]),
                media_heads=tuple(data["media_heads"]),
                official_heads=tuple(data["official_heads"]),
                headline=re.compile(data["headline"]),
                counted_before=re.compile(data["counted"]["before"]),
                counted_heads=tuple(data["counted"]["heads"]),
                field_before=re.compile(data["fields"]["before"]),
                field_joined=re.compile(data["fields"]["joined"]),
                least_confidence=float(data["least_confidence"]),
                one_character_places=frozenset(data["one_character_places"]),
                repeat_at_least=int(data["repeat"]["at_least"]),
                repeat_confidence=float(data["repeat"]["confidence"]),
                repeat_shortest=int(data["repeat"]["shortest"]),
            )
        except (KeyError, TypeError, ValueError, re.error) as error:
            raise DataError(f"key missing or of the wrong kind: {error}", place=str(path)) from error


def find_mentions(reading: Reading, tagged: Iterable[Tagged], lexicon: Lexicon, rules: MentionRules) -> Reading:
    """The Reading with its mentions, in order of the text, without overlap."""
    text = reading.document.text
    spans = Spans(text)
    tagged = tuple(tagged)
    kin = _kin(text, tagged, rules)
    surest: dict[tuple[str, str], float] = defaultdict(float)  # of a string as a type, anywhere in the document
    for found in tagged:
        key = (text[found.start : found.end], found.type)
        surest[key] = max(surest[key], found.confidence)
    for found in tagged:
        start, end = balanced(text, found.start, found.end)
        if found.type == "PERSON":
            end = _end_of_person(text, start, end)
        if _is_counted(text, start, end, found.type, rules):
            continue
        if found.type == "PROGRAMME" and _head(text, start, end) in kin:
            spans.add(start, end, found.type, max(found.confidence, rules.repeat_confidence), "tagger")
        elif _is_believed(
            text[start:end], found.type, surest[text[found.start : found.end], found.type], lexicon, rules
        ):
            spans.add(start, end, found.type, found.confidence, "tagger")
    _mark_titles(spans, rules)
    _mark_title_line(spans, rules)
    _mark_byline(spans, reading.document)
    _mark_known(spans, lexicon)
    _part_known(spans, lexicon)
    _mark_fields(spans, lexicon, rules)
    _mark_repeats(spans, rules)
    return replace(reading, mentions=spans.mentions())


def _end_of_person(text: str, start: int, end: int) -> int:
    """A name of four characters that ends in an adverb (李明远正, 王大川将) is one of three and the adverb."""
    return end - 1 if end - start == 4 and text[end - 1] in _ADVERBS else end


def _kin(text: str, tagged: Iterable[Tagged], rules: MentionRules) -> frozenset[str]:
    """Heads that the document gives to several programmes: where some are sure, the next …行动 is one as well."""
    sure = [
        _head(text, t.start, t.end) for t in tagged if t.type == "PROGRAMME" and t.confidence >= rules.repeat_confidence
    ]
    return frozenset(head for head, count in Counter(sure).items() if count > 1 and head)


def _head(text: str, start: int, end: int) -> str:
    """The last two characters of a name of six or more, "" of a shorter one."""
    return text[end - 2 : end] if end - start >= 6 else ""


def _is_believed(name: str, kind: str, surest: float, lexicon: Lexicon, rules: MentionRules) -> bool:
    """Whether what the tagger marked may be a name: it is sure enough somewhere in the document (`surest`), or the
    lexicon knows the name as that type."""
    if any(entry.type == kind for entry in lexicon.named(name)):
        return True
    row = kind == "PLACE" and len(name) > 1 and rules.one_character_places.issuperset(name)
    return surest >= rules.least_confidence and not row


def _is_counted(text: str, start: int, end: int, kind: str, rules: MentionRules) -> bool:
    """Kinds of bodies and zones that are only counted have no name: 6个自主创新示范区, 20所高校建立了人工智能学院."""
    if kind not in ("ORG", "PLACE") or not text[start:end].endswith(rules.counted_heads):
        return False
    return rules.counted_before.search(text[max(0, start - _CONTEXT) : start]) is not None


def _mark_titles(spans: Spans, rules: MentionRules) -> None:
    for match in _TITLE.finditer(spans.text):
        start, end = match.span()
        head = match.group()[1:-1]
        while (stripped := _TRAILING_BRACKET.sub("", head)) != head and stripped:
            head = stripped
        keys = spans.over(start, end)
        if head.endswith(rules.document_heads):
            kind, edges = "PROGRAMME", (start, end)
        elif head.endswith(rules.media_heads):
            kind, edges = "ORG", (start + 1, end - 1)
        else:
            votes = [spans.found[k].type for k in keys if spans.found[k].end - spans.found[k].start >= len(head) - 2]
            if not votes:
                continue
            kind = votes[0]
            edges = (start + 1, end - 1) if kind == "ORG" else (start, end)
        if any(spans.found[k].start < start or spans.found[k].end > end for k in keys):
            outer = [k for k in keys if spans.found[k].start <= start and spans.found[k].end >= end]
            if outer:  # the title is part of a longer name
                continue
        confidence = max([spans.found[k].confidence for k in keys if spans.found[k].type == kind], default=0.9)
        for key in keys:
            spans.drop(key)
        spans.add(*edges, kind, max(confidence, 0.9), "title-marks")


def _mark_title_line(spans: Spans, rules: MentionRules) -> None:
    """The title of an official text (甲市促进机器人产业条例), which stands without marks on the first line.

    A headline that reports of a document, and a line that only says what kind of text follows, are no titles.
    """
    line, newline, _ = spans.text.partition("\n")
    start, end = len(line) - len(line.lstrip()), len(line.rstrip())
    title = spans.text[start:end]
    head = title
    while (stripped := _TRAILING_BRACKET.sub("", head)) != head and stripped:
        head = stripped
    if not newline or not head.endswith(rules.official_heads) or rules.headline.search(title):
        return
    for key in spans.over(start, end):
        spans.drop(key)
    spans.add(start, end, "PROGRAMME", 0.9, "title-line")


def _mark_byline(spans: Spans, document: Document) -> None:
    """Who published and who wrote the article is known from its byline, whatever the tagger saw of the names."""
    known: list[tuple[str, MentionType]] = [(name, "PERSON") for name in document.byline]
    known += [(document.publisher, "ORG")] if document.publisher and "publisher" not in document.given else []
    for name, kind in sorted(known, key=lambda k: (-len(k[0]), k)):
        for match in re.finditer(re.escape(name), spans.text):
            if len(name) > 1 and not cuts_word(spans.text, *match.span()) and spans.clear_inside(*match.span()):
                spans.add(*match.span(), kind, 0.9, "byline")


def _mark_known(spans: Spans, lexicon: Lexicon) -> None:
    """Names of the lexicon: mend a border where the known name strictly contains what the tagger marked.

    A known name that the tagger missed is marked where it has three characters or more and one type only; shorter
    ones are too often parts of words.
    """
    for match in lexicon.find(spans.text):
        kinds = sorted({entry.type for entry in match.entries})
        keys = spans.over(match.start, match.end)
        if not keys:
            if len(kinds) == 1 and match.end - match.start >= 3 and kinds[0] != "FIELD":
                spans.add(match.start, match.end, kinds[0], 0.75, "lexicon")
            continue
        inside = all(spans.found[k].start >= match.start and spans.found[k].end <= match.end for k in keys)
        exact = len(keys) == 1 and (spans.found[keys[0]].start, spans.found[keys[0]].end) == (match.start, match.end)
        if exact:
            mention = spans.found[keys[0]]
            if mention.type not in kinds and len(kinds) == 1 and mention.confidence < 0.98 and kinds[0] != "FIELD":
                spans.drop(keys[0])
                spans.add(match.start, match.end, kinds[0], 0.8, "lexicon")
        elif inside and (len(kinds) == 1 or all(spans.found[k].type in kinds for k in keys)):
            kind = kinds[0] if len(kinds) == 1 else spans.found[keys[0]].type
            if kind == "FIELD":
                continue
            for key in keys:
                spans.drop(key)
            spans.add(match.start, match.end, kind, 0.8, "lexicon")


def _part_known(spans: Spans, lexicon: Lexicon) -> None:
    """One span over two known names, a body's and a product's right behind it, is two mentions."""
    for key, mention in sorted(spans.found.items()):
        if mention.type not in ("ORG", "PRODUCT") or lexicon.named(mention.text):
            continue
        for cut in range(mention.start + 2, mention.end - 1):
            halves = ((mention.start, cut, "ORG"), (cut, mention.end, "PRODUCT"))
            if all({e.type for e in lexicon.named(spans.text[a:b])} == {kind} for a, b, kind in halves):
                spans.drop(key)
                for a, b, kind in halves:
                    spans.add(a, b, kind, 0.8, "lexicon")
                break


def _mark_fields(spans: Spans, lexicon: Lexicon, rules: MentionRules) -> None:
    """Known fields where a verb of focusing says that they are a topic: 聚焦5G和6G."""
    end = -1
    for match in lexicon.find(spans.text):
        if {entry.type for entry in match.entries} != {"FIELD"}:
            continue
        before = spans.text[max(0, match.start - _CONTEXT) : match.start]
        goes_on = match.start - 3 <= end and rules.field_joined.fullmatch(spans.text[end : match.start])
        if not goes_on and not rules.field_before.search(before):
            continue
        end = match.end
        if not spans.over(match.start, match.end) and not cuts_word(spans.text, match.start, match.end):
            spans.add(match.start, match.end, "FIELD", 0.75, "lexicon")


def _mark_repeats(spans: Spans, rules: MentionRules) -> None:
    """A second pass: strings marked with confidence elsewhere in the document, longest first."""
    votes: dict[str, list[Mention]] = defaultdict(list)
    for mention in spans.mentions():
        votes[mention.text].append(mention)
    chosen: dict[str, tuple[str, float]] = {}
    for string, mentions in votes.items():
        counts: dict[str, float] = defaultdict(float)
        for m in mentions:
            counts[m.type] += m.confidence
        kind = min(counts, key=lambda k: (-counts[k], k))
        surest = max(m.confidence for m in mentions if m.type == kind)
        if (
            len(mentions) >= rules.repeat_at_least
            and surest >= rules.repeat_confidence
            and len(string) >= rules.repeat_shortest
        ):
            chosen[string] = (kind, surest)
    for string in sorted(chosen, key=lambda s: (-len(s), s)):
        kind, surest = chosen[string]
        at = spans.text.find(string)
        while at >= 0:
            end = at + len(string)
            if not cuts_word(spans.text, at, end) and spans.clear_inside(at, end):
                spans.add(at, end, kind, surest * 0.9, "repeat")
            at = spans.text.find(string, at + 1)


# ---------------------------------------------------------------- the spaCy component


@cache
def _tagger(path: Path) -> Tagger:
    return Tagger(path)


@cache
def _rules(path: Path) -> MentionRules:
    return MentionRules.load(path)


class MentionMarker:
    """Marks names; writes doc.ents (without FIELD), doc.spans["mentions"] and doc.spans["words"]."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lexicon: Lexicon | None = None
        self.tagger = _tagger(folder("models") / "mentions")
        self.rules = _rules(folder("rules") / "mentions.yaml")

    def initialize(self, get_examples: Any = None, *, nlp: Any = None, lexicon: Any) -> None:
        self.lexicon = lexicon()

    def __call__(self, doc: Doc) -> Doc:
        if self.lexicon is None:
            raise DataError(
                "the mentions component has no lexicon", remedy="Load the pipeline with kg.nlp.pipeline.load"
            )
        reading = find_mentions(reading_of(doc), self.tagger(doc.text), self.lexicon, self.rules)
        set_mentions(doc, reading)
        return doc


def set_mentions(doc: Doc, reading: Reading) -> None:
    """Keep the Reading on the Doc and show its mentions and words as spaCy spans."""
    doc._.reading = reading
    split_tokens(doc, {b for m in reading.mentions for b in (m.start, m.end)})
    spans = [_char_span(doc, m.start, m.end, m.type) for m in reading.mentions]
    doc.spans["mentions"] = SpanGroup(doc, name="mentions", spans=spans)
    doc.set_ents([s for s in spans if s.label_ != "FIELD"])
    doc.spans["words"] = SpanGroup(doc, name="words", spans=[_char_span(doc, w.start, w.end) for w in reading.words])


def _char_span(doc: Doc, start: int, end: int, label: str = "") -> Span:
    span = doc.char_span(start, end, label=label)
    if span is None:
        raise AssertionError(f"no token border at {start}:{end}")  # split_tokens makes every border
    return span


@Language.factory("kg_mentions", assigns=["doc.ents", "doc.spans", "doc._.mentions"], requires=["doc.sents"])
def create_mentions(nlp: Language, name: str) -> MentionMarker:
    return MentionMarker(name)
