"""What a figure measures, as a noun phrase in normal form.

The normal form follows from stated rules over the clause (docs/quantities.md): time expressions, the subject's own
name, light verbs (达到, 突破, 拥有) and adverbs are dropped; things that are counted end in 数量 or 人数; growth ends
in 增长率 and decline in 下降率; a share ends in 占…比重 or 占比; a clause that names nothing takes over the indicator
before it. The word lists are seeds/rules/observations.yaml.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from kg.errors import DataError
from kg.model import Quantity
from kg.nlp.quantities import unit_kind
from kg.resources import folder

_LISTS = ("light_verbs", "openers", "kept_words", "rises", "falls", "compared", "heads", "noun_ends")
_TABLES = ("head_of_unit", "head_of_kind", "amount_of", "nominal")
_EDGE = " \t\u3000，,、；;：:。！？“”\"'‘’（）()[]【】—-–~·…"
_BRACKETS = re.compile("（[^（）]*）|\\([^()]*\\)")
_SHARE_OF = re.compile(
    "占(?!比)(?:到|据|了)?(?P<whole>[^占，,。；]{0,16}?)(?:的)?(?P<head>比重|比例|份额|比)?"
    "(?:仅|已|还|也|将|要|就|只|大约|首次|最高|由|从|稳定在|保持在|提高到|提升到|提升至|上升到|上升至|升至|升到|降至|降到"
    "|达到|达|为|约|近|超过|超|过|到|至|不足|不到)*$"
)
# 由12家增至30家: what stands between the numbers only says that the level changes.
_LEVEL = re.compile(
    "(?:的)?(?:逐步|一路|快速|进一步|又|再|最终|首次|大幅)?(?:增|增加|增长|提高|提升|升|上升|扩大|扩展|拓展|延长|发展|壮大|跃升|攀升|涨|飙升|抬高|推高|爬坡"
    "|压低|推升|拉长|拉高|放大|收缩|缩水|下沉|放宽|降|下降|降低|减少|减|缩短|缩|缩小|压缩|压|压减|压降|下调|上调|收窄|跌|下跌|回落|调整|提|扩|加长|改|变|做|拉|退)(?:到|至|为|成|了)?(?:了|的)?"
)
# 这一数字已超过30家: what is measured was said of the figure before.
_THE_SAME = re.compile("(?:这一|这个|该|此|上述|前述)(?:数字|数据|数值|指标|数目|总数)")
_NOUN_STOP = re.compile('[，,。；;：:！？!?、（）()“”"\n]')
_RATE_UNITS = ("%", "倍", "折")
_LONGEST = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The word lists of the normal form, as patterns."""

    light_end: re.Pattern[str]
    opener: re.Pattern[str]
    kept: tuple[str, ...]  # words that begin like an opener
    change: re.Pattern[str]  # growth or decline at the end of the left side; group "fall" where it is a decline
    compared: re.Pattern[str]
    heads: tuple[str, ...]
    noun_end: re.Pattern[str]
    tables: Mapping[str, Mapping[str, str]]
    examples: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """`name` is the normal form, `text` the words of the clause that it was made from, `base` it without growth."""

    name: str
    text: str
    base: str
    rule: str
    kind: str = ""  # of the unit: an indicator is handed on to figures of the same kind only


@functools.cache
def wording() -> Wording:
    """The shipped lists."""
    return load_wording(folder("rules") / "observations.yaml")


