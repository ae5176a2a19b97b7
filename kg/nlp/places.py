"""Which place a PLACE mention names: lexicon, chains (北京市海淀区), zones (经开区), homonyms by context."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.lexicon import Lexicon, LexiconEntry, key
from kg.model import Entity
from kg.nlp.findings import Finding, entity_of, known, thing
from kg.nlp.geography import Geography
from kg.nlp.names import Chain, Grammar, bare_name, full_name

# What follows a place name and makes a proper name together with it: 苏州 + 工业园区, 武汉 + 长江大桥.
_CLASS = re.compile(
    r"(?:国家|国际|经济|高新|高技术|工业|科技|科学|技术|产业|农业|自由|综合|保税|开发|示范|试验|合作|生态|文化|体育|创新|总部|数字|智能|智慧|人工|"
    r"机器人|软件|生物|医药|新能源|新材料|集成电路|半导体|低空|航空|航天|金融|物流|贸易|旅游|商务|电子|大数据|超算|智算|算力|数据|新城|新区|北站|南站|东站|西站|火车站|站|机场|港|码头|大桥|铁路|高铁|公路|高速|地铁|博物馆|图书馆|体育|会展|"
    r"展览|会议|中心|广场|公园|科学城|大学城|科技城|校区|园区|基地|工厂|新机场|自贸|海关|口岸|先行|地区|城市|区域|省|市|县|区|州|湾|海|江|河|湖|山|岛|路|街|大道|运河|半岛|盆地|平原|高原|沙漠|流域)"
)  # fmt: skip
_BROKEN = re.compile(r"[省市州区县镇乡村](?!.*[省市州区县]$)")  # a chain that ended inside a longer name
_ADMIN = re.compile(r"(?:[省市县州旗盟]|[^园务发保校湾]区)$")
_ABROAD = re.compile(
    r"(?P<region>[^省市区县镇乡村州道]{2,7}[州省道])(?P<place>[^省市区县镇乡村州道]{2,8}(?:市|镇|区|岛|县|郡|工业园))"
)


def place(text: str, start: int, lexicon: Lexicon, grammar: Grammar, geography: Geography) -> Finding | None:
    """The place that a name means here; None where only the document's other names could tell."""
    zone = _bare_zone(text, lexicon, grammar, geography)
    if zone is not None:
        return zone
    candidates = [e for e in lexicon.named(text) if e.type == "PLACE"]
    if candidates:
        return _chosen(text, candidates, lexicon, geography)
    return _chained(text, lexicon, grammar)


def _chosen(text: str, candidates: Sequence[LexiconEntry], lexicon: Lexicon, geography: Geography) -> Finding | None:
    """One of several places of one name, by the places that the document speaks of."""
    folded = key(text)
    strong = [e for e in candidates if folded not in e.weak]
    if len(candidates) == 1 and strong:
        return known(candidates[0])
    seen = {iri for _, iri in geography.seen}
    parents = {e.iri: lexicon.parents(e) for e in candidates}
    higher = [e for e in strong if e.code.endswith("00")]
    named = [e for e in candidates if e.iri in seen and not any(h in parents[e.iri] for h in higher)]
    if len(named) == 1:  # the document spells this one out elsewhere
        return known(named[0], score=0.95)
    best = geography.choose(candidates if not higher else [e for e in candidates if e not in higher], parents)
    if len(higher) == 1 and (best is None or best.iri not in seen):
        return known(higher[0], score=0.9)
    if best is not None:
        return known(best, score=0.9)
    if len(candidates) == 1:
        return None  # a common word and nothing here to support the place: a new thing
    return Finding(entity=None, reason="ambiguous", score=0.0, candidates=_described(candidates, lexicon))


def _described(candidates: Sequence[LexiconEntry], lexicon: Lexicon) -> tuple[str, ...]:
    """朝阳区（北京）, 朝阳区（长春）."""
    described = []
    for entry in candidates:
        parents = lexicon.parents(entry)
        described.append(f"{entry.name}（{parents[0].name}）" if parents else entry.name)
    return tuple(sorted(described))


