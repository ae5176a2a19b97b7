"""The visible text of an html file: what `tags` collects, without navigation, with the headline that the page names."""

from __future__ import annotations

import re
from array import array
from html import unescape

from kg.ingest import bylines, lines
from kg.ingest.draft import Draft
from kg.ingest.tags import Page, walk
from kg.ingest.views import View
from kg.ingest.wraps import SPACE_CHARACTERS

_SITE = re.compile(r"\s*(?:[_|｜]|\s[-–—]\s?|--|[-–—](?=[^-–—]{2,12}(?:网|报|频道|政府|门户|在线|新闻|社)$))\s*")
_META = {
    "title": ("articletitle", "og:title", "twitter:title", "title"),
    "date": (
        "pubdate",
        "publishdate",
        "article:published_time",
        "og:published_time",
        "datepublished",
        "dc.date",
        "date",
        "og:release_date",
        "releasedate",
        "weibo: article:create_at",
        "createdate",
    ),
    "publisher": ("contentsource", "source", "mediaid", "og:article:source", "article:source"),
    "author": ("author", "article:author", "og:article:author", "dc.creator", "byl"),
    "url": ("og:url", "url"),
}
_NO_NAME = re.compile("网站|网$|admin|编辑|系统|管理员|^\\s*$|[a-z]{3}", re.I)


def view(text: str) -> View:
    """The visible text in document order, navigation and the like left out, and what the markup says."""
    page = walk(text)
    draft = Draft(text="".join(page.characters), raw=page.raw)
    draft = _with_title(draft, page, text)
    shift = len(draft.text) - len(page.characters)
    cuts = _zone_cuts(page, draft.text[shift:]) + _link_cuts(page, draft.text[shift:])
    draft = draft.without(_merged([(a + shift, b + shift) for a, b in cuts]), "furniture")
    date = bylines.date_of(lines.plain(_first(page.meta, "date"))) or bylines.url_date(_first(page.meta, "url"))
    author = _first(page.meta, "author")
    return View(
        draft=draft,
        title=_title(page),
        names=() if _NO_NAME.search(author) else bylines.names(author),
        publisher=_first(page.meta, "publisher"),
        published=date,
        url=_first(page.meta, "url"),
    )


def _first(meta: dict[str, str], what: str) -> str:
    return next((meta[key] for key in _META[what] if meta.get(key)), "")


def _title(page: Page) -> str:
    """The headline that the markup names: a single h1, else the metadata, else <title> without the site's name."""
    headings = {"".join(page.characters[a:b]).strip() for a, b in page.headings} - {""}
    if len(headings) == 1:
        return headings.pop()
    whole = " ".join(unescape(page.title[0]).split())
    return _first(page.meta, "title").strip() or _SITE.split(whole)[0].strip()


def _with_title(draft: Draft, page: Page, text: str) -> Draft:
    """Puts the text of <title> before the page, where no line of the page is the headline."""
    written, start, stop = page.title
    if "&" in written or not written.strip():
        return draft
    head = _SITE.split(written)[0]
    bare = _squeezed(head)
    shown = [_squeezed(line) for line in draft.text.split("\n") if line.strip()]
    if len(bare) < 5 or any(
        line
        and (
            line == bare
            or (len(line) >= 5 and bare.startswith(line))
            or (line in _squeezed(written)[:200] and len(line) >= 8)
        )
        for line in shown[:400]
    ):
        return draft
    start += written.index(head)
    raw = array("I", range(start, start + len(head)))
    raw.append(stop)
    body_start = next((i for i, position in enumerate(draft.raw) if position > stop), len(draft.raw))
    return Draft(text=head.replace("\n", " ") + "\n" + draft.text[body_start:], raw=raw + draft.raw[body_start:])


def _zone_cuts(page: Page, text: str) -> list[tuple[int, int]]:
    """Zones of navigation and the like; not one that holds half of the page, and no header with the headline."""
    total = len("".join(text.split())) or 1
    cuts: list[tuple[int, int]] = []
    for start, end, zone in page.zones:
        inside = text[start:end]
        if len("".join(inside.split())) * 2 > total or (inside.count("。") >= 4 and zone != "footer"):
            continue
        if zone == "header" and any(start <= a < end for a, _ in page.headings):
            continue
        cuts.append((start, end))
    return cuts


def _link_cuts(page: Page, text: str) -> list[tuple[int, int]]:
    """Lines that are nothing but links: three or more in one line, or four or more such lines in a row."""
    cuts: list[tuple[int, int]] = []
    run: list[tuple[int, int]] = []
    links = sorted(page.links)
    at, start = 0, 0
    for line in text.split("\n"):
        end = start + len(line)
        while at < len(links) and links[at][1] <= start:
            at += 1
        own, k = [], at
        while k < len(links) and links[k][0] < end:
            own.append((max(links[k][0], start), min(links[k][1], end)))
            k += 1
        shown = len("".join(line.split()))
        linked = sum(len("".join(text[a:b].split())) for a, b in own)
        if shown:
            bare = linked * 10 >= shown * 7 and "。" not in line
            if bare and len(own) >= 3:
                cuts.append((start, end))
            elif bare and linked * 10 >= shown * 9:
                run.append((start, end))
            else:
                cuts += run if len(run) >= 4 else []
                run = []
        start = end + 1
    return cuts + (run if len(run) >= 4 else [])


def _merged(cuts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Overlapping ranges as one; the line end before a cut stays."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(cuts):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _squeezed(text: str) -> str:
    return "".join(character for character in text if character not in SPACE_CHARACTERS and not character.isspace())
