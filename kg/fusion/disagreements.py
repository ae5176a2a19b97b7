"""Which figures do not fit together, and why.

Two figures are compared where subject, kind (fact or target) and base unit are the same and the indicators are the
same but for words that say what is counted (the ontology's kg:Scope: 累计, 新增, 规模以上, …). A figure that no
evidence carries (see `kg.fusion.support`) is left out. The rules, tried in this order, for values that differ:

1. Both stand in one sentence: no disagreement, the text itself sets them side by side. A bound from below and one
   from above that meet, as the two ends of a range do (不少于 3 … 不超过 5): no disagreement either.
2. *scope*: the scope words differ. Within one document that is no disagreement: the author means both.
3. *later*: the dates differ. Two stated dates are the same where they end on the same day (2024 and 2024-12). For
   a fact without a date the year of publication stands in, and is the same as any date within it. A figure with
   neither is at any date. The date of a target is its deadline; publication does not stand in for it.
4. *rounding*: one value is the other one rounded, or an approximation (约) or a bound (超, 以上, 不超过) that
   admits it. Rounded: they differ by at most half of the last place that the coarser one writes; where its number
   ends in zeros (3000), how much of it is meant is unknown, so they must also lie within 5 % of each other.
   An approximation admits what lies within 10 % of it.
5. *conflict*: all else, equal values with bounds that exclude each other (超 50, 不足 50) included.

Figures of one class that are joined by pairs make one Disagreement: a series over five years is one, not ten.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from kg import dates, iris
from kg.fusion.support import components, is_supported_figure
from kg.model import Disagreement, Document, Figure
from kg.ontology import Ontology

Class = Literal["later", "rounding", "scope", "conflict"]
_APPROXIMATE = Decimal("0.10")
_ROUND_NUMBER = Decimal("0.05")
_LOWER, _UPPER = (">=", ">"), ("<=", "<")


@dataclass(frozen=True, slots=True, kw_only=True)
class _When:
    period: dates.Period | None
    stated: bool  # False where the year of publication stands in


def disagreements(
    figures: Iterable[Figure], documents: Iterable[Document], ontology: Ontology, *, base: str, threshold: float
) -> tuple[Disagreement, ...]:
    """Every disagreement among the figures, sorted by IRI."""
    years = _publication_years(documents)
    groups: dict[tuple[str, str, str, str], list[tuple[Figure, tuple[str, ...]]]] = {}
    for figure in sorted(figures, key=lambda f: f.iri):
        if is_supported_figure(figure, threshold):
            head, scope = split_scope(figure.indicator, ontology.scopes)
            groups.setdefault((figure.subject, figure.kind, figure.base_unit, head), []).append((figure, scope))
    found: list[Disagreement] = []
    for key in sorted(groups):
        pairs: dict[Class, dict[str, set[str]]] = {}
        for (a, a_scope), (b, b_scope) in itertools.combinations(groups[key], 2):
            kind = _classed(a, b, same_scope=a_scope == b_scope, years=years)
            if kind is not None:
                joined = pairs.setdefault(kind, {})
                joined.setdefault(a.iri, set()).add(b.iri)
                joined.setdefault(b.iri, set()).add(a.iri)
        for kind, neighbours in sorted(pairs.items()):
            clusters: dict[str, list[str]] = {}
            for node, smallest in components(neighbours).items():
                clusters.setdefault(smallest, []).append(node)
            for members in clusters.values():
                together = tuple(sorted(members))
                found.append(Disagreement(iri=iris.disagreement(base, kind, together), kind=kind, figures=together))
    return tuple(sorted(found, key=lambda d: d.iri))


def split_scope(indicator: str, scopes: Sequence[tuple[str, str]]) -> tuple[str, tuple[str, ...]]:
    """An indicator without its scope words, and those words in normal form, sorted; longest words are taken first.

    Where nothing else would be left, the words are the indicator itself.
    """
    head, words = indicator, set()
    for spelling, notation in scopes:
        if spelling in head and head != spelling:
            head = head.replace(spelling, "")
            words.add(notation)
    return (head, tuple(sorted(words))) if head.strip("的") else (indicator, ())


def _classed(a: Figure, b: Figure, *, same_scope: bool, years: Mapping[str, str]) -> Class | None:
    equal = a.base_value == b.base_value
    if same_scope and (_range(a, b) or (equal and _admits(a, b))):
        return None
    if _one_sentence(a, b):
        return None
    if not same_scope:
        return "scope" if not equal and not _documents(a) & _documents(b) else None
    if not _same_date(_when(a, years), _when(b, years)):
        return "later"
    return "rounding" if not equal and (_rounded(a, b) or _admits(a, b)) else "conflict"


def _documents(figure: Figure) -> set[str]:
    return {e.quote.document for e in figure.evidence}


def _one_sentence(a: Figure, b: Figure) -> bool:
    places = {(e.quote.source, e.quote.sentence_start) for e in a.evidence}
    return any((e.quote.source, e.quote.sentence_start) in places for e in b.evidence)


def _range(a: Figure, b: Figure) -> bool:
    """A bound from below and a greater one from above: both ends of a range, or as good as that."""
    low, high = (a, b) if a.base_value < b.base_value else (b, a)
    return low.base_value < high.base_value and low.comparator in _LOWER and high.comparator in _UPPER


# ---------------------------------------------------------------- dates


def _publication_years(documents: Iterable[Document]) -> dict[str, str]:
    years: dict[str, str] = {}
    for document in sorted(documents, key=lambda d: (d.id, d.source)):
        if document.published is not None:
            years.setdefault(document.id, document.published.value[:4])
    return years


def _when(figure: Figure, years: Mapping[str, str]) -> _When:
    stated = dates.period(figure.time)
    if stated is not None or figure.kind == "target":
        return _When(period=stated, stated=True)
    year = min((years[d] for d in _documents(figure) if d in years), default="")
    return _When(period=dates.period(year), stated=False)


def _same_date(a: _When, b: _When) -> bool:
    if a.period is None or b.period is None:
        return True
    if a.stated and b.stated:
        return a.period.end.last == b.period.end.last
    return a.period.start.first <= b.period.end.last and b.period.start.first <= a.period.end.last


# ---------------------------------------------------------------- values


def _rounded(a: Figure, b: Figure) -> bool:
    """True where the coarser value can be the finer one rounded."""
    coarse, fine = (a, b) if _place(a) >= _place(b) else (b, a)
    gap = abs(coarse.base_value - fine.base_value)
    if gap * 2 > _place(coarse):
        return False
    return not _round_number(coarse.value) or gap <= _ROUND_NUMBER * abs(fine.base_value)


def _place(figure: Figure) -> Decimal:
    """The last place that the number writes, in base units: 2.4 万 -> 1000, 2400 -> 100. Zero for zero."""
    if figure.value == 0:
        return Decimal(0)
    exponent = figure.value.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return abs(Decimal(1).scaleb(exponent) * (figure.base_value / figure.value))


def _round_number(value: Decimal) -> bool:
    return value != 0 and value == value.to_integral_value() and value % 10 == 0


def _admits(a: Figure, b: Figure) -> bool:
    """True where some true value fits both: their bounds meet, and not both are plain numbers."""
    (a_low, a_high), (b_low, b_high) = _bounds(a), _bounds(b)
    low = max((x for x in (a_low, b_low) if x is not None), key=lambda x: (x[0], not x[1]), default=None)
    high = min((x for x in (a_high, b_high) if x is not None), key=lambda x: (x[0], x[1]), default=None)
    if low is None or high is None or low[0] < high[0]:
        return True
    return low[0] == high[0] and low[1] and high[1]


def _bounds(figure: Figure) -> tuple[tuple[Decimal, bool] | None, tuple[Decimal, bool] | None]:
    """Lower and upper bound, each with whether it is itself admitted; None for no bound."""
    value = figure.base_value
    match figure.comparator:
        case "=":
            return (value, True), (value, True)
        case "~":
            slack = abs(value) * _APPROXIMATE
            return (value - slack, True), (value + slack, True)
        case ">=" | ">":
            return (value, figure.comparator == ">="), None
        case _:
            return None, (value, figure.comparator == "<=")
