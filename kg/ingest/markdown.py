"""A markdown file without its marks: each character that stays keeps its place."""

from __future__ import annotations

import re

from kg.ingest import bylines
from kg.ingest.draft import Draft
from kg.ingest.views import View
from kg.model import PartialDate

_FENCE = re.compile(r"^ {0,3}(```+|~~~+)[^\n]*$", re.M)
_LINE = (
    re.compile(r"^ {0,3}#{1,6}(?:[ \t]+|$)", re.M),  # headings
    re.compile(r"[ \t]+#+[ \t]*$", re.M),
    re.compile(r"^(?: {0,3}> ?)+", re.M),  # quotations
    re.compile(r"^[ \t]*[-*+][ \t]+(?:\[[ xX]\][ \t]+)?", re.M),  # lists
    re.compile(
        r"^ {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|=+|-{2,})[ \t]*$", re.M
    ),  # rules, underlines
    re.compile(r"^ {0,3}\[[^\]\n]{1,80}\]:[ \t]*\S[^\n]*$", re.M),  # where a link leads
    re.compile(r"^[ \t]*\|?(?:[ \t]*:?-{2,}:?[ \t]*\|)+(?:[ \t]*:?-{2,}:?[ \t]*)?$", re.M),  # under a table's head
    re.compile(r"<!--.*?-->", re.S),
    re.compile(r"</?[A-Za-z][A-Za-z0-9-]{0,20}(?:\s[^<>\n]{0,300})?/?>"),
)
_LINK = re.compile(
    r"(!?\[)([^\[\]\n]{0,300})(\](?:\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+[\"'][^\"'\n]*[\"'])?\)|\[[^\]\n]{0,80}\]))"
)
_AUTO = re.compile(r"<(https?://[^>\s]{1,500})>")
_STRONG = re.compile(r"(?<![\\0-9*])(\*{1,3}|~~)(?=[^\s*~])([^\n*~]{1,400}?)(?<=[^\s*~])\1")
_UNDER = re.compile(r"(?<![0-9A-Za-z_])(_{1,3})(?=[^\s_])([^\n_]{1,400}?)(?<=[^\s_])\1(?![0-9A-Za-z_])")
_CODE = re.compile(r"(`+)([^`\n]{1,400})\1(?!`)")
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_PIPE = re.compile(r"^[ \t]*\||\|[ \t]*$", re.M)
_FRONT = re.compile(r"\A---[ \t]*\n(.{0,5000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_FIELD = re.compile(
    r"^(title|author|authors|date|published|source|publisher|url|link)\s*:\s*[\"']?([^\n\"']{1,300})", re.M | re.I
)


def view(text: str) -> View:
    """The text without marks; a head of fields (`title:`, `author:`, `date:`) is read and left out."""
    text_of, start = text, 0
    fields: dict[str, str] = {}
    front = _FRONT.match(text.replace("\r\n", "\n")) if text.startswith("---") else None
    if front is not None and "\r" not in text:
        fields = {m[1].lower(): m[2].strip() for m in _FIELD.finditer(front[1])}
        start = front.end() if fields else 0
    draft = Draft.of(text_of[start:], start)
    code = _code_lines(draft.text)
    draft = _strip(draft, code)
    author = fields.get("author") or fields.get("authors") or ""
    date = fields.get("date") or fields.get("published") or ""
    return View(
        draft=draft,
        title=fields.get("title", ""),
        names=bylines.names(author.strip("[]")),
        publisher=fields.get("source") or fields.get("publisher") or "",
        published=_date(date),
        url=fields.get("url") or fields.get("link") or "",
    )


def _date(text: str) -> PartialDate | None:
    return bylines.date_of(text) if text else None


def _code_lines(text: str) -> list[tuple[int, int]]:
    """Ranges of fenced blocks, the fences included. A fence that is never closed is no fence."""
    found: list[tuple[int, int]] = []
    opened: re.Match[str] | None = None
    for match in _FENCE.finditer(text):
        if opened is None:
            opened = match
        elif match[1][0] == opened[1][0] and len(match[1]) >= len(opened[1]):
            found.append((opened.start(), match.end()))
            opened = None
    return found


def _strip(draft: Draft, code: list[tuple[int, int]]) -> Draft:
    text = draft.text
    cuts: list[tuple[int, int]] = []
    for match in _FENCE.finditer(text):
        if any(a == match.start() or b == match.end() for a, b in code):
            cuts.append(match.span())
    for pattern in _LINE:
        cuts += [m.span() for m in pattern.finditer(text) if m.end() > m.start()]
    for match in _LINK.finditer(text):
        if match[1] == "![":
            cuts.append(match.span())
        else:
            cuts += [match.span(1), match.span(3)]
    for match in _AUTO.finditer(text):
        cuts += [(match.start(), match.start() + 1), (match.end() - 1, match.end())]
    for pattern in (_STRONG, _UNDER, _CODE):
        for match in pattern.finditer(text):
            cuts += [match.span(1), (match.end() - len(match[1]), match.end())]
    cuts += [m.span() for m in _ESCAPE.finditer(text)]
    tables = [m.span() for m in re.finditer(r"^[^\n]*\|[^\n]*\|[^\n]*$", text, re.M)]
    pipes = [m.span() for a, b in tables for m in _PIPE.finditer(text, a, b)]
    tabs = [
        (i, "\t") for a, b in tables for i in range(a, b) if text[i] == "|" and not any(s <= i < e for s, e in pipes)
    ]
    inside = [cut for cut in cuts + pipes if not any(a < cut[0] and cut[1] < b for a, b in code)]
    changed = draft.replaced(tabs, "layout")
    return Draft(text=changed.text, raw=draft.raw).silently(_merged(inside))


def _merged(cuts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(cuts):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
