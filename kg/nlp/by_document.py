"""What the other names of the document say about a name: whose short form it is, of which body it is a unit."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from kg.lexicon import Lexicon
from kg.model import Entity, Reading
from kg.nlp.findings import Finding, thing
from kg.nlp.names import Grammar, plain, without_brackets, without_edition
from kg.nlp.senses import Use
from kg.nlp.shortforms import GENERIC_TITLE, likeness

_GENERIC_EVENT = re.compile(
    r"(?:全国|全省|全市|国际|现场|本次|平行|专题|主题|分)?(?:主论坛|分论坛|论坛|总决赛|决赛|半决赛|开幕式|闭幕式|开幕会|年会|大会|峰会|会议|比赛|大赛|展会|博览会|座谈会|发布会|签约仪式)"
)
_BARE_UNIT = re.compile(r"(?:学院|系|书院|处|科|(?<!公)司|办公室|科室|教研室|党委.{1,4}部)$")
_GREATER = re.compile(r"大学|大學|医院|集团|公司|银行|研究院|委员会|[厅局]")
_SCHOOL = re.compile(r"(?:大学|学院|學院|大學)$")
_OFFICE = re.compile(r"(?:厅|局|委|委员会|部|署|会|院|中心|集团)$")
_OWNER = re.compile(r"(?:该|这家|本)(?:公司|企业|集团|校|院|所|行|厂|机构)的?$")
_OWNER_LENGTH = 6
_UNIT = re.compile(r"(?:中心|分公司|子公司|研究院|研究所|实验室|事业部|工厂|分部|总部|办事处|分行|支行|学院)$")
_TITLE_LINE = re.compile(
    r"(?:方案|计划|规划|意见|办法|条例|细则|措施|纲要|规定|公报|报告|白皮书|指南|指引|导则|通知|决定|要点|法)(?:[（(][^（()）]*[)）])*$"
)


class Likely:
    """For each use the uses that share enough characters with it to be its long form. Keeps long documents quick."""

    def __init__(self, uses: Sequence[Use], parts: Grammar) -> None:
        self._uses = uses
        self._parts = parts
        self._holders: dict[tuple[str, str], list[int]] = {}
        for number, use in enumerate(uses):
            for character in sorted(set(use.plain)):
                self._holders.setdefault((use.type, character), []).append(number)

    def of(self, number: int) -> list[int]:
        """Numbers of other uses of the type with two thirds of the characters (less a legal suffix), ascending."""
        use = self._uses[number]
        characters = sorted(set(self._parts.core(use.plain)[0]))
        shared: Counter[int] = Counter()
        for character in characters:
            shared.update(self._holders.get((use.type, character), ()))
        return sorted(n for n, count in shared.items() if 3 * count >= 2 * len(characters) and n != number)


def by_longer_name(
    number: int, likely: Iterable[int], uses: Sequence[Use], found: Sequence[Finding | None], parts: Grammar
) -> Finding | None:
    """The one longer name of the document that this is a short form of; the likeliest, if one is."""
    use = uses[number]
    spelled = [use.text]
    mine = found[number]
    if mine is not None and mine.entity is not None:
        spelled.append(mine.entity.name)
    targets: dict[tuple[str, str], tuple[float, int, Finding]] = {}
    for other in likely:
        longer, finding = uses[other], found[other]
        if finding is None or finding.entity is None or finding.reason == "definition":
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
    best_ones = [t for t in targets.values() if t[0] == best]
    if len(best_ones) > 1 and use.text.startswith("《"):  # a generic title speaks of the plan that was named before it
        before = [t for t in best_ones if t[1] < use.start]
        best_ones = before if len(before) == 1 else best_ones
    if len(best_ones) > 1:
        if mine is not None:
            return None
        names = sorted({t[2].entity.name for t in best_ones if t[2].entity is not None})
        return Finding(entity=None, reason="ambiguous", score=0.0, candidates=tuple(names))
    return replace(best_ones[0][2], reason="short-form", score=round(0.75 + 0.15 * best, 4), candidates=(), greater=())


def unknown(
    use: Use, uses: Sequence[Use], found: Sequence[Finding | None], reading: Reading, parts: Grammar
) -> Finding:
    """A thing that nobody knows: of the world, or of this document only where its name says too little."""
    if use.type == "PROGRAMME":
        if GENERIC_TITLE.fullmatch(without_brackets(use.text)):
            return thing("PROGRAMME", use.text, "undefined", score=0.5, scope="document")
        if not use.text.startswith("《") and (_is_title_line(use, reading) or _is_half_marked(use, reading)):
            return thing("PROGRAMME", f"《{use.text}》", "structure", score=0.9)
    if use.type == "EVENT" and _GENERIC_EVENT.fullmatch(use.text):
        return thing("EVENT", use.text, "undefined", score=0.5, scope="document")
    if use.type == "ORG":
        bare = parts.bare_body(use.text)
        if bare:  # 管委会 alone: the one body of this kind that the document names
            return _only(found, lambda e: e.type == "ORG" and e.name.endswith(bare)) or thing(
                "ORG", use.text, "undefined", score=0.5, scope="document"
            )
        owner = _owner(use, uses, found, reading)
        if owner is not None:
            return thing("ORG", owner.name + use.text, "structure", score=0.8, greater=(owner,))
        if (
            _BARE_UNIT.search(use.text)
            and not _GREATER.search(use.text[:-2])
            and not parts.chain(use.text).end
            and not _names_its_whole(use, uses)
        ):
            return _unit_of_context(use, uses, found)
    return thing(use.type, use.text, "new")


def _names_its_whole(use: Use, uses: Sequence[Use]) -> bool:
    """青石产业园管理办公室 is no bare office: it begins with a place or body that the document names as well."""
    return any(
        other.type in ("PLACE", "ORG") and len(other.plain) > 2 and use.plain.startswith(other.plain) and other != use
        for other in uses
        if len(other.plain) < len(use.plain)
    )


def _only(found: Sequence[Finding | None], fits: Callable[[Entity], bool]) -> Finding | None:
    """The one thing of the document that fits, as what a short form stands for."""
    fitting = {
        (f.entity.name, f.entity.qualifier): f
        for f in found
        if f is not None and f.entity is not None and fits(f.entity)
    }
    if len(fitting) != 1:
        return None
    return replace(next(iter(fitting.values())), reason="short-form", score=0.75, candidates=(), greater=())


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


def _owner(use: Use, uses: Sequence[Use], found: Sequence[Finding | None], reading: Reading) -> Entity | None:
    """该公司南方研发中心: of the one company in the nearest sentence before that names any."""
    spelled = _OWNER.search(reading.document.text[max(0, use.start - _OWNER_LENGTH) : use.start])
    if spelled is None or not _UNIT.search(use.text):
        return None
    before = use.start - len(spelled.group())
    at = bisect.bisect_right(reading.sentences, use.start, key=lambda s: s.start) - 1
    for sentence in reversed(reading.sentences[: at + 1]):
        named = {
            finding.entity.name: finding.entity
            for other, finding in zip(uses, found, strict=True)
            if other.type == "ORG" and finding is not None and finding.entity is not None
            for index in other.mentions
            if sentence.start <= reading.mentions[index].start < min(sentence.end, before)
        }
        if named:
            return next(iter(named.values())) if len(named) == 1 else None
    return None


def _is_title_line(use: Use, reading: Reading) -> bool:
    """Whether a document name without marks fills a line: the title of an official text."""
    text = reading.document.text
    for index in use.mentions:
        mention = reading.mentions[index]
        before, after = text[: mention.start].rpartition("\n")[2], text[mention.end :].partition("\n")[0]
        if not before.strip() and not after.strip() and _TITLE_LINE.search(mention.text):
            return True
    return False


def _is_half_marked(use: Use, reading: Reading) -> bool:
    """Whether a document name stands between title marks of which the text has lost one."""
    text = reading.document.text
    spans = [(reading.mentions[i].start, reading.mentions[i].end) for i in use.mentions]
    return any(text[max(0, start - 1) : start] == "《" or text[end : end + 1] == "》" for start, end in spans)


def edition(number: int, uses: Sequence[Use], found: Sequence[Finding | None], lexicon: Lexicon) -> Finding | None:
    """A known series of events (世界机器人大会, WRC) where the document speaks of one edition: that edition."""
    mine = found[number]
    if mine is None or mine.entity is None or not mine.entity.lexicon:
        return None
    editions = {}
    for other, finding in zip(uses, found, strict=True):
        if other.type != "EVENT" or finding is None or finding.entity is None or finding.entity.lexicon:
            continue
        series = without_edition(other.text)
        if series != other.plain and any(e.iri == mine.entity.lexicon for e in lexicon.named(series)):
            editions[finding.entity.name] = finding
    if len(editions) != 1:
        return None
    return replace(next(iter(editions.values())), reason="short-form", score=0.85, candidates=(), greater=())
