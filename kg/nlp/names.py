"""The structure of Chinese names: place prefix, body, suffix; and whether one name is an abbreviation of another.

A name of a body reads from the greater to the smaller: 甘肃省 + 庆阳市 + 发展和改革委员会 + 产业处. The pieces and
their short spellings are data (`seeds/entities/name-parts.ttl`); what may be dropped in a short form is decided here.
Pure functions over strings and the lexicon; which city 市 means is for the caller to know.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kg.lexicon import Lexicon, LexiconEntry, key

LEVELS = (
    "自治区",
    "特别行政区",
    "自治州",
    "自治县",
    "省",
    "市",
    "区",
    "县",
    "州",
    "旗",
    "盟",
    "镇",
    "乡",
    "村",
    "国家",
)
_PARTY_LEVELS = ("自治区", "自治州", "自治县", "省", "市", "区", "县", "州", "旗", "盟", "镇", "乡", "街道", "苏木")
_ADMIN = re.compile(r"(?:自治区|特别行政区|自治州|自治县|自治旗|地区|新区|[省市区县州旗盟])$")
_UNITS = re.compile(
    r"[^省市州区县镇乡村路街]{1,8}?(?:苏木|街道|(?<!小)镇|乡)(?=.)|[^省市州区县镇乡村路街].{1,8}?(?:苏木|街道|(?<!小)镇|[乡村])$"
)
_LEGAL_BRACKET = re.compile(r"[（(][^（()）]{1,8}[)）]")
# What a part of a body may end in; a company is no part of a body by its name alone.
_SUBUNIT = re.compile(
    r"(?:学院|學院|学部|學部|书院|系|學系|研究生院|研究院|研究所|所|中心|处|科|(?<!公)司|分公司|局|署|部|办公室|办公厅|实验室|分行|支行|分校|分院|分局|支队|总队|大队|"
    r"医院|附属中学|附中|附属小学|附小|校区|图书馆|出版社|委员会|分会|专委会|工作组|调查队|团队|战队|队|秘书处|联盟|学会|室|组|庭|站|馆|社|会|专班)$"
)
_WHOLE = re.compile(
    r"(?:大学|学院|科学院|工程院|研究院|研究所|部|委员会|局|署|厅|总局|银行|组织|办公室|联合国|会议|协会|学会|理事会|政府)$"
)
_QUOTES = str.maketrans("", "", "“”‘’「」『』\"'《》〈〉")
_EDITION = re.compile(
    r"^(?:第?[0-9一二三四五六七八九十百零〇两]+[届次年期]|[0-9]{4}年?|首届|本届|[0-9]{4}—[0-9]{4}年?|[·•\s（(]|年度?)+"
)
_TRAILING_BRACKETS = re.compile(r"(?:[（(][^（()）]*[)）])+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Places at the start of a name, from the greater to the smaller; `end` is where the rest begins."""

    end: int = 0
    entries: tuple[LexiconEntry, ...] = ()  # one for each piece; the smallest last
    last: int = 0  # where the last piece begins
    zone: str = ""  # 合肥 + 高新区: the full zone name (合肥高新技术产业开发区), which is the smallest place then


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body of a place: what precedes it, the body in full, and what follows it (a department)."""

    chain: Chain
    level: str  # 市 in 市科委; "" where the place is written or nothing is
    full: str  # 科学技术委员会; for party bodies what follows 中共 and the place (委员会宣传部)
    tail: str  # 产业处
    party: bool = False
    academy: bool = False


@dataclass(frozen=True, eq=False)
class Grammar:
    """The name parts of a lexicon, ready for lookup. Made by `grammar`."""

    lexicon: Lexicon
    bodies: Mapping[str, str]  # spelling -> full
    party: Mapping[str, str]
    zones: Mapping[str, str]
    academies: Mapping[str, str]  # bodies that stand after the place as it is written: 山东 + 社会科学院
    units: Mapping[str, str]
    fronts: Mapping[str, str]
    industry: frozenset[str]
    legal: tuple[str, ...]
    places: Mapping[str, tuple[LexiconEntry, ...]]
    organisations: Mapping[str, LexiconEntry]  # spelling -> the one organisation that carries it
    longest_body: int = field(default=0)
    longest_place: int = field(default=0)
    longest_organisation: int = field(default=0)

    # ------------------------------------------------------------ places

    def chain(self, text: str) -> Chain:
        """The places that a name begins with, each lying in the one before: 北京市 + 海淀区; 西安 + 高新区."""
        folded = key(text)
        pieces: list[LexiconEntry] = []
        at = last = 0
        while at < len(folded):
            found = self._place_at(folded, at, pieces)
            if found is None:
                break
            entry, end = found
            pieces.append(entry)
            at, last = end, at
        if pieces:
            spelled, full = longest_prefix(folded, at, self.zones, 12)
            if spelled and pieces[-1].code and not _is_state(pieces[-1]):
                name = bare_name(pieces[-1]) + full
                return Chain(end=at + len(spelled), entries=tuple(pieces), last=last, zone=name)
        return Chain(end=at, entries=tuple(pieces), last=last)

    def _place_at(self, text: str, at: int, before: list[LexiconEntry]) -> tuple[LexiconEntry, int] | None:
        for end in range(min(len(text), at + self.longest_place), at + 1, -1):
            holders = self.places.get(text[at:end])
            if not holders:
                continue
            if before:
                inside = [
                    e
                    for e in holders
                    if before[-1] in self.lexicon.parents(e) or (_is_china(before[-1]) and e.code.isdigit())
                ]
            else:
                inside = list(holders)
                if len(inside) > 1:  # 朝阳 + 区科委: the higher place, unless the longer name says otherwise
                    inside = [e for e in holders if e.code.endswith("00") or not e.code] or []
                if len(inside) > 1:
                    named = [e for e in inside if text[at:end] not in e.weak]
                    inside = named if len(named) == 1 else []
                if len(inside) == 1 and text[at:end] in inside[0].weak:
                    inside = []
            if len(inside) == 1:
                return inside[0], end
        return None

    def towns(self, text: str) -> list[str]:
        """红渡镇六纳村 -> [红渡镇, 六纳村]; [] where the text is not made of such units."""
        found: list[str] = []
        at = 0
        while at < len(text):
            unit = _UNITS.match(text, at)
            if unit is None:
                return []
            found.append(unit.group())
            at = unit.end()
        return found

    # ------------------------------------------------------------ bodies

    def body(self, text: str) -> Body | None:
        """A local body as place or level, body and tail; None where the name is not built like one."""
        stripped = text.removeprefix("中共").removeprefix("中国共产党")
        said_party = len(stripped) < len(text)
        chain = self.chain(stripped)
        if chain.entries and (
            _is_state(chain.entries[-1])
            or not (chain.zone or chain.entries[-1].code or _ADMIN.search(stripped[: chain.end]))
        ):
            return None  # 德国政府
        level = "" if chain.end else next((v for v in LEVELS if stripped.startswith(v)), "")
        if not level and not chain.end:
            return None
        written = stripped[: chain.end] or level
        rest = stripped[len(written) :]
        if said_party or (
            rest.startswith(("委", "纪委")) and not rest.startswith("委员会") and written.endswith(_PARTY_LEVELS)
        ):
            spelled, full = longest_prefix(rest, 0, self.party, 14)
            if spelled == "委" and len(rest) > 1:
                full = "委"
            if spelled:
                return Body(chain=chain, level=level, full=full, tail=rest[len(spelled) :], party=True)
        spelled, full = longest_prefix(rest, 0, self.academies, self.longest_body)
        if spelled and _is_tail(rest[len(spelled) :]):
            return Body(chain=chain, level=level, full=full, tail=rest[len(spelled) :], academy=True)
        spelled, full = longest_prefix(rest, 0, self.bodies, self.longest_body)
        if not spelled or not _is_tail(rest[len(spelled) :]):
            return Body(chain=chain, level=level, full="", tail=rest) if level and len(rest) > 1 else None
        return Body(chain=chain, level=level, full=full, tail=rest[len(spelled) :])

    def bare_body(self, text: str) -> str:
        """A body without any place: 经济和信息化局 in 市发展改革委、经济和信息化局. Its full name, or ""."""
        spelled, full = longest_prefix(text, 0, self.bodies, self.longest_body)
        return full + text[len(spelled) :] if spelled else ""

    # ------------------------------------------------------------ organisations

    def greater(self, text: str) -> tuple[LexiconEntry, str] | None:
        """The known organisation that a name begins with, and the unit of it that the rest names: 北大 + 数学学院."""
        folded = key(text)
        for end in range(min(len(folded) - 1, self.longest_organisation), 1, -1):
            entry = self.organisations.get(folded[:end])
            if entry is None:
                continue
            unit = text[end:]
            if (
                _SUBUNIT.search(unit)
                and _WHOLE.search(entry.name)
                and not unit.startswith(("和", "与", "、", "大学", "学院"))
            ):
                spelled = next((u for u in sorted(self.units, key=len, reverse=True) if unit.endswith(u)), "")
                if spelled:
                    unit = unit.removesuffix(spelled) + self.units[spelled]
                elif entry.name == "中国科学院" and unit.endswith("所") and not unit.endswith("研究所"):
                    unit = unit.removesuffix("所") + "研究所"
                return entry, unit
        return None

    def spelled_out(self, text: str) -> str:
        """民航华东地区管理局 -> 中国民用航空华东地区管理局: the first word in full."""
        spelled, full = longest_prefix(text, 0, self.fronts, 8)
        return (
            full + text[len(spelled) :] if spelled and not text.startswith(full) and text.endswith("管理局") else text
        )

    def is_industry(self, rest: str) -> bool:
        """Whether what follows a brand only says the trade: 峰飞 + 航空, 飞腾 + 信息技术."""
        if rest in self.industry:
            return True
        return any(rest.startswith(w) and self.is_industry(rest[len(w) :]) for w in self.industry)

    def core(self, name: str) -> tuple[str, str]:
        """A company's name without its legal suffix (and brackets), and the suffix: 宁波甬骏科技 + 股份有限公司."""
        for suffix in self.legal:
            if name.endswith(suffix) and len(name) > len(suffix) + 1:
                core = name[: -len(suffix)]
                return _LEGAL_BRACKET.sub("", core) if len(suffix) > 2 else core, suffix
        return name, ""


