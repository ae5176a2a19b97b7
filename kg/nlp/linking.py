"""What each mention stands for, from the lexicon and this document only; every link says why.

Mentions of one type and one spelling (quotation marks and width aside) are one *use* (`senses`). For each use the first
rule that speaks decides, in this order; docs/linking.md explains every reason:

definition   the document binds the short form (以下简称)
lexicon      a known thing carries the name, and the document's places leave no doubt which
structure    the name follows from the structure of another (市科委 in an article about Beijing)
short-form   an order-preserving abbreviation of one longer name in the same document
new          a thing nobody knows; its further mentions are linked as same-string
ambiguous, undefined   left open, with the candidates
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.lexicon import Lexicon
from kg.model import Entity, Link, Reading
from kg.nlp.findings import Finding, entity_of, known, thing
from kg.nlp.geography import Geography, geography
from kg.nlp.names import Body, Grammar, full_name, grammar, plain, without_brackets
from kg.nlp.organisations import organisation
from kg.nlp.places import place
from kg.nlp.senses import Use, group
from kg.nlp.shortforms import GENERIC_TITLE, likeness

_JOINED = re.compile(r"[、，]|和|及|以及|与|会同|联合")
_GENERIC_EVENT = re.compile(r"(?:全国|全省|全市|国际|现场|本次|平行|专题|主题|分)?(?:主论坛|分论坛|论坛|总决赛|决赛|半决赛|开幕式|闭幕式|开幕会|年会|大会|峰会|会议|比赛|大赛|展会|博览会|座谈会|发布会|签约仪式)")
_LEVEL = re.compile(r"(?:全(?P<all>自治区|省|市|区|县|州)|(?P<level>省|县|州|自治区|市(?=级|重|科|新|产|促|“)|区(?=级|重|科|新|产|促|“)))(?P<rest>.{3,})")
_BARE_UNIT = re.compile(r"(?:学院|系|书院|处|科|(?<!公)司|室|党委.{1,4}部)$")
_SCHOOL = re.compile(r"(?:大学|学院|學院|大學)$")
_OFFICE = re.compile(r"(?:厅|局|委|委员会|部|署|会|院|中心|集团)$")
_TITLE_LINE = re.compile(r"(?:方案|计划|规划|意见|办法|条例|细则|措施|纲要|规定|公报|报告|白皮书|指南|指引|导则|通知|决定|要点|法)(?:[（(][^（()）]*[)）])*$")


def link(reading: Reading, lexicon: Lexicon) -> Reading:
    """The Reading with entities and links: one link for each mention, in the order of the mentions.

    Entities come in order of their first mention; things that only a longer name implies (the university of a school,
    the city of a district) follow after them without a mention. Pure: the same Reading and lexicon, the same answer.
    """
    parts = grammar(lexicon)
    where = geography(reading, lexicon, parts)
    uses = group(reading)
    findings = _findings(reading, uses, lexicon, parts, where)
    return _assembled(reading, uses, findings)


def _findings(reading: Reading, uses: Sequence[Use], lexicon: Lexicon, parts: Grammar, where: Geography) -> list[Finding]:
    """One finding for each use: by itself first, then by what the document's other names say."""
    by_mention = {i: n for n, use in enumerate(uses) for i in use.mentions}
    found: list[Finding | None] = [None] * len(uses)
    open_uses: list[int] = []
    prefixes = _defined_prefixes(reading, uses)
    for number, use in enumerate(uses):
        if use.sense < 0:
            found[number] = _two_senses(use, uses)
        elif use.full is None:
            found[number] = _alone(_with_full_prefix(use, prefixes), reading, lexicon, parts, where)
        if found[number] is None or _is_provisional(found[number]):
            open_uses.append(number)
    order = sorted(open_uses, key=lambda n: (uses[n].full is not None, -len(uses[n].plain), uses[n].start))
    for number in order:
        use = uses[number]
        if use.full is not None:
            target = by_mention[use.full]
            other = found[target]
            if other is None or target == number:
                other = thing(use.type, use.text, "new")
            found[number] = replace(other, reason="definition", score=1.0, candidates=())
            continue
        longer = _by_longer_name(use, number, uses, found, parts)
        found[number] = longer or found[number] or _unknown(use, number, uses, found, reading, parts)
    return [f for f in found if f is not None]


