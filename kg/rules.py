"""Rules as data: how relations are said, read from YAML and checked against the ontology.

A rule names a predicate and the patterns that express it; each pattern marks its subject and object as slots with
the types that may stand there. The language of patterns is described in docs/rules.md and compiled by
`kg.nlp.patterns`; here a rule is only read, expanded and checked, so nothing below `kg.nlp` is needed to load it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import yaml

from kg.errors import DataError
from kg.model import MENTION_TYPES, MentionType, Modality
from kg.ontology import Ontology, Predicate

_MACRO = re.compile(r"\{@([a-z_]+)\}")
_SLOT = re.compile(r"\{(so|s|o)([+^~]*):([A-Z,]+)\}")
_MARK = re.compile(r"\[([^\[\]|]+)\|([A-Z]+)(?:=([^\[\]]+))?\]")
_DEEPEST_MACRO = 5
_PICKS = ("topic", "last", "former", "first", "title", "main")
_RULE_KEYS = frozenset(
    {"id", "predicate", "patterns", "confidence", "modality", "fallback", "unless", "examples", "note", "keys"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One marked place of a pattern. `side` is "s", "o" or "so" (each pair of one enumeration)."""

    side: str
    types: tuple[MentionType, ...]
    many: bool  # "+": an enumeration, one claim for each of its names
    context: str  # "^": the topic of the clause; "~": the last such thing spoken of; "": a name in the pattern


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleMention:
    start: int
    end: int
    type: MentionType
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A short text with its names, and the (subject, object) pairs that the rule must find in it."""

    text: str
    mentions: tuple[ExampleMention, ...]
    claims: tuple[tuple[str, str], ...]
    role: str = ""
    modality: Modality | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    id: str
    predicate: str
    patterns: tuple[str, ...]  # macros expanded
    confidence: float
    modality: Modality | None = None  # None: read from the words around the trigger
    fallback: str = ""  # "s" or "o": only where that mention has no claim of this predicate yet
    unless: str = ""  # a regular expression over the typed text of the match that silences the rule
    positive: tuple[Example, ...] = ()
    negative: tuple[Example, ...] = ()
    place: str = ""  # file of the rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Anaphor:
    """Words that stand for a name said before: 该公司 for the last ORG. `pattern` is a regular expression."""

    pattern: str
    types: tuple[MentionType, ...]
    reach: str = "paragraph"  # or "document": how far back the name may stand
    # "topic": the last topic; "last": the last name; "former": the one of its type before that; "first": the first
    # of the text; "title": the first of its first line; "main": the one that the text names most often
    pick: str = "topic"
    heads: str = ""  # a name that this expression finds goes before others: 该校 for a name that ends in 大学
    name: str = ""  # always this entity of the first type: 我国 is 中国


@dataclass(frozen=True, slots=True, kw_only=True)
class Genre:
    """Texts that speak for somebody: where a title matches, sentences without a subject are about that thing.

    `name` is the entity's name, "\\1" for a group of the title; empty: the first name of the type in the title.
    """

    title: str
    type: MentionType
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """How somebody is made to say something; see seeds/rules/attribution.yaml."""

    id: str
    pattern: str  # macros expanded
    content: str  # "after" (the cue) or "paragraph": where the words said stand
    hearsay: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """All rules, in the order in which they are tried: by descending confidence, then by id."""

    rules: tuple[Rule, ...]
    anaphors: tuple[Anaphor, ...]
    genres: tuple[Genre, ...]
    speeches: tuple[Speech, ...]
    symmetric: frozenset[str]
    planned: str  # regular expressions over the clause before the trigger
    denied: str


def load(folder: Path, ontology: Ontology, *, extra: Sequence[Path] = ()) -> Rules:
    """Read `relations/*.yaml`, `context.yaml` and `attribution.yaml` under `folder`, and rules of a user's own.

    `extra` are files like those under relations/, or folders of such files; they may use the same macros.

    Raises DataError, naming file and rule, where a file is no valid YAML, a key is unknown, a macro is missing, an
    id stands twice, or a rule breaks the ontology (unknown predicate, a slot type outside its domain or range).
    """
    context_file = folder / "context.yaml"
    context = _read(context_file)
    macros = {str(k): str(v) for k, v in dict(context.get("macros") or {}).items()}
    files = sorted((folder / "relations").glob("*.yaml"))
    for path in extra:
        files += sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    rules: list[Rule] = []
    for path in files:
        data = _read(path)
        own = macros | {str(k): str(v) for k, v in dict(data.get("macros") or {}).items()}
        for entry in data.get("rules") or []:
            rules.append(_rule(entry, str(data.get("predicate") or ""), own, path.name, ontology))
    seen: dict[str, Rule] = {}
    for rule in rules:
        if rule.id in seen:
            raise DataError(f"rule {rule.id} stands twice", place=rule.place)
        seen[rule.id] = rule
    modality = dict(context.get("modality") or {})
    spoken = _read(folder / "attribution.yaml")
    spoken_macros = macros | {str(k): str(v) for k, v in dict(spoken.get("macros") or {}).items()}
    return Rules(
        rules=tuple(sorted(rules, key=lambda r: (-r.confidence, r.id))),
        anaphors=tuple(_anaphor(entry, macros, context_file.name) for entry in context.get("anaphors") or []),
        genres=tuple(_genre(entry, context_file.name) for entry in context.get("genres") or []),
        speeches=tuple(_speech(entry, spoken_macros, "attribution.yaml") for entry in spoken.get("patterns") or []),
        symmetric=frozenset(name for name, predicate in ontology.predicates.items() if predicate.symmetric),
        planned=expand(str(modality.get("planned") or "(?!)"), macros, place=context_file.name),
        denied=expand(str(modality.get("denied") or "(?!)"), macros, place=context_file.name),
    )


def expand(pattern: str, macros: Mapping[str, str], *, place: str) -> str:
    """`pattern` with each {@name} replaced by its macro in a group. DataError for an unknown or endless macro."""

    def fill(match: re.Match[str]) -> str:
        if match[1] not in macros:
            raise DataError(f"unknown macro {{@{match[1]}}}", place=place)
        return f"(?:{macros[match[1]]})"

    for _ in range(_DEEPEST_MACRO):
        if not _MACRO.search(pattern):
            return pattern
        pattern = _MACRO.sub(fill, pattern)
    raise DataError(f"macros nest too deep in {pattern[:60]!r}", place=place)


def slots(pattern: str) -> tuple[Slot, ...]:
    """The marked places of one pattern, in order."""
    return tuple(
        Slot(
            side=m[1],
            types=tuple(t for t in MENTION_TYPES if t in m[3].split(",")),
            many="+" in m[2] or m[1] == "so",
            context="^" if "^" in m[2] else "~" if "~" in m[2] else "",
        )
        for m in _SLOT.finditer(pattern)
    )


def marked(text: str) -> tuple[str, tuple[ExampleMention, ...]]:
    """A text with its names marked as [name|TYPE] or [name|TYPE=canonical name] -> plain text and mentions."""
    plain: list[str] = []
    mentions: list[ExampleMention] = []
    length = position = 0
    for m in _MARK.finditer(text):
        if m[2] not in MENTION_TYPES:
            raise DataError(f"unknown type {m[2]} in example {text[:40]!r}")
        before = text[position : m.start()]
        plain += [before, m[1]]
        start = length + len(before)
        length = start + len(m[1])
        kind = next(t for t in MENTION_TYPES if t == m[2])
        mentions.append(ExampleMention(start=start, end=length, type=kind, name=m[3] or m[1]))
        position = m.end()
    plain.append(text[position:])
    return "".join(plain), tuple(mentions)


def _rule(entry: Any, predicate: str, macros: Mapping[str, str], place: str, ontology: Ontology) -> Rule:
    if not isinstance(entry, dict) or "id" not in entry:
        raise DataError("a rule without an id", place=place)
    name = str(entry["id"])
    at = f"{place}: {name}"
    unknown = sorted(set(entry) - _RULE_KEYS)
    if unknown:
        raise DataError(f"unknown key {unknown[0]!r}", place=at, remedy=f"Known keys: {', '.join(sorted(_RULE_KEYS))}")
    predicate = str(entry.get("predicate") or predicate)
    if predicate not in ontology.predicates:
        raise DataError(f"unknown predicate {predicate!r}", place=at)
    confidence = float(entry.get("confidence", 0))
    if not 0 < confidence <= 1:
        raise DataError(f"confidence {confidence} is not in (0, 1]", place=at)
    patterns = tuple(expand(str(p), macros, place=at) for p in entry.get("patterns") or [])
    if not patterns:
        raise DataError("a rule without patterns", place=at)
    for pattern in patterns:
        _check_slots(pattern, ontology.predicates[predicate], at)
    modality = entry.get("modality")
    if modality is not None and modality not in get_args(Modality):
        raise DataError(f"unknown modality {modality!r}", place=at)
    fallback = str(entry.get("fallback") or "")
    if fallback not in ("", "s", "o"):
        raise DataError(f"fallback is 's' or 'o', not {fallback!r}", place=at)
    examples = dict(entry.get("examples") or {})
    return Rule(
        id=name,
        predicate=predicate,
        patterns=patterns,
        confidence=confidence,
        modality=modality,
        fallback=fallback,
        unless=expand(str(entry.get("unless") or ""), macros, place=at),
        positive=tuple(_example(e, at) for e in examples.get("positive") or []),
        negative=tuple(_example(e, at) for e in examples.get("negative") or []),
        place=place,
    )


def _check_slots(pattern: str, predicate: Predicate, place: str) -> None:
    found = slots(pattern)
    sides = sorted(s.side for s in found)
    if sides not in (["o", "s"], ["so"]):
        raise DataError(f"a pattern needs one subject and one object slot: {pattern!r}", place=place)
    if predicate.same_class and len({kind for slot in found for kind in slot.types}) != 1:
        raise DataError(f"{predicate.name} joins things of one class: one pattern for each type", place=place)
    for slot in found:
        if not slot.types:
            raise DataError(f"a slot without a known type: {pattern!r}", place=place)
        for side, allowed in (("s", predicate.domain), ("o", predicate.range)):
            outside = [t for t in slot.types if t not in allowed]
            if side in slot.side and outside:
                raise DataError(
                    f"slot {side} takes {outside[0]}, which the ontology does not allow there",
                    place=place,
                    remedy=f"Allowed: {', '.join(sorted(allowed))}",
                )


def _example(entry: Any, place: str) -> Example:
    if isinstance(entry, str):
        entry = {"text": entry}
    if not isinstance(entry, dict) or "text" not in entry:
        raise DataError("an example without a text", place=place)
    text, mentions = marked(str(entry["text"]))
    claims = tuple((str(s), str(o)) for s, o in entry.get("claims") or [])
    names = {m.name for m in mentions}
    for pair in claims:
        for name in pair:
            if name not in names:
                raise DataError(f"the example claims {name!r}, which it does not mark", place=place)
    return Example(
        text=text,
        mentions=mentions,
        claims=claims,
        role=str(entry.get("role") or ""),
        modality=entry.get("modality"),
    )


def _anaphor(entry: Any, macros: Mapping[str, str], place: str) -> Anaphor:
    types = tuple(t for t in MENTION_TYPES if t in _strings(entry.get("types")))
    reach, pick = str(entry.get("reach") or "paragraph"), str(entry.get("pick") or "topic")
    if not types or reach not in ("paragraph", "document") or pick not in _PICKS:
        raise DataError(f"an anaphor with wrong types, reach or pick: {entry}", place=place)
    pattern = expand(str(entry["pattern"]), macros, place=place)
    return Anaphor(
        pattern=_regular(pattern, place),
        types=types,
        reach=reach,
        pick=pick,
        heads=_regular(str(entry.get("heads") or ""), place),
        name=str(entry.get("name") or ""),
    )


def _speech(entry: Any, macros: Mapping[str, str], place: str) -> Speech:
    if not isinstance(entry, dict) or "id" not in entry or "pattern" not in entry:
        raise DataError("a pattern of speech needs an id and a pattern", place=place)
    at = f"{place}: {entry['id']}"
    content = str(entry.get("content") or "after")
    if content not in ("after", "paragraph"):
        raise DataError(f"content is after or paragraph, not {content!r}", place=at)
    pattern = expand(str(entry["pattern"]), macros, place=at)
    return Speech(id=str(entry["id"]), pattern=pattern, content=content, hearsay=bool(entry.get("hearsay", False)))


def _genre(entry: Any, place: str) -> Genre:
    kind = next((t for t in MENTION_TYPES if t == entry.get("type")), None)
    if kind is None:
        raise DataError(f"a genre without a known type: {entry}", place=place)
    return Genre(title=_regular(str(entry["title"]), place), type=kind, name=str(entry.get("name") or ""))


def _regular(pattern: str, place: str) -> str:
    try:
        re.compile(pattern)
    except re.error as problem:
        raise DataError(f"{pattern!r} is no regular expression: {problem}", place=place) from problem
    return pattern


def _strings(value: Iterable[Any] | None) -> tuple[str, ...]:
    return tuple(str(v) for v in value or ())


def _read(path: Path) -> dict[str, Any]:
    try:
        with path.open(encoding="utf-8") as file:
            data = yaml.safe_load(file)
    except (OSError, UnicodeError, yaml.YAMLError) as problem:
        raise DataError(f"cannot be read: {problem}", place=str(path)) from problem
    if not isinstance(data, dict):
        raise DataError("holds no mapping", place=str(path))
    return data
