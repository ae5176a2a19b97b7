"""Figures about things: 北京 · 人工智能企业数量 · >= · 2400 · 家 · fact · 2025-01.

`find_observations` asks of each quantity, in text order: is it a figure at all (`kg.nlp.figures`), what is it about
(`kg.nlp.subjects`), what does it measure (`kg.nlp.indicators`), is it a target or a fact, and when does it hold
(`kg.nlp.periods`). Lists that are told apart by 分别 and sums that hold for 各 and 均 are paired by rule.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from kg.model import Comparator, Entity, Kind, Observation, Quantity, Reading
from kg.nlp.clauses import Layout, Name
from kg.nlp.figures import Weights, keep_features, probability, target_features, weights
from kg.nlp.indicators import Indicator, indicator
from kg.nlp.periods import Periods
from kg.nlp.sharing import shared_names
from kg.nlp.subjects import NATION, Candidate, Previous, best, candidates

_NATION = Entity(type="PLACE", name="中国")
_KEPT = 0.5  # a quantity counts as a figure from this probability on
_BINDERS = "、和及与以及或并，,；; \t"


@dataclass(slots=True)
class _State:
    """What carries over from one figure to the next."""

    previous: Previous
    kind: str = "none"
    indicator: Indicator | None = None
    sentence: int = -1
    end: int = 0


def find_observations(reading: Reading) -> Reading:
    """The reading with `observations` filled (attribution left open); 中国 may be added at the end of the entities.

    Needs sentences, mentions, entities, links, quantities and times.
    """
    layout = Layout(reading)
    entities = list(reading.entities)
    nation = next((i for i, e in enumerate(entities) if e.type == "PLACE" and e.name == "中国"), NATION)
    model = weights()
    periods = Periods(reading, layout)
    state = _State(previous=Previous())
    found: list[Observation] = []
    earlier: Quantity | None = None
    for index, quantity in enumerate(reading.quantities):
        certainty = probability(keep_features(layout, quantity, reading, earlier), model.keep)
        earlier = quantity
        if certainty < _KEPT:
            continue
        pool = candidates(layout, quantity, state.previous, nation)
        if not pool:
            continue
        chosen, share = _choose(pool, model)
        if chosen.entity == NATION:
            entities.append(_NATION)
            nation = len(entities) - 1
            chosen = replace(chosen, entity=nation)
        sentence = layout.sentence_at(quantity.start)
        subjects = shared_names(layout, quantity, reading.quantities, index) or [(chosen.entity, chosen.name)]
        kind = _kind(layout, quantity, reading, entities[subjects[0][0]].type, state, sentence, model)
        named = _indicator(layout, quantity, reading, index, subjects, state, sentence)
        time, time_value = periods.of(quantity, kind, entities[subjects[0][0]])
        for entity, name in subjects:
            for value, base, sign in _ends(quantity):
                found.append(
                    Observation(
                        subject=entity,
                        subject_mention=name.mention if name else None,
                        indicator=named.name,
                        indicator_text=named.text,
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
                        start=_start(layout, quantity, name, sentence),
                        end=max(quantity.end, name.end if name and name.sentence == sentence else 0),
                        rule=f"figure:{named.rule}",
                        confidence=round(certainty * share, 4),
                    )
                )
        last = subjects[-1][0]
        state.previous = Previous(entity=last, start=quantity.start, end=quantity.end, sentence=sentence)
        state.kind, state.indicator, state.sentence, state.end = kind, named, sentence, quantity.end
    return replace(reading, observations=tuple(found), entities=tuple(entities))


def _choose(pool: list[Candidate], model: Weights) -> tuple[Candidate, float]:
    """The best candidate and the share of the softmax that it has."""
    top, scores = best(pool, model.subject)
    total = sum(2.718281828 ** (max(s - scores[top], -30.0)) for s in scores)
    return pool[top], round(1 / total, 4)


def _kind(
    layout: Layout, quantity: Quantity, reading: Reading, type_: str, state: _State, sentence: int, model: Weights
) -> Kind:
    before = state.kind + ("" if state.sentence == sentence else "-far")
    features = target_features(layout, quantity, reading, type_, before)
    return "target" if probability(features, model.target) >= 0.5 else "fact"


def _indicator(
    layout: Layout,
    quantity: Quantity,
    reading: Reading,
    index: int,
    subjects: list[tuple[int, Name | None]],
    state: _State,
    sentence: int,
) -> Indicator:
    """Cuts the clause into what stands left and right of the number and hands it to the rules."""
    clause_start, clause_end = layout.clause_at(quantity.start)
    before = state.indicator if state.sentence == sentence else None
    start = clause_start
    for other in reversed(reading.quantities[:index]):
        if other.end <= clause_start:
            break
        start = max(start, other.end)
        break
    end = clause_end
    if index + 1 < len(reading.quantities):
        end = min(end, reading.quantities[index + 1].start)
    left = _without(layout, reading, start, quantity.start, subjects)
    if start > clause_start:
        left = left.lstrip(_BINDERS)
    right = layout.text[quantity.end : end]
    named = indicator(left, quantity, right, before)
    if named.rule == "unit" and clause_start > layout.sentences[sentence].start:
        # The clause names nothing: what the clause before says is measured.
        prior, _ = layout.clause_at(clause_start - 1)
        wider = _without(layout, reading, prior, clause_start - 1, subjects)
        again = indicator(wider, quantity, "", None)
        named = again if again.name else named
    return named


def _without(
    layout: Layout, reading: Reading, start: int, end: int, subjects: list[tuple[int, Name | None]]
) -> str:
    """The text of a stretch without time expressions and without the names of the subjects."""
    cuts = [(t.start, t.end) for t in reading.times if start <= t.start and t.end <= end]
    chosen = {entity for entity, _ in subjects}
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


def _start(layout: Layout, quantity: Quantity, name: Name | None, sentence: int) -> int:
    """Where the quote begins: at the subject if it stands in the sentence, else at the clause."""
    clause_start, _ = layout.clause_at(quantity.start)
    start = min(clause_start, quantity.start)
    if name is not None and name.sentence == sentence:
        start = min(start, name.start)
    start = max(start, layout.sentences[sentence].start)
    while start < quantity.start and layout.text[start].isspace():
        start += 1
    return start
