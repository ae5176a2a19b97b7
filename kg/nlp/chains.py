"""A chain of choices, one for each figure of a document, where a choice likes or dislikes to be the same as the last.

Scores are log weights. The chain is read by forward and backward sums in time linear in the number of options.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Step(NamedTuple):
    """What it weighs to make the same choice as at the link before, and another one."""

    same: float
    other: float


def step(link: Sequence[str], weights: Mapping[str, float]) -> Step:
    """The weights of a link from the features that describe it."""
    return Step(sum(weights.get(f"same|{t}", 0.0) for t in link), sum(weights.get(f"other|{t}", 0.0) for t in link))


def marginals(
    keys: Sequence[Sequence[int]], own: Sequence[Sequence[float]], steps: Sequence[Step]
) -> list[list[float]]:
    """The probability of each option at each link, four digits, so that no platform decides otherwise.

    `keys[i][j]` says what option j at link i chooses, `own[i][j]` is its own score, `steps[i]` joins link i-1 and
    link i (the first is not used). No link may be without options.
    """
    if not keys:
        return []
    forward = _sums(keys, own, steps)
    turned = [steps[0], *reversed(steps[1:])]
    backward = _sums(keys[::-1], own[::-1], turned)[::-1]
    shares = []
    for ahead, behind, scores in zip(forward, backward, own, strict=True):
        joint = [a + b - s for a, b, s in zip(ahead, behind, scores, strict=True)]
        top = max(joint)
        total = sum(math.exp(x - top) for x in joint)
        shares.append([round(math.exp(x - top) / total, 4) for x in joint])
    return shares


def _sums(keys: Sequence[Sequence[int]], own: Sequence[Sequence[float]], steps: Sequence[Step]) -> list[list[float]]:
    """Log sums over all ways to reach each option, its own score included."""
    sums = [list(own[0])]
    for i in range(1, len(keys)):
        top = max(sums[-1])
        before = {key: math.exp(x - top) for key, x in zip(keys[i - 1], sums[-1], strict=True)}
        whole = sum(before.values())
        stay, go = math.exp(steps[i].same), math.exp(steps[i].other)
        here = []
        for key, score in zip(keys[i], own[i], strict=True):
            held = before.get(key, 0.0)
            here.append(score + top + math.log(max(held * stay + (whole - held) * go, 1e-300)))
        sums.append(here)
    return sums