@functools.lru_cache(maxsize=8)
def grammar(lexicon: Lexicon) -> Grammar:
    """The grammar of one lexicon, made once."""
    kinds: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for part in lexicon.parts:
        kinds.setdefault(part.kind, []).append((part.name, part.aliases))
    bodies = dict(_spellings(kinds.get("body", [])))
    for stem, stems in kinds.get("stem", []):
        for head, heads in kinds.get("head", []):
            for short in (stem, *stems):
                for end in (head, *heads):
                    bodies.setdefault(short + end, stem + head)
    places = {
        n: kept for n, holders in lexicon.names.items() if (kept := tuple(e for e in holders if e.type == "PLACE"))
    }
    single = {}
    for name, holders in lexicon.names.items():
        if len(holders) == 1 and holders[0].type == "ORG" and name not in holders[0].weak:
            single[name] = holders[0]
    return Grammar(
        lexicon=lexicon,
        bodies=bodies,
        party=dict(_spellings(kinds.get("party", []))),
        zones=dict(_spellings(kinds.get("zone", []))),
        academies=dict(_spellings(kinds.get("academy", []))),
        units=dict(_spellings(kinds.get("unit", []))),
        fronts=dict(_spellings(kinds.get("front", []))),
        industry=frozenset(n for n, _ in kinds.get("industry", [])),
        legal=tuple(sorted((n for n, _ in kinds.get("legal", [])), key=lambda n: (-len(n), n))),
        places=places,
        organisations=single,
        longest_body=max(map(len, bodies), default=0),
        longest_place=max(map(len, places), default=0),
        longest_organisation=max(map(len, single), default=0),
    )