def load_wording(path: Path) -> Wording:
    """Reads and checks one file of lists. DataError names the list that does not fit."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise DataError(f"not YAML: {error}", place=str(path)) from error
    if not isinstance(data, dict):
        raise DataError("a mapping is expected", place=str(path))
    lists: dict[str, list[str]] = {}
    for name in _LISTS:
        if not isinstance(data.get(name), str):
            raise DataError(f"{name}: words with blanks between them are expected", place=str(path))
        lists[name] = sorted(set(data[name].split()), key=lambda w: (-len(w), w))
    tables: dict[str, dict[str, str]] = {}
    for name in _TABLES:
        if not isinstance(data.get(name), dict):
            raise DataError(f"{name}: a mapping is expected", place=str(path))
        tables[name] = {str(k): str(v) for k, v in data[name].items()}
    both = set(lists["rises"]) & set(lists["falls"])
    if both:
        raise DataError(f"both a rise and a fall: {'、'.join(sorted(both))}", place=str(path))
    rises, falls = "|".join(lists["rises"]), "|".join(lists["falls"])
    return Wording(
        light_end=re.compile(f"(?:{'|'.join(lists['light_verbs'])})$"),
        opener=re.compile("|".join(lists["openers"])),
        kept=tuple(lists["kept_words"]),
        change=re.compile(f"(?:(?P<rise>{rises})|(?P<fall>{falls}))(?:了|约|近|超|逾)?$"),
        compared=re.compile(
            f"(?P<how>同比|环比|年均|年平均|平均每年)?(?:{'|'.join(lists['compared'])}).*$|(?P<plain>年均)$"
        ),
        heads=tuple(lists["heads"]),
        noun_end=re.compile("|".join(lists["noun_ends"])),
        tables=tables,
        examples=tuple(data.get("examples", ())),
    )


def indicator(left: str, quantity: Quantity, right: str, before: Indicator | None) -> Indicator:
    """The indicator of a quantity, by the first rule that fits; see `_indicator`."""
    return replace(_indicator(left, quantity, right, before), kind=unit_kind(quantity.unit))


def _indicator(left: str, quantity: Quantity, right: str, before: Indicator | None) -> Indicator:
    """The indicator of a quantity.

    `left` is what stands before it in its clause, without times and the subject's name; `right` what stands behind it
    up to the next border or quantity; `before` the indicator of the figure before it in the same sentence, if any.
    """
    words = wording()
    left = _BRACKETS.sub("", left)
    kind = unit_kind(quantity.unit)
    if before is not None and before.kind == kind and _LEVEL.fullmatch(left.strip(_EDGE)):
        return Indicator(name=before.base, text=before.text, base=before.base, rule="level")
    if before is not None and before.kind == kind and points_back(left, words):
        return Indicator(name=before.base, text=before.text, base=before.base, rule="inherited")
    change = _change(left, quantity, words)
    if change is not None:
        return _growth(left, change, quantity, right, before, words)
    share = _SHARE_OF.search(left) if quantity.unit == "%" else None
    if share is not None:
        return _share(left, share, before, words)
    noun = _noun(right, words)
    stem = _stem(left, words)
    if quantity.text.endswith(("亿级", "亿元级")) and len(noun) > 1:
        return _made(noun if noun.endswith(words.heads) else f"{noun}规模", left, noun, "scale")
    if quantity.unit == "%" and right.startswith("的") and len(noun) > 1:
        return _made(_join(stem if not stem.endswith(words.heads) else "", noun) + "占比", left, noun, "share-of")
    if kind == "count" and len(noun) > 1 and not right.startswith("的"):
        return _made(_counted(_join(stem, noun), quantity, words), left, noun, "count-after")
    if stem:
        return _named(stem, noun, quantity, kind, left, words)
    if len(noun) > 1:
        return _made(_counted(noun, quantity, words), left, noun, "noun-after")
    if before is not None and before.kind == kind:
        return Indicator(name=before.base, text=before.text, base=before.base, rule="inherited")
    return _made(_head(quantity, words), left, "", "unit")


def points_back(left: str, words: Wording) -> bool:
    """Whether the words before a number only say that it is the figure spoken of before (到明年，这一数字将超过)."""
    found = _THE_SAME.search(left)
    return found is not None and not _stem(left[: found.start()], words) and not _stem(left[found.end() :], words)


def _named(stem: str, noun: str, quantity: Quantity, kind: str, left: str, words: Wording) -> Indicator:
    """The words before the number name what is measured, with a head of their own or one that the unit gives."""
    act = _tail(stem, words.tables["nominal"])
    if act and kind != "share" and (kind != "count" or len(act) > 1):
        return _made(stem[: -len(act)] + words.tables["nominal"][act], left, "", "nominal")
    amount = words.tables["amount_of"].get(_tail(stem, words.tables["amount_of"]))
    if kind == "money" and amount:
        tail = _tail(stem, words.tables["amount_of"])
        return _made(stem[: -len(tail)] + amount, left, "", "amount")
    if stem.endswith(words.heads):
        return _made(stem, left, "", "head")
    if len(noun) > 1 and kind in ("money", "measure"):
        name = _join(stem, noun)
        return _made(name if name.endswith(words.heads) else name + _head(quantity, words), left, noun, "head-after")
    rule = "count-before" if kind == "count" else kind or "number"
    return _made(_counted(stem, quantity, words), left, "", rule)


def _change(left: str, quantity: Quantity, words: Wording) -> re.Match[str] | None:
    """Growth or decline right before the number (not 增长到, which gives a level)."""
    match = words.change.search(left.rstrip(_EDGE))
    if match is None or (len(match.group()) == 1 and quantity.unit not in ("%", "倍", "个百分点", "百分点")):
        return None
    if quantity.unit in ("%", "倍", "个百分点", "百分点") or len(match.group()) > 1:
        return match
    return None


def _growth(
    left: str, change: re.Match[str], quantity: Quantity, right: str, before: Indicator | None, words: Wording
) -> Indicator:
    stem = left.rstrip(_EDGE)[: change.start()]
    compared = words.compared.search(stem)
    how = ""
    if compared:
        how = "同比" if "同比" in compared.group() or "上年" in compared.group() or "去年" in compared.group() else ""
        how = "环比" if "环比" in compared.group() else "年均" if "年均" in compared.group() else how
        stem = stem[: compared.start()]
    base = _stem(stem, words)
    base = base if base not in ("增速", "增幅") else ""
    if not base:
        base = before.base if before is not None else _noun(right, words)
    falls = change.group("fall") is not None
    if quantity.unit in _RATE_UNITS:
        tail = "下降率" if falls else "增长率"
    elif quantity.unit.endswith("百分点"):
        tail = "下降百分点" if falls else "提高百分点"
    else:
        tail = "减少量" if falls else "增加量"
    name = f"{base}{how}{tail}"
    return Indicator(name=name[-_LONGEST:], text=(left + quantity.text).strip(_EDGE), base=base or name, rule="growth")


def _share(left: str, share: re.Match[str], before: Indicator | None, words: Wording) -> Indicator:
    part, whole = _stem(left[: share.start()], words), share.group("whole").strip(_EDGE)
    whole = whole.removesuffix("的")
    base = part or (before.base if before is not None else "")
    if not whole:
        return Indicator(name=f"{base}占比"[-_LONGEST:], text=left.strip(_EDGE), base=base or "占比", rule="share")
    tail = share.group("head")
    tail = tail if tail in ("份额", "比例") else "比重"
    name = f"{base}占{whole}{tail}"[-_LONGEST:]
    return Indicator(name=name, text=left.strip(_EDGE), base=base or whole, rule="share")


def _made(name: str, left: str, noun: str, rule: str) -> Indicator:
    name = name.strip(_EDGE)[-_LONGEST:]
    text = "…".join(part for part in (left.strip(_EDGE), noun) if part) or name
    return Indicator(name=name, text=text, base=name, rule=rule)


def _stem(left: str, words: Wording) -> str:
    """The left side without light verbs at its end and adverbs at its beginning."""
    stem = left.strip(_EDGE)
    while stem:
        light = words.light_end.search(stem)
        if light is None:
            break
        stem = stem[: light.start()].rstrip(_EDGE)
    while stem:
        opener = words.opener.match(stem)
        whole = stem.startswith(words.heads) and opener is not None and opener.end() == len(stem)
        if opener is None or whole or stem.startswith(words.kept):
            break
        stem = stem[opener.end() :].lstrip(_EDGE)
    return stem[-_LONGEST:]


def _noun(right: str, words: Wording) -> str:
    """The noun behind the number, up to a border or a verb that the lists name."""
    body = right.lstrip(' ”"').removeprefix("的")
    if _LEVEL.fullmatch(body.rstrip("约近超过逾")):
        return ""  # 由12家 | 增至 | 30家
    stop = _NOUN_STOP.search(body)
    body = body[: stop.start()] if stop else body
    end = words.noun_end.search(body, 1)
    return (body[: end.start()] if end and end.start() >= 2 else body)[:16].strip(_EDGE)


def _join(stem: str, noun: str) -> str:
    return noun if noun.startswith(stem) else f"{stem}{noun}"


def _counted(stem: str, quantity: Quantity, words: Wording) -> str:
    head = _head(quantity, words)
    if stem.endswith((head, "数量", "总数", "人数", "户数", "人次", "数")):
        return stem
    return stem + head


def _head(quantity: Quantity, words: Wording) -> str:
    unit = quantity.unit.lstrip("百千万亿") if quantity.unit not in words.tables["head_of_unit"] else quantity.unit
    by_unit = words.tables["head_of_unit"].get(quantity.unit.lstrip("万亿")) or words.tables["head_of_unit"].get(unit)
    return by_unit or words.tables["head_of_kind"][unit_kind(quantity.unit)]


def _tail(stem: str, table: Mapping[str, str]) -> str:
    for length in range(min(4, len(stem)), 0, -1):
        if stem[-length:] in table:
            return stem[-length:]
    return ""