def _bare_zone(text: str, lexicon: Lexicon, grammar: Grammar, geography: Geography) -> Finding | None:
    """高新区, 经开区 alone: of the city that the document is about."""
    full = grammar.zones.get(text)
    if full is None:
        return None
    for _, iri in geography.seen:  # a zone of this kind that the document names in full
        entry = geography.entries[iri]
        if entry.name.endswith(full) or any(a.endswith(text) for a in entry.aliases):
            reason = "lexicon" if entry in lexicon.named(text) else "structure"
            return known(entry, reason=reason, score=0.9)
    for entry in lexicon.named(text):  # 经开区 is 北京经济技术开发区 where the document is about Beijing
        if any(geography.weight(p) > 0 for p in lexicon.parents(entry)):
            return known(entry, score=0.9)
    city = geography.holder("市", 0)
    if city is None:
        return Finding(entity=None, reason="undefined", score=0.0)
    return _zone(bare_name(city) + full, lexicon, (entity_of(city),))


def _zone(name: str, lexicon: Lexicon, greater: tuple[Entity, ...]) -> Finding:
    entries = [e for e in lexicon.named(name) if e.type == "PLACE"]
    return (
        known(entries[0], greater=greater)
        if len(entries) == 1
        else thing("PLACE", name, "structure", score=0.9, greater=greater)
    )


def _chained(text: str, lexicon: Lexicon, grammar: Grammar) -> Finding | None:
    """北京市海淀区 -> 海淀区; 广西忻城县红渡镇六纳村 -> 六纳村; 西安高新区 -> 西安高新技术产业开发区."""
    chain = grammar.chain(text)
    rest = text[chain.end :]
    if chain.entries and rest and _BROKEN.match(rest) and not grammar.towns(rest):
        chain, rest = Chain(), text  # 纽约 + 州马耳他镇 is no chain
    if not chain.entries:
        return _unlisted(text, (), grammar)
    greater = tuple(entity_of(e) for e in chain.entries)
    if chain.zone and not rest:
        return _zone(chain.zone, lexicon, greater)
    if not rest:
        return known(chain.entries[-1], reason="lexicon", greater=greater[:-1])
    if chain.zone:
        greater = (*greater, Entity(type="PLACE", name=chain.zone))
    foreign = len(chain.entries[0].code) == 2 and chain.entries[0].code != "CN"
    entries = [e for e in lexicon.named(rest) if e.type == "PLACE" and not e.code]
    if len(entries) == 1 and len(rest) > 1 and key(rest) not in entries[0].weak:
        return known(entries[0], score=0.9, greater=greater)
    unlisted = _unlisted(rest, greater, grammar)
    if unlisted is not None:
        return unlisted
    # A proper name behind a place: 共和县塔拉滩, 巴基斯坦拉合尔; but 上海虹桥, 苏州工业园区 are names of their own.
    if _CLASS.match(rest) or len(rest) < 2:
        return None
    spelled = text[chain.last : chain.end]
    if foreign or (
        len(rest) > 2 and (chain.zone or (spelled == full_name(chain.entries[-1]) and _ADMIN.search(spelled)))
    ):
        return thing("PLACE", rest, "structure", score=0.8, greater=greater)
    return None


def _unlisted(text: str, greater: tuple[Entity, ...], grammar: Grammar) -> Finding | None:
    """Places below the lexicon or abroad: 红渡镇六纳村, 北海道千岁市."""
    towns = grammar.towns(text)
    if len(towns) > 1 or (towns and greater):
        return thing("PLACE", towns[-1], "structure", score=0.8, greater=(*greater, *_units(towns[:-1])))
    abroad = _ABROAD.fullmatch(text)
    if abroad is not None:
        return thing("PLACE", abroad["place"], "structure", score=0.7, greater=(*greater, *_units([abroad["region"]])))
    return None


def _units(names: Sequence[str]) -> tuple[Entity, ...]:
    return tuple(Entity(type="PLACE", name=n) for n in names)
