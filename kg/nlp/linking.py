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
from kg.nlp.findings import Finding, known, thing
from kg.nlp.geography import Geography, geography
from kg.nlp.names import Body, Grammar, grammar, plain, without_brackets
from kg.nlp.organisations import organisation
from kg.nlp.places import place
from kg.nlp.senses import Use, group
from kg.nlp.shortforms import is_short_form

_JOINED = re.compile(r"[、，]|和|及|以及|与|会同|联合")
# A title of one word that says nothing by itself: without a definition it is a thing of its document only.
_GENERIC_TITLE = re.compile(
    r"(?:三年|五年|十年|专项|总体|具体|有关|相关|若干|本|该)*(?:工作|行动|实施|发展|建设|支持|扶持|管理|政策|指导|技术|配套|改革|指数|暂行|研究|年度|发展改革)*"
    r"(?:方案|计划|规划|意见|办法|通知|条例|细则|措施|行动|纲要|规定|公报|报告|白皮书|蓝皮书|指南|指引|导则|倡议|标准|公约|宣言|政策|章程|清单|规范|草案|要点|决定|协议|协定|声明|共识|通告|公告|举措|目录)"
)
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
    for number, use in enumerate(uses):
        if use.sense < 0:
            found[number] = _two_senses(use, uses)
        elif use.full is None:
            found[number] = _alone(use, reading, lexicon, parts, where)
        if found[number] is None:
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
        found[number] = _by_longer_name(use, number, uses, found, parts) or _unknown(use, reading)
    return [f for f in found if f is not None]


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
        return organisation(use.text, use.start, _joined_before(use, reading, parts), lexicon, parts, where)
    entries = [e for e in lexicon.named(use.text) if e.type == use.type] or [e for e in lexicon.named(use.plain) if e.type == use.type]
    if len(entries) == 1:
        return known(entries[0])
    if entries:
        return Finding(entity=None, reason="ambiguous", score=0.0, candidates=tuple(sorted(e.name for e in entries)))
    return None


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
    """The one longer name of the document that this is a short form of."""
    targets: dict[tuple[str, str], tuple[int, Finding]] = {}
    for other, longer in enumerate(uses):
        finding = found[other]
        if other == number or longer.type != use.type or finding is None or finding.entity is None or finding.reason == "definition":
            continue
        names = [longer.text] if finding.entity.name == longer.text else [longer.text, finding.entity.name]
        if any(len(plain(n)) > len(use.plain) and is_short_form(use.type, use.text, n, parts) for n in names):
            targets.setdefault((finding.entity.name, finding.entity.qualifier), (longer.start, finding))
    if not targets:
        return None
    if len(targets) > 1:
        before = [t for t in targets.values() if t[0] < use.start]
        if use.text.startswith("《") and len(before) == 1:
            return replace(before[0][1], reason="short-form", score=0.7, candidates=(), greater=())
        return Finding(entity=None, reason="ambiguous", score=0.0, candidates=tuple(sorted(name for name, _ in targets)))
    ((_, finding),) = targets.values()
    return replace(finding, reason="short-form", score=0.85, candidates=(), greater=())


def _unknown(use: Use, reading: Reading) -> Finding:
    if use.type == "PROGRAMME":
        inner = without_brackets(use.text)
        if use.text.startswith("《") and _GENERIC_TITLE.fullmatch(inner):
            return thing("PROGRAMME", use.text, "undefined", score=0.5, scope="document")
        if not use.text.startswith("《") and _is_title_line(use, reading):
            return thing("PROGRAMME", f"《{use.text}》", "structure", score=0.9)
    return thing(use.type, use.text, "new")


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
