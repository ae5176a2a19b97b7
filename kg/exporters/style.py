"""How a type looks: colour and shape together, so that neither is needed alone; and how a name is broken into lines.

The colours are Paul Tol's "bright" scheme, made to be told apart with any colour vision, on white and on dark.
"""

from __future__ import annotations

import math
import unicodedata
from typing import NamedTuple


class Look(NamedTuple):
    """`shape` is a name that vis-network knows and the page's legend and pictures draw as well."""

    shape: str
    colour: str


LOOKS = {
    "ORG": Look("dot", "#4477AA"),
    "PROGRAMME": Look("square", "#EE6677"),
    "PLACE": Look("triangleDown", "#228833"),
    "PERSON": Look("triangle", "#CCBB44"),
    "PRODUCT": Look("hexagon", "#AA3377"),
    "EVENT": Look("star", "#33A8CC"),
    "FIELD": Look("diamond", "#8A8F98"),
}
OTHER = Look("ellipse", "#8A8F98")
LINE = 11.0  # ems in a line of a caption


def look(type: str) -> Look:
    return LOOKS.get(type, OTHER)


def radius(weight: int) -> float:
    """From the number of evidences to the size of a node, in pixels at zoom 1."""
    return round(min(6.0 + 2.6 * math.sqrt(weight), 24.0), 1)


def ems(text: str) -> float:
    """Width of a text in ems: wide characters count one, the others a little more than half."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.56 for c in text)


def caption(name: str, lines: int = 2) -> str:
    """The name in at most `lines` lines of about equal length, the rest as …"""
    wanted = ems(name)
    if wanted <= LINE + 1:
        return name
    width = min(LINE, wanted / min(lines, math.ceil(wanted / LINE)) + 0.6)
    made: list[str] = [""]
    for character in name:
        if ems(made[-1] + character) > width:
            if len(made) == lines:
                made[-1] = made[-1][:-1] + "…"
                break
            made.append("")
        made[-1] += character
    return "\n".join(line.strip() for line in made)
