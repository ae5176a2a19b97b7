"""Scales told in front of their noun: 培育千亿级产业集群 sets a figure although 千亿级 looks like an adjective."""

from __future__ import annotations

import re

from kg.model import Quantity
from kg.nlp.clauses import Layout

SURE = 0.75
_VERB = re.compile(r"(?:培育|打造|形成|建成|建设|构建|壮大|做大|迈向|迈入|跻身|冲刺|发展成)(?:成?为?|出|起)?$")
_NOUN = re.compile(r"[^，。；：、\d]{0,8}?(?:集群|产业链|产业带|产业|市场|园区|赛道)")


def is_scale(layout: Layout, quantity: Quantity) -> bool:
    """Whether a quantity in …级 says how large the thing behind it shall be; counted ones (两个百亿级集群) do not."""
    if not quantity.text.endswith(("亿级", "亿元级")):
        return False
    start, end = layout.clause_at(quantity.start)
    before, behind = layout.text[start : quantity.start], layout.text[quantity.end : end]
    return _VERB.search(before) is not None and _NOUN.match(behind) is not None
