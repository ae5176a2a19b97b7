"""Times in Chinese text: 2025年3月5日, 到2027年底, 截至去年6月, 2012—2019年, 前三季度, “十四五”末, 目前.

Three steps: `time_spans` finds the expressions by one pattern, with what they say and without a calendar;
`anchor` decides what 今年 means (the document's date, else dates that the text itself gives); `find_times` resolves.
What cannot be resolved keeps the value "".
"""

from __future__ import annotations

import bisect
import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from kg.model import Mention, Reading, TimeExpression, TimeRelation
from kg.nlp.numerals import chinese_value, halfwidth

Basis = Literal["text", "document", "context", "none"]

_NUMBER = r"(?:\d{1,2}|十[一二]?|[一二三四五六七八九]|二十[一二三四五六七八九]?|三十一?)"
_SHORT = r"(?:\d{1,2}|十[一二]|[一二三四五六七八九十])"
_YEAR = r"(?:(?<![\d.])(?:19|20)\d\d|[一二][九〇○零][〇○零一二三四五六七八九]{2})"
_DASH = r"\s?(?:—{1,2}|–|-|－|~|～|至|到)\s?"
_COUNTED = r"[一二两三四五六七八九十几数\d]{1,3}"
_NO_YEAR = "轮龄代薪会事费画级份景货报检夜度"  # 年 and one of these is another word: 年轮, 年薪
_NO_DAY = "均产间报游夜语本元照益渐利起活程志前"


def _part(suffix: str) -> str:
    """A part of a year: 上半年, 前三季度, 一季度, 前8个月, 1—6月. Group names end in `suffix`."""
    return (
        rf"(?:年?(?P<half{suffix}>[上下]半年)|(?P<three{suffix}>前三季度|前三个季度)"
        rf"|第?(?P<quarter{suffix}>[一二三四1-4]|首)个?季度?(?<=季|度)|前(?P<months{suffix}>{_SHORT})个?月"
        rf"|(?P<from{suffix}>\d{{1,2}})(?:月份?)?{_DASH}(?P<to{suffix}>\d{{1,2}})月份?)"
    )


def _day(suffix: str) -> str:
    return rf"(?P<day{suffix}>{_NUMBER})(?:日|号)(?![{_NO_DAY}](?<!日起))"


def _month_part(suffix: str, *more: str) -> str:
    return rf"(?P<monthpart{suffix}>底|末|初|中旬|上旬|下旬{''.join('|' + m for m in more)})"


_PATTERN = re.compile(
    "|".join(
        (
            r"(?P<iso>(?<![\d.])(?:19|20)\d\d(?P<sep>[-/.])\d{1,2}(?P=sep)\d{1,2}(?!\d))",
            rf"(?P<y1>{_YEAR})\s?年?(?:(?P<m1>\d{{1,2}})月)?{_DASH}(?P<y2>{_YEAR})\s?年"
            r"(?:度(?!假)|(?P<m2>\d{1,2})月(?:份|底)?)?",
            rf"(?:(?P<year>{_YEAR})\s?年(?:度(?!假))?"
            rf"|(?P<relative>[今去前明后上当本同次翌]一?年(?![{_NO_YEAR}])(?:度(?!假))?|[今去明]年度))的?"
            rf"(?:{_part('')}|\s?(?P<month>{_NUMBER})月(?:\s?{_day('')}|{_month_part('', '份')})?"
            r"|(?P<yearpart>年?(?:年底|年末|底|末|年初|初|年中|中期|中(?=[，。])|年内|内)))?",
            rf"(?P<relmonth>[本上下当同]个?月)(?![度经球饼光])(?:{_day('2')}|{_month_part('2')})?",
            rf"(?<![\d.])(?P<month3>\d{{1,2}}|十[一二])月(?:\s?{_day('3')}|{_month_part('3', '份')})?(?![球饼光季])",
            rf"(?<![\d.第零一二三四五六七八九十])(?P<day4>\d{{1,2}})日(?![{_NO_DAY}])",
            r"(?P<plan>[“\"]?十[一二三四五]五[”\"]?)(?P<planpart>期间|时期|以来|初|中期|末|收官|开局|规划)?",
            _part("4"),
            r"(?P<partonly>年底|年末|年初|年中|年内|岁末)",
            r"(?P<dayword>今日|今天|昨日|昨天|昨晚|前天|明天|明日|当日|当天|同日)",
            r"(?P<century>(?:上|本|二十一|二十|21|20)个?世纪(?:[二三四五六七八九]十|\d0)?(?:年代|中叶|末|初)?)",
            rf"(?P<span>(?:过去|未来|今后|此后|近|最近|前|后|这|往后){_COUNTED}"
            r"(?:到[一二三四五六七八九十]|[—-]\d{1,2})?(?:个月|年|天|个季度)(?:多|左右)?(?:来|内|间|里|中|前|后)?"
            rf"|(?<![\d.]){_COUNTED}(?:多|余)?(?:个月|年)(?:来|内|间|之内|以来|后|前|以后|以前)(?![往瞻])"
            "|近年来?|多年来?|历年)",
            "(?P<now>(?:截至|截止|到|至|迄)?目前|当前|如今|现如今|(?<![表体出发呈展])现在|眼下|时下|当下|迄今(?:为止)?|至今(?!年)|今天的|现已"
            r"|现有(?=\d))",
            "(?P<vague>近日|日前|近期|最近|届时|此前|不久前|前不久|今后|未来|往年|常年|当时|同期|稍早)",
        )
    )
)