def _is_provisional(finding: Finding | None) -> bool:
    """A name that only structure made: a longer name of the document may say better what it is."""
    return finding is not None and finding.reason == "structure" and finding.entity is not None and not finding.entity.lexicon


def _defined_prefixes(reading: Reading, uses: Sequence[Use]) -> dict[str, str]:
    """Short forms of places and organisations that the document defines, for names that begin with one: 合作区 + 执行委员会."""
    prefixes: dict[str, str] = {}
    for use in uses:
        if use.full is not None and use.sense == 0 and use.type in ("PLACE", "ORG") and len(use.plain) > 1:
            prefixes[use.plain] = reading.mentions[use.full].text
    return prefixes


def _with_full_prefix(use: Use, prefixes: dict[str, str]) -> Use:
    if use.type not in ("ORG", "PLACE"):
        return use
    for short in sorted(prefixes, key=lambda p: (-len(p), p)):
        if use.text.startswith(short) and len(use.text) > len(short) + 1 and not use.text.startswith(prefixes[short]):
            return replace(use, text=prefixes[short] + use.text[len(short) :])
    return use


def _two_senses(use: Use, uses: Sequence[Use]) -> Finding:
    others = sorted({u.qualifier or u.text for u in uses if (u.type, u.plain) == (use.type, use.plain) and u.sense >= 0})
    return Finding(entity=None, reason="ambiguous", score=0.0, candidates=tuple(others))


def _alone(use: Use, reading: Reading, lexicon: Lexicon, parts: Grammar, where: Geography) -> Finding | None:
    """What the lexicon and the structure of the name say."""
    if use.qualifier:
        return thing(use.type, use.text, "new", qualifier=use.qualifier)
    if use.type == "PLACE":
        return place(use.text, use.start, lexicon, parts, where)
    if use.type == "ORG":
        found = organisation(use.text, use.start, _joined_before(use, reading, parts), lexicon, parts, where)
        spelled = reading.mentions[use.mentions[0]].text
        if found is None and use.text != spelled and plain(use.text) != use.plain:
            return thing("ORG", use.text, "structure", score=0.9)  # 合作区执行委员会, with its place in full
        return found
    entries = [e for e in lexicon.named(use.text) if e.type == use.type] or [e for e in lexicon.named(use.plain) if e.type == use.type]
    if len(entries) == 1:
        return known(entries[0])
    if entries:
        return Finding(entity=None, reason="ambiguous", score=0.0, candidates=tuple(sorted(e.name for e in entries)))
    if use.type in ("EVENT", "PROGRAMME") and not use.text.startswith("《"):
        return _of_level(use, where)
    return None


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


def _by_longer_name(use: Use, number: int, uses: Sequence[Use], found: Sequence[Finding | None], parts: Grammar) -> Finding | None:
    """The one longer name of the document that this is a short form of; the likeliest, if one is."""
    spelled = [use.text]
    mine = found[number]
    if mine is not None and mine.entity is not None:
        spelled.append(mine.entity.name)
    targets: dict[tuple[str, str], tuple[float, int, Finding]] = {}
    for other, longer in enumerate(uses):
        finding = found[other]
        if other == number or longer.type != use.type or finding is None or finding.entity is None or finding.reason == "definition":
            continue
        score = 0.0
        for short in spelled:
            for long in dict.fromkeys((longer.text, finding.entity.name)):
                if len(plain(long)) > len(plain(short)):
                    score = max(score, likeness(use.type, short, long, parts))
        if score:
            key_ = (finding.entity.name, finding.entity.qualifier)
            if key_ not in targets or targets[key_][0] < score:
                targets[key_] = (score, longer.start, finding)
    if mine is not None and mine.entity is not None:
        targets.pop((mine.entity.name, mine.entity.qualifier), None)
    if not targets:
        return None
    best = max(score for score, _, _ in targets.values())
    likely = [t for t in targets.values() if t[0] == best]
    if len(likely) > 1 and use.text.startswith("《"):  # a generic title speaks of the plan that was named before it
        before = [t for t in likely if t[1] < use.start]
        likely = before if len(before) == 1 else likely
    if len(likely) > 1:
        if mine is not None:
            return None
        names = sorted({t[2].entity.name for t in likely if t[2].entity is not None})
        return Finding(entity=None, reason="ambiguous", score=0.0, candidates=tuple(names))
    return replace(likely[0][2], reason="short-form", score=round(0.75 + 0.15 * best, 4), candidates=(), greater=())


