"""Figures about things: 北京 · 人工智能企业数量 · >= · 2400 · 家 · fact · 2025-01.

`find_observations` asks: which quantities are figures (`kg.nlp.figures`), what each is about (`kg.nlp.subjects`, read
along the document by `kg.nlp.chains`), whether it is a target or a fact, what it measures (`kg.nlp.indicators`) and
when it holds (`kg.nlp.periods`). Rows told apart by 分别 and sums that hold for 各 and 均 are paired by rule.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kg.model import Comparator, Entity, Kind, Observation, Quantity, Reading, Sentence, Span
from kg.nlp.chains import Step, marginals, step
from kg.nlp.clauses import Layout, Name
from kg.nlp.figures import Weights, keep_features, probability, target_features, weighed, weights
from kg.nlp.indicators import Indicator, indicator
from kg.nlp.periods import Periods
from kg.nlp.plans import plan_of
from kg.nlp.reports import ReportedPlace, reported_place
from kg.nlp.scales import SURE, is_scale
from kg.nlp.sharing import part_of_row, shared_names
from kg.nlp.subjects import NATION, candidates, transition

_NATION = Entity(type="PLACE", name="中国")
_KEPT = 0.5  # a quantity counts as a figure from this probability on
_NAMELESS = ("unit",)  # the clause itself says nothing of what is measured
_BINDERS = "、和及与以及或并，,；; \t"


@dataclass(frozen=True, slots=True, kw_only=True)
class _About:
    """What one figure is about, by index of entity, with the mentions that say so, and how sure that is."""

    subjects: tuple[tuple[int, Name | None], ...]
    share: float
    rule: str


def find_observations(reading: Reading) -> Reading:
    """The reading with `observations` filled (attribution left open); 中国 may be added at the end of the entities.

    Needs sentences, mentions, entities, links, quantities and times.
    """
    layout = Layout(reading)
    model = weights()
    figures, certain = _figures(layout, reading, model)
    if not figures:
        return replace(reading, observations=())
    entities = list(reading.entities)
    nation = next((i for i, e in enumerate(entities) if e.type == "PLACE" and e.name == _NATION.name), NATION)
    links = [(), *(transition(layout, a, b) for a, b in itertools.pairwise(figures))]
    place = reported_place(reading, layout, nation)
    about = _subjects(layout, reading, figures, [step(k, model.subject) for k in links], nation, place, model)
    if nation == NATION and any(entity == NATION for a in about for entity, _ in a.subjects):
        nation = len(entities)
        entities.append(_NATION)
    about = [replace(a, subjects=tuple((nation if e == NATION else e, n) for e, n in a.subjects)) for a in about]
    owners = [entities[a.subjects[0][0]] for a in about]
    kinds = _kinds(layout, reading, figures, owners, [step(k, model.target) for k in links], place, model)
    found: list[Observation] = []
    periods = Periods(reading, layout, place)
    positions = {q.start: i for i, q in enumerate(reading.quantities)}
    before: Indicator | None = None
    recent: dict[tuple[int, str], Indicator] = {}  # paragraph and base unit -> the last indicator that was named there
    whole = -1  # index of the sentence in the layout, which joins what ； parts
    starts = [s.start for s in reading.sentences]
    for quantity, sure, subject, kind in zip(figures, certain, about, kinds, strict=True):
        index = positions[quantity.start]
        if layout.sentence_at(quantity.start) != whole:
            before, whole = None, layout.sentence_at(quantity.start)
        named = _indicator(layout, reading, index, subject, before, whole)
        here = (layout.paragraph_of[whole], quantity.base_unit)
        if named.rule in _NAMELESS and here in recent:
            named = replace(recent[here], rule="carried")  # 高校方面，甲大学551件，乙大学306件
        elif named.rule not in _NAMELESS:
            recent[here] = named
        before = named
        sentence = max(bisect.bisect_right(starts, quantity.start) - 1, 0)
        time, time_value = periods.of(quantity, kind, entities[subject.subjects[0][0]])
        for entity, name in subject.subjects:
            span = _quote(layout, quantity, name, reading.sentences[sentence])
            for value, base, sign in _ends(quantity):
                found.append(
                    Observation(
                        subject=entity,
                        subject_mention=name.mention if name else None,
                        indicator=before.name,
                        indicator_text=before.text,
                        quantity=index,
                        value=value,
                        unit=quantity.unit,
                        comparator=sign,
                        base_value=base,
                        base_unit=quantity.base_unit,
                        kind=kind,
                        time=time,
                        time_value=time_value,
                        sentence=sentence,
                        start=span.start,
                        end=span.end,
                        rule=f"figure:{subject.rule}:{before.rule}",
                        confidence=round(sure * subject.share, 4),
                    )
                )
    return replace(reading, observations=tuple(found), entities=tuple(entities))


def _figures(layout: Layout, reading: Reading, model: Weights) -> tuple[list[Quantity], list[float]]:
    """The quantities that are figures, each with its probability."""
    figures, certain = [], []
    earlier: Quantity | None = None
    for quantity in reading.quantities:
        sure = probability(keep_features(layout, quantity, earlier), model.keep)
        sure = max(sure, SURE) if is_scale(layout, quantity) else sure
        earlier = quantity
        if sure >= _KEPT:
            figures.append(quantity)
            certain.append(sure)
    return figures, certain


def _subjects(
    layout: Layout,
    reading: Reading,
    figures: Sequence[Quantity],
    steps: Sequence[Step],
    nation: int,
    place: ReportedPlace | None,
    model: Weights,
) -> list[_About]:
    """For each figure its subject: by 分别, 各 and 均, by the plan or report around it, else the likeliest one."""
    pools = [candidates(layout, quantity, nation) for quantity in figures]
    own = [[weighed(c.features, model.subject) for c in pool] for pool in pools]
    shares = marginals([[c.entity for c in pool] for pool in pools], own, steps)
    found = []
    for quantity, pool, row in zip(figures, pools, shares, strict=True):
        top = max(range(len(pool)), key=lambda j: (row[j], -j))
        shared = shared_names(layout, quantity, reading.quantities)
        if shared:
            found.append(_About(subjects=tuple(shared), share=0.9, rule="row"))
        elif plan := plan_of(layout, quantity):
            found.append(_About(subjects=((plan.entity, plan),), share=0.8, rule="plan"))
        elif place is not None and place.holds(layout, quantity, pool[top].entity):
            found.append(_About(subjects=((place.entity, None),), share=0.9, rule="report"))
        else:
            found.append(_About(subjects=((pool[top].entity, pool[top].name),), share=row[top], rule="near"))
    return found


def _kinds(
    layout: Layout,
    reading: Reading,
    figures: Sequence[Quantity],
    owners: Sequence[Entity],
    steps: Sequence[Step],
    place: ReportedPlace | None,
    model: Weights,
) -> list[Kind]:
    own = []
    for quantity, owner in zip(figures, owners, strict=True):
        features = target_features(layout, quantity, reading, owner)
        own.append([0.0, model.target.get("", 0.0) + weighed(features, model.target)])
    shares = marginals([[0, 1]] * len(own), own, steps)
    kinds: list[Kind] = ["target" if target > 0.5 else "fact" for _, target in shares]
    if place is not None:
        kinds = [place.kind(layout, q) or kind for q, kind in zip(figures, kinds, strict=True)]
    return kinds


def _indicator(
    layout: Layout, reading: Reading, index: int, about: _About, before: Indicator | None, sentence: int
) -> Indicator:
    """Cuts the clause into what stands left and right of the number and hands it to the rules."""
    quantity = reading.quantities[index]
    clause_start, clause_end = layout.clause_at(quantity.start)
    start = clause_start
    if index and reading.quantities[index - 1].end > clause_start:
        start = reading.quantities[index - 1].end
    end = clause_end
    if index + 1 < len(reading.quantities):
        end = min(end, reading.quantities[index + 1].start)
    row = part_of_row(layout, reading, index)
    if row is not None:
        left = _without(layout, reading, row.tail, row.cue, about)
        part = _without(layout, reading, row.start, row.end, about)
        verb = layout.text[row.cue_end : row.first]
        return indicator(part + left + verb, quantity, "", None if part or left else before)
    left = _without(layout, reading, start, quantity.start, about)
    if start > clause_start:
        left = left.lstrip(_BINDERS)
    named = indicator(left, quantity, layout.text[quantity.end : end], before)
    if named.rule == "unit" and clause_start > layout.sentences[sentence].start:
        # The clause names nothing: what the clause before says is measured.
        prior, _ = layout.clause_at(clause_start - 1)
        again = indicator(_without(layout, reading, prior, clause_start - 1, about), quantity, "", None)
        named = again if again.name else named
    return named


def _without(layout: Layout, reading: Reading, start: int, end: int, about: _About) -> str:
    """The text of a stretch without time expressions and without the names of the subjects."""
    cuts = [(t.start, t.end) for t in layout.times_between(reading, start, end)]
    chosen = {entity for entity, _ in about.subjects}
    cuts += [(n.start, n.end) for n in layout.names_between(start, end) if n.entity in chosen and n.end <= end]
    text, position = [], start
    for a, b in sorted(cuts):
        if a >= position:
            text.append(layout.text[position:a])
            position = b
    text.append(layout.text[position:end])
    return "".join(text)


def _ends(quantity: Quantity) -> list[tuple[Decimal, Decimal, Comparator]]:
    """A range gives its two ends."""
    if quantity.upper is None or quantity.base_upper is None:
        return [(quantity.value, quantity.base_value, quantity.comparator)]
    return [(quantity.value, quantity.base_value, ">="), (quantity.upper, quantity.base_upper, "<=")]


def _quote(layout: Layout, quantity: Quantity, name: Name | None, sentence: Sentence) -> Span:
    """From the subject, if it stands in the sentence, else from the clause, to the end of the number or the subject."""
    clause_start, _ = layout.clause_at(quantity.start)
    start, end = min(clause_start, quantity.start), quantity.end
    if name is not None and sentence.start <= name.start and name.end <= sentence.end:
        start, end = min(start, name.start), max(end, name.end)
    start = max(start, sentence.start)
    while start < quantity.start and layout.text[start].isspace():
        start += 1
    return Span(start=start, end=end)
