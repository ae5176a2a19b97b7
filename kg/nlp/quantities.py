"""Quantities in Chinese text: number, unit, range and bound, as written and in base units.

12家, 约3.6亿元, 3—5个, 一千二百余人, 近四成, 98%以上, 不少于50家, 零下20摄氏度. Dates, ordinals, model names, numbers
in names and telephone numbers are none. A quantity's span runs from its bound to its unit: 不少于50家, 98%以上.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kg.model import Comparator, Quantity, Reading
from kg.nlp.numerals import Numeral, halfwidth, numeral_at, scale_factor
from kg.nlp.times import TimeSpan, time_spans
from kg.nlp.units import Unit, Vocabulary, vocabulary

_CANDIDATE = re.compile("[0-9零〇一二三四五六七八九十百千万亿两廿卅壹贰叁肆伍陆柒捌玖拾佰仟几数半]")
_DASH = re.compile(r"\s?(?:—{1,2}|–|-|－|−|~|～|至|到)\s?")
_PHONE = re.compile(r"(?:\d{3,4}-\d{7,8}|400-?\d{3}-?\d{4}|1[3-9]\d{9}|\d{8,})(?!\d)")
_LETTERS = re.compile(r"[A-Za-zα-ωΑ-Ω°℃㎡μ·]+(?:/[A-Za-z]+)?")
_PER = re.compile(r"[/／]")
_EACH_NUMBER = re.compile(r"[/／]\d")
_ENCLOSED = re.compile(r"[（(][个套件间台辆所户支架只株处]{1,2}[）)]")
_OPENING, _CLOSING = frozenset('“"‘'), frozenset('”"’')
_SIGNS = {"¥": "元", "￥": "元", "$": "美元", "€": "欧元", "£": "英镑"}
_YEAR = re.compile(r"(?:19|20)\d\d")
_NONE = Unit(name="", kind="", base="", factor=Decimal(1))
_LINE_NUMBER = re.compile(r"[.、．)）](?!\d)")
_FROM = re.compile("[由从]")
_SMALL_COUNT = Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Measured:
    """A numeral with its unit, before bounds and ranges."""

    numeral: Numeral
    unit: Unit
    written: str  # scale and unit as written: 万家
    end: int
    more: bool = False  # 7个多小时


def find_quantities(reading: Reading) -> Reading:
    """The reading with `quantities` filled, in text order. Numbers inside names are left out, those of FIELDs not."""
    names = [(m.start, m.end) for m in reading.mentions if m.type != "FIELD"]
    return replace(reading, quantities=quantities(reading.document.text, names))


def quantities(text: str, names: Sequence[tuple[int, int]] = ()) -> tuple[Quantity, ...]:
    """Every quantity of the text. `names` are spans, sorted, whose numbers are part of a name."""
    words = vocabulary()
    plain = words.simplified(halfwidth(text))
    closed = _Closed(time_spans(plain), names)
    found: list[Quantity] = []
    position = 0
    while match := _CANDIDATE.search(plain, position):
        start = match.start()
        skip = closed.end_of(start)
        if skip:
            position = skip
            continue
        quantity, position = _quantity(plain, text, start, words, closed, found[-1].end if found else 0)
        if quantity is not None:
            found.append(quantity)
    return tuple(found)


def unit_kind(unit: str) -> str:
    """The kind of a unit as `Quantity.unit` writes it (万家 -> count); "" for a bare number."""
    units = vocabulary().units
    bare = unit.lstrip("十百千万亿")
    for name in (unit, unit[len(unit) - len(bare) - 1 :], bare, re.split("[/每（(]", bare)[0]):
        if name in units:
            return units[name].kind
    return ""


class _Closed:
    """Stretches in which no quantity begins: times and names."""

    def __init__(self, spans: Sequence[TimeSpan], names: Sequence[tuple[int, int]]) -> None:
        both = sorted([(s.core, s.core_end) for s in spans] + list(names))
        self.starts = [a for a, _ in both]
        self.ends = [b for _, b in both]

    def end_of(self, position: int) -> int:
        """Where the closed stretch around `position` ends; 0 outside."""
        index = bisect.bisect_right(self.starts, position) - 1
        for i in (index, index - 1):
            if i >= 0 and self.ends[i] > position:
                return self.ends[i]
        return 0


# ---------------------------------------------------------------- one quantity


def _quantity(
    plain: str, text: str, start: int, words: Vocabulary, closed: _Closed, last: int
) -> tuple[Quantity | None, int]:
    """The quantity whose number begins at `start`, and where to go on looking."""
    numeral = numeral_at(plain, start)
    if numeral is None:
        return None, start + 1
    if numeral.chinese and _stop_word(plain, start, words):
        return None, _stop_word(plain, start, words)
    if not numeral.chinese:
        past = _no_number(plain, numeral)
        if past:
            return None, past
    low = _measured(plain, numeral, words)
    begin, bound, word = _bound_before(plain, start, words, max(last, 0))
    if bound and word == "上" and not numeral.bare:
        begin, bound = start, None
    high = _upper(plain, low, words, begin)
    whole = high or low
    if not _acceptable(plain, low, whole, bound, words):
        return None, max(low.numeral.end, start + 1)
    end, after = _bound_after(plain, whole, words)
    value, upper = low.numeral.value, low.numeral.upper
    if high is not None:
        value, upper = _same_scale(low, high), high.numeral.value
    if plain[max(0, begin - 2) : begin] == "零下":
        begin, value, upper = begin - 2, -value, None if upper is None else -upper
    elif plain[start - 1 : start] in ("-", "－", "−") and begin == start and not _joined(plain, start - 2):
        begin, value = start - 1, -value
    sign = _combine(bound, after, _own(low, whole))
    if plain[end : end + 1] == "级" and whole.numeral.bare and "亿" in whole.written:
        end, sign = end + 1, "~" if sign == "=" else sign
    factor = scale_factor(whole.numeral.scale) * whole.unit.factor
    return (
        Quantity(
            start=begin,
            end=end,
            text=text[begin:end],
            value=value,
            upper=upper,
            unit=whole.written,
            comparator=sign,
            base_value=value * factor,
            base_upper=None if upper is None else upper * factor,
            base_unit=whole.unit.base,
        ),
        end,
    )


def _measured(text: str, numeral: Numeral, words: Vocabulary) -> _Measured:
    """Reads the unit behind a numeral."""
    if numeral.percent:
        after = text[numeral.end : numeral.end + 2]
        more = after[:1] in ("多", "余") and after not in ("多元", "多数")
        return _Measured(numeral=numeral, unit=words.units["%"], written="%", end=numeral.end + more, more=more)
    end = numeral.end + (text[numeral.end : numeral.end + 1] == " ")
    if text[end : end + 1] in _CLOSING and text[numeral.start - 1 : numeral.start] in _OPENING and end == numeral.end:
        end += 1  # “1”个核心政策
    unit = _unit_at(text, end, words, numeral)
    if unit is not None and end > numeral.end and text[numeral.end] in _CLOSING and unit.kind != "count":
        unit = None
    sign = _SIGNS.get(text[numeral.start - 1 : numeral.start])
    if sign and unit is None:
        return _Measured(numeral=numeral, unit=words.units[sign], written=numeral.scale + sign, end=numeral.end)
    if unit is None or (unit.name == "级" and numeral.bare):
        return _Measured(numeral=numeral, unit=_NONE, written=numeral.scale, end=numeral.end)
    end += len(unit.name)
    written, more = unit.name, False
    if unit.name == "个" and text[end : end + 1] in ("多", "余"):
        longer = _unit_at(text, end + 1, words, numeral, prefix="个")
        if longer is not None:
            unit, end, written, more = longer, end + len(longer.name), longer.name, True
    elif unit.kind in ("calendar", "money", "measure") and text[end : end + 1] in ("多", "余"):
        end, more = end + 1, True
    base = unit
    if _PER.match(text, end) and not _EACH_NUMBER.match(text, end):
        below = _unit_at(text, end + 1, words, numeral)
        if below is not None:
            written = f"{written}/{below.name}"
            base = Unit(name=written, kind=unit.kind, base=f"{unit.base}/{below.name}", factor=unit.factor)
            end += 1 + len(below.name)
    elif unit.kind == "measure" and text[end : end + 1] == "每":
        below = _unit_at(text, end + 1, words, numeral)
        if below is not None and below.kind == "measure":
            written = f"{written}每{below.name}"
            base = Unit(name=written, kind=unit.kind, base=f"{unit.base}/{below.name}", factor=unit.factor)
            end += 1 + len(below.name)
    elif enclosed := _ENCLOSED.match(text, end):
        written += enclosed.group()
        end = enclosed.end()
    return _Measured(numeral=numeral, unit=base, written=numeral.scale + written, end=end, more=more)


def _unit_at(text: str, start: int, words: Vocabulary, numeral: Numeral, prefix: str = "") -> Unit | None:
    """The longest unit at `start` that does not begin another word. Latin units take the whole run of letters."""
    letters = _LETTERS.match(text, start)
    if letters:
        return words.units.get(letters.group()) or words.units.get(letters.group().partition("/")[0])
    for length in range(min(words.longest_unit, len(text) - start), 0, -1):
        unit = words.units.get(prefix + text[start : start + length])
        if unit is None:
            continue
        rest = words.refused_after.get(unit.name)
        if rest and text.startswith(rest, start + length):
            continue
        return unit
    return None


def _upper(text: str, low: _Measured, words: Vocabulary, begin: int) -> _Measured | None:
    """The other end of 3—5个, 10%—30%, 5万至8万元; None where the dash or 到 joins something else."""
    for end in dict.fromkeys((low.end, low.numeral.end)):
        dash = _DASH.match(text, end)
        if dash is None:
            continue
        if "到" in dash.group() or "至" in dash.group():
            if _FROM.search(text, max(0, begin - 8), begin):
                continue
            if low.unit.kind and low.numeral.chinese and "到" in dash.group() and low.unit.kind == "count":
                continue
        numeral = numeral_at(text, dash.end())
        if numeral is None or (numeral.bare and not low.numeral.bare):
            continue
        high = _measured(text, numeral, words)
        if high.unit is _NONE and not high.numeral.scale:
            continue
        if low.unit is not _NONE and low.end == end and low.unit.base != high.unit.base:
            continue
        if _same_scale(low, high) < high.numeral.value:
            return high
    return None


def _same_scale(low: _Measured, high: _Measured) -> Decimal:
    """The lower end in the unit of the upper one: 5000—1万元 begins at 0.5 (万元)."""
    if low.unit is _NONE and not low.numeral.scale:
        if low.numeral.value < high.numeral.value or not high.numeral.scale:
            return low.numeral.value
        return low.numeral.value / scale_factor(high.numeral.scale)
    unit = high.unit if low.unit is _NONE else low.unit
    base = low.numeral.value * scale_factor(low.numeral.scale) * unit.factor
    return base / (scale_factor(high.numeral.scale) * high.unit.factor)


# ---------------------------------------------------------------- bounds


def _bound_before(text: str, start: int, words: Vocabulary, last: int) -> tuple[int, Comparator | None, str]:
    """Where the words that bound the number begin, and which bound they give; 超过了约 takes the outer one."""
    begin, bound, first = start, None, ""
    last = max(last, text.rfind("\n", 0, start) + 1)
    for _ in range(2):
        window = text[max(last, begin - 12) : begin][::-1]
        match = words.before.match(window)
        if match is None:
            break
        tail = window[match.start("word") :]
        if any(tail.startswith(never) for never in words.before_never):
            break
        word = match.group("word")[::-1]
        sign = words.bound[word]
        bound, begin, first = (sign if bound in (None, "~") else bound), begin - match.end(), word
    return begin, bound, first


def _bound_after(text: str, whole: _Measured, words: Vocabulary) -> tuple[int, Comparator | None]:
    opened = text[whole.numeral.start - 1 : whole.numeral.start] in _OPENING
    quoted = opened and text[whole.end : whole.end + 1] in _CLOSING
    match = words.after.match(text, whole.end + quoted)
    if match is None:
        return whole.end, None
    word = match.group()
    only = words.after_only.get(word)
    if only is not None:
        kind = "fraction" if whole.numeral.percent else whole.unit.kind
        if kind not in only or text[match.end() : match.end() + 1] in ("部", "容", "置", "外", "在", "来", "步"):
            return whole.end, None
    return match.end(), words.bound[word]


def _combine(before: Comparator | None, after: Comparator | None, own: Comparator) -> Comparator:
    """A bound beats an approximation; what stands before the number beats what stands after it."""
    signs = [s for s in (before, after, own) if s not in (None, "=")]
    for sign in signs:
        if sign != "~" and sign is not None:
            return sign
    return "~" if signs else "="


def _own(low: _Measured, whole: _Measured) -> Comparator:
    if low.more or whole.more:
        return ">="
    return whole.numeral.comparator


# ---------------------------------------------------------------- what is no quantity


def _no_number(text: str, numeral: Numeral) -> int:
    """Past which position to go on if these digits are no number: telephone, model name, list number; else 0."""
    start, end = numeral.start, numeral.end
    phone = _PHONE.match(text, start)
    if phone and "." not in phone.group() and numeral.scale == "":
        return phone.end()
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if before and before.isascii() and (before.isalnum() or before in "_#@*"):
        return 0 if before in "Ee" and text[max(0, start - 3) : start] == "PUE" else end
    if before in ("-", "—", "–") and start > 1 and text[start - 2].isascii() and text[start - 2].isalnum():
        return end
    if before in (":", "：", "∶") and start > 1 and text[start - 2].isdigit():
        return end
    if after in (":", "∶") or (after == "：" and text[end + 1 : end + 2].isdigit()):
        return end + 1
    if before == "比" and start > 1 and text[start - 2].isdigit():
        return end
    if before in ("", "\n") and _LINE_NUMBER.match(text, end) and "." not in text[start:end]:
        return end
    if before in ("（", "(") and after in (")", "）"):
        return end
    if after == "-" and text[end + 1 : end + 2].isascii() and text[end + 1 : end + 2].isalpha():
        return end
    return 0


def _stop_word(text: str, start: int, words: Vocabulary) -> int:
    for length in range(words.longest_stop, 1, -1):
        if text[start : start + length] in words.stop_words:
            return start + length
    return 0


def _joined(text: str, position: int) -> bool:
    return position >= 0 and (text[position].isalnum())


def _acceptable(text: str, low: _Measured, whole: _Measured, bound: Comparator | None, words: Vocabulary) -> bool:
    numeral, unit = low.numeral, whole.unit
    start = numeral.start
    if text.endswith(words.not_after, max(0, start - 4), start):
        return False
    if text.startswith(words.name_after, whole.end):
        return False
    if unit is _NONE and text.startswith(words.not_before, whole.end):
        return False
    if unit.kind in ("count", "score") and text.startswith(words.not_before, whole.numeral.end):
        return False
    if numeral.percent:
        return True
    if unit is _NONE:
        following = text[whole.end : whole.end + 1]
        if following and following.isascii() and (following.isalpha() or following in "+*@_"):
            return False
        if numeral.bare:
            if "亿" not in numeral.scale and (numeral.value == 1 or not numeral.scale):
                return False
            return bound is not None or numeral.comparator != "=" or following == "级"
        if numeral.chinese:
            return bool(numeral.scale) and (len(text[start : numeral.end]) > 2 or bound is not None)
        return not (_YEAR.fullmatch(text, start, numeral.end) and not numeral.scale)
    bounded = bound is not None or numeral.comparator != "="
    if numeral.bare:
        strong = "亿" in numeral.scale or (unit.kind == "money" and numeral.scale != "")
        return bounded or strong or text[start - 1 : start] in ("达", "到", "破", "成")
    if numeral.chinese:
        if numeral.value == _SMALL_COUNT and numeral.upper is None and not numeral.scale and whole is low:
            return (bounded and unit.kind in ("money", "measure", "calendar")) or unit.kind in ("money", "share")
        if unit.name in words.weak_units:
            return bounded or numeral.upper is not None or numeral.value >= 100 or numeral.scale != ""
    return True
