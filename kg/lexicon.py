"""Known things and their names: Turtle of ours and CSV of the user -> possible things for a name.

A name is looked up by its *key*: simplified characters and half-width signs, one character for one character, so
that an offset in the key is an offset in the text. skos:altLabel is a name that may be found by itself in a text;
skos:hiddenLabel is one that is also a common word (和平 for 和平区): `named` knows it, `find` does not look for it.
"""

from __future__ import annotations

import csv
import functools
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import ahocorasick_rs
import opencc
import pyoxigraph

from kg.errors import DataError, SettingsError
from kg.model import MENTION_TYPES, MentionType

KG = "urn:kg-zh:"
SKOS = "http://www.w3.org/2004/02/skos/core#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
CLASSES: Mapping[str, MentionType] = {
    KG + "Organisation": "ORG",
    KG + "Programme": "PROGRAMME",
    KG + "Place": "PLACE",
    KG + "Person": "PERSON",
    KG + "Product": "PRODUCT",
    KG + "Event": "EVENT",
    KG + "Field": "FIELD",
}
NAME_PART = KG + "NamePart"
CSV_COLUMNS = ("name", "type", "aliases", "code")
_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


@dataclass(frozen=True, slots=True, kw_only=True)
class LexiconEntry:
    """One known thing. `parent` is the IRI of the thing it is part of, or of the place it lies in (`relation`)."""

    iri: str
    type: MentionType
    name: str
    aliases: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()  # names that are common words too: only for a mention that something else found
    code: str = ""
    qualifier: str = ""
    parent: str = ""
    relation: str = ""  # "partOf", "locatedIn" or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamePart:
    """A piece that names are built of: kind "stem" (发展和改革), "head" (委员会), "body" (科学技术委员会), "zone", …"""

    kind: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A name of the lexicon in a text: half-open range of characters, and every thing that carries the name."""

    start: int
    end: int
    entries: tuple[LexiconEntry, ...]


class Lexicon:
    """Names -> possible things. Immutable; `digest` changes whenever an answer could."""

    def __init__(self, entries: Iterable[LexiconEntry], parts: Iterable[NamePart] = ()) -> None:
        self.entries = tuple(sorted(entries, key=lambda e: e.iri))
        self.parts = tuple(sorted(parts, key=lambda p: (p.kind, p.name)))
        self._by_iri = {e.iri: e for e in self.entries}
        named: dict[str, dict[str, LexiconEntry]] = {}  # by key and IRI: two names of a thing may have one key
        strong: dict[str, dict[str, LexiconEntry]] = {}
        for entry, names, weak in zip(self.entries, *_keys(self.entries), strict=True):
            for name in names:
                strong.setdefault(name, {})[entry.iri] = entry
            for name in (*names, *weak):
                named.setdefault(name, {})[entry.iri] = entry
        self._named = {k: tuple(v.values()) for k, v in named.items()}
        self._strong = [(k, tuple(strong[k].values())) for k in sorted(strong)]
        self._finder = ahocorasick_rs.AhoCorasick(
            [k for k, _ in self._strong],
            matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
            implementation=ahocorasick_rs.Implementation.ContiguousNFA,
        )

    def find(self, text: str) -> tuple[Match, ...]:
        """Every name in the text, leftmost and longest first, without overlap; Latin names only as whole words."""
        folded = key(text)
        return tuple(
            Match(start=start, end=end, entries=self._strong[index][1])
            for index, start, end in self._finder.find_matches_as_indexes(folded)
            if not cuts_word(folded, start, end)
        )

    def named(self, name: str) -> tuple[LexiconEntry, ...]:
        """Everything that carries exactly this name, common words included, sorted by IRI."""
        return self._named.get(key(name), ())

    @property
    def names(self) -> Mapping[str, tuple[LexiconEntry, ...]]:
        """Key of a name -> everything that carries it, common words included."""
        return self._named

    def entry(self, iri: str) -> LexiconEntry:
        """KeyError where there is none."""
        return self._by_iri[iri]

    def parents(self, entry: LexiconEntry) -> tuple[LexiconEntry, ...]:
        """The things that hold this one, nearest first."""
        found: list[LexiconEntry] = []
        while entry.parent and entry.parent in self._by_iri and len(found) < 8:
            entry = self._by_iri[entry.parent]
            found.append(entry)
        return tuple(found)

    @functools.cached_property
    def digest(self) -> str:
        """SHA-256 over all entries and name parts."""
        content = hashlib.sha256()
        for item in (*self.entries, *self.parts):
            content.update(repr(item).encode("utf-8") + b"\n")
        return content.hexdigest()


def key(text: str) -> str:
    """The text in simplified characters and half-width signs, of the same length (or unchanged where t2s is not)."""
    folded = text.translate(_WIDTH)
    if not folded.isascii():
        simple = _converter().convert(folded)
        if len(simple) == len(folded):
            folded = simple
    return folded


def _keys(entries: Sequence[LexiconEntry]) -> tuple[list[list[str]], list[list[str]]]:
    """For each entry the keys of its names and of its weak names. One conversion for all is several times quicker."""
    flat = key("\n".join("\n".join((e.name, *e.aliases, *e.weak)) for e in entries)).split("\n") if entries else []
    names: list[list[str]] = []
    weak: list[list[str]] = []
    at = 0
    for entry in entries:
        middle = at + 1 + len(entry.aliases)
        names.append(flat[at:middle])
        at = middle + len(entry.weak)
        weak.append(flat[middle:at])
    return names, weak


def load(folder: Path, csv_files: Sequence[Path] = (), exclude: Sequence[str] = ()) -> Lexicon:
    """Every *.ttl of the folder, less the stems of `exclude`, and the user's CSV files (name,type,aliases,code).

    Things of one IRI in two files are one thing. DataError where our own Turtle does not fit, SettingsError (with
    file and line) where a CSV does not.
    """
    properties: dict[str, dict[str, list[str]]] = {}
    for path in sorted(folder.glob("*.ttl")):
        if path.stem in exclude:
            continue
        try:
            for quad in pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.TURTLE):
                properties.setdefault(quad.subject.value, {}).setdefault(quad.predicate.value, []).append(
                    quad.object.value
                )
        except SyntaxError as error:
            raise DataError(str(error), place=str(path)) from error
    entries: list[LexiconEntry] = []
    parts: list[NamePart] = []
    for iri, values in properties.items():
        kinds = values.get(RDF_TYPE, [])
        if NAME_PART in kinds:
            parts.append(_part(iri, values))
        elif kinds:  # a subject without a class only adds names to a thing that `exclude` took away
            entries.append(_entry(iri, kinds, values))
    for path in csv_files:
        entries = _with_rows(entries, path)
    return Lexicon(entries, parts)


def _entry(iri: str, kinds: Sequence[str], values: Mapping[str, list[str]]) -> LexiconEntry:
    kind = CLASSES.get(kinds[0])
    names = values.get(SKOS + "prefLabel", [])
    if kind is None or len(set(kinds)) != 1 or len(names) != 1:
        raise DataError("an entry needs one class of ours and one skos:prefLabel", place=iri)
    part_of, located = values.get(KG + "partOf", []), values.get(KG + "locatedIn", [])
    return LexiconEntry(
        iri=iri,
        type=kind,
        name=names[0],
        aliases=tuple(sorted(set(values.get(SKOS + "altLabel", [])) - {names[0]})),
        weak=tuple(sorted(set(values.get(SKOS + "hiddenLabel", [])))),
        code="".join(values.get(SKOS + "notation", [])[:1]),
        qualifier="".join(values.get(KG + "qualifier", [])[:1]),
        parent=(part_of or located or [""])[0],
        relation="partOf" if part_of else "locatedIn" if located else "",
    )


def _part(iri: str, values: Mapping[str, list[str]]) -> NamePart:
    kinds, names = values.get(KG + "part", []), values.get(SKOS + "prefLabel", [])
    if len(kinds) != 1 or len(names) != 1:
        raise DataError("a name part needs one kg:part and one skos:prefLabel", place=iri)
    return NamePart(kind=kinds[0], name=names[0], aliases=tuple(sorted(set(values.get(SKOS + "altLabel", [])))))


def _with_rows(entries: list[LexiconEntry], path: Path) -> list[LexiconEntry]:
    """Rows for a thing we know (same type and name) add names to it; the others are new things."""
    known = {(e.type, e.name): i for i, e in enumerate(entries)}
    result = list(entries)
    for line, row in _rows(path):
        place = f"{path}:{line}"
        name, kind = row["name"].strip(), row["type"].strip()
        if not name:
            raise SettingsError("a row without a name", place=place, remedy="Give each row a name, or drop it")
        if kind not in MENTION_TYPES:
            raise SettingsError(f"unknown type {kind!r}", place=place, remedy="Types: " + ", ".join(MENTION_TYPES))
        aliases = {a.strip() for a in (row.get("aliases") or "").split("|")} - {"", name}
        code = (row.get("code") or "").strip()
        index = known.get((kind, name))
        if index is None:
            digest = hashlib.sha256(f"{kind}\t{name}".encode()).hexdigest()[:16]
            known[kind, name] = len(result)
            result.append(
                LexiconEntry(
                    iri=f"{KG}lexicon/user/{digest}", type=kind, name=name, aliases=tuple(sorted(aliases)), code=code
                )
            )
            continue
        old = result[index]
        result[index] = LexiconEntry(
            iri=old.iri,
            type=old.type,
            name=old.name,
            aliases=tuple(sorted({*old.aliases, *aliases})),
            weak=tuple(sorted(set(old.weak) - aliases)),
            code=code or old.code,
            qualifier=old.qualifier,
            parent=old.parent,
            relation=old.relation,
        )
    return result


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            unknown = [c for c in reader.fieldnames or () if c not in CSV_COLUMNS]
            missing = [c for c in ("name", "type") if c not in (reader.fieldnames or ())]
            if unknown or missing:
                problem = f"unknown columns {unknown}" if unknown else f"missing columns {missing}"
                raise SettingsError(problem, place=f"{path}:1", remedy="Columns: " + ",".join(CSV_COLUMNS))
            found = []
            for row in reader:
                if None in row or None in row.values():
                    raise SettingsError(
                        "a row with another number of columns than the header", place=f"{path}:{reader.line_num}"
                    )
                found.append((reader.line_num, dict(row)))
            return found
    except OSError as error:
        raise SettingsError(f"cannot be read: {error.strerror}", place=str(path)) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise SettingsError(f"is no UTF-8 CSV: {error}", place=str(path)) from error


def cuts_word(text: str, start: int, end: int) -> bool:
    """Whether either border of a span lies between two characters of one Latin word or number (AI in OpenAI)."""

    def glued(a: str, b: str) -> bool:
        return a.isascii() and b.isascii() and a.isalnum() and b.isalnum()

    return glued(text[start - 1 : start], text[start : start + 1]) or glued(text[end - 1 : end], text[end : end + 1])


@functools.cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")
