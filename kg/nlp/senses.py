"""Mentions -> uses: one for each type, spelling and sense in a document.

A spelling has one sense in a document unless the document says otherwise: it defines the short form twice, or it
introduces two persons of one name with posts that do not fit together. A mention that could be either has none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from kg.model import MentionType, Reading
from kg.nlp.names import plain

_BYLINE = re.compile(r"(?:记者|通讯员|编辑|责编|校对|摄影|作者|撰文|文|图|供稿|摄)[:：\s/]*$")
_POST = re.compile(r"[^，。；：！？、（）()\n]{0,16}[、]?$")
_JOIN = re.compile(r"^[^，。；：！？（）()\n]{0,14}、?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """All mentions of one type, spelling and sense. `sense` counts from 0; -1 where two senses are possible."""

    type: MentionType
    plain: str
    sense: int
    mentions: tuple[int, ...]  # indices, ascending
    text: str  # as spelled first, title marks preferred
    start: int  # of the first mention
    full: int | None = None  # the mention that a definition binds this use to
    qualifier: str = ""  # tells persons of one name apart


def group(reading: Reading) -> tuple[Use, ...]:
    """Every mention in exactly one use, in order of first mention."""
    found: dict[tuple[MentionType, str], list[int]] = {}
    for index, mention in enumerate(reading.mentions):
        found.setdefault((mention.type, plain(mention.text) or mention.text), []).append(index)
    bound = _bindings(reading)
    uses: list[Use] = []
    for (kind, name), indices in found.items():
        definitions = bound.get((kind, name), [])
        if len({_spelling(reading, full) for _, full in definitions}) > 1:
            senses = _by_definition(reading, indices, definitions)
        elif definitions:
            senses = [(0, indices, definitions[0][1], "")]
        elif kind == "PERSON" and len(indices) > 1:
            senses = [(s, i, None, q) for s, i, q in _by_post(reading, indices)]
        else:
            senses = [(0, indices, None, "")]
        for sense, members, full, qualifier in senses:
            spelled = [reading.mentions[i].text for i in members]
            text = next((t for t in spelled if t.startswith("《")), spelled[0])
            uses.append(
                Use(
                    type=kind,
                    plain=name,
                    sense=sense,
                    mentions=tuple(members),
                    text=text,
                    start=reading.mentions[members[0]].start,
                    full=full,
                    qualifier=qualifier,
                )
            )
    return tuple(sorted(uses, key=lambda u: (u.start, u.plain, u.sense)))


def _bindings(reading: Reading) -> dict[tuple[MentionType, str], list[tuple[int, int]]]:
    """(type, spelling) -> (where defined, full mention), in order of the text."""
    bound: dict[tuple[MentionType, str], list[tuple[int, int]]] = {}
    for alias in reading.aliases:
        full = reading.mentions[alias.full]
        if plain(full.text) != plain(alias.text):
            bound.setdefault((full.type, plain(alias.text)), []).append((alias.start, alias.full))
    return {k: sorted(v) for k, v in bound.items()}


def _spelling(reading: Reading, index: int) -> str:
    return plain(reading.mentions[index].text)


def _by_definition(
    reading: Reading, indices: Sequence[int], definitions: Sequence[tuple[int, int]]
) -> list[tuple[int, list[int], int | None, str]]:
    """A later definition takes over from where it stands; before the first one, the spelling has no sure sense."""
    fulls = list(dict.fromkeys(_spelling(reading, full) for _, full in definitions))
    starts = [start for start, _ in definitions]
    members: dict[int, list[int]] = {}
    full_of: dict[int, int] = {}
    for index in indices:
        place = bisect_right(starts, reading.mentions[index].start) - 1
        sense = -1
        if place >= 0:
            full = definitions[place][1]
            sense = fulls.index(_spelling(reading, full))
            full_of.setdefault(sense, full)
        members.setdefault(sense, []).append(index)
    return [(s, members[s], full_of.get(s), "") for s in sorted(members)]


def _by_post(reading: Reading, indices: Sequence[int]) -> list[tuple[int, list[int], str]]:
    """Two introductions with different organisations and different posts are two persons.

    A later bare name belongs to the person introduced before it in the same paragraph, or to nobody for sure.
    """
    introduced = [(i, *_introduction(reading, i)) for i in indices]
    persons: list[tuple[set[str], str, str]] = []  # organisations, post, the organisation first given
    of: dict[int, int] = {}
    for index, organisations, post in introduced:
        if not organisations:
            continue
        for number, (known, known_post, _) in enumerate(persons):
            if _fit(known, organisations) or post == known_post:
                known |= organisations
                of[index] = number
                break
        else:
            of[index] = len(persons)
            persons.append((set(organisations), post, sorted(organisations, key=lambda o: (-len(o), o))[0]))
    if len(persons) < 2:
        return [(0, list(indices), "")]
    text = reading.document.text
    last: tuple[int, int] | None = None
    for index in indices:
        start = reading.mentions[index].start
        if index in of:
            last = (index, of[index])
        elif last is not None and "\n" not in text[reading.mentions[last[0]].start : start]:
            of[index] = last[1]
        else:
            of[index] = -1
    members: dict[int, list[int]] = {}
    for index in indices:
        members.setdefault(of[index], []).append(index)
    return [(s, members[s], persons[s][2] if s >= 0 else "") for s in sorted(members)]


def _introduction(reading: Reading, index: int) -> tuple[set[str], str]:
    """The organisations whose post stands right before a person's name, and the post: 优必选副总裁 + 庞某."""
    text, mentions = reading.document.text, reading.mentions
    end = mentions[index].start
    post = ""
    organisations: set[str] = set()
    for before in range(index - 1, max(-1, index - 6), -1):
        other = mentions[before]
        between = text[other.end : end]
        if other.type not in ("ORG", "PLACE") or not (_POST if not organisations else _JOIN).match(between):
            break
        if (between.strip() == "" and other.type == "PLACE") or _BYLINE.search(text[:end][-6:]):
            break
        if not organisations:
            post = between.strip("、 ")
        if len(post) < 2:
            break
        organisations.add(plain(other.text))
        end = other.start
    return organisations, post


def _fit(known: set[str], new: set[str]) -> bool:
    """Whether two sets of organisations may be one person's: one name in the other, or an abbreviation of it."""
    return any(a in b or b in a or _share(a, b) for a in known for b in new)


def _share(a: str, b: str) -> bool:
    """天津大学机械工程学院 and 机械学院: most characters of the shorter name."""
    short, long = sorted((a, b), key=lambda n: (len(n), n))
    return sum(c in long for c in short) >= 0.75 * len(short)
