"""The pattern language: a sentence as typed text, and a rule's pattern as one regular expression over it.

In typed text each mention is one private-use character by type, so that a name of any length costs one character,
a gap counts words and not names, and Python's own `re` does the matching. Half-width marks next to Chinese are
full-width in it, quotation marks around a name and asides after a name (以下简称…) are left out; `origin` leads
every character back to the reading text.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import opencc

from kg.errors import DataError
from kg.model import MENTION_TYPES, Mention, MentionType, Span
from kg.rules import Slot, slots

MARKS: dict[MentionType, str] = {kind: chr(0xE000 + i) for i, kind in enumerate(MENTION_TYPES)}
TYPE_OF: dict[str, MentionType] = {mark: kind for kind, mark in MARKS.items()}
ANY_MARK = f"{MARKS[MENTION_TYPES[0]]}-{MARKS[MENTION_TYPES[-1]]}"  # a range for a character class

_WIDE = {":": "：", ";": "；", "(": "（", ")": "）", "!": "！", "?": "？", "﹑": "、", "､": "、"}


class _Plain(dict[int, str]):
    """What each character is for a pattern: full-width marks, simplified for traditional, no private-use characters.
    Filled as characters are met; a character whose simplified form is not one character stays."""

    def __init__(self) -> None:
        super().__init__({ord(narrow): wide for narrow, wide in _WIDE.items()})
        self.update({0xE000 + i: "\ufffd" for i in range(len(MENTION_TYPES))})
        self._converter = opencc.OpenCC("t2s")

    def __missing__(self, code: int) -> str:
        character = chr(code)
        simplified: str = self._converter.convert(character) if code >= _FIRST_HAN else character
        self[code] = simplified if len(simplified) == 1 else character
        return self[code]


@functools.cache
def _plain() -> _Plain:
    return _Plain()


_FIRST_HAN = 0x3400
_COMMA = re.compile(r",(?!\d)|(?<!\d),")
_QUOTES = "“”‘’\"'「」『』"
_ASIDE = re.compile(
    f"(?<=[{ANY_MARK}])[”’」』]?（(?:[^（）{ANY_MARK}]{{0,40}}|[^（）]{{0,8}}[简下又通]称[^（）]{{0,20}}|[{ANY_MARK}])）"
)
_QUOTED = re.compile(f"[{_QUOTES}](?=[{ANY_MARK}])|(?<=[{ANY_MARK}])[{_QUOTES}]")
_BRACES = re.compile(r"\{([^{}]*)\}")
_GAP = re.compile(r"…(\d*)([，@#]*)")
_DEFAULT_GAP = 12
_JOINERS = "、|，?以及|，?和|与|及|暨|或|/"


@dataclass(frozen=True, slots=True)
class TypedText:
    """One sentence. Character i of `text` covers [starts[i], ends[i]) of the reading text; names[i] is the mention
    that a private-use character stands for (an anaphor stands for its antecedent), -1 elsewhere."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    names: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        """The reading span under typed characters [start, end), which must not be empty."""
        return Span(start=self.starts[start], end=self.ends[end - 1])

    def mentions(self, start: int, end: int, types: Iterable[MentionType]) -> list[int]:
        """Positions in the typed text, within [start, end), of names of these types."""
        wanted = {MARKS[t] for t in types}
        return [i for i in range(start, end) if self.text[i] in wanted]


@dataclass(frozen=True, slots=True)
class Compiled:
    """One pattern of a rule, ready to run."""

    regex: re.Pattern[str]
    subject: Slot
    object: Slot
    needs: tuple[frozenset[str], ...]  # each must have a character in the sentence


def widen(text: str) -> str:
    """The text as patterns read it: marks full-width, traditional characters simplified, as long as before."""
    return _COMMA.sub("，", text).translate(_plain())


def typed(wide: str, start: int, end: int, mentions: Sequence[tuple[int, Mention]]) -> TypedText:
    """Typed text of the reading span [start, end), from the widened text and the (index, mention) inside, in order."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    names: list[int] = []
    position = start
    for index, mention in mentions:
        if mention.start < position or mention.end > end:
            continue
        pieces += (wide[position : mention.start], MARKS[mention.type])
        starts += range(position, mention.start + 1)
        ends += range(position + 1, mention.start + 1)
        ends.append(mention.end)
        names += [-1] * (mention.start - position)
        names.append(index)
        position = mention.end
    pieces.append(wide[position:end])
    starts += range(position, end)
    ends += range(position + 1, end + 1)
    names += [-1] * (end - position)
    whole = TypedText("".join(pieces), starts, ends, names)
    if not mentions:
        return whole
    return without(without(whole, _ASIDE), _QUOTED)