_BEFORE = re.compile(
    "(截至到|截止到|截至|截止|力争到|争取到|计划到|预计到|直到|到了|到|至|自从|自|从|于|在|由|赶在|以|较|比|与|同)$"
)
_AFTER = re.compile(
    r"\s?(?:(?P<by>底?之?前(?!后)|以前|底前)|(?P<since>以来|至今(?!年)|开始|起|后|之后|以后)"
    "|(?P<during>期间|间|之间|年间|这?一年|全年))"
)
_COMPARED = frozenset(("较", "比", "与", "同"))
_PLANS = {"十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026}
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "首": 1, "1": 1, "2": 2, "3": 3, "4": 4}
_OFFSETS = {"今": 0, "本": 0, "去": -1, "上": -1, "前": -2, "明": 1, "后": 2}
_YEAR_IN_NAME = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeSpan:
    """A time expression as found, before a calendar: `parts` holds the named pieces of the pattern."""

    start: int  # with its preposition (到, 截至, 自)
    end: int  # with what follows it (前, 以来, 期间)
    core: int  # where the calendar part itself starts
    core_end: int
    parts: dict[str, str]
    before: str
    after: str  # "by", "since", "during" or ""

    @property
    def explicit_year(self) -> int | None:
        """The year that the expression itself names; the last one of a range."""
        for name in ("y2", "year"):
            if name in self.parts:
                return _year(self.parts[name])
        return int(self.parts["iso"][:4]) if "iso" in self.parts else None


def time_spans(text: str) -> tuple[TimeSpan, ...]:
    """Every time expression of the text, in order, without overlap. Text with half-width digits."""
    found: list[TimeSpan] = []
    last = 0
    for match in _PATTERN.finditer(text):
        parts = {name: value for name, value in match.groupdict().items() if value}
        core, core_end = match.span()
        if core < last or not _plausible(text, core, core_end, parts):
            continue
        before = _BEFORE.search(text, max(last, core - 3), core)
        after = None if "span" in parts or "now" in parts else _AFTER.match(text, core_end)
        word = before.group(1) if before else ""
        start = before.start() if before and word not in _COMPARED else core
        end = after.end() if after else core_end
        kind = (after.lastgroup or "") if after else ""
        found.append(TimeSpan(start=start, end=end, core=core, core_end=core_end, parts=parts, before=word, after=kind))
        last = end
    return tuple(found)


def find_times(reading: Reading) -> Reading:
    """The reading with `times` filled, in text order. Times inside a name (《…（2025—2027年）》) are left out."""
    text = halfwidth(reading.document.text)
    spans = time_spans(text)
    starts = [m.start for m in reading.mentions]
    free = [s for s in spans if not _inside(reading.mentions, starts, s.core, s.core_end)]
    clock = _Clock(reading, text, spans)
    times = []
    for span in free:
        value, basis = clock.resolve(span)
        times.append(
            TimeExpression(
                start=span.start,
                end=span.end,
                text=reading.document.text[span.start : span.end],
                value=value,
                relation=_relation(span, value),
                basis=basis,
            )
        )
    return replace(reading, times=tuple(times))


def year_of(value: str) -> str:
    """The year of an ISO value: the last one of a range. "" for ""."""
    return value.rsplit("/", 1)[-1][:4]


# ---------------------------------------------------------------- what 今年 means


