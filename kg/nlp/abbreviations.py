"""Short forms that a document binds itself: 《…》（以下简称《行动计划》）, and Latin names in brackets.

What a document defines holds in that document only. A short form that nobody has marked becomes a mention, here and
wherever the document has it later, unless a longer name stands there.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.lexicon import cuts_word
from kg.model import Alias, Mention, Reading, Span

_SIGN = re.compile(
    r"以下统称|以下合称|以下简称|以下称|下文简称|下文称|下文统称|下称|股票简称|证券简称|英文简称|英文缩写|中文简称|业内称|业内俗称|坊间称|"
    r"民间称|俗称|又称|亦称|也称|又名|亦名|别称|昵称|合称|统称|并称|简称|缩写|全称|"
    r"以下統稱|以下簡稱|以下稱|下稱|又稱|亦稱|俗稱|簡稱|全稱|(?<=[（(])(?:即|曾用名|原名)|(?P<bracket>[（(])"
)
_OPEN = '“"‘「『《'
_CLOSE = {"“": "”", '"': '"', "‘": "’", "「": "」", "『": "』", "《": "》"}
_LEAD = re.compile(r"[为為作：:\s]*")
_BARE = re.compile(r"[^\s，,。；;：:、（）()《》“”\"‘’「」『』！？!?]{2,20}")
_JOINED = re.compile(r"[、，,和及与或/\s]*(?:或|和|及|、|/)\s*(?=[“\"‘「『《])")
_LATIN = re.compile(r"(?P<name>[A-Za-zＡ-Ｚａ-ｚ][A-Za-z0-9Ａ-Ｚａ-ｚ０-９&.\-+/ ’']{1,60}?)\s*(?=[）)，,；;、])")
_SPELLED = re.compile(
    r"\s*[A-Z][A-Za-z&,\- ]+[，,；;]\s*(?:简称|缩写)?[“\"]?(?P<name>[A-Z][A-Za-z0-9\-]{1,15})[”\"]?\s*[）)]"
)
_NOT_SHORT = frozenset(
    ("本报", "记者", "下同", "试行", "草案", "暂行", "以下同", "编者", "图", "上接", "见图", "PDF", "APP", "APP端")
)
_COLLECTIVE = re.compile(
    r"[两二三四五六七八九十双多各][省市区县地部方家校院国城州]"
)  # 两省一市: of a whole list, of no one thing
_LONGEST = 24  # characters of a short form
_REACH = 40  # characters from the end of the full name to the cue: 《…》（厦高管规〔2025〕7号，以下简称…
_BOUND = 0.97
_AGAIN = 0.93


@dataclass(frozen=True, slots=True, kw_only=True)
class _Definition:
    start: int
    end: int
    full: Mention
    cue: Span


def find_aliases(reading: Reading) -> Reading:
    """The Reading with its aliases, and with the mentions that they imply (methods "definition" and "repeat")."""
    text = reading.document.text
    if not reading.mentions:
        return replace(reading, aliases=())
    spans, found = list(reading.mentions), list[_Definition]()
    for sign in _SIGN.finditer(text):  # in the text's order: a short form may be the full name of the next definition
        for definition in _definitions(text, spans, sign):
            found.append(definition)
            _mark(text, spans, definition)
    index = {(m.start, m.end): i for i, m in enumerate(spans)}
    aliases = tuple(
        Alias(start=d.start, end=d.end, text=text[d.start : d.end], full=index[d.full.start, d.full.end], cue=d.cue)
        for d in sorted(found, key=lambda d: (d.start, d.end))
        if (d.full.start, d.full.end) in index and (d.start, d.end) in index
    )
    return replace(reading, mentions=tuple(spans), aliases=aliases)


def _definitions(text: str, mentions: Sequence[Mention], sign: re.Match[str]) -> Iterator[_Definition]:
    """What a cue, or a bracket right after a name, defines."""
    if sign["bracket"]:
        yield from _latin_name(text, mentions, sign.start(), sign.end())
        return
    cue = Span(start=sign.start(), end=sign.end())
    full = _before(text, mentions, cue.start)
    if full is None:
        return
    shorts = list(_short_forms(text, cue.end))
    if sign.group() in ("全称", "全稱"):  # “百千万工程”全称…: the full name follows
        yield from _spelled_out(mentions, full, cue, shorts)
        return
    for start, end in shorts:
        if _is_short_form(text[start:end], full):
            yield _Definition(start=start, end=end, full=full, cue=cue)


def _last_before(mentions: Sequence[Mention], position: int) -> Mention | None:
    """The last mention that ends at this place or before it."""
    index = bisect_right(mentions, position, key=lambda m: m.end) - 1
    return mentions[index] if index >= 0 else None


def _before(text: str, mentions: Sequence[Mention], cue: int) -> Mention | None:
    """The mention that a cue at this place speaks of: what ends right before it, or before its bracket."""
    near = max(0, cue - _REACH)
    opened = max(text.rfind("（", near, cue), text.rfind("(", near, cue))
    closed = max(text.rfind("）", near, cue), text.rfind(")", near, cue))
    if opened > closed and "\n" not in text[opened:cue]:
        full = _last_before(mentions, opened)  # names inside the bracket come after the full name
        return full if full is not None and not text[full.end : opened].strip(" ”’」』》") else None
    full = _last_before(mentions, cue)
    if full is None or cue - full.end > 4:
        return None
    return full if not text[full.end : cue].strip(" ，,”’」』》") else None


def _short_forms(text: str, position: int) -> Iterator[tuple[int, int]]:
    """Spans of the short forms after a cue: quoted ones, one or several, or the bare words up to the next mark."""
    lead = _LEAD.match(text, position)
    at = lead.end() if lead else position
    if at < len(text) and text[at] in _OPEN:
        while at < len(text) and text[at] in _OPEN:
            close = text.find(_CLOSE[text[at]], at + 1, at + _LONGEST + 2)
            if close < 0 or "\n" in text[at:close]:
                return
            yield (at, close + 1) if text[at] == "《" else (at + 1, close)
            joined = _JOINED.match(text, close + 1)
            if joined is None:
                return
            at = joined.end()
        return
    bare = _BARE.match(text, at)
    if bare:
        yield bare.start(), bare.end()


def _is_short_form(short: str, full: Mention) -> bool:
    if _COLLECTIVE.match(short):
        return False
    return 2 <= len(short) <= _LONGEST and short not in _NOT_SHORT and short != full.text and not short.isdigit()


def _spelled_out(
    mentions: Sequence[Mention], short: Mention, cue: Span, shorts: list[tuple[int, int]]
) -> Iterator[_Definition]:
    """X全称Y: X is the short form of the mention Y, if Y is one (with its quotes or without)."""
    for start, end in shorts[:1]:
        for full in mentions:
            if full.start in (start - 1, start) and full.end in (end, end + 1) and full.text != short.text:
                yield _Definition(start=short.start, end=short.end, full=full, cue=cue)


def _latin_name(text: str, mentions: Sequence[Mention], bracket: int, inside: int) -> Iterator[_Definition]:
    """世界知识产权组织（WIPO）: a Latin name in the bracket right after a Chinese one; and the other way round."""
    mention = _last_before(mentions, bracket)
    if mention is None or mention.type == "PERSON" or text[mention.end : bracket].strip():
        return
    cue = Span(start=inside - 1, end=inside)
    if mention.text.isascii():
        at = bisect_left(mentions, inside, key=lambda m: m.start)
        full = mentions[at] if at < len(mentions) else None
        if full is None or full.start != inside or full.type != mention.type or full.text.isascii():
            return
        if text[full.end : full.end + 1] in tuple("）)"):
            yield _Definition(start=mention.start, end=mention.end, full=full, cue=cue)
        return
    latin = _SPELLED.match(text, inside) or _LATIN.match(text, inside)
    if latin is not None and latin["name"] not in _NOT_SHORT:
        yield _Definition(start=latin.start("name"), end=latin.end("name"), full=mention, cue=cue)


def _mark(text: str, spans: list[Mention], definition: _Definition) -> None:
    """The short form where it is defined and wherever it stands later, as mentions of the full name's type."""
    short = text[definition.start : definition.end]
    new = Mention(
        start=definition.start,
        end=definition.end,
        type=definition.full.type,
        text=short,
        confidence=_BOUND,
        method="definition",
    )
    _put(spans, new, definition.full)
    at = text.find(short, definition.end)
    while at >= 0:
        end = at + len(short)
        if not cuts_word(text, at, end):
            _put(spans, replace(new, start=at, end=end, confidence=_AGAIN, method="repeat"), definition.full)
        at = text.find(short, end)


def _put(spans: list[Mention], new: Mention, full: Mention) -> None:
    """Add a mention in its place; a longer name there stays, shorter ones and mere quotation marks give way."""
    first = bisect_right(spans, new.start, key=lambda m: m.end)
    last = bisect_left(spans, new.end, key=lambda m: m.start)
    crossing = spans[first:last]
    if len(crossing) == 1 and (crossing[0].start, crossing[0].end) == (new.start, new.end):
        if crossing[0].type != new.type:
            spans[first] = replace(crossing[0], type=new.type, method=new.method)
        return
    quoted = (new.start - 1, new.end + 1)
    if any(
        m == full
        or (m.end - m.start >= new.end - new.start and not (new.method == "definition" and (m.start, m.end) == quoted))
        for m in crossing
    ):
        return
    spans[first:last] = [new]
