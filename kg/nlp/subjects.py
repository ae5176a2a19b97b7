"""What a figure is about: candidates among the names around it, described by features, chosen by a linear model.

The features say where a name stands (same clause, sentence, paragraph; what is written next to it), what kind of
thing it is and what the clause calls it (该公司, 全市), and which thing the figures just before were about. Weights are
data (seeds/rules/observation_weights.json), made by `kg.nlp.training.figures`. Ties go to the earlier name.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.model import Quantity
from kg.nlp.clauses import Layout, Name
from kg.nlp.quantities import unit_kind

NATION = -1  # the candidate that stands for 中国 where 全国 or 我国 is measured

_REACH = 14  # names before the figure that are looked at
_NATIONAL = re.compile("全国|我国|国内|中国|全社会")
_ANAPHORA = re.compile(
    "全国|我国|全省|全市|全区|全县|全镇|全村|全州|全球|全港|本市|本省|本区|该市|该省|该区|该县|该镇|该村|全年|当地"
    "|该公司|公司|企业|集团|该校|学校|学院|医院|该院|研究院|研究所|实验室|中心|银行|团队|协会|社区|合作社|工厂"
    "|该项目|项目|工程|行动|方案|计划|意见|措施|办法|政策|规划|条例|目标|基金"
    "|大会|论坛|展会|博览会|比赛|大赛|赛事|活动|展览|会议|本届|参展|参赛|展区|与会"
    "|机器人|系统|模型|平台|车型|新车|该车|芯片|产品|设备|装备|卫星|飞机|无人机|列车|机型|数据集|软件|电池|续航"
    "|园区|基地|新区|开发区|高新区|港口|口岸|机场|铁路|大桥|隧道|示范区|示范基地|电站|其中|它|其|他|她|自己|每|单"
)
_SPEECH = re.compile("[说称道]|表示|介绍|透露|认为|坦言|预计|显示|获悉|了解")
_DEMAND = re.compile("提出|明确|要求|规定|目标|力争|计划|规划|确保|到20|部署|争取")


@dataclass(slots=True)
class Previous:
    """The last figure that was kept: what it was about and where it stood."""

    entity: int | None = None
    start: int = 0
    end: int = 0
    sentence: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An entity (or NATION) and the mention that speaks for it."""

    entity: int
    type: str
    name: Name | None
    features: tuple[str, ...]


def candidates(layout: Layout, quantity: Quantity, previous: Previous, nation: int) -> list[Candidate]:
    """What the figure may be about, each with its features, in text order. `nation` is the index of 中国 or NATION."""
    text = layout.text
    sentence = layout.sentence_at(quantity.start)
    span = layout.sentences[sentence]
    clause_start, clause_end = layout.clause_at(quantity.start)
    here = bisect.bisect_left(layout.name_starts, quantity.start)
    last = bisect.bisect_left(layout.name_starts, span.end)
    pool: dict[int, Name] = {}
    for name in layout.names[max(0, here - _REACH) : here]:
        pool[name.entity] = name  # the nearest one before the figure speaks for its entity
    ahead: dict[int, Name] = {}
    for name in layout.names[here:last]:
        ahead.setdefault(name.entity, name)
    for name in layout.names[: bisect.bisect_left(layout.name_starts, layout.title_end)]:
        pool.setdefault(name.entity, name)
    if previous.entity is not None and previous.entity in layout.of_entity and previous.entity not in pool:
        near = [layout.names[i] for i in layout.of_entity[previous.entity] if layout.names[i].start < quantity.start]
        if near:
            pool[previous.entity] = near[-1]
    shared = _context(layout, quantity, clause_start, clause_end, span.start)
    found: list[Candidate] = []
    for entity in sorted(pool.keys() | ahead.keys()):
        name = pool.get(entity)
        forward = ahead.get(entity)
        features = list(_describe(layout, quantity, name, forward, clause_start, clause_end, sentence, here))
        chosen = name or forward
        assert chosen is not None
        _link_previous(features, layout, entity, previous, quantity, sentence)
        type_ = chosen.type
        features += [f"{type_}|{s}" for s in shared]
        if entity == nation:
            features += [f"cn|{s}" for s in shared if s.startswith(("a:", "A:"))]
        found.append(Candidate(entity=entity, type=type_, name=chosen, features=tuple(features)))
    if nation == NATION or nation not in pool and nation not in ahead:
        features = ["nation", *(f"cn|{s}" for s in shared if s.startswith(("a:", "A:")))]
        if _NATIONAL.search(text, clause_start, clause_end):
            features.append("nation:clause")
        elif _NATIONAL.search(text, span.start, span.end):
            features.append("nation:sentence")
        if here == 0:
            features.append("nation:first")
        if previous.entity == nation:
            features.append("nation:prev")
        features.append(f"nation:names{min(layout.count_between(span.start, span.end), 2)}")
        found.append(Candidate(entity=nation, type="PLACE", name=None, features=tuple(features)))
    return found


def _context(layout: Layout, quantity: Quantity, clause_start: int, clause_end: int, sentence_start: int) -> list[str]:
    """What the clause says that makes one type likelier than another."""
    text = layout.text
    shared = [f"u:{quantity.unit.lstrip('百千万亿')}", f"k:{unit_kind(quantity.unit)}"]
    left = text[clause_start : quantity.start]
    shared += [f"a:{w}" for w in dict.fromkeys(_ANAPHORA.findall(left))][:4]
    if clause_start > sentence_start:
        shared += [f"A:{w}" for w in dict.fromkeys(_ANAPHORA.findall(text, sentence_start, clause_start))][:4]
    if _DEMAND.search(text, sentence_start, quantity.start):
        shared.append("demand")
    if len(left) >= 2:
        shared.append(f"l2:{left[-2:]}")
    shared.append(f"r2:{text[quantity.end : quantity.end + 2]}")
    return shared


