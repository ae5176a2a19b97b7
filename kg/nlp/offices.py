"""Whose post it is where one phrase names two: 县委副书记、县长 is a post of the party and one of the county."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.model import Claim, Entity

_COMMITTEE = re.compile(r"中共(?P<place>.+)委员会")
_GOVERNMENT = re.compile(r"(?:代理?|常务|党组)?副?(?:省长|市长|县长|区长|州长|盟长|旗长|镇长|乡长)")
_BETWEEN = re.compile(r"[、，]|兼任?(?!职)")


def parted(claims: Iterable[Claim], entities: Sequence[Entity]) -> Iterator[Claim]:
    """The claims; one that gives a party committee's man a post of government gives him that one at the place.

    Only where the reading knows the place. Roles are as written, parted at 、 and 兼.
    """
    places = {e.name: i for i, e in enumerate(entities) if e.type == "PLACE"}
    for claim in claims:
        committee = _COMMITTEE.fullmatch(entities[claim.object].name) if claim.predicate == "worksFor" else None
        place = None if committee is None else _place(committee["place"], places)
        posts = [post for post in _BETWEEN.split(claim.role) if post]
        offices = [post for post in posts if _GOVERNMENT.fullmatch(post)]
        if place is None or not offices:
            yield claim
            continue
        others = [post for post in posts if post not in offices]
        if others:
            yield replace(claim, role="、".join(others))
        yield replace(claim, object=place, object_mention=None, role="、".join(offices), rule="worksFor.office")


def _place(written: str, places: dict[str, int]) -> int | None:
    """A place by its name as committees write it: 中共甲市委员会 is the committee of 甲."""
    for name in (written, re.sub(r"(?:省|市|自治区)$", "", written)):
        if name in places:
            return places[name]
    return None
