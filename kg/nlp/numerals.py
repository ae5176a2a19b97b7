"""How numbers are written in Chinese text: 3.5, 1,270, 三百二十, 二〇二五, 3.5万, 十几, 数十, 三四百, 八成五, 三分之一.

Two layers. `chinese_value` and `chinese_numeral` turn whole Chinese numerals into numbers and back. `numeral_at`
reads the numeral that starts at one place of a running text, with the words that make it vague (余, 多, 来, 几) and
the scale that is written after it (3.5 | 万亿). Text is expected to have half-width digits (`halfwidth`).
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from decimal import Decimal

from kg.model import Comparator

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "兩": 2}
_DIGITS |= {c: i for i, c in enumerate("零壹贰叁肆伍陆柒捌玖")} | {c: i for i, c in enumerate("零壹貳參肆伍陸柒捌玖")}
_SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_TENS = {"廿": "二十", "卅": "三十"}
SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "萬": 10**4, "億": 10**8}

_WIDE = {0xFF10 + i: str(i) for i in range(10)} | {0xFF21 + i: chr(65 + i) for i in range(26)}
_WIDE |= {0xFF41 + i: chr(97 + i) for i in range(26)}
_WIDE |= {0xFF05: "%", 0xFF0E: ".", 0xFF0B: "+", 0xFF0D: "-", 0xFF0F: "/"}

_WIDE_COMMA = re.compile("(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
_ARABIC = re.compile(r"(?:\d{1,3}(?:,\d{3})+(?![\d])|\d+)(?:\.\d+)?")
_MIXED = re.compile(r"([万亿萬億])(\d{1,4})(?![\d.年月])([百千])?")
_CHINESE_RUN = re.compile("[零〇○一二三四五六七八九十百千万亿两兩萬億廿卅壹贰叁肆伍陆柒捌玖拾佰仟貳參陸]+")
_CHINESE_DECIMAL = re.compile("点([零〇一二三四五六七八九]+)")
_SCALE_RUN = re.compile("[十百千万亿萬億]+")
_TRAILING_LARGE = re.compile("[万亿萬億]+$")
_DENOMINATOR = re.compile("分之")
# 成 and one of these is a word: 成立, 成果, 成本.
_NOT_TENTHS = "为功立果本员都长品交分效就熟套年份人事因名绩形型文语千百体行员規為長員"
_TENTHS = re.compile(f"成(?![{_NOT_TENTHS}])([一二三四五六七八九半](?![个家项倍年月种名成批]))?")
_HALF = re.compile("一半|半数|半數")
_FIFTY_AFTER = ("过", "超", "逾", "近")


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeral:
    """A number in the text. Its worth is `value` times the worth of `scale`; `upper` is the other end of 七八十."""

    start: int
    end: int
    value: Decimal
    upper: Decimal | None = None
    scale: str = ""  # as written behind the number: 万, 亿, 万亿, 千万; "" if there is none
    comparator: Comparator = "="  # what the numeral itself says: 十几 is >= 10, 五十来 is ~ 50
    percent: bool = False  # 三成, 一半, 三分之一, 百分之五: the value is in per cent
    bare: bool = False  # 百, 千亿, 万: a power of ten without a digit, a number only beside words that say so
    chinese: bool = False  # written with Chinese characters


def halfwidth(text: str) -> str:
    """The text with full-width digits, Latin letters and the marks ％ ． ＋ － ／ in half width; length unchanged."""
    return _WIDE_COMMA.sub(",", text).translate(_WIDE)


def scale_factor(scale: str) -> int:
    """万亿 -> 10**12; "" -> 1. KeyError for other characters."""
    factor = 1
    for character in scale:
        factor *= SCALES[character]
    return factor


def chinese_value(text: str) -> Decimal:
    """What a whole Chinese numeral writes: 三万五千, 二〇二五, 两千三, 三点一四. ValueError if it is none."""
    if not text:
        raise ValueError("empty numeral")
    whole, point, decimals = text.partition("点")
    if point:
        if not decimals or any(c not in _DIGITS for c in decimals):
            raise ValueError(f"{text!r} is no numeral")
        digits = "".join(str(_DIGITS[c]) for c in decimals)
        # 三点五万: the scale stands behind the decimals and is read by numeral_at, not here.
        return Decimal(f"{_whole(whole)}.{digits}")
    return Decimal(_whole(text))


def chinese_numeral(number: int | Decimal) -> str:
    """The usual Chinese numeral for a number from 0 to below 10**16; decimals digit by digit. ValueError outside."""
    number = Decimal(number)
    if not 0 <= number < 10**16:
        raise ValueError(f"{number} is out of range")
    whole = int(number)
    text = _write(whole)
    rest = format(number - whole, "f").partition(".")[2].rstrip("0")
    return text + ("点" + "".join("零一二三四五六七八九"[int(d)] for d in rest) if rest else "")


def numeral_at(text: str, start: int) -> Numeral | None:
    """The numeral that begins at `start`, as long as it reaches, or None. The text has half-width digits."""
    character = text[start : start + 1]
    if character.isdecimal() and character.isascii():
        return _arabic_at(text, start)
    if character in ("几", "数", "幾", "數"):
        return _vague_at(text, start)
    return _half_at(text, start) or _chinese_at(text, start)


# ---------------------------------------------------------------- numerals in running text


def _arabic_at(text: str, start: int) -> Numeral | None:
    match = _ARABIC.match(text, start)
    if match is None:
        return None
    value = Decimal(match.group().replace(",", ""))
    end = match.end()
    tenths = _TENTHS.match(text, end)
    if tenths and value < 10 and value == value.to_integral_value():
        return _tenths(start, tenths, value, chinese=False)
    if text.startswith("分之", end):
        top = _ARABIC.match(text, end + 2)
        if top and value:
            share = _percent(Decimal(top.group().replace(",", "")), value)
            return Numeral(start=start, end=top.end(), value=share, percent=True)
    return _mixed_at(text, start, end, value) or _with_scale(text, start, end, value, chinese=False)


def _mixed_at(text: str, start: int, end: int, value: Decimal) -> Numeral | None:
    """1亿2000万, 2万8000: scales between digits, falling. None for a single number with a scale."""
    match = _MIXED.match(text, end)
    if match is None:
        return None
    factor, rest = scale_factor(match.group(1)), Decimal(match.group(2))
    if match.group(3) and text[match.end() : match.end() + 1] not in _KILO_AFTER:
        rest *= scale_factor(match.group(3))
        return Numeral(start=start, end=match.end(), value=value * factor + rest)
    if rest >= factor or (rest < 10 and match.group(1) in "万萬"):
        return None
    tail = _with_scale(text, start, match.end(2), rest, chinese=False)
    if scale_factor(tail.scale) * rest >= factor:
        return None
    unit = scale_factor(tail.scale)
    return Numeral(
        start=start, end=tail.end, value=value * factor / unit + rest, scale=tail.scale, comparator=tail.comparator
    )


def _with_scale(
    text: str, start: int, end: int, value: Decimal, *, chinese: bool, upper: Decimal | None = None, bare: bool = False
) -> Numeral:
    """Reads 余, 多, 来 and the scale behind a number: 20 | 多 | 万, 3.5 | 万亿, 1.3 | 万 | 余."""
    comparator: Comparator = "="
    if _more(text, end, chinese):
        comparator, end = ">=", end + 1
    elif text[end : end + 1] in ("来", "來") and chinese and text[end + 1 : end + 2] not in _COMING:
        comparator, end = "~", end + 1
    scale = ""
    run = _SCALE_RUN.match(text, end)
    if run and not (run.group() in "十百千" and text[run.end() : run.end() + 1] in _KILO_AFTER and run.group() == "千"):
        scale, end = run.group(), run.end()
        # 万千瓦, 亿千瓦时: the 千 belongs to the unit.
        if scale.endswith("千") and len(scale) > 1 and text[end : end + 1] in _KILO_AFTER:
            scale, end = scale[:-1], end - 1
        if comparator == "=" and _more(text, end, chinese):
            comparator, end = ">=", end + 1
    return Numeral(
        start=start, end=end, value=value, upper=upper, scale=scale, comparator=comparator, bare=bare, chinese=chinese
    )


def _more(text: str, at: int, chinese: bool) -> bool:
    """Whether 余 or 多 stands here and means "and some"; after a Chinese numeral 多 may begin a word (多元, 多样)."""
    return text[at : at + 1] in ("余", "多", "餘") and not (chinese and text.startswith(_MORE_WORDS, at))


_MORE_WORDS = ("多元化", "多样", "多层", "多方", "多功", "多边", "多式", "余额")
_COMING = ("自", "到", "源", "看", "说", "的", "，", "。", "年")  # 来 and one of these is 来自, 来源, …
_KILO_AFTER = frozenset("瓦克米赫卡帕伏焦牛字比")


def _vague_at(text: str, start: int) -> Numeral | None:
    """几十, 数百, 数千万, 几万: at least one of that power of ten."""
    run = _SCALE_RUN.match(text, start + 1)
    if run is None:
        return None
    written = run.group()
    large = _TRAILING_LARGE.search(written)
    scale = large.group() if large else ""
    small = written[: len(written) - len(scale)]
    value = Decimal(scale_factor(small))
    end = run.end() + (text[run.end() : run.end() + 1] in ("余", "多"))
    return Numeral(start=start, end=end, value=value, scale=scale, comparator=">=", chinese=True)


def _half_at(text: str, start: int) -> Numeral | None:
    match = _HALF.match(text, start)
    if match:
        return Numeral(start=start, end=match.end(), value=Decimal(50), percent=True, chinese=True)
    before, after = text[start - 1 : start] if start else "", text[start + 1 : start + 2]
    if text[start : start + 1] == "半" and before in _FIFTY_AFTER and after not in _HALF_OF:
        return Numeral(start=start, end=start + 1, value=Decimal(50), percent=True, chinese=True)
    return None


_HALF_OF = frozenset("年月天日个小程百导数径边球山价夜路成壁个個")


def _chinese_at(text: str, start: int) -> Numeral | None:
    match = _CHINESE_RUN.match(text, start)
    if match is None:
        return None
    written, end = match.group(), match.end()
    if text.startswith("分之", end):
        return _fraction(text, start, written, end)
    tenths = _TENTHS.match(text, end)
    if tenths and len(written) == 1 and written in _DIGITS and _DIGITS[written]:
        return _tenths(start, tenths, Decimal(_DIGITS[written]), chinese=True)
    if tenths and len(written) == 2 and all(c in _DIGITS for c in written):
        low, high = (Decimal(10 * _DIGITS[c]) for c in written)
        if low >= high:
            return None
        return Numeral(start=start, end=tenths.end(), value=low, upper=high, percent=True, chinese=True)
    decimal = _CHINESE_DECIMAL.match(text, end)
    if decimal:
        try:
            value = chinese_value(written + decimal.group())
        except ValueError:
            return None
        return _with_scale(text, start, decimal.end(), value, chinese=True)
    if text[end : end + 1] in ("几", "幾") and written[-1] in _SMALL:  # 十几, 二十几万
        try:
            value = chinese_value(written)
        except ValueError:
            return None
        run = _SCALE_RUN.match(text, end + 1)
        scale = run.group() if run else ""
        return Numeral(start=start, end=end + 1 + len(scale), value=value, scale=scale, comparator=">=", chinese=True)
    return _plain_chinese(text, start, written, end)


def _plain_chinese(text: str, start: int, written: str, end: int) -> Numeral | None:
    if written[-1] in ("千", "百") and text[end : end + 1] in _KILO_AFTER and written[-1] == "千" and len(written) > 1:
        written, end = written[:-1], end - 1  # 三十千瓦 is 30 kilowatts
    large = _TRAILING_LARGE.search(written)
    scale = large.group() if large else ""
    head = written[: len(written) - len(scale)]
    bare = all(c in SCALES for c in written) and not written.startswith("十")
    try:
        value, upper = _neighbours(head) if head else (Decimal(1), None)
    except ValueError:
        return None
    numeral = _with_scale(text, start, end, value, chinese=True, upper=upper, bare=bare)
    if scale:
        factor = scale if not numeral.scale else scale + numeral.scale
        return Numeral(
            start=start, end=numeral.end, value=value, upper=upper, scale=factor,
            comparator=numeral.comparator, bare=bare, chinese=True,
        )  # fmt: skip
    return numeral


def _neighbours(written: str) -> tuple[Decimal, Decimal | None]:
    """七八 is 7 to 8, 三四百 300 to 400, 十七八 17 to 18, 三五 3 to 5; any other numeral has one value."""
    digits = [i for i, c in enumerate(written) if c in _DIGITS]
    for i, j in itertools.pairwise(digits):
        if j == i + 1 and len(digits) == 2:
            low, high = _DIGITS[written[i]], _DIGITS[written[j]]
            if 0 < low < high and (high - low == 1 or (low, high) == (3, 5)):
                a = chinese_value(written[:i] + written[i] + written[j + 1 :])
                b = chinese_value(written[:i] + written[j] + written[j + 1 :])
                return a, b
    return chinese_value(written), None


def _fraction(text: str, start: int, written: str, end: int) -> Numeral | None:
    """三分之一, 百分之二十五, 百分之三点五, 万分之一."""
    top = _CHINESE_RUN.match(text, end + 2) or _ARABIC.match(text, end + 2)
    if top is None:
        return None
    decimal = _CHINESE_DECIMAL.match(text, top.end())
    stop = decimal.end() if decimal else top.end()
    try:
        above = text[end + 2 : stop].replace(",", "")
        numerator = Decimal(above) if above[0].isascii() else chinese_value(above)
        denominator = chinese_value(written)
    except ValueError:
        return None
    if not denominator:
        return None
    return Numeral(start=start, end=stop, value=_percent(numerator, denominator), percent=True, chinese=True)


def _percent(numerator: Decimal, denominator: Decimal) -> Decimal:
    """In per cent; where it does not end (a third), with one decimal."""
    exact = numerator * 100 / denominator
    if exact != exact.quantize(Decimal("0.0001")) and abs(exact) >= 1:
        exact = exact.quantize(Decimal("0.1"))
    text = format(exact, "f")
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)


def _tenths(start: int, tenths: re.Match[str], digit: Decimal, *, chinese: bool) -> Numeral:
    more = tenths.group(1)
    value = digit * 10 + (0 if not more else 5 if more == "半" else _DIGITS[more])
    return Numeral(start=start, end=tenths.end(), value=value, percent=True, chinese=chinese)


# ---------------------------------------------------------------- whole numerals


def _whole(text: str) -> int:
    for short, long in _TENS.items():
        text = text.replace(short, long)
    if text and all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))  # 二〇二五, or a single digit
    return _large(text, text)


def _large(text: str, whole: str) -> int:
    """Splits at the last 亿, then at the last 万: what stands before multiplies, what stands after adds."""
    for characters in ("亿億", "万萬"):
        place = max(text.rfind(c) for c in characters)
        if place >= 0:
            factor = _LARGE[text[place]]
            before = _large(text[:place], whole) if place else 1
            after = text[place + 1 :]
            if len(after) == 1 and after in _DIGITS and _DIGITS[after]:
                return before * factor + _DIGITS[after] * factor // 10  # 三万五 is 35,000
            return before * factor + (_large(after, whole) if after else 0)
    return _section(text, whole)


def _section(text: str, whole: str) -> int:
    """Below ten thousand: 三千零五十, 十二, 两千三."""
    total, digit, last, zero = 0, None, 10**4, False
    for character in text:
        if character in _DIGITS:
            if digit is not None and digit != 0:
                raise ValueError(f"{whole!r} is no numeral")
            digit = _DIGITS[character]
            zero = zero or digit == 0
        elif character in _SMALL:
            unit = _SMALL[character]
            if unit >= last or (digit == 0 and unit != 10):
                raise ValueError(f"{whole!r} is no numeral")
            total += (1 if digit is None or digit == 0 else digit) * unit
            digit, last, zero = None, unit, False
        else:
            raise ValueError(f"{whole!r} is no numeral")
    if digit is not None:
        short = not zero and last in (100, 1000)  # 两千三 is 2,300
        total += digit * (last // 10 if short else 1)
    return total


def _write(number: int) -> str:
    if number < 10**4:
        return _write_section(number) or "零"
    factor, name = (10**8, "亿") if number >= 10**8 else (10**4, "万")
    before, after = divmod(number, factor)
    text = _write(before) + name
    if after:
        # 零 marks that the next place is empty, and keeps 三万零五百 from being read as the short 三万五.
        text += ("零" if after < factor // 10 else "") + _write(after)
    return text


def _write_section(number: int) -> str:
    text, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += ("零" if gap and text else "") + "零一二三四五六七八九"[digit] + name
            gap = False
        else:
            gap = True
    return text[1:] if text.startswith("一十") else text
