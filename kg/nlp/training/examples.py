"""Which characters of an annotated article are which name? From gold files to labelled chunks for training.

An annotation file lists each entity with its surface forms; every occurrence counts, longest form first, without
overlap, white space left out of the comparison; a form given with `at` counts at those character offsets only.
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from opencc import OpenCC

from kg.nlp.chunks import chunks
from kg.nlp.tagger import LABELS, LIMIT, TYPES, symbols

IGNORED = -100
"""The label of a symbol that the loss leaves out."""

_NARROW = str.maketrans("，：；（）！？％", ",:;()!?%")


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An annotated text: half-open character spans with their type, sorted, without overlap."""

    id: str
    text: str
    spans: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One chunk for the network: its symbols and the index in `LABELS` (or `IGNORED`) of each."""

    symbols: tuple[str, ...]
    labels: tuple[int, ...]


def gold_spans(text: str, entities: list[dict[str, Any]]) -> tuple[tuple[int, int, str], ...]:
    """Every place where the text uses a listed form, as character spans."""
    solid = [i for i, character in enumerate(text) if not character.isspace()]
    squeezed = "".join(text[i] for i in solid)
    rank = {offset: i for i, offset in enumerate(solid)}
    forms: list[tuple[str, str, list[int] | None]] = []
    for entity in entities:
        for mention in entity["mentions"]:
            given = mention if isinstance(mention, dict) else {"text": mention}
            forms.append(("".join(given["text"].split()), entity["type"], given.get("at")))
    free = [True] * len(squeezed)
    found: list[tuple[int, int, str]] = []
    for form, kind, at in sorted(forms, key=lambda item: -len(item[0])):
        if len(form) < 2 or kind not in TYPES:
            continue
        starts = [rank[i] for i in at if i in rank] if at is not None else _occurrences(squeezed, form)
        for start in starts:
            end = start + len(form)
            if squeezed[start:end] == form and all(free[start:end]):
                free[start:end] = [False] * len(form)
                found.append((solid[start], solid[end - 1] + 1, kind))
    return tuple(sorted(found))


def _occurrences(text: str, form: str) -> list[int]:
    starts, at = [], text.find(form)
    while at >= 0:
        starts.append(at)
        at = text.find(form, at + 1)
    return starts


def read_articles(folder: Path) -> list[Article]:
    """The articles of a folder of ID.json with ID.clean.txt (or ID.txt), sorted by file name."""
    articles = []
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        texts = [path.with_suffix(suffix) for suffix in (".clean.txt", ".txt")]
        text = next(file for file in texts if file.exists()).read_text(encoding="utf-8")
        articles.append(Article(id=path.stem, text=text, spans=gold_spans(text, gold["entities"])))
    return articles


def labelled(article: Article, limit: int = LIMIT) -> list[Example]:
    """Cut an article into chunks as the tagger does and write the labels under the symbols.

    A name that a chunk border cuts in two is left out of the loss on both sides.
    """
    examples = []
    for start, end in chunks(article.text, limit):
        seen, offsets = symbols(article.text[start:end])
        labels = [0] * len(seen)
        for first, last, kind in article.spans:
            if last <= start or first >= end:
                continue
            inside = [t for t, offset in enumerate(offsets) if first <= start + offset < last]
            if first < start or last > end:
                for t in inside:
                    labels[t] = IGNORED
            elif len(inside) == 1:
                labels[inside[0]] = LABELS.index(f"S-{kind}")
            else:
                for t in inside:
                    labels[t] = LABELS.index(f"I-{kind}")
                labels[inside[0]] = LABELS.index(f"B-{kind}")
                labels[inside[-1]] = LABELS.index(f"E-{kind}")
        if seen:
            examples.append(Example(symbols=tuple(seen), labels=tuple(labels)))
    return examples


def narrowed(article: Article, chance: random.Random) -> Article:
    """The same article with its punctuation typed in half width, as much of the web has it: `,` for `，`, `"` for `“`.

    Length and spans stay. The quotation marks go only sometimes.
    """
    text = article.text.translate(_NARROW)
    if chance.random() < 0.5:
        text = text.replace("“", '"').replace("”", '"')
    return Article(id=article.id, text=text, spans=article.spans)


def traditional(article: Article) -> Article:
    """The same article in traditional characters; the article itself where that would move a name."""
    text = _converter().convert(article.text)
    if len(text) != len(article.text):
        return article
    return Article(id=article.id, text=text, spans=article.spans)


@cache
def _converter() -> OpenCC:
    return OpenCC("s2t")


def forms(articles: Sequence[Article]) -> dict[str, list[str]]:
    """The surface forms that the articles use for each type, each as often as articles use it, in a fixed order."""
    found: dict[str, list[str]] = {kind: [] for kind in TYPES}
    for article in articles:
        for form, kind in sorted({(article.text[start:end], kind) for start, end, kind in article.spans}):
            found[kind].append(form)
    return found


def renamed(article: Article, chance: random.Random, pool: dict[str, list[str]], share: float) -> Article:
    """The same article with some of its names changed for other names of their type.

    A form is changed with probability `share`, then everywhere in the article and to one and the same other form.
    """
    change: dict[tuple[str, str], str] = {}
    for form, kind in sorted({(article.text[start:end], kind) for start, end, kind in article.spans}):
        if chance.random() < share and pool[kind]:
            change[form, kind] = chance.choice(pool[kind])
    text, spans, at = "", [], 0
    for start, end, kind in article.spans:
        form = article.text[start:end]
        text += article.text[at:start]
        spans.append((len(text), len(text) + len(change.get((form, kind), form)), kind))
        text += change.get((form, kind), form)
        at = end
    return Article(id=article.id, text=text + article.text[at:], spans=tuple(spans))
