"""What a plan says after it was named: 市政府印发《…行动计划》。到2027年底，培育…50家；… are the plan's targets."""

from __future__ import annotations

from kg.model import Quantity
from kg.nlp.clauses import Layout, Name
from kg.nlp.cues import cue


def plan_of(layout: Layout, quantity: Quantity) -> Name | None:
    """The plan whose targets a sentence lists that begins with a deadline and names nothing itself; None elsewhere."""
    index = layout.sentence_at(quantity.start)
    sentence = layout.sentences[index]
    if not index or layout.paragraph_of[index - 1] != layout.paragraph_of[index]:
        return None
    if cue("plan_due").match(layout.text, sentence.start) is None:
        return None
    if layout.names_between(sentence.start, quantity.start):
        return None
    if cue("own_subject").search(layout.text, sentence.start, quantity.start):
        return None
    before = layout.sentences[index - 1]
    if cue("plan_issued").search(layout.text, before.start, before.end) is None:
        return None
    plans = [
        name
        for name in layout.names_between(before.start, before.end)
        if name.type == "PROGRAMME"
        and layout.text[name.start] == "《"
        and not cue("plan_followed").search(layout.text, before.start, name.start)
    ]
    return plans[-1] if plans and len({p.entity for p in plans}) == 1 else None
