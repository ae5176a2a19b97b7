"""What a figure is about: candidates among the names around it, described by features for a linear model.

The features say where a name stands (same clause, sentence, paragraph; what is written next to it), what kind of
thing it is, what the clause calls it (该公司, 全市, 后者), and how one figure follows another. Weights are data
(seeds/rules/observation_weights.json), made by `kg.nlp.training.train_figures`; `kg.nlp.chains` reads them along a
document.
"""

from __future__ import annotations

import bisect
import itertools
import re
from dataclasses import dataclass

from kg.model import Quantity
from kg.nlp.clauses import Layout, Name
from kg.nlp.cues import cue, genre
from kg.nlp.indicators import wording
from kg.nlp.quantities import unit_kind

NATION = -1  # the candidate that stands for 中国 where 全国 or 我国 is measured

_REACH = 14  # names before the figure that are looked at
_ROW = re.compile("[、和与及同跟]|以及|联合|，|、同")
_PROVINCES = frozenset(
    (
        "北京", "天津", "上海", "重庆", "河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽", "福建",
        "江西", "山东", "河南", "湖北", "湖南", "广东", "海南", "四川", "贵州", "云南", "陕西", "甘肃", "青海",
        "台湾", "内蒙古", "广西", "西藏", "宁夏", "新疆", "香港", "澳门",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An entity (or NATION) and the mention that speaks for it."""

    entity: int
    type: str
    name: Name | None
    features: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    """The figure's surroundings, worked out once for all its candidates."""

    quantity: Quantity
    sentence: int
    clause_start: int
    clause_end: int
    here: int  # index of the first name behind the figure
    shared: tuple[str, ...]
    classes: tuple[str, ...]
    levels: tuple[str, ...]
    former: int  # entity that 前者 means here, -9 where it is not said
    latter: int
    opening: str  # "due" where the sentence begins with a deadline, "demand" where it holds a word of planning
    rivals: str  # the types of the names that the sentence holds before the figure
    around: str  # how many names the clause and the sentence hold before the figure, and whether one opens it
    talk: bool  # 他介绍, 公司负责人说: the sentence is somebody's word


def candidates(layout: Layout, quantity: Quantity, nation: int) -> list[Candidate]:
    """What the figure may be about, each with its features, by entity. `nation` is the index of 中国 or NATION."""
    view = _view(layout, quantity)
    span = layout.sentences[view.sentence]
    pool: dict[int, Name] = {}
    for name in layout.names[max(0, view.here - _REACH) : view.here]:
        pool[name.entity] = name  # the nearest one before the figure speaks for its entity
    ahead: dict[int, Name] = {}
    for name in layout.names[view.here : bisect.bisect_left(layout.name_starts, span.end)]:
        ahead.setdefault(name.entity, name)
    for name in layout.names[: bisect.bisect_left(layout.name_starts, layout.title_end)]:
        pool.setdefault(name.entity, name)
    for entity in layout.leading:
        if entity not in pool and entity not in ahead:
            near = bisect.bisect_left(layout.of_entity[entity], view.here) - 1
            if near >= 0:
                pool[entity] = layout.names[layout.of_entity[entity][near]]
    found: list[Candidate] = []
    typed: dict[str, list[str]] = {}
    for entity in sorted(pool.keys() | ahead.keys()):
        behind, forward = pool.get(entity), ahead.get(entity)
        chosen = behind or forward
        assert chosen is not None
        if entity not in layout.genres:
            layout.genres[entity] = _genre(layout.labels[entity], chosen.type)
        features = [*_standing(layout, chosen), f"G:{layout.genres[entity]}"]
        if forward is not None:
            features += _forward(layout, view, forward, alone=behind is None)
        if behind is not None:
            features += _backward(layout, view, behind, layout.genres[entity])
        if chosen.type not in typed:
            typed[chosen.type] = [f"{chosen.type}|{s}" for s in view.shared]
        features += typed[chosen.type]
        features += _pointed(layout.labels[entity], chosen.type, view)
        if entity == view.former or entity == view.latter:
            features.append("former" if entity == view.former else "latter")
        if entity == nation:
            features += [f"cn|{s}" for s in view.shared if s.startswith(("a:", "A:"))]
        found.append(Candidate(entity=entity, type=chosen.type, name=chosen, features=tuple(features)))
    if nation == NATION or (nation not in pool and nation not in ahead):
        found.append(Candidate(entity=nation, type="PLACE", name=None, features=_nation(layout, view)))
    return found


def transition(layout: Layout, earlier: Quantity, quantity: Quantity) -> tuple[str, ...]:
    """How one figure follows the other; the model weighs each way for "same subject" and for "other subject"."""
    before, after = layout.sentence_at(earlier.start), layout.sentence_at(quantity.start)
    distance = min(after - before, 3)
    fresh = min(layout.count_between(earlier.end, quantity.start), 2)
    bridge = layout.text[earlier.end : quantity.start] if distance == 0 else ""
    far = "" if distance else "c" if "，" not in bridge else "s"
    found = [f"{distance}{far}", f"{distance}{far}|new{fresh}"]
    if distance == 0 and len(bridge) < 40:
        found.append(f"{_bridge(bridge)}|new{fresh}")
    elif distance:
        apart = min(layout.paragraph_of[after] - layout.paragraph_of[before], 2)
        opened = layout.count_between(layout.sentences[after].start, layout.sentences[after].start + 1)
        inside = min(layout.count_between(layout.sentences[after].start, quantity.start), 2)
        found += [f"P{apart}|new{fresh}", f"P{apart}|in{inside}{opened}"]
    return tuple(found)


def _bridge(text: str) -> str:
    for word in ("其中", "；", "。", "同比", "占", "分别", "、", "和", "，", "至", "到", "（"):
        if word in text:
            return word
    return "-"


# ---------------------------------------------------------------- the figure's surroundings


def _view(layout: Layout, quantity: Quantity) -> _View:
    text = layout.text
    sentence = layout.sentence_at(quantity.start)
    start = layout.sentences[sentence].start
    clause_start, clause_end = layout.clause_at(quantity.start)
    left = text[clause_start : quantity.start]
    shared = [f"u:{quantity.unit.lstrip('百千万亿')}", f"k:{unit_kind(quantity.unit)}"]
    shared += [f"a:{w}" for w in dict.fromkeys(cue("anaphora").findall(left))][:4]
    if clause_start > start:
        earlier = cue("anaphora").findall(text, start, clause_start)
        shared += [f"A:{w}" for w in dict.fromkeys(earlier)][:4]
    demand = cue("demand").search(text, start, quantity.start) is not None
    if demand:
        shared.append("demand")
    if len(left) >= 2:
        shared.append(f"l2:{left[-2:]}")
    stem = wording().light_end.sub("", left.rstrip("“约近超过")).rstrip()
    if len(stem) >= 2:
        shared.append(f"h:{stem[-2:]}")
    shared.append(f"r2:{text[quantity.end : quantity.end + 2]}")
    classes = []
    for match in cue("class").finditer(text, start, quantity.start):
        side = "c" if match.start() >= clause_start else "s"
        this = match.group("this")
        classes.append(f"{side}{'!' if this else ''}:{this or match.group('bare')}")
    levels = [
        f"{'c' if match.start() >= clause_start else 's'}:{match.group()[1]}"
        for match in cue("level").finditer(text, start, quantity.start)
    ]
    former, latter = _pair(layout, start, quantity.start)
    return _View(
        quantity=quantity,
        sentence=sentence,
        clause_start=clause_start,
        clause_end=clause_end,
        here=bisect.bisect_left(layout.name_starts, quantity.start),
        shared=tuple(shared),
        classes=tuple(classes),
        levels=tuple(levels),
        former=former,
        latter=latter,
        opening="due" if cue("due").match(text, start) else "demand" if demand else "",
        rivals="".join(sorted({n.type[:2] for n in layout.names_between(start, quantity.start)})),
        around=(
            f"{min(layout.count_between(clause_start, quantity.start), 2)}"
            f"{min(layout.count_between(start, quantity.start), 3)}{layout.count_between(start, start + 1)}"
        ),
        talk=text.startswith(("他", "她", "“"), start) or text[start - 1 : start] == "”",
    )


def _pair(layout: Layout, start: int, end: int) -> tuple[int, int]:
    """What 前者 or 后者, the nearer one before the figure, stands for: (entity, -9), (-9, entity) or (-9, -9)."""
    former, latter = layout.text.rfind("前者", start, end), layout.text.rfind("后者", start, end)
    place = max(former, latter)
    if place < 0:
        return -9, -9
    first = min(x for x in (former, latter) if x >= 0) if former < 0 or latter < 0 else former
    names = [n for n in layout.names_between(start - 120, first) if n.end <= first]
    rows = [
        (a, b)
        for a, b in itertools.pairwise(names)
        if a.entity != b.entity and a.type == b.type and _ROW.match(layout.text[a.end : b.start][:2] or "x")
    ]
    pair = rows[-1] if rows else (names[-2], names[-1]) if len(names) > 1 else None
    if pair is None:
        return -9, -9
    return (pair[0].entity, -9) if place == former else (-9, pair[1].entity)


# ---------------------------------------------------------------- features of a candidate


def _standing(layout: Layout, name: Name) -> list[str]:
    """How big a part the entity plays in the text."""
    count = layout.counts[name.entity]
    rank = layout.rank[name.entity]
    return [
        f"n:{min(count, 6)}", f"t:{name.type}", f"t:{name.type}|n:{min(count, 4)}", f"rank:{rank}",
        f"rank:{rank}|{name.type}", f"alone:{layout.types[name.type] == 1}|{name.type}",
    ]  # fmt: skip


def _forward(layout: Layout, view: _View, name: Name, *, alone: bool) -> list[str]:
    """The entity is named behind the figure in the same sentence."""
    text = layout.text
    where = "c+" if name.start < view.clause_end else "s+"
    between = layout.count_between(view.quantity.end, name.start)
    after = text[name.end : name.end + 1]
    features = [where, f"{where}|{name.type}", f"{where}|b{min(between, 2)}", f"{where}|>{after}"]
    if where == "c+":
        gap = text[view.quantity.end : name.start]
        features += [f"c+|{'的' if '的' in gap else ''}|{name.type}", f"c+gap:{min(len(gap), 6)}"]
        if between == 0:
            features += [f"c+<{gap[-2:]}", f"c+|0|{name.type}"]
    if alone:
        features.append(f"{where}only")
    return features


def _backward(layout: Layout, view: _View, name: Name, kind: str) -> list[str]:
    """The entity is named before the figure; `name` is its nearest mention."""
    text, type_ = layout.text, name.type
    if name.sentence == view.sentence:
        where = "c" if name.start >= view.clause_start else "s"
    elif layout.paragraph_of[name.sentence] == layout.paragraph_of[view.sentence]:
        where = "p"
    else:
        where = "d"
    index = layout.index_of[name.start]
    between = view.here - index - 1
    near = layout.about[index]
    nearer = {n.entity for n in layout.names[index + 1 : view.here] if n.type == type_ and n.entity != name.entity}
    nth = min(len(nearer), 2)
    features = [
        where, f"{where}|{type_}", f"{where}|b{min(between, 4)}", f"{where}|b{min(between, 2)}|{type_}",
        f"{where}|n:{min(layout.counts[name.entity], 4)}|{type_}", f"{where}|r:{layout.rank[name.entity]}",
        *[f"{where}|{f}" for f in near], *[f"{f}|{type_}" for f in near], f"{where}|G:{kind}",
        f"{where}|G:{kind}|{view.opening}", f"{where}|A{view.around}", f"{where}|A{view.around}|{type_}",
        f"{where}|{type_}|vs{view.rivals}", f"{where}|nth{nth}|{type_}",
        f"{where}|nth{nth}|b{min(between, 3)}|A{view.around[0]}",
    ]  # fmt: skip
    if where == "s":
        commas = text.count("，", name.end, view.quantity.start) + text.count(",", name.end, view.quantity.start)
        semis = text.count("；", name.end, view.quantity.start)
        features += [f"s|,{min(commas, 4)}", f"s|;{min(semis, 2)}", f"s|,{min(commas, 3)}|{type_}"]
    elif where in "pd":
        apart = view.sentence - name.sentence
        features += [f"{where}|S{min(apart, 5)}", f"{where}|S{min(apart, 2)}|{type_}"]
        if view.opening:
            features += [f"{where}|S{min(apart, 2)}|{type_}|{view.opening}", f"{where}|{type_}|{view.opening}"]
        features.append(f"{where}|S{min(apart, 2)}|{'first' if 'first' in near else ''}|{type_}")
    else:
        gap = text[name.end : view.quantity.start]
        features.append(f"c|gap{min(len(gap) // 3, 5)}")
        if len(gap) <= 3:
            features.append(f"c|gap={gap}")
        if "的" in gap:
            features.append("c|de")
    if view.talk and "person" in near:
        features.append(f"{where}|talks")
    if layout.heads.get(layout.paragraph_of[view.sentence]) == name.entity:
        features += [f"{where}|head", f"head|{type_}"]
    if index + 1 < view.here:
        later = layout.names[index + 1]
        joint = text[name.end : later.start]
        if len(joint) <= 2:
            features.append(f"{where}|then{joint}|{type_}>{later.type}")
    if name.start < layout.title_end and where == "d":
        features.append(f"title|{type_}")
    return features


def _pointed(label: str, type_: str, view: _View) -> list[str]:
    """Whether the class words of the sentence fit this name."""
    features = []
    for item in view.classes:
        side, _, word = item.partition(":")
        for length in (len(word), 2, 1) if "!" in side else (len(word),):
            if word[:length] and label.rstrip("》”").endswith(word[:length]):
                features += [f"fits:{side}", f"fits:{side}|{type_}"]
                break
    if view.levels and type_ == "PLACE":
        level = _level(label)
        features += [f"level:{item.replace(':', '|')}|{level}" for item in view.levels]
    elif view.levels:
        features.append(f"level:{view.levels[0][0]}|{type_}")
    return features


def _genre(label: str, type_: str) -> str:
    """The genre of the name, for a place without one its level of administration."""
    return genre(label, type_) or (f"pl:{_level(label)}" if type_ == "PLACE" else type_[:2].lower())


def _level(label: str) -> str:
    if label == "中国":
        return "国"
    if label in _PROVINCES:
        return "省"
    if label.endswith(("省", "市", "区", "县", "镇", "村", "州", "旗", "园", "港")):
        return label[-1]
    return "市?"


def _nation(layout: Layout, view: _View) -> tuple[str, ...]:
    """中国, where no mention speaks for it."""
    span = layout.sentences[view.sentence]
    features = ["nation", *(f"cn|{s}" for s in view.shared if s.startswith(("a:", "A:")))]
    if cue("nation").search(layout.text, view.clause_start, view.clause_end):
        features.append("nation:clause")
    elif cue("nation").search(layout.text, span.start, span.end):
        features.append("nation:sentence")
    if view.here == 0:
        features.append("nation:first")
    features.append(f"nation:names{min(layout.count_between(span.start, span.end), 2)}")
    return tuple(features)
