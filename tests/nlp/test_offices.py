"""县委副书记、县长: the party's post at the committee, the government's at the county."""

import pytest

from kg.model import Claim, Entity
from kg.nlp.offices import parted

ENTITIES = (
    Entity(type="PERSON", name="石小川"),
    Entity(type="ORG", name="中共云岭县委员会"),
    Entity(type="PLACE", name="云岭县"),
    Entity(type="ORG", name="中共临川市委员会"),
    Entity(type="PLACE", name="临川"),
    Entity(type="ORG", name="云岭集团"),
    Entity(type="ORG", name="中共东山县委员会"),
)


def claim(role, at):
    return Claim(
        subject=0,
        predicate="worksFor",
        object=at,
        role=role,
        sentence=0,
        start=0,
        end=8,
        object_mention=3,
        rule="worksFor.post",
        confidence=0.9,
    )


@pytest.mark.parametrize(
    ("role", "at", "expected"),
    [
        ("副书记、县长", 1, [("副书记", 1), ("县长", 2)]),
        ("书记、代市长", 3, [("书记", 3), ("代市长", 4)]),
        ("常委、常务副县长", 1, [("常委", 1), ("常务副县长", 2)]),
        ("县长", 1, [("县长", 2)]),
        ("书记、秘书长", 1, [("书记、秘书长", 1)]),
        ("党委书记、董事长", 5, [("党委书记、董事长", 5)]),
        ("副书记、县长", 6, [("副书记、县长", 6)]),  # the text knows no such place
    ],
)
def test_posts_go_where_they_belong(role, at, expected):
    found = list(parted([claim(role, at)], ENTITIES))
    assert [(c.role, c.object) for c in found] == expected
    assert all(c.object_mention is None for c in found if ENTITIES[c.object].type == "PLACE")
