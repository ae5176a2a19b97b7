"""A newspaper page whose headlines stand together on top: which run of paragraphs belongs to which headline.

Three things speak: words of a headline come back in its article, an article's paragraphs share words with each other,
and articles are set in columns of different width. The best way to part the page is found by dynamic programming.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from kg.ingest import bylines
from kg.ingest.lines import CJK

_WORD = re.compile(f"[{CJK}A-Za-z0-9]+")
_WINDOW = 4  # paragraphs on each side of a border that are compared
_EXTRA = 0.9  # what a headline without a byline of its own must bring to get a text
_COHESION = 0.8  # weight of the words that both sides of a border share, 1 = as many as on average
_COLUMN = 0.6  # a border between columns of different width; the same width speaks against one
_DATELINE = 0.8  # a paragraph that opens like a report
_ORDER = 0.25  # texts in another order than their headlines
_MOST = 300  # paragraphs that are looked at one by one
_LEAST = 60  # characters of an article

_State = tuple[float, tuple[tuple[int, int], ...]]


def segments(
    paragraphs: Sequence[str], columns: Sequence[float], heads: Sequence[str], groups: Sequence[int]
) -> list[tuple[int, tuple[int, int]]]:
    """(headline, (first paragraph, behind the last)), in order and covering all paragraphs.

    Each group of headlines (`groups[i]` is that of headline i; one byline stands under each) gets at least one text,
    as far as there are paragraphs enough.
    """
    step = -(-len(paragraphs) // _MOST)
    if step > 1:  # a file, not a page: whole groups of paragraphs are moved
        blocks = range(0, len(paragraphs), step)
        joined = ["\n".join(paragraphs[i : i + step]) for i in blocks]
        found = segments(joined, [columns[i] for i in blocks], heads, groups)
        return [(which, (start * step, min(end * step, len(paragraphs)))) for which, (start, end) in found]
    pairs = [_pairs(text) for text in paragraphs]
    holders = Counter(pair for own in pairs for pair in own)
    weight = {pair: math.log(1 + len(paragraphs) / count) for pair, count in holders.items()}
    affinity = [_affinity(head, pairs, weight) for head in heads]
    border = _borders(paragraphs, pairs, weight, columns)
    last = {group: index for index, group in enumerate(groups)}  # the headline next to the byline
    states: dict[tuple[int, int], _State] = {(0, -1): (0.0, ())}
    for index in range(len(paragraphs)):
        following: dict[tuple[int, int], _State] = {}
        for (used, current), (score, path) in sorted(states.items()):
            for which in range(len(heads)):
                if which != current and used >> which & 1:
                    continue
                gain = affinity[which][index]
                if which != current:
                    gain -= (border[index] if index else 0.0) + (0.0 if last[groups[which]] == which else _EXTRA)
                    gain -= _ORDER if which < current else 0.0
                key = (used | 1 << which, which)
                offer = (score + gain, path if which == current else (*path, (which, index)))
                if key not in following or offer[0] > following[key][0] + 1e-9:
                    following[key] = offer
        states = following
    _, path = max(states.items(), key=lambda item: _rank(item[0][0], item[1], groups, paragraphs))[1]
    ends = [index for _, index in path[1:]] + [len(paragraphs)]
    return [(which, (index, end)) for (which, index), end in zip(path, ends, strict=True)]


def _rank(used: int, state: _State, groups: Sequence[int], paragraphs: Sequence[str]) -> tuple[float, ...]:
    """Groups with a text first, then runs that are long enough, then the score; the first headlines on a tie."""
    score, path = state
    served = len({group for which, group in enumerate(groups) if used >> which & 1})
    ends = [index for _, index in path[1:]] + [len(paragraphs)]
    short = sum(sum(map(len, paragraphs[start:end])) < _LEAST for (_, start), end in zip(path, ends, strict=True))
    return (served - short, round(score, 9), *(-which for which, _ in path))


def _affinity(head: str, pairs: Sequence[frozenset[str]], weight: dict[str, float]) -> list[float]:
    """How much of a headline each paragraph takes up again, 0..1. Rare words count more."""
    own = {pair: weight[pair] for pair in _pairs(head) if pair in weight}
    total = math.fsum(own.values()) or 1.0  # fsum: the order of a set must not show
    return [math.fsum(own[pair] for pair in paragraph if pair in own) / total for paragraph in pairs]


def _borders(
    paragraphs: Sequence[str], pairs: Sequence[frozenset[str]], weight: dict[str, float], columns: Sequence[float]
) -> list[float]:
    """What a border before each paragraph costs: much between paragraphs that share words or a column."""
    likeness = [0.0]
    for index in range(1, len(pairs)):
        left = frozenset[str]().union(*pairs[max(0, index - _WINDOW) : index])
        right = frozenset[str]().union(*pairs[index : index + _WINDOW])
        shared = math.fsum(weight[pair] for pair in left & right)
        size = math.sqrt(math.fsum(weight[p] for p in left) * math.fsum(weight[p] for p in right))
        likeness.append(shared / size if size else 0.0)
    mean = sum(likeness) / max(1, len(likeness) - 1) or 1.0
    costs: list[float] = []
    for index, text in enumerate(paragraphs):
        cost = _COHESION * likeness[index] / mean
        above, below = [c for c in columns[:index] if c][-3:], [c for c in columns[index:] if c][:3]
        if above and below:
            step = min(2.0, abs(above[-1] - below[0])) + min(2.0, abs(_middle(above) - _middle(below)))
            cost += _COLUMN * (1 - step / 2)
        if bylines.dateline(text) is not None:
            cost -= _DATELINE
        costs.append(cost)
    return costs


def _middle(widths: Sequence[float]) -> float:
    return sorted(widths)[len(widths) // 2]


def _pairs(text: str) -> frozenset[str]:
    return frozenset(word[i : i + 2] for word in _WORD.findall(text) for i in range(len(word) - 1))