class _Clock:
    """Resolves expressions: by the document's date, else by the dates that the text itself gives."""

    def __init__(self, reading: Reading, text: str, spans: tuple[TimeSpan, ...]) -> None:
        published = reading.document.published
        self.published = published.value if published else ""
        self.years = [(s.core, str(s.explicit_year)) for s in spans if s.explicit_year is not None]
        self.positions = [position for position, _ in self.years]
        year = "" if published else context_year(reading, text, spans)
        self.year = year
        # Whole dates of that year, in text order: the nearest one before an expression stands for "now".
        self.dates = [(s.core, v) for s in spans if year and (v := _whole_date(s)) and v.startswith(year)]

    def now(self, position: int) -> tuple[str, Basis]:
        """The date that "now" has at this place of the text: "2025", "2025-03" or "2025-03-05"; "" if unknown."""
        if self.published:
            return self.published, "document"
        before = [value for start, value in self.dates if start < position]
        return (before[-1] if before else self.year), "context" if self.year else "none"

    def resolve(self, span: TimeSpan) -> tuple[str, Basis]:
        parts = span.parts
        if "now" in parts or "vague" in parts or "span" in parts or "century" in parts:
            return "", "none"
        if "iso" in parts:
            return _iso(parts["iso"], parts["sep"]), "text"
        if "y1" in parts:
            return _range(parts), "text"
        if "plan" in parts:
            first = _PLANS.get(parts["plan"].strip('“”"'))
            if first is None:
                return "", "none"
            if parts.get("planpart") in ("末", "收官"):
                return str(first + 4), "text"
            if parts.get("planpart") in ("初", "开局"):
                return str(first), "text"
            return f"{first}/{first + 4}", "text"
        if "year" in parts:
            return _within(str(_year(parts["year"])), parts), "text"
        if parts.get("relative", "")[:1] in ("当", "同", "次", "翌"):
            return self._same_year(span)
        now, basis = self.now(span.core)
        if not now:
            return "", "none"
        value = _shift(now, parts)
        return value, basis if value else "none"

    def _same_year(self, span: TimeSpan) -> tuple[str, Basis]:
        """当年, 同年, 次年: the year that stands nearest before."""
        index = bisect.bisect_left(self.positions, span.core)
        if not index:
            return "", "none"
        year = int(self.years[index - 1][1]) + (span.parts["relative"][0] in "次翌")
        return _within(str(year), span.parts), "context"


def context_year(reading: Reading, text: str, spans: tuple[TimeSpan, ...]) -> str:
    """The year in which a text without a date was written, as far as it shows: "2025", or "" where no year stands.

    Each year of a fact is a vote (whole dates and 截至… count more, years of plans hardly), an event's name three and
    a programme's first year one; a year is also backed by the votes of the year before it, which a text calls 去年.
    """
    votes: dict[int, float] = {}
    for span in spans:
        year = span.explicit_year
        if year is None or span.after == "by" or span.before.endswith("到") or span.before in ("至", "赶在"):
            continue
        if _in_name(reading.mentions, span.core):
            continue
        weight = 1.0 + 2 * ("day" in span.parts or "iso" in span.parts) + ("month" in span.parts)
        weight += 3 * (span.before in ("截至", "截止"))
        clause = max(text.rfind(mark, 0, span.core) for mark in "，。；\n,;") + 1
        if _PLANNED_BEFORE.search(text, clause, span.core) or _PLANNED_AFTER.match(text, span.core_end):
            weight /= 5
        votes[year] = votes.get(year, 0.0) + weight
    for mention in reading.mentions:
        found = _YEAR_IN_NAME.search(mention.text) if mention.type in ("EVENT", "PROGRAMME") else None
        if found:
            year = int(found.group(1))
            votes[year] = votes.get(year, 0.0) + (3 if mention.type == "EVENT" else 1)
    if not votes:
        return ""
    return str(max(votes, key=lambda y: (votes[y] + votes.get(y - 1, 0.0), y)))


_PLANNED_BEFORE = re.compile("预计|计划|拟|将|力争|目标|有望|争取|规划|要求|提出|届时|未来|远期|明年|希望|确保")
_PLANNED_AFTER = re.compile("前|初步|目标|规划|计划|方案|行动|[^，。；\n]{0,14}(?:将|力争|预计|目标|建成|实现|达到)")


def _whole_date(span: TimeSpan) -> str:
    if "iso" in span.parts:
        return _iso(span.parts["iso"], span.parts["sep"])
    if "year" in span.parts and "month" in span.parts:
        value = _within(str(_year(span.parts["year"])), {k: v for k, v in span.parts.items() if k in ("month", "day")})
        return value if len(value) >= 7 else ""
    return ""


def _in_name(mentions: tuple[Mention, ...], position: int) -> bool:
    index = bisect.bisect_right(mentions, position, key=lambda m: m.start) - 1
    return index >= 0 and mentions[index].type != "FIELD" and mentions[index].end > position


# ---------------------------------------------------------------- calendar


def _year(written: str) -> int:
    return int(written) if written.isascii() else int(chinese_value(written))


def _number(written: str) -> int:
    return int(written) if written.isascii() else int(chinese_value(written))


def _iso(written: str, separator: str) -> str:
    year, month, day = (int(p) for p in written.split(separator))
    return f"{year}-{month:02d}-{day:02d}" if _valid(year, month, day) else str(year)


