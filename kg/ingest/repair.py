"""Repairs of characters and blanks: pure functions from Draft to Draft, one kind of noise each.

    line_ends         (layout)           \\r\\n, \\f, U+2028 … become one kind of line end
    invisible         "invisible"        zero-width and soft-hyphen characters
    full_width        "fullwidth-digits" ２０２５ → 2025, ＡＩ → AI, one character for one
    undouble          "doubled"          近近日日，，… → 近日，…: a line printed twice over itself
    blanks            "blank"            行 动 计 划 → 行动计划; blanks around digits and marks
    quotes            "quotes"           a “ that should be ” and the like, only where it is certain

Repairs of lines stand in wraps, captions, margins and copies; `kg.ingest.articles` puts them in order.
"""

from __future__ import annotations

import re

from kg.ingest import bylines, lines
from kg.ingest.draft import Draft
from kg.ingest.lines import CJK, SPACE

_LINE_ENDS = re.compile("[\r\f\v\x1c-\x1e\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\ufffe]|[\x00-\x08\x0e-\x1b\x7f]"
)
_FULL_WIDTH = re.compile(
    "[０-９Ａ-Ｚａ-ｚ]|(?<=[０-９0-9])[．％](?=[０-９0-9]|)|(?<=[０-９])[，：](?=[０-９]{2,3}(?![０-９]))"
)
_MARKS_AFTER = "，。、；：？！）》」』”’】〉％…"
_MARKS_BEFORE = "（《「『“‘【〈"


def line_ends(draft: Draft) -> Draft:
    """One "\\n" for each line end. Layout, not a repair: it is not counted."""
    if not _LINE_ENDS.search(draft.text):
        return draft
    cuts, changes = [], []
    for match in _LINE_ENDS.finditer(draft.text):
        if match[0] == "\r" and draft.text.startswith("\n", match.end()):
            cuts.append(match.span())
        else:
            changes.append((match.start(), "\n"))
    changed = draft.replaced(changes, "layout")
    return Draft(text=changed.text, raw=changed.raw, edits=draft.edits).silently(cuts)


def invisible(draft: Draft) -> Draft:
    return draft.without([match.span() for match in _INVISIBLE.finditer(draft.text)], "invisible")


def full_width(draft: Draft) -> Draft:
    """Digits and Latin letters, and the point, comma, colon and per cent sign inside numbers."""
    changes = [(m.start(), chr(ord(m[0]) - 0xFEE0)) for m in _FULL_WIDTH.finditer(draft.text)]
    return draft.replaced(changes, "fullwidth-digits")


# ---------------------------------------------------------------- doubled lines

_LONGEST_HALF = 80
_DOUBLED_MARK = re.compile("([，。、；：！？“”‘’（）《》])\\1")


def undouble(draft: Draft) -> Draft:
    """Lines that are printed over themselves, piece by piece: of each piece the first copy stays.

    A line counts when, blanks left out, it falls into pieces that each stand twice, and one of the pieces is longer
    than a mark. A short line needs a doubled line above it, or a doubled mark.
    """
    if not _DOUBLED_MARK.search(draft.text):
        return draft
    cuts: list[tuple[int, int]] = []
    start, above = 0, False
    for line in draft.text.split("\n"):
        if line.strip():
            found = _second_copies(line) if above or _DOUBLED_MARK.search(line) else []
            above = bool(found)
            cuts += [(start + a, start + b) for a, b in found]
        start += len(line) + 1
    return draft.without(cuts, "doubled")


