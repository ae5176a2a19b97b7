"""Words for a name that could be either of two: 该公司 after “甲公司和乙公司”. They stay open, with the candidates.

Where one company alone was named, the relation rules take 该公司 for it (`kg.nlp.discourse`); where two were named
side by side, nothing in the text decides, and a guess would put one company's words into the other's mouth.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import replace

from kg.model import ANAPHOR, Link, Mention, Reading

_ANAPHOR = re.compile(r"(?:该|這家|这家)(?:公司|企业|企業|集团|集團)")
_COMPANY = re.compile(r"(?:公司|集团|集團|股份|企业|企業|银行|科技|智能|动力|机器人|汽车)$")
_JOINED = re.compile(r"[、和与與及跟同]|以及")
_REACH = 3  # sentences back


def leave_open(reading: Reading) -> Reading:
    """The linked reading with a mention (ORG, unresolved, method ANAPHOR) for each such word that nothing decides."""
    text = reading.document.text
    added: list[tuple[Mention, tuple[str, ...]]] = []
    taken = [(m.start, m.end) for m in reading.mentions]
    for match in _ANAPHOR.finditer(text):
        at = bisect.bisect_left(taken, (match.end(), 0)) - 1
        if at >= 0 and taken[at][1] > match.start():
            continue
        if at + 1 < len(taken) and taken[at + 1][0] == match.end():
            continue  # 该公司南方研发中心: the name of a unit follows, which linking has read
        candidates = _candidates(reading, match.start())
        if candidates:
            mention = Mention(
                start=match.start(),
                end=match.end(),
                type="ORG",
                text=match.group(),
                confidence=0.5,
                method=ANAPHOR,
            )
            added.append((mention, candidates))
    return _with(reading, added) if added else reading


def _candidates(reading: Reading, position: int) -> tuple[str, ...]:
    """The companies that the nearest sentence before names, where it names them side by side; else nothing."""
    here = bisect.bisect_right(reading.sentences, position, key=lambda s: s.start) - 1
    for sentence in reversed(reading.sentences[max(0, here - _REACH) : here + 1]):
        named = [
            (mention, reading.entities[link.entity].name)
            for mention, link in zip(reading.mentions, reading.links, strict=True)
            if mention.type == "ORG"
            and link.entity is not None
            and sentence.start <= mention.start < min(sentence.end, position)
            and _COMPANY.search(reading.entities[link.entity].name)
        ]
        if named:
            return _side_by_side(reading.document.text, named)
    return ()


def _side_by_side(text: str, named: Sequence[tuple[Mention, str]]) -> tuple[str, ...]:
    """The row that the last company named stands in, where it has at least two."""
    row = [named[-1]]
    for before in reversed(named[:-1]):
        if not _JOINED.fullmatch(text[before[0].end : row[0][0].start]):
            break
        row.insert(0, before)
    names = tuple(dict.fromkeys(name for _, name in row))
    return names if len(names) > 1 and {name for _, name in named} == set(names) else ()


def _with(reading: Reading, added: Sequence[tuple[Mention, tuple[str, ...]]]) -> Reading:
    """The reading with more mentions, in order of the text; what points at mentions by number is moved along."""
    rows = [(m, link) for m, link in zip(reading.mentions, reading.links, strict=True)]
    rows += [(m, Link(mention=0, entity=None, reason="ambiguous", score=0.0, candidates=names)) for m, names in added]
    order = sorted(range(len(rows)), key=lambda i: rows[i][0].start)
    place = {old: new for new, old in enumerate(order)}
    return replace(
        reading,
        mentions=tuple(rows[i][0] for i in order),
        links=tuple(replace(rows[i][1], mention=place[i]) for i in order),
        aliases=tuple(replace(alias, full=place[alias.full]) for alias in reading.aliases),
    )