def _valid(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def _range(parts: dict[str, str]) -> str:
    first, last = str(_year(parts["y1"])), str(_year(parts["y2"]))
    if "m1" in parts and "m2" in parts:
        return f"{first}-{int(parts['m1']):02d}/{last}-{int(parts['m2']):02d}"
    return f"{first}/{last}"


def _within(year: str, parts: dict[str, str]) -> str:
    """A year with what is said of its months: 2027 + 底 -> 2027-12-31; 2024 + 上半年 -> 2024-01/2024-06."""
    get = parts.get
    half, three, quarter = get("half") or get("half4"), get("three") or get("three4"), get("quarter") or get("quarter4")
    months, last = get("months") or get("months4"), get("to") or get("to4")
    if half:
        return f"{year}-01/{year}-06" if half.startswith("上") else f"{year}-07/{year}-12"
    if three:
        return f"{year}-01/{year}-09"
    if quarter:
        q = _QUARTERS[quarter]
        return f"{year}-{3 * q - 2:02d}/{year}-{3 * q:02d}"
    if months and 1 <= _number(months) <= 12:
        return f"{year}-01/{year}-{_number(months):02d}"
    if last and 1 <= int(last) <= 12:
        first = int(get("from") or get("from4") or 1)
        return f"{year}-{first:02d}/{year}-{int(last):02d}"
    month = get("month") or get("month3")
    if month:
        number = _number(month)
        if not 1 <= number <= 12:
            return year
        part = get("monthpart") or get("monthpart3")
        day = get("day") or get("day3")
        if day and _valid(int(year), number, _number(day)):
            return f"{year}-{number:02d}-{_number(day):02d}"
        if part in ("底", "末"):
            return f"{year}-{number:02d}-{calendar.monthrange(int(year), number)[1]}"
        return f"{year}-{number:02d}"
    part = (get("yearpart") or get("partonly") or "").lstrip("年岁")
    return f"{year}-12-31" if part in ("底", "末") else year


def _shift(now: str, parts: dict[str, str]) -> str:
    """A relative expression seen from `now`: 去年6月, 本月5日, 年底, 昨日. "" where `now` is not precise enough."""
    year = int(now[:4])
    if "relative" in parts:
        return _within(str(year + _OFFSETS.get(parts["relative"][0], 0)), parts)
    if "relmonth" in parts:
        if len(now) < 7:
            return ""
        month = year * 12 + int(now[5:7]) - 1 + {"上": -1, "下": 1}.get(parts["relmonth"][0], 0)
        fixed = {"month": str(month % 12 + 1)}
        if "day2" in parts:
            fixed["day"] = parts["day2"]
        if "monthpart2" in parts:
            fixed["monthpart"] = parts["monthpart2"]
        return _within(str(month // 12), fixed)
    if "day4" in parts:
        return _within(str(year), {"month": now[5:7], "day": parts["day4"]}) if len(now) >= 7 else ""
    if "dayword" in parts:
        if len(now) < 10:
            return str(year)
        back = {"昨": -1, "前": -2, "明": 1}.get(parts["dayword"][0], 0)
        return (date.fromisoformat(now) + timedelta(days=back)).isoformat()
    return _within(str(year), parts)


def _relation(span: TimeSpan, value: str) -> TimeRelation:
    if "now" in span.parts:
        return "now"
    if span.after == "by":
        return "by"
    if span.after == "since":
        return "since"
    if span.before in ("截至", "截止", "截至到", "截止到"):
        return "at"
    if span.before.endswith("到") or span.before in ("至", "赶在"):
        return "by"
    if span.before in ("自", "自从", "从"):
        return "since"
    if "/" in value or span.after == "during" or "span" in span.parts or "plan" in span.parts:
        return "during"
    return "at"


def _plausible(text: str, start: int, end: int, parts: dict[str, str]) -> bool:
    """Refuses what only looks like a time: 3个月, 13月, 40日, 十四五 in 二十四五, 年 in 历年."""
    if "plan" in parts:
        return text[start - 1 : start] not in ("二", "三", "四", "五", "六", "七", "八", "九") or start == 0
    if "month3" in parts:
        number = _number(parts["month3"])
        return 1 <= number <= 12 and text[start - 1 : start] not in ("个", "第")
    if "day4" in parts:
        return 1 <= int(parts["day4"]) <= 31
    if "month" in parts and not 1 <= _number(parts["month"]) <= 12:
        return False
    return not ("relative" in parts and text[start - 1 : start] in ("往", "历", "逐") and start > 0)


def _inside(mentions: tuple[Mention, ...], starts: list[int], start: int, end: int) -> bool:
    index = bisect.bisect_right(starts, start) - 1
    return index >= 0 and mentions[index].type != "FIELD" and mentions[index].end >= end