def _describe(
    layout: Layout,
    quantity: Quantity,
    name: Name | None,
    forward: Name | None,
    clause_start: int,
    clause_end: int,
    sentence: int,
    here: int,
) -> Sequence[str]:
    """Where the entity stands, seen from the figure."""
    text = layout.text
    features: list[str] = []
    chosen = name or forward
    assert chosen is not None
    type_ = chosen.type
    count = layout.counts[chosen.entity]
    features.append(f"n:{min(count, 4)}")
    features.append(f"t:{type_}")
    features.append(f"t:{type_}|n:{min(count, 4)}")
    if forward is not None:
        where = "c+" if forward.start < clause_end else "s+"
        between = layout.count_between(quantity.end, forward.start)
        gap = text[quantity.end : forward.start]
        after = text[forward.end : forward.end + 1]
        features += [where, f"{where}|{type_}", f"{where}|b{min(between, 2)}", f"{where}|>{after}"]
        if where == "c+":
            features.append(f"c+|{'的' if '的' in gap else ''}|{type_}")
            features.append(f"c+gap:{min(len(gap), 6)}")
            if between == 0:
                features += [f"c+<{gap[-2:]}", f"c+|0|{type_}"]
        if name is None:
            features.append(f"{where}only")
    if name is None:
        return features
    between = layout.count_between(name.end, quantity.start)
    before, after, after2 = text[name.start - 1 : name.start], text[name.end : name.end + 1], text[name.end : name.end + 2]
    index = bisect.bisect_left(layout.name_starts, name.start)
    if name.sentence == sentence:
        where = "c" if name.start >= clause_start else "s"
    elif layout.paragraph_of[name.sentence] == layout.paragraph_of[sentence]:
        where = "p"
    else:
        where = "d"
    if where == "s":
        commas = layout.text.count("，", name.end, quantity.start) + layout.text.count(",", name.end, quantity.start)
        semis = layout.text.count("；", name.end, quantity.start)
        features += [f"s|,{min(commas, 4)}", f"s|;{min(semis, 2)}", f"s|,{min(commas, 3)}|{type_}"]
    elif where in "pd":
        features.append(f"{where}|S{min(sentence - name.sentence, 5)}")
        features.append(f"{where}|S{min(sentence - name.sentence, 2)}|{type_}")
    features += [
        where,
        f"{where}|{type_}",
        f"{where}|b{min(between, 4)}",
        f"{where}|b{min(between, 2)}|{type_}",
        f"{where}|<{before}",
        f"{where}|>{after}",
        f"{where}|>>{after2}",
        f"{where}|n:{min(count, 4)}",
        f">>{after2}|{type_}",
        f"<{before}|{type_}",
    ]
    if where == "c":
        gap = text[name.end : quantity.start]
        features.append(f"c|gap{min(len(gap) // 3, 5)}")
        if len(gap) <= 3:
            features.append(f"c|gap={gap}")
        if "的" in gap:
            features.append("c|de")
    if index == 0 or layout.names[index - 1].sentence != name.sentence:
        features.append(f"{where}|first")
    else:
        earlier = layout.names[index - 1]
        if earlier.end == name.start:
            features.append(f"{where}|glued|{earlier.type}>{type_}")
        elif text[earlier.end : name.start] == "的":
            features.append(f"{where}|de|{earlier.type}>{type_}")
    if index + 1 < len(layout.names) and layout.names[index + 1].start < quantity.start:
        later = layout.names[index + 1]
        joint = text[name.end : later.start]
        if len(joint) <= 2:
            features.append(f"{where}|then{joint}|{type_}>{later.type}")
    if where != "d" and layout.sentences[name.sentence].start == name.start:
        features.append(f"{where}|start")
    if name.start < layout.title_end and where == "d":
        features.append(f"title|{type_}")
    return features


def _link_previous(
    features: list[str], layout: Layout, entity: int, previous: Previous, quantity: Quantity, sentence: int
) -> None:
    """Figures come in rows: what the last one was about, and whether a new name has come up since."""
    if previous.entity is None:
        features.append("prev:none")
        return
    same = "same" if previous.entity == entity else "other"
    distance = min(sentence - previous.sentence, 3)
    fresh = min(layout.count_between(previous.end, quantity.start), 2)
    far = "" if distance else "c" if "，" not in layout.text[previous.end : quantity.start] else "s"
    features += [f"prev:{same}|{distance}{far}", f"prev:{same}|{distance}{far}|new{fresh}"]
    if distance == 0:
        bridge = layout.text[previous.end : quantity.start]
        if len(bridge) < 40:
            features.append(f"prev:{same}|{_bridge(bridge)}|new{fresh}")


def _bridge(text: str) -> str:
    for word in ("其中", "；", "。", "同比", "占", "分别", "、", "和", "，", "至", "到", "（"):
        if word in text:
            return word
    return "-"


def best(found: Sequence[Candidate], weights: Mapping[str, float]) -> tuple[int, list[float]]:
    """Index of the best candidate and all scores, rounded so that no platform decides otherwise."""
    scores = [round(sum(weights.get(f, 0.0) for f in c.features), 4) for c in found]
    top = max(range(len(found)), key=lambda i: (scores[i], -i))
    return top, scores
