"""A walk through html that knows the place of each visible character in the decoded file.

A tokenizer of its own, because it needs offsets: one pass, no recursion, linear also on broken or hostile markup.
A character written as an entity has the position of its `&`; the line end of a block that of the tag's `<`.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape
from html.entities import html5

from kg.model import Span


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_VOID = _set("area base br col embed hr img input link meta param source track wbr")
_RAW = _set("script style textarea title xmp iframe noembed noframes template noscript svg math")
_BLOCK = _set(
    """address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol option p pre section summary table tbody
    tfoot thead tr ul"""
)
_HIDDEN = _set("head button select datalist object audio video canvas map applet")
_ZONES = _set("nav header footer aside form")
_SELF_CLOSING = _set("p li dt dd tr td th option")  # a second one closes the first
_ZONE_WORDS = _set(
    """nav navbar navi navigation menu crumb crumbs breadcrumb breadcrumbs share shares bdsharebuttonbox bshare social
    footer foot copyright sidebar pagination pager comment comments related relate recommend recommended login toolbar
    advert ads hotnews"""
)
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_TAG = re.compile(r"</?([A-Za-z][^\s/>]{0,40})")
_ATTRIBUTE = re.compile(r"""([^\s=/>"']{1,60})(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']*)))?""")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?")
_PIECES = re.compile(r"[ \t\r\n\f]+|&")
_JSON_DATE = re.compile(r'"(?:datePublished|pubDate|uploadDate)"\s*:\s*"([^"]{4,40})"')


@dataclass(slots=True)
class Page:
    """What the walk has collected. Mutable; `kg.ingest.html` makes a View of it."""

    characters: list[str] = field(default_factory=list)
    raw: array[int] = field(default_factory=lambda: array("I"))
    zones: list[tuple[int, int, str]] = field(default_factory=list)  # (start, end, tag or "class")
    links: list[tuple[int, int]] = field(default_factory=list)
    headings: list[tuple[int, int]] = field(default_factory=list)  # h1
    meta: dict[str, str] = field(default_factory=dict)
    title: tuple[str, int, int] = ("", 0, 0)  # raw text, its start, where its end tag starts

    def put(self, character: str, position: int) -> None:
        self.characters.append(character)
        self.raw.append(position)

    def space(self, position: int) -> None:
        if self.characters and self.characters[-1] not in " \n\t":
            self.put(" ", position)

    def line_end(self, position: int) -> None:
        """A line end inside a block; two of them make an empty line."""
        if self.characters and self.characters[-2:] != ["\n", "\n"]:
            self.put("\n", position)

    def block_end(self, position: int) -> None:
        """An empty line: paragraphs of html are paragraphs, whatever their width."""
        for offset in range(2):
            if self.characters and self.characters[-2:] != ["\n", "\n"]:
                self.put("\n", position + offset)


@dataclass(frozen=True, slots=True)
class _Open:
    tag: str
    start: int  # characters seen when it was opened
    hidden: bool
    zone: str
    link: bool


def walk(text: str) -> Page:
    """The visible characters of a page with their places, its zones, links and headings, and its meta elements."""
    page = Page()
    stack: list[_Open] = []
    count: Counter[str] = Counter()
    hidden = pre = 0
    position = 0
    while position < len(text):
        at = text.find("<", position)
        if at < 0:
            at = len(text)
        if at > position and not hidden:
            _data(page, text, position, at, pre > 0)
        if at == len(text):
            break
        found = _TAG.match(text, at)
        if found is None:
            position = _no_tag(page, text, at, hidden)
            continue
        end = _tag_end(text, found.end())
        tag = found[1].lower()
        position = end
        if text[at + 1] == "/":
            if count[tag]:
                while stack:
                    top = stack.pop()
                    count[top.tag] -= 1
                    hidden -= top.hidden
                    pre -= top.tag == "pre"
                    _closed(page, top, at)
                    if top.tag == tag:
                        break
            elif tag == "p" and not hidden:
                page.block_end(at)
            continue
        attributes = _attributes(text, found.end(), end)
        if tag == "meta":
            _remember(page, attributes)
        elif tag == "link" and attributes.get("rel") == "canonical":
            page.meta.setdefault("url", attributes.get("href", ""))
        if tag in _SELF_CLOSING and stack and stack[-1].tag == tag:
            top = stack.pop()
            count[top.tag] -= 1
            hidden -= top.hidden
            _closed(page, top, at)
        if tag == "body":  # a head left open does not hide the page
            while stack and stack[-1].tag == "head":
                count["head"] -= 1
                hidden -= stack.pop().hidden
        if not hidden:
            if tag in _BLOCK:
                page.block_end(at)
            elif tag == "br" and (count["h1"] or count["h2"]):
                page.space(at)
            elif tag == "br":
                page.line_end(at)
            elif tag in ("td", "th") and page.characters and page.characters[-1] not in "\n\t":
                page.put("\t", at)
        if tag in _RAW:
            position = _raw_text(page, text, tag, end, attributes)
            continue
        if tag in _VOID or text[end - 2 : end] == "/>":
            continue
        opened = _open(tag, attributes, len(page.characters))
        stack.append(opened)
        count[tag] += 1
        hidden += opened.hidden
        pre += tag == "pre"
    for top in reversed(stack):
        _closed(page, top, len(text))
    return page


def _no_tag(page: Page, text: str, at: int, hidden: int) -> int:
    """Comments, declarations, and a `<` that is just a character."""
    if text.startswith("<!--", at):
        end = text.find("-->", at + 4)
        return len(text) if end < 0 else end + 3
    if text[at + 1 : at + 2] in ("!", "?", "/"):
        end = text.find(">", at)
        return len(text) if end < 0 else end + 1
    if not hidden:
        page.put("<", at)
    return at + 1


def _tag_end(text: str, position: int) -> int:
    """Behind the `>` of a tag; a `>` inside quotes does not count, unless the quote is never closed."""
    plain = text.find(">", position)
    if plain < 0:
        return len(text)
    at = position
    while True:
        end = text.find(">", at)
        if end < 0:
            return plain + 1
        opened = [q for q in (text.find('"', at, end), text.find("'", at, end)) if q >= 0]
        if not opened:
            return end + 1
        quote = min(opened)
        if (
            not re.match(r"=\s*$", text[max(position, quote - 4) : quote][-2:] or " ")
            and "=" not in text[max(position, quote - 3) : quote]
        ):
            at = quote + 1
            continue
        closed = text.find(text[quote], quote + 1, quote + 20_000)
        if closed < 0:
            return plain + 1
        at = closed + 1


def _attributes(text: str, start: int, end: int) -> dict[str, str]:
    if end - start > 20_000:
        return {}
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(text, start, end - 1):
        value = match[2] or match[3] or match[4] or ""
        found.setdefault(match[1].lower(), unescape(value) if "&" in value else value)
    return found


def _data(page: Page, text: str, start: int, end: int, pre: bool) -> None:
    """Text between tags: white space collapsed (not in pre), entities read."""
    position = start
    while position < end:
        found = _PIECES.search(text, position, end)
        stop = found.start() if found else end
        if stop > position:
            page.characters += text[position:stop]
            page.raw.extend(range(position, stop))
        if found is None:
            return
        if found[0] != "&":
            if pre:
                for offset, character in enumerate(found[0]):
                    page.put("\n" if character in "\r\n\f" else " ", found.start() + offset)
            else:
                page.space(found.start())
            position = found.end()
            continue
        entity = _ENTITY.match(text, stop, end)
        read = _entity(entity[0]) if entity else ""
        if entity is None or not read:
            page.put("&", stop)
            position = stop + 1
        else:
            for offset, character in enumerate(read):
                page.put(" " if character == "\xa0" else character, stop + offset)
            position = entity.end()


def wide(text: str, positions: Iterable[int]) -> tuple[Span, ...]:
    """The raw spans of the characters at these positions that an entity writes; the last of an entity's covers it."""
    found: list[Span] = []
    for position in positions:
        if text[position] != "&":
            continue
        entity = _ENTITY.match(text, position)
        read = _entity(entity[0]) if entity else ""
        if entity is not None and read:
            found.append(Span(start=position + len(read) - 1, end=entity.end()))
    return tuple(found)


def _entity(written: str) -> str:
    if written.endswith(";") or written[1] == "#" or written[1:] in html5:
        read = unescape(written)
        return read if read != written and len(read) <= 2 else ""
    return ""


def _open(tag: str, attributes: dict[str, str], start: int) -> _Open:
    style = attributes.get("style", "")
    hidden = (
        tag in _HIDDEN
        or "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or (bool(style) and _HIDING.search(style) is not None)
    )
    zone = tag if tag in _ZONES else ""
    if not zone and tag in ("div", "ul", "ol", "section", "p", "span", "table", "td", "dl"):
        named = f"{attributes.get('class', '')} {attributes.get('id', '')}"
        if any(word.lower() in _ZONE_WORDS for word in _WORDS.findall(named)) or attributes.get("role") == "navigation":
            zone = "class"
    return _Open(tag, start, hidden, zone, tag == "a")


def _closed(page: Page, top: _Open, at: int) -> None:
    end = len(page.characters)
    if end > top.start:
        if top.zone:
            page.zones.append((top.start, end, top.zone))
        if top.link:
            page.links.append((top.start, end))
        if top.tag == "h1":
            page.headings.append((top.start, end))
    if top.tag in _BLOCK and not top.hidden:
        page.block_end(at)


def _raw_text(page: Page, text: str, tag: str, end: int, attributes: dict[str, str]) -> int:
    close = re.compile(rf"</{tag}[\s>/]", re.I).search(text, end)
    stop = close.start() if close else len(text)
    if tag == "title" and not page.title[0]:
        page.title = (text[end:stop], end, stop)
    if tag == "script" and "json" in attributes.get("type", ""):
        dated = _JSON_DATE.search(text, end, min(stop, end + 50_000))
        if dated:
            page.meta.setdefault("datepublished", dated[1])
    return stop if tag == "title" or close is None else text.find(">", stop) + 1 or len(text)


def _remember(page: Page, attributes: dict[str, str]) -> None:
    key = (attributes.get("name") or attributes.get("property") or attributes.get("itemprop") or "").lower().strip()
    value = attributes.get("content", "").strip()
    if key and value and len(value) <= 500:
        page.meta.setdefault(key, value)
