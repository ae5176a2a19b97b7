"""From one source to its articles: view, repair, parting, metadata."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg import iris
from kg.errors import SourceError
from kg.ingest import bylines, captions, copies, furniture, html, lines, margins, markdown, parting, repair, tags, wraps
from kg.ingest.draft import Draft, Edit, counts
from kg.ingest.views import View
from kg.model import Document, OffsetMap, PartialDate, Source


def documents(source: Source, metadata: Mapping[str, Mapping[str, str]] | None = None) -> tuple[Document, ...]:
    """The articles of one source, repaired, in the order of their headlines.

    SourceError where nothing is left once the furniture is gone. `metadata` is what `metadata.load` gives.
    """
    seen = _view(source)
    starts = [page.start for page in source.pages] if source.media_type.endswith("pdf") else ()
    draft, dropped = mend(seen.draft, starts, paragraphs=source.media_type == "text/html")
    draft = _from_title(draft, seen.title)
    found = wraps.split(draft.text)
    if not found:
        raise SourceError("nothing but page furniture", place=source.name, remedy="Leave it out, or give the article")
    texts = [line.text for line in found]
    parts = parting.part(texts, _columns(draft, found, source.text))
    if seen.title and lines.squeezed(texts[0]) == lines.squeezed(seen.title) and len(parts) == 1:
        parts = [replace(parts[0], title=0)]
    edits = _by_part(draft, found, parts)
    given = (metadata or {}).get(source.name, {})
    return tuple(
        _document(source, index, draft, found, article, edits[index], seen, dropped, given)
        for index, article in enumerate(parts)
    )


def _view(source: Source) -> View:
    """Without markup, where the file has some; a plain text is its own view."""
    if source.media_type == "text/html":
        return html.view(source.text)
    if source.media_type == "text/markdown":
        return markdown.view(source.text)
    return View(draft=Draft.of(source.text))


def _from_title(draft: Draft, title: str) -> Draft:
    """Drops what stands above the headline that the markup names: short lines without a sentence or a writer."""
    key = lines.squeezed(title)
    above: list[wraps.Line] = []
    for line in wraps.split(draft.text)[:40]:
        if key and lines.squeezed(line.text) == key:
            return draft.without_lines([(other.start, other.end) for other in above], "furniture")
        written = bylines.credit(line.text)
        if "。" in line.text or (written is not None and written.names):
            return draft
        above.append(line)
    return draft


def mend(
    draft: Draft, page_starts: Sequence[int] = (), *, paragraphs: bool = False
) -> tuple[Draft, tuple[tuple[int, str], ...]]:
    """All repairs, in order; and the dropped furniture (raw position, text), which may name source and date."""
    draft = repair.line_ends(draft)
    draft = repair.invisible(draft)
    draft = repair.full_width(draft)
    before = draft
    draft = repair.undouble(draft)
    doubled = frozenset(edit.at for edit in draft.edits if edit.kind == "doubled")
    doubled_lines = _line_starts(before, doubled)
    draft = margins.running_titles(draft, page_starts)
    draft, dropped = _furniture(draft)
    if len(page_starts) > 1:
        dropped += _lost(before, draft)
    draft = copies.headlines(draft)
    draft = captions.captions(draft, doubled_lines)
    draft = margins.margins(draft)
    draft = wraps.join(draft, paragraphs=paragraphs)
    draft = repair.indents(draft)
    draft = repair.blanks(draft)
    draft = repair.quotes(draft)
    draft = copies.articles(draft)
    return draft, dropped


def _line_starts(draft: Draft, positions: frozenset[int]) -> frozenset[int]:
    """The raw positions where the lines start that hold the given raw positions."""
    starts = [draft.raw[line.start] for line in wraps.split(draft.text)]
    return (
        frozenset(starts[max(0, bisect.bisect_right(starts, position) - 1)] for position in positions)
        if starts
        else frozenset()
    )


def _furniture(draft: Draft) -> tuple[Draft, tuple[tuple[int, str], ...]]:
    found = wraps.split(draft.text)
    marks = furniture.find([line.text for line in found])
    cuts: list[tuple[int, int]] = []
    dropped: list[tuple[int, str]] = []
    for line, mark in zip(found, marks, strict=True):
        start = line.start if mark else line.start + furniture.counter(line.text)
        if start < line.end:
            cuts.append((start, line.end))
            dropped.append((draft.raw[start], draft.text[start : line.end]))
    return draft.without_lines(cuts, "furniture"), tuple(dropped)


def _lost(before: Draft, after: Draft) -> tuple[tuple[int, str], ...]:
    """Lines that went as running titles: they name the journal."""
    kept = set(after.raw)
    return tuple(
        (before.raw[line.start], line.text) for line in wraps.split(before.text) if before.raw[line.start] not in kept
    )


def _columns(draft: Draft, found: Sequence[wraps.Line], text: str) -> list[float]:
    """The width of the column that each line was printed in: the middle one of its printed lines; 0 below three."""
    columns: list[float] = []
    for line in found:
        printed = [
            part for part in text[draft.raw[line.start] : draft.raw[line.end - 1] + 1].splitlines() if part.strip()
        ]
        inner = sorted(lines.width(part.replace(" ", "")) for part in printed[1:-1])
        columns.append(inner[len(inner) // 2] if inner else 0.0)
    return columns


def _by_part(draft: Draft, found: Sequence[wraps.Line], parts: Sequence[parting.Part]) -> list[list[Edit]]:
    """The repairs of each article: a repair belongs to the article of the last line that starts before it."""
    owners = sorted((draft.raw[found[i].start], order) for order, article in enumerate(parts) for i in article.lines)
    starts = [start for start, _ in owners]
    edits: list[list[Edit]] = [[] for _ in parts]
    for edit in draft.edits:
        edits[owners[max(0, bisect.bisect_right(starts, edit.at) - 1)][1]].append(edit)
    return edits


def _document(
    source: Source,
    index: int,
    draft: Draft,
    found: Sequence[wraps.Line],
    article: parting.Part,
    edits: Sequence[Edit],
    seen: View,
    dropped: Sequence[tuple[int, str]],
    given: Mapping[str, str],
) -> Document:
    text = _reading(draft, [found[i] for i in article.lines])
    own = [found[i].text for i in article.lines]
    start, end = text.raw[0], text.raw[-1]
    title = found[article.title].text if article.title is not None else seen.title
    about = _about(
        [found[i].text for i in article.credits],
        own,
        [t for at, t in dropped if start <= at <= end],
        [t for _, t in dropped],
    )
    names, publisher, dated, written = about
    names, publisher, published = names or seen.names, publisher or seen.publisher, dated or seen.published or written
    if "published" in given:
        published = PartialDate(value=given["published"])
    return Document(
        id=iris.document_digest(text.text),
        source=source.sha256,
        source_name=source.name,
        index=index,
        title=title,
        byline=bylines.names(given["author"]) if "author" in given else names,
        publisher=given.get("publisher", publisher),
        published=published,
        url=given.get("url", seen.url),
        licence=given.get("licence", ""),
        given=tuple(sorted({"author": "byline"}.get(key, key) for key in given)),
        text=text.text,
        offsets=OffsetMap.of(text.raw, tags.wide(source.text, text.raw) if source.media_type == "text/html" else ()),
        repairs=counts(edits),
    )


def _reading(draft: Draft, chosen: Sequence[wraps.Line]) -> Draft:
    """The chosen lines, parted by the line ends that stand in the file."""
    spans: list[tuple[int, int]] = []
    for line in chosen[:-1]:
        spans.append((line.start, line.end))
        at = draft.text.index("\n", line.end)
        spans.append((at, at + 1))
    spans.append((chosen[-1].start, chosen[-1].end))
    return draft.part(spans)


def _about(
    credits: Sequence[str], own: Sequence[str], inside: Sequence[str], everywhere: Sequence[str]
) -> tuple[tuple[str, ...], str, PartialDate | None, PartialDate | None]:
    """Names, publisher and date: from bylines, the head of the report, its signature, then from dropped furniture.

    Two dates: the one that is said to be that of publication, and one that only stands alone at head or end.
    """
    lines_of = [bylines.credit(text, loose=True) for text in credits]
    body = own[len(credits) :]
    opening = bylines.first(bylines.dateline(text) for text in body[:4])
    closing = bylines.first(bylines.signature(text) or bylines.credit(text) for text in reversed(body[-4:]))
    noted = [bylines.credit(text) for text in inside]
    said = [c for c in (*lines_of, opening, closing, *noted) if c is not None]
    names = next((c.names for c in said if c.names), ())
    if names:
        names = tuple(dict.fromkeys(n for c in lines_of if c is not None for n in c.names)) or names
    own_paper = any(c.own for c in said)
    medium = "" if own_paper else next((c.medium for c in said if c.medium), "")
    source = next((c.source for c in said if c.source), "")
    heads = [m for text in everywhere if (m := furniture.masthead(text)) is not None]
    paper = next((m["name"] for m in heads if m["name"]), "")
    date = next((c.date for c in said if c.date is not None and c is not closing), None)
    if date is None and heads:
        date = next(
            (d for text in everywhere if furniture.masthead(text) and (d := bylines.date_of(lines.plain(text)))), None
        )
    alone = next((d for text in (*own[-3:], *own[1:4]) if (d := bylines.date_line(text)) is not None), None)
    issuer = next((i for a, b in _pairs(own) if bylines.date_line(b) and (i := bylines.issuer(a))), "")
    return names, medium or source or paper or issuer, date, alone


def _pairs(own: Sequence[str]) -> list[tuple[str, str]]:
    """Lines with the line under them, at the head of the article (its title left out) and at its end."""
    return [*itertools.pairwise(own[1:4]), *itertools.pairwise(own[-3:])]
