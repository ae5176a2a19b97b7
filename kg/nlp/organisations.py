"""Which organisation an ORG mention names, where its structure tells: bodies of places, units of greater bodies."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.lexicon import Lexicon, LexiconEntry, key
from kg.model import Entity
from kg.nlp.findings import Finding, entity_of, known, thing
from kg.nlp.geography import Geography
from kg.nlp.names import Body, Grammar, full_name, longest_prefix
from kg.nlp.places import place

# What 省, 市, 县 before an unknown body may be followed by: the rest is a body of the place. 区块链协会 is not.
_BODY_END = re.compile(
    r"(?:局|厅|委|委员会|办|办公室|中心|院|所|会|集团|馆|站|社|处|科|队|组|专班|基金|公司|学校|中学|小学|总站|台)$"
)
_NO_LEVEL = re.compile(r"市场|市值|市郊|区块|区域|县域|省属|州际|旗舰|旗下|乡村|乡镇|村镇|村级|市政工程|国家")
_TOWN = re.compile(
    r"(?P<town>[^省市区县]{1,6}(?:镇|乡|街道|苏木|社区|村))(?=人民政府|政府|党委|村民委员会|村委会|居委会|居民委员会|卫生院)"
)
_SHORT_ENDS = (("管委会", "管理委员会"), ("政府新闻办", "人民政府新闻办公室"), ("筹委会", "筹备委员会"))


def organisation(
    text: str, start: int, before: Body | None, lexicon: Lexicon, grammar: Grammar, geography: Geography
) -> Finding | None:
    """The organisation that a name means here; None where only the document's other names could tell.

    `before` is the body that the mention right before this one names, where only a 、 or 和 stands between:
    市发展改革委、经济和信息化局 have one place.
    """
    if before is not None:
        bare = grammar.bare_body(text)
        holder = _holder(before, start, geography)
        if bare and holder and (before.level or before.chain.entries):
            return _body_finding(holder[0] + bare, text, holder[1], holder[2], lexicon)
    entries = [e for e in lexicon.named(text) if e.type == "ORG"]
    if len(entries) == 1:
        if key(text) not in entries[0].weak:
            return known(entries[0])
        if not (grammar.bare_body(text) and (geography.holder("市", start) or geography.holder("省", start))):
            return known(entries[0], score=0.8)
        return None  # 发改委 in an article about a city: its own, if the document names that
    if len(entries) > 1:
        return Finding(entity=None, reason="ambiguous", score=0.0, candidates=tuple(sorted(e.name for e in entries)))
    joint = _joint(text, start, lexicon, grammar, geography)
    if joint is not None:
        return joint
    built = _built(text, start, lexicon, grammar, geography)
    if built is not None:
        return built
    greater = grammar.greater(text)
    if greater is not None:
        return _unit(greater[0], greater[1], lexicon)
    core, suffix = grammar.core(text)
    if suffix and "（" not in text and "(" not in text:  # 三星（中国）半导体有限公司 is a company of its own
        brand = _brand(core, lexicon, grammar)
        if brand is not None:
            return known(brand, score=0.9)
    legal = {e.iri: e for suffix in grammar.legal for e in lexicon.named(text + suffix) if e.type == "ORG"}
    if len(legal) == 1:  # the name of a known company without its legal suffix
        return known(next(iter(legal.values())), score=0.9)
    spelled = grammar.spelled_out(text)
    if spelled != text:
        return thing("ORG", spelled, "structure", score=0.95)
    for short, full in _SHORT_ENDS:
        if text.endswith(short) and len(text) > len(short) + 1:
            return thing("ORG", text.removesuffix(short) + full, "structure", score=0.9)
    return None


def _joint(text: str, start: int, lexicon: Lexicon, grammar: Grammar, geography: Geography) -> Finding | None:
    """One body with two names, each in full: 北京市科委、中关村管委会."""
    names = text.split("、")
    if len(names) != 2:
        return None
    found = [organisation(name, start, None, lexicon, grammar, geography) for name in names]
    spelled = [f.entity.name for f in found if f is not None and f.entity is not None and f.reason != "undefined"]
    return thing("ORG", "、".join(spelled), "structure", score=0.9) if len(spelled) == 2 else None


def _unit(whole: LexiconEntry, unit: str, lexicon: Lexicon) -> Finding:
    """A unit of a known body; a short name may be known by itself: 中国科学院 + 西安光机所."""
    entries = [e for e in lexicon.named(unit) if e.type == "ORG" and e.name.startswith(whole.name)]
    entries = entries or [e for e in lexicon.named(whole.name + unit) if e.type == "ORG"]
    if len(entries) == 1:
        return known(entries[0], greater=(entity_of(whole),))
    return thing("ORG", whole.name + unit, "structure", score=0.95, greater=(entity_of(whole),))


def _brand(core: str, lexicon: Lexicon, grammar: Grammar) -> LexiconEntry | None:
    """The known company whose name this is, with its trade behind: 飞腾信息技术. A place in front: a subsidiary."""
    for end in range(len(core), 1, -1):
        if end < len(core) and not grammar.is_industry(core[end:]):
            continue
        entries = [e for e in lexicon.named(core[:end]) if e.type == "ORG"]
        if len(entries) == 1 and key(core[:end]) not in entries[0].weak:
            return entries[0]
    return None


def _built(text: str, start: int, lexicon: Lexicon, grammar: Grammar, geography: Geography) -> Finding | None:
    """北京市科委, 市科委, 省工信厅产业处, 海淀区委, 根子镇政府."""
    body = grammar.body(text)
    if body is None:
        town = _TOWN.match(text)
        if town is None:
            return _of_zone(text, start, lexicon, grammar, geography)
        rest = text[town.end() :]
        if rest == "党委":
            return thing("ORG", f"中共{town['town']}委员会", "structure", score=0.9)
        return thing("ORG", town["town"] + grammar.bare_body(rest), "structure", score=0.95)
    if body.level == "国家":
        return _body_finding("国家" + body.full + body.tail, text, (), "", lexicon) if body.full else None
    if not body.full and (
        _NO_LEVEL.match(text) or not _BODY_END.search(body.tail) or (len(body.level) > 1 and body.level != "自治区")
    ):
        return None
    holder = _holder(body, start, geography)
    if holder is None:
        if not body.full:
            return None
        return thing("ORG", text, "undefined", score=0.5, scope="document")
    written, greater, qualifier = holder
    if body.academy and body.chain.entries:
        written = text[: body.chain.end]
    name = ("中共" if body.party else "") + written + body.full + body.tail
    if body.tail and body.full:
        greater = (*greater, Entity(type="ORG", name=name.removesuffix(body.tail), qualifier=qualifier))
    return _body_finding(name, text, greater, qualifier, lexicon)


def _of_zone(text: str, start: int, lexicon: Lexicon, grammar: Grammar, geography: Geography) -> Finding | None:
    """高新区管委会: of the zone that 高新区 means here."""
    spelled, _ = longest_prefix(text, 0, grammar.zones, 16)
    body = grammar.bare_body(text[len(spelled) :]) if spelled else ""
    zone = place(spelled, start, lexicon, grammar, geography) if body else None
    if zone is None or zone.entity is None:
        return None
    return _body_finding(zone.entity.name + body, text, (zone.entity,), "", lexicon)


def _holder(body: Body, start: int, geography: Geography) -> tuple[str, tuple[Entity, ...], str] | None:
    """How the body's place is written in full, the places that this implies, and what tells it from a homonym."""
    if body.chain.entries:
        last = body.chain.entries[-1]
        if body.chain.zone:
            return body.chain.zone, (Entity(type="PLACE", name=body.chain.zone), entity_of(last)), ""
        return full_name(last), (entity_of(last),), last.qualifier
    if not body.level:
        return None
    meant = geography.holder(body.level, start)
    return None if meant is None else (full_name(meant), (entity_of(meant),), meant.qualifier)


def _body_finding(name: str, text: str, greater: tuple[Entity, ...], qualifier: str, lexicon: Lexicon) -> Finding:
    entries: Sequence[LexiconEntry] = [e for e in lexicon.named(name) if e.type == "ORG"]
    if len(entries) == 1:
        return known(entries[0], reason="structure" if entries[0].name != text else "lexicon", greater=greater)
    return thing("ORG", name, "structure" if name != text else "new", score=0.95, qualifier=qualifier, greater=greater)