def without(typed_text: TypedText, dropped: re.Pattern[str]) -> TypedText:
    """The typed text with every match of `dropped` left out."""
    text = typed_text.text
    spans = [m.span() for m in dropped.finditer(text)]
    if not spans:
        return typed_text
    pieces: list[str] = []
    kept: list[int] = []
    position = 0
    for start, end in spans:
        pieces.append(text[position:start])
        kept += range(position, start)
        position = end
    pieces.append(text[position:])
    kept += range(position, len(text))
    return TypedText(
        "".join(pieces),
        [typed_text.starts[i] for i in kept],
        [typed_text.ends[i] for i in kept],
        [typed_text.names[i] for i in kept],
    )


def replaced(typed_text: TypedText, changes: Sequence[tuple[int, int, str, int]]) -> TypedText:
    """The typed text with each (start, end, mark, mention) made one name. Changes are in order, without overlap."""
    if not changes:
        return typed_text
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    names: list[int] = []
    position = 0
    for start, end, mark, mention in changes:
        pieces += (typed_text.text[position:start], mark)
        starts += typed_text.starts[position:start]
        ends += typed_text.ends[position:start]
        names += typed_text.names[position:start]
        starts.append(typed_text.starts[start])
        ends.append(typed_text.ends[end - 1])
        names.append(mention)
        position = end
    pieces.append(typed_text.text[position:])
    starts += typed_text.starts[position:]
    ends += typed_text.ends[position:]
    names += typed_text.names[position:]
    return TypedText("".join(pieces), starts, ends, names)


def marks(types: Iterable[MentionType]) -> str:
    """A character class that matches one name of these types."""
    return "[" + "".join(MARKS[t] for t in types) + "]"


def enumeration(types: Sequence[MentionType]) -> str:
    """A, B、C和D, A、B等: names of these types in a row, each possibly with the place it comes from."""
    item = marks(types)
    if "PLACE" not in types:
        item = f"{MARKS['PLACE']}?{item}"
    joiner = _JOINERS + ("| " if types == ("PERSON",) else "")
    return f"{item}(?:(?:{joiner}){item})*等?"


def compile_pattern(pattern: str, *, place: str = "") -> Compiled:
    """One regular expression with the groups s, o (or so), trigger and role. DataError naming `place` if it is none."""
    found = {slot.side: slot for slot in slots(pattern)}
    subject = found.get("s") or found["so"]
    object_ = found.get("o") or found["so"]
    needs = tuple(frozenset(MARKS[t] for t in slot.types) for slot in (subject, object_) if not slot.context)
    return Compiled(expression(pattern, place=place), subject, object_, needs)


def expression(pattern: str, *, place: str = "") -> re.Pattern[str]:
    """A pattern as one regular expression over typed text.

    {…8} is a gap, {name:ORG,PLACE} a group that matches one name of these types (+ an enumeration; ^ and ~ nothing,
    the reader fills them from the context), {:ORG} the same without a group, {name:words|words} a group of words.
    """

    def translate(match: re.Match[str]) -> str:
        gap = _GAP.fullmatch(match[1])
        if gap:
            return _gap(int(gap[1] or _DEFAULT_GAP), gap[2])
        name, colon, rest = match[1].partition(":")
        group = name.rstrip("+^~")
        if not colon or (group and not group.isidentifier()):
            raise DataError(f"cannot read {match[0]} in a pattern", place=place)
        types = tuple(t for t in MENTION_TYPES if t in rest.split(","))
        if not types:
            if re.fullmatch("[A-Z,]+", rest) or not group:
                raise DataError(f"no known type in {match[0]}", place=place)
            return f"(?P<{group}>{rest})"
        if "^" in name:
            return f"(?P<{group}>(?:^|(?<=[，；：。])))"
        if "~" in name:
            return f"(?P<{group}>)"
        matches = enumeration(types) if "+" in name else marks(types)
        return f"(?P<{group}>{matches})" if group else matches

    text = re.sub(r"(?<!\{)…", "{…}", pattern)
    while True:  # from the innermost braces outwards
        text = _protect(text)
        step = _BRACES.sub(translate, text)
        if step == text:
            break
        text = step
    try:
        return re.compile(text.replace("⟦", "{").replace("⟧", "}"))
    except re.error as problem:
        raise DataError(f"{pattern!r} is no pattern: {problem}", place=place) from problem


def _protect(expression: str) -> str:
    """Repeats such as {0,5} with brackets that the brace parser does not see."""
    return re.sub(r"\{(\d+,?\d*|,\d+)\}", r"⟦\1⟧", expression)


def _gap(length: int, flags: str) -> str:
    stops = "。！？；："
    if "，" not in flags:
        stops += "，"
    if "#" in flags:
        stops += "".join(mark for kind, mark in MARKS.items() if kind != "PLACE")
    elif "@" not in flags:
        stops += ANY_MARK
    return f"(?:[^{stops}]⟦0,{length}⟧?)"
