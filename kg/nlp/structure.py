"""Relations that follow from the structure of a name where it stands.

北京理工大学机电学院 is part of 北京理工大学, the final of a contest is part of the contest, and 广西忻城县红渡镇 lies
in 忻城县, which lies in 广西. The name itself is the quote; the greater thing has no mention of its own there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.model import Claim, Entity, Reading

# A greater organisation whose name a smaller one carries in front, where nobody has named it alone.
_BODY = re.compile(
    r"(?P<whole>.{2,30}?(?:大学|科学院|工程院|理工学院|医学院|集团|管理局|人民政府|(?:^|中国)?银行|"
    r"工业和信息化部|科学技术部|科技部|教育部|商务部|财政部|生态环境部|农业农村部|[省市区县州][\u3400-\u9fff]{1,10}[厅局委]|委员会|研究院|医院))"
    r"(?P<part>.{2,24}(?:学院|学部|系|研究所|研究院|实验室|研究中心|中心|医院|附属中学|附中|分校|分院|分公司|分行|支行|分部|分局|"
    r"子公司|处|(?<!公)司|科|室|事业部|事业群|战队))"
)
# Of a government or committee, these are taken as bodies of their own.
_NO_PART = ("人民政府办公厅", "人民政府办公室", "新闻办公室", "委员会办公室")
_PART_ENDS = re.compile(
    r"(?:[院所处局室会部校系科组台社署队站馆厂行办委庭司厅区庄]|公司|中心|中学|小学|集团|基地|联盟|平台|分部|事业群|支队|大队|学部|學院|學部|學系|党委|"
    r"实验|医联体|创新体|联合体|队”)$"
)
_SUBSIDIARY = re.compile(r"（.{2,4}）.*公司$|和|与|\+")
_PLACE_ENDS = ("特别行政区", "自治区", "自治州", "自治县", "自治旗", "地区", "省", "市", "区", "县", "州", "旗", "盟")
_UNIT = re.compile(r"(?:特别行政区|自治[区州县旗]|省|市|区|县|州|旗|盟|镇|乡)$")
_CONFIDENCE = {"prefix": 0.9, "body": 0.8, "chain": 0.95}
_WHOLE_TYPES = ("ORG", "EVENT")


def structure_claims(reading: Reading) -> tuple[tuple[Entity, ...], tuple[Claim, ...]]:
    """The reading's entities, with greater bodies that names imply appended, and the claims of name structure.

    One claim for each sentence in which the smaller thing's name stands. Links must be there, one for each mention.
    """
    entities = list(reading.entities)
    wholes = _wholes(entities)
    places = _forms(entities)
    sentences = list(_sentence_of(reading))
    claims: list[Claim] = []
    seen: set[tuple[int, int, int]] = set()
    for index, (mention, link) in enumerate(zip(reading.mentions, reading.links, strict=True)):
        if link.entity is None:
            continue
        found: list[tuple[int, str, int, str]] = []
        if mention.type in _WHOLE_TYPES and link.entity in wholes:
            whole, rule = wholes[link.entity]
            if _shows(mention.text, entities[link.entity].name, entities[whole].name):
                found.append((link.entity, "partOf", whole, rule))
        if mention.type == "PLACE":
            lesser = link.entity
            for greater in _chain(mention.text, entities[lesser], places):
                if greater != lesser:
                    found.append((lesser, "locatedIn", greater, "chain"))
                    lesser = greater
        for subject, predicate, whole, rule in found:
            key = (subject, whole, sentences[index])
            if sentences[index] < 0 or key in seen:
                continue
            seen.add(key)
            claims.append(
                Claim(
                    subject=subject,
                    predicate=predicate,
                    object=whole,
                    sentence=sentences[index],
                    start=mention.start,
                    end=mention.end,
                    subject_mention=index if subject == link.entity else None,
                    rule=f"structure.{rule}",
                    confidence=_CONFIDENCE[rule],
                )
            )
    return tuple(entities), tuple(claims)


def _wholes(entities: list[Entity]) -> dict[int, tuple[int, str]]:
    """For each entity whose name begins with a greater one's: that entity and the rule. May append to `entities`."""
    by_name = {(e.type, e.name): i for i, e in reversed(list(enumerate(entities)))}
    found: dict[int, tuple[int, str]] = {}
    for index, entity in enumerate(list(entities)):
        if entity.type not in _WHOLE_TYPES or entity.name.endswith(_NO_PART):
            continue
        for cut in range(len(entity.name) - 1, 1, -1):
            whole = by_name.get((entity.type, entity.name[:cut]))
            if whole is not None and _is_part(entity.type, entity.name[cut:]):
                found[index] = (whole, "prefix")
                break
        else:
            match = _BODY.fullmatch(entity.name) if entity.type == "ORG" else None
            if match:
                body = by_name.get(("ORG", match["whole"]))
                if body is None:
                    body = by_name[entity.type, str(match["whole"])] = len(entities)
                    entities.append(Entity(type="ORG", name=match["whole"], scope=entity.scope))
                found[index] = (body, "body")
    return found


def _is_part(kind: str, rest: str) -> bool:
    """Whether what follows the greater name makes a part of it: 青屿大学|材料学院, but not 澜石|汽车."""
    if kind != "ORG":
        return not rest.startswith(("+", "和", "与"))
    return bool(_PART_ENDS.search(rest)) and not _SUBSIDIARY.match(rest)


def _shows(text: str, name: str, whole: str) -> bool:
    """Whether the mention itself carries the greater name, if shortened: 人大附中, but not 华西医院."""
    part = name[len(whole) :] if name.startswith(whole) else ""
    return text[0] == name[0] or text[0] in whole or (text.endswith(part) and len(text) > len(part))


def _forms(entities: Sequence[Entity]) -> dict[str, int]:
    """Every way in which a chain of places may spell one of its links: 北京, 北京市; 海淀, 海淀区."""
    forms: dict[str, int] = {}
    for index, entity in enumerate(entities):
        if entity.type != "PLACE":
            continue
        spelled = [entity.name, entity.name + "省", entity.name + "市"]
        for end in _PLACE_ENDS:
            if entity.name.endswith(end) and len(entity.name) - len(end) >= 2:
                spelled.append(entity.name[: -len(end)])
                break
        for form in spelled:
            forms.setdefault(form, index)
    return forms


def _chain(text: str, entity: Entity, places: dict[str, int]) -> Iterator[int]:
    """The greater places that stand before a place's own name in its mention, from the nearest outwards."""
    name = entity.name
    if not text.endswith(name):  # the mention ends in a short form of the name: 安徽枣阳 for 枣阳市
        name = max((f for f in places if text.endswith(f) and name.startswith(f)), key=len, default="")
        if not name:
            return
    inner = next((c for c in range(len(name) - 1, 2, -1) if name[:c] in places and _UNIT.search(name[:c])), 0)
    cut = len(text) - len(name) + inner
    while cut > 1:
        start = next((s for s in range(cut - 1) if text[s:cut] in places), None)
        if start is None:
            return
        yield places[text[start:cut]]
        cut = start


def _sentence_of(reading: Reading) -> Iterator[int]:
    """For each mention the index of its sentence, -1 where it stands in none."""
    index = 0
    for mention in reading.mentions:
        while index < len(reading.sentences) and reading.sentences[index].end <= mention.start:
            index += 1
        inside = index < len(reading.sentences) and reading.sentences[index].start <= mention.start
        yield index if inside else -1