def _unknown(use: Use, number: int, uses: Sequence[Use], found: Sequence[Finding | None], reading: Reading, parts: Grammar) -> Finding:
    """A thing that nobody knows: of the world, or of this document only where its name says too little."""
    if use.type == "PROGRAMME":
        if GENERIC_TITLE.fullmatch(without_brackets(use.text)):
            return thing("PROGRAMME", use.text, "undefined", score=0.5, scope="document")
        if not use.text.startswith("《") and _is_title_line(use, reading):
            return thing("PROGRAMME", f"《{use.text}》", "structure", score=0.9)
    if use.type == "EVENT" and _GENERIC_EVENT.fullmatch(use.text):
        return thing("EVENT", use.text, "undefined", score=0.5, scope="document")
    if use.type == "ORG":
        if parts.bare_body(use.text):
            return thing("ORG", use.text, "undefined", score=0.5, scope="document")
        if _BARE_UNIT.search(use.text) and not parts.chain(use.text).end:
            return _unit_of_context(use, uses, found)
    return thing(use.type, use.text, "new")


def _unit_of_context(use: Use, uses: Sequence[Use], found: Sequence[Finding | None]) -> Finding:
    """机电工程学院 alone: of the one university (an office: of the one authority) that the document names."""
    school = use.text.endswith(("学院", "系", "书院"))
    wanted = _SCHOOL if school else _OFFICE
    wholes: dict[str, Entity] = {}
    for other, finding in zip(uses, found, strict=True):
        if other.type == "ORG" and finding is not None and finding.entity is not None and other.text != use.text:
            for entity in (finding.entity, *finding.greater):
                if entity.type == "ORG" and wanted.search(entity.name) and (entity.lexicon or not school):
                    wholes[entity.name] = entity
    if len(wholes) == 1:
        ((name, whole),) = wholes.items()
        return thing("ORG", name + use.text, "structure", score=0.7, greater=(whole,))
    return thing("ORG", use.text, "undefined", score=0.5, scope="document")


def _is_title_line(use: Use, reading: Reading) -> bool:
    """Whether a document name without marks fills a line: the title of an official text."""
    text = reading.document.text
    for index in use.mentions:
        mention = reading.mentions[index]
        before, after = text[: mention.start].rpartition("\n")[2], text[mention.end :].partition("\n")[0]
        if not before.strip() and not after.strip() and _TITLE_LINE.search(mention.text):
            return True
    return False


def _assembled(reading: Reading, uses: Sequence[Use], findings: Sequence[Finding]) -> Reading:
    entities: dict[tuple[str, str, str, str], Entity] = {}
    index: dict[tuple[str, str, str, str], int] = {}

    def put(entity: Entity) -> int:
        identity = (entity.type, entity.name, entity.qualifier, entity.scope)
        old = entities.get(identity)
        if old is None:
            index[identity] = len(entities)
            entities[identity] = entity
        elif not old.lexicon and entity.lexicon:
            entities[identity] = entity
        return index[identity]

    links: list[Link | None] = [None] * len(reading.mentions)
    for use, finding in zip(uses, findings, strict=True):
        number = None if finding.entity is None else put(finding.entity)
        for place_, mention in enumerate(use.mentions):
            reason = "same-string" if finding.reason == "new" and place_ else finding.reason
            links[mention] = Link(mention=mention, entity=number, reason=reason, score=round(finding.score, 4), candidates=finding.candidates)
    for finding in findings:
        for greater in finding.greater:
            put(greater)
    return replace(reading, entities=tuple(entities.values()), links=tuple(x for x in links if x is not None))