def _spellings(parts: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[tuple[str, str]]:
    for name, aliases in parts:
        yield name, name
        for alias in aliases:
            yield alias, name


def longest_prefix(text: str, at: int, table: Mapping[str, str], longest: int) -> tuple[str, str]:
    """The longest key of the table that stands at a place of the text, and its value; ("", "") if none."""
    for end in range(min(len(text), at + longest), at, -1):
        full = table.get(text[at:end])
        if full is not None:
            return text[at:end], full
    return "", ""


def full_name(place: LexiconEntry) -> str:
    """A place as bodies write it: 北京市, 浙江省, 海淀区, 香港特别行政区."""
    full = [a for a in place.aliases if len(a) > len(place.name) and a.startswith(place.name[:2]) and _ADMIN.search(a)]
    return max(full, key=lambda a: (len(a), a), default=place.name)


def bare_name(place: LexiconEntry) -> str:
    """A place as zones write it: 合肥 in 合肥高新技术产业开发区; 昆山 for 昆山市."""
    bare = re.sub(r"(?<=..)[市县区]$", "", place.name)
    return bare if bare in place.aliases or bare in place.weak else place.name


def plain(text: str) -> str:
    """A name without quotation and title marks and white space, in simplified half-width characters: for comparison."""
    return "".join(key(text).translate(_QUOTES).split())


def without_brackets(text: str) -> str:
    """《…行动计划（2024—2026年）》 -> …行动计划: the inner title without trailing brackets."""
    return _TRAILING_BRACKETS.sub("", plain(text))


def without_edition(text: str) -> str:
    """第十六届中国国际装备制造业博览会 -> 中国国际装备制造业博览会."""
    return _EDITION.sub("", plain(text))


def is_subsequence(short: str, long: str) -> bool:
    """Whether the characters of `short` stand in `long` in the same order."""
    rest = iter(long)
    return all(character in rest for character in short)


def _is_tail(rest: str) -> bool:
    """Whether what follows a body is a part of it: 产业处, but not 网 in 海南人大网."""
    return not rest or bool(_SUBUNIT.search(rest))


def _is_state(entry: LexiconEntry) -> bool:
    return len(entry.code) == 2


def _is_china(entry: LexiconEntry) -> bool:
    return entry.code == "CN"
