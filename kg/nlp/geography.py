"""Which places a document is about, and therefore what 市, 省 and 区 mean in it.

Evidence is every place that the document names: by itself (海淀区), in a chain (北京市海淀区) or as the prefix of a
body (北京市科学技术委员会). A place also speaks for the places that hold it, at half weight. The title and the
opening count more than the rest, and for one question the nearest evidence before it breaks a tie.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.lexicon import Lexicon, LexiconEntry, key
from kg.model import Reading
from kg.nlp.names import Grammar

MUNICIPALITIES = ("110000", "120000", "310000", "500000")
AUTONOMOUS = ("150000", "450000", "540000", "640000", "650000")
_TITLE_WEIGHT = 3.0
_OPENING_WEIGHT = 1.5
_OPENING = 200  # characters
_HOLDS = 0.5  # what a place adds to the place that holds it
_BODY = 1.5  # what a body of a place adds to it: an article that names 合肥市科技局 means Hefei by 市
_CITY_LEVELS = ("市", "全市")


@dataclass(frozen=True, slots=True, kw_only=True)
class Geography:
    """The places of one document with their weights. Made by `geography`."""

    weights: Mapping[str, float]  # by IRI
    first: Mapping[str, int]  # IRI -> first position
    entries: Mapping[str, LexiconEntry]
    seen: tuple[tuple[int, str], ...] = field(default=())  # (position, IRI) of direct evidence, sorted

    def weight(self, entry: LexiconEntry) -> float:
        return self.weights.get(entry.iri, 0.0)

    def holder(self, level: str, position: int) -> LexiconEntry | None:
        """The place that a level word (市, 省, 区, 县 …) means at a position; None where nothing fits."""
        fitting = [e for e in self.entries.values() if _fits(e, level)]
        if not fitting:
            return None
        return max(fitting, key=lambda e: (self.weights[e.iri], -self.first[e.iri], e.iri))

    def choose(
        self, candidates: Iterable[LexiconEntry], parents: Mapping[str, tuple[LexiconEntry, ...]]
    ) -> LexiconEntry | None:
        """The one candidate whose holders the document speaks of most; None on a tie or without evidence."""
        scored = sorted(
            ((max((self.weight(p) for p in parents[e.iri]), default=0.0), e) for e in candidates),
            key=lambda s: (-s[0], s[1].iri),
        )
        if not scored or scored[0][0] <= 0 or (len(scored) > 1 and scored[1][0] == scored[0][0]):
            return None
        return scored[0][1]


def geography(reading: Reading, lexicon: Lexicon, grammar: Grammar) -> Geography:
    """From the names of the reading that leave no doubt."""
    weights: dict[str, float] = {}
    first: dict[str, int] = {}
    entries: dict[str, LexiconEntry] = {}
    seen: list[tuple[int, str]] = []
    text = reading.document.text
    title = len(text.split("\n", 1)[0]) if text else 0

    def add(entry: LexiconEntry, amount: float, position: int) -> None:
        weights[entry.iri] = weights.get(entry.iri, 0.0) + amount
        first[entry.iri] = min(first.get(entry.iri, position), position)
        entries[entry.iri] = entry

    cache: dict[tuple[str, bool], tuple[LexiconEntry, ...]] = {}
    evidence = [(m.start, m.text, m.type) for m in reading.mentions if m.type in ("PLACE", "ORG", "PROGRAMME", "EVENT")]
    if reading.document.publisher:
        evidence.append((len(text), reading.document.publisher, "ORG"))
    for position, name, kind in evidence:
        whole = kind == "PLACE"
        pieces = cache.get((name, whole))
        if pieces is None:
            pieces = cache[name, whole] = _certain(name.lstrip("《“"), whole, lexicon, grammar)
        if not pieces:
            continue
        amount = _TITLE_WEIGHT if position < title else _OPENING_WEIGHT if position < _OPENING else 1.0
        if kind == "ORG":
            amount *= _BODY
        add(pieces[-1], amount, position)
        seen.append((position, pieces[-1].iri))
        for parent in lexicon.parents(pieces[-1]):
            add(parent, amount * (1.0 if parent in pieces else _HOLDS), position)
    return Geography(weights=weights, first=first, entries=entries, seen=tuple(sorted(seen)))


def _certain(name: str, whole: bool, lexicon: Lexicon, grammar: Grammar) -> tuple[LexiconEntry, ...]:
    """The places of a name that can be told without its document."""
    if name in grammar.zones:
        return ()  # 经开区 is one place in an article about Beijing and another elsewhere
    if whole:
        holders = [e for e in lexicon.named(name) if e.type == "PLACE"]
        if len(holders) == 1 and key(name) not in holders[0].weak:
            return (holders[0],)
        higher = [e for e in holders if e.code.endswith("00")]
        if len(holders) > 1 and len(higher) == 1 and name not in higher[0].weak:
            return (higher[0],)
    elif lexicon.named(name):
        return ()  # 阿里云 says nothing of 阿里
    return grammar.chain(name).entries


def _fits(entry: LexiconEntry, level: str) -> bool:
    code, name = entry.code, entry.name
    if level in ("自治区",):
        return code in AUTONOMOUS
    if level == "省":
        return code.endswith("0000") and code not in MUNICIPALITIES and code not in AUTONOMOUS and code < "700000"
    if level == "特别行政区":
        return code in ("810000", "820000")
    if level == "市":
        prefecture = (
            code.endswith("00")
            and not code.endswith("0000")
            and name + "市" in (*entry.aliases, name + "市")
            and not name.endswith(("州", "盟", "地区"))
        ) or name + "市" in entry.aliases
        return code in MUNICIPALITIES or (bool(code) and prefecture) or (name.endswith("市") and bool(code))
    if level in ("区", "县", "旗"):
        return (len(code) == 6 and not code.endswith("00") and name.endswith(level)) or (
            level == "区" and not code and name.endswith("新区")
        )
    if level == "州":
        return name.endswith("州") and code.endswith("00") and len(name) > 3
    if level == "盟":
        return name.endswith("盟") and code.endswith("00")
    return False