def _second_copies(line: str) -> list[tuple[int, int]]:
    """The ranges of the second copies, or nothing where the line is not doubled throughout."""
    shown = [index for index, character in enumerate(line) if not lines.blank(character)]
    text = "".join(line[index] for index in shown)
    position, longest, single = 0, 0, 0
    cuts: list[tuple[int, int]] = []
    while position < len(text):
        most = min(_LONGEST_HALF, (len(text) - position) // 2)
        half = next(
            (n for n in range(most, 0, -1) if text[position : position + n] == text[position + n : position + 2 * n]), 0
        )
        if half == 0:
            single += 1
            position += 1
            continue
        first, last = shown[position + half], shown[position + 2 * half - 1]
        cuts.append((first, last + 1))
        longest = max(longest, half)
        position += 2 * half
    if longest < 2 or single > len(text) // 12:
        return []
    return cuts


# ---------------------------------------------------------------- blanks

_RUN = re.compile(f"(?<=\\S)[{SPACE}]+(?=\\S)")
_INDENT = re.compile(f"^[{SPACE}]+|[{SPACE}]+$", re.M)
_SENTENCE = re.compile("[，。；、,;]")
_ROLE = re.compile(
    "记者|記者|通讯员|通訊員|作者|编辑|編輯|责编|摄影|攝影|特派|评论员|研究员|供稿|撰文|采写|报道|作者单位|[文图]/|電|电|讯|訊|来源|來源|图源"
)
_ROLE_END = re.compile(
    "(?:记者|記者|通讯员|通訊員|作者|编辑|編輯|摄影|攝影|研究员|报道|報道|電|电|讯|訊|日|来源|來源)[：:]?$"
)
_LATIN = re.compile("[0-9A-Za-z\u00c0-\u024f\u0370-\u03ff]")
_LATIN_MARK = re.compile("[,.:;!?%)\\]}&+'\"\u2019(\\[{$#@/\\\\|=<>*~^_`°-]")


def indents(draft: Draft) -> Draft:
    """Blanks at both ends of each line. Layout, not a repair."""
    return draft.silently([match.span() for match in _INDENT.finditer(draft.text)])


def blanks(draft: Draft) -> Draft:
    """Blanks that Chinese text does not have: between the characters of a line pulled apart, around digits and marks.

    Blanks stay inside Latin text (`SU7 Ultra`, `CAPIQ 2019`), between a role and a name (记者 王某), between the two
    halves of a headline or a motto, and in lines without a sentence (tables, lists of names).
    """
    habit = len(_LATIN_APART.findall(draft.text)) > max(4, len(_LATIN_BESIDE.findall(draft.text)))
    cuts: list[tuple[int, int]] = []
    start = 0
    for line in draft.text.split("\n"):
        if len(line) > 1 and (" " in line or "\u3000" in line or "\u00a0" in line or "\t" in line or _RUN.search(line)):
            cuts += [(start + a, start + b) for a, b in _blanks_of(line, habit)]
        start += len(line) + 1
    return draft.without(cuts, "blank")


def _blanks_of(line: str, habit: bool) -> list[tuple[int, int]]:
    """`habit`: the whole text parts Chinese from Latin and digits by blanks, so its headings do, too."""
    runs = [match.span() for match in _RUN.finditer(line)]
    sentence = _SENTENCE.search(line) is not None and ("。" in line or lines.ended(line) or lines.width(line) > 48)
    return [
        (a, b)
        for index, (a, b) in enumerate(runs)
        if _noise(
            line,
            a,
            b,
            sentence,
            habit,
            runs[index - 1][1] if index else 0,
            runs[index + 1][0] if index + 1 < len(runs) else len(line),
        )
    ]


def _noise(line: str, a: int, b: int, sentence: bool, habit: bool, left: int, right: int) -> bool:
    """Whether the blank line[a:b] is noise. `left` and `right` are the ends of the words beside it."""
    before, after = line[a - 1], line[b]
    latin_before = _LATIN.match(before) is not None
    latin_after = _LATIN.match(after) is not None
    if (latin_before or _LATIN_MARK.match(before)) and (latin_after or _LATIN_MARK.match(after)):
        return False
    if "\t" in line[a:b] or (a <= 8 and left == 0 and lines.number(line[:a])):
        return False
    one_before, one_after = _single(line[left:a]), _single(line[b:right])
    if one_before and one_after:
        return True  # 行 动
    if latin_before or latin_after:
        return _beside_latin(line, a, b, sentence or habit)
    if before in _MARKS_AFTER or after in _MARKS_AFTER or before in _MARKS_BEFORE or after in _MARKS_BEFORE:
        if not sentence and b - a == 1 and (after in _MARKS_BEFORE or before in _MARKS_AFTER):
            return one_before or one_after  # a headline in two halves: …“优势” 与…
        return not _ROLE.search(line[max(0, a - 10) : a]) or before in "，。、；："
    if one_before or one_after:
        return not _ROLE.search(line[max(0, a - 8) : a]) and (
            sentence or lines.spaced_out(line[max(0, a - 12) : b + 12])
        )
    return sentence and not _kept(line, a, b, left, right)


def _single(word: str) -> bool:
    """One Chinese character, marks beside it left out."""
    bare = word.strip(_MARKS_AFTER + _MARKS_BEFORE + "”“’‘·")
    return len(bare) <= 1 and not _LATIN.match(bare or "一")


_LATIN_APART = re.compile(f"[{CJK}][{SPACE}]+[A-Za-z0-9]")
_LATIN_BESIDE = re.compile(f"[{CJK}][A-Za-z0-9]")
_COUNTED = re.compile(f"[年月日号时分秒个项家万亿元件款人次期版章条届第约近到至在超为达{_MARKS_AFTER}{_MARKS_BEFORE}]")


def _beside_latin(line: str, a: int, b: int, sentence: bool) -> bool:
    """`到 2027 年`, `万 P 级`: noise in a sentence; in a short line only between a number and what it counts."""
    if _ROLE.search(line[max(0, a - 10) : a]) and not sentence:
        return False
    if sentence:
        return not _named(line, a, b)
    return bool(line[a - 1].isdigit() and _COUNTED.match(line[b])) or bool(
        line[b].isdigit() and _COUNTED.match(line[a - 1])
    )


_QUOTED = re.compile("[“「《][^“”「」《》]*$")
_BRACKETED = re.compile("[（(【〔［\\[][^（）()【】〔〕［］\\[\\]]*$")


def _kept(line: str, a: int, b: int, left: int, right: int) -> bool:
    """Blanks that part words on purpose: mottos in quotes, names behind roles, a speaker before his words."""
    if _QUOTED.search(line[max(0, a - 80) : a]) and a - left >= 3 and right - b >= 3:
        return True
    word = re.match(f"[{CJK}]{{2,3}}(?=[，。；、）)：:\\s]|$)", line[b : b + 12])
    if word and b - a == 1 and bylines.is_name(word[0]) and len(line[left:a]) >= 2:
        return True
    return _named(line, a, b) or (a < 60 and re.match(f"[{CJK}·]{{2,6}}[：:]", line[b : b + 12]) is not None)


def _named(line: str, a: int, b: int) -> bool:
    """A blank in a list of names behind a role, in brackets, or in the head of a report."""
    bracket = _BRACKETED.search(line[max(0, a - 60) : a])
    if bracket and _ROLE.search(bracket[0] + line[b : b + 8]):
        return True
    return a < 60 and _ROLE_END.search(line[max(0, a - 8) : a]) is not None


# ---------------------------------------------------------------- quotation marks

_PAIRS = {"“": "”", "‘": "’"}


def quotes(draft: Draft) -> Draft:
    """Wrong or half-width quotation marks, line by line, where only one reading is possible.

    “甲“ and ”甲” and “甲" become “甲”. A line is touched only when, after the change, its marks alternate.
    """
    changes: list[tuple[int, str]] = []
    start = 0
    for line in draft.text.split("\n"):
        if "“" in line or "”" in line or '"' in line:
            changes += [(start + at, mark) for at, mark in _righted(line)]
        start += len(line) + 1
    return draft.replaced(changes, "quotes")


def _righted(line: str) -> list[tuple[int, str]]:
    marks = [index for index, character in enumerate(line) if character in '“”"']
    if not any(line[index] in "“”" for index in marks):
        return []  # only half-width marks: the writer's habit, not an error
    if len(marks) % 2 or _nested("".join(line[index] for index in marks)):
        return []
    if any(line[i] == '"' and (_near_latin(line, i - 1) and _near_latin(line, i + 1)) for i in marks):
        return []  # 5" or "abc"
    found: list[tuple[int, str]] = []
    for order, index in enumerate(marks):
        wanted = "“”"[order % 2]
        if line[index] != wanted:
            if not _fits(line, index, wanted):
                return []
            found.append((index, wanted))
    return found if len(found) <= max(2, len(marks) // 3) else []


def _nested(marks: str) -> bool:
    """Whether every mark has its partner, also where quotations stand inside quotations."""
    depth = 0
    for mark in marks:
        depth += 1 if mark == "“" else -1
        if depth < 0 or mark == '"':
            return False
    return depth == 0


def _near_latin(line: str, index: int) -> bool:
    return 0 <= index < len(line) and line[index].isascii() and not line[index].isspace()


def _fits(line: str, index: int, mark: str) -> bool:
    """An opening mark stands before a character and not before a full stop; a closing one the other way round."""
    if mark == "“":
        return index + 1 < len(line) and line[index + 1] not in "，。、；：！？）》"
    return index > 0 and line[index - 1] not in "，、；：（《“"
