"""What the lexicon and the structure of a name say about it, before the document's other names are asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.lexicon import Lexicon
from kg.model import Reading
from kg.nlp.findings import Finding, entity_of, known, thing
from kg.nlp.geography import Geography
from kg.nlp.names import Body, Grammar, full_name, plain
from kg.nlp.organisations import organisation
from kg.nlp.places import place
from kg.nlp.senses import Use

_JOINED = re.compile(r"[、，]|和|及|以及|与|会同|联合")
# Whoever is in charge of something: 市发展改革部门, 有关部门, 市、区人民政府. Such a name stands for nothing by itself.
_FUNCTIONAL = re.compile(
    r".{0,12}(?:部门|有关单位|相关单位|主管单位|责任单位|行政机关|公安机关)|(?:各级|有关|相关|所在地|当地|本级|上级|下级|同级).+|"
    r"[省市区县乡镇州旗]、[省市区县乡镇州旗].*|(?:该|本|其)(?:市|区|县|省|公司|院|校|局|单位|企业|机构)|(?:公司|企业|学校|医院|政府|协会)"
)
_QUOTED_PRODUCT = re.compile(
    r"[“「『](?P<name>[^“”「」『』]+)[”」』][^“”「」『』]{0,6}(?:机器人|機器人|平台|平臺|系统|系統|模型|芯片|晶片|软件|應用|应用|整机|本体)"
)
_LEVEL = re.compile(
    r"(?:全(?P<all>自治区|省|市|区|县|州)|(?P<level>省|县|州|自治区|市(?=级|重|科|新|产|促|“)|区(?=级|重|科|新|产|促|“)))(?P<rest>.{3,})"
)
_PLENARY = re.compile(r"(?:党的|中共)?(?P<term>[一二三四五六七八九十]{1,3})届(?P<session>[一二三四五六七八九])中全会")


def by_itself(use: Use, reading: Reading, lexicon: Lexicon, parts: Grammar, where: Geography) -> Finding | None:
    """What the lexicon and the structure of the name say."""
    if use.qualifier:
        return thing(use.type, use.text, "new", qualifier=use.qualifier)
    if use.type == "PLACE":
        return place(use.text, use.start, lexicon, parts, where)
    if use.type == "ORG":
        if _FUNCTIONAL.fullmatch(use.text) and not parts.chain(use.text).end:
            return Finding(entity=None, reason="functional", score=0.0)
        found = organisation(use.text, use.start, _joined_before(use, reading, parts), lexicon, parts, where)
        spelled = reading.mentions[use.mentions[0]].text
        if found is None and use.text != spelled and plain(use.text) != use.plain:
            return thing("ORG", use.text, "structure", score=0.9)  # 合作区执行委员会, with its place in full
        return found
    plenary = _PLENARY.fullmatch(use.plain) if use.type == "EVENT" else None
    if plenary is not None:
        name = f"中国共产党第{plenary['term']}届中央委员会第{plenary['session']}次全体会议"
        return thing("EVENT", name, "structure", score=0.95)
    entries = [e for e in lexicon.named(use.text) if e.type == use.type] or [
        e for e in lexicon.named(use.plain) if e.type == use.type
    ]
    if len(entries) == 1:
        return known(entries[0])
    if entries:
        return Finding(entity=None, reason="ambiguous", score=0.0, candidates=tuple(sorted(e.name for e in entries)))
    if use.type in ("EVENT", "PROGRAMME") and not use.text.startswith("《"):
        return _of_level(use, where)
    return _with_class_noun(use, lexicon) if use.type == "PRODUCT" else None


def _with_class_noun(use: Use, lexicon: Lexicon) -> Finding | None:
    """“青鸟”机器人母平台: the known product with a noun behind its quoted name that says what it is."""
    match = _QUOTED_PRODUCT.fullmatch(use.text)
    entries = [e for e in lexicon.named(match["name"]) if e.type == "PRODUCT"] if match else []
    return known(entries[0], score=0.9) if len(entries) == 1 else None


def defined_prefixes(reading: Reading, uses: Sequence[Use]) -> dict[str, str]:
    """Short forms of places and bodies that the document defines, for names that begin so: 合作区 + 执行委员会."""
    prefixes: dict[str, str] = {}
    for use in uses:
        if use.full is not None and use.sense == 0 and use.type in ("PLACE", "ORG") and len(use.plain) > 1:
            prefixes[use.plain] = reading.mentions[use.full].text
    return prefixes


def with_full_prefix(use: Use, prefixes: Mapping[str, str]) -> Use:
    if use.type not in ("ORG", "PLACE"):
        return use
    for short in sorted(prefixes, key=lambda p: (-len(p), p)):
        if use.text.startswith(short) and len(use.text) > len(short) + 1 and not use.text.startswith(prefixes[short]):
            return replace(use, text=prefixes[short] + use.text[len(short) :])
    return use


def _of_level(use: Use, where: Geography) -> Finding | None:
    """全省高质量发展大会, 省重大科技专项: of the province that the article is about."""
    match = _LEVEL.fullmatch(use.text)
    if match is None:
        return None
    holder = where.holder(match["all"] or match["level"], use.start)
    if holder is None and match["all"] == "区":  # 全区 is also said of an autonomous region
        holder = where.holder("自治区", use.start)
    if holder is None:
        return None
    return thing(use.type, full_name(holder) + match["rest"], "structure", score=0.8, greater=(entity_of(holder),))


def _joined_before(use: Use, reading: Reading, parts: Grammar) -> Body | None:
    """The body named right before this use's first mention, with only 、 or 和 between."""
    index = use.mentions[0]
    if index == 0:
        return None
    before = reading.mentions[index - 1]
    between = reading.document.text[before.end : use.start]
    if before.type != "ORG" or not _JOINED.fullmatch(between):
        return None
    return parts.body(before.text)
