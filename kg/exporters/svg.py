"""A drawing as an SVG file: nodes with their shapes and names, edges with arrows and labels. Nothing is loaded."""

from __future__ import annotations

import html
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

FONTS = "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Source Han Sans SC',system-ui,sans-serif"
_LABELLED = 80  # with more edges than this their labels would only cover the drawing
_NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A node. `text` may have lines."""

    x: int
    y: int
    shape: str
    colour: str
    radius: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    start: Mark
    end: Mark
    text: str
    arrow: bool


def svg(marks: Sequence[Mark], strokes: Sequence[Stroke]) -> str:
    """The whole file; a pixel is a unit of the marks' positions."""
    left = min((m.x for m in marks), default=0) - 90
    right = max((m.x for m in marks), default=0) + 90
    top = min((m.y for m in marks), default=0) - 40
    bottom = max((m.y for m in marks), default=0) + 70
    width, height = right - left, bottom - top
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left} {top} {width} {height}" width="{width}" '
        f'height="{height}" role="img" font-family="{FONTS}" font-size="13" text-anchor="middle">',
        f'<rect x="{left}" y="{top}" width="{width}" height="{height}" fill="#fbfaf8"/>',
        '<g stroke="#b9bdc4" fill="#b9bdc4">',
        *(_stroke(s) for s in strokes),
        "</g>",
        *(f'<path d="{outline(m.shape, m.x, m.y, m.radius)}" fill="{m.colour}" stroke="#fff"/>' for m in marks),
        '<g fill="#1d2329" stroke="#fbfaf8" stroke-width="3" stroke-linejoin="round" paint-order="stroke">',
    ]
    if len(strokes) <= _LABELLED:
        lines += [
            f'<text x="{(s.start.x + s.end.x) / 2:g}" y="{(s.start.y + s.end.y) / 2 + 4:g}" font-size="10" '
            f'fill="#5b6570">{_escape(s.text)}</text>'
            for s in strokes
            if s.text
        ]
    for m in marks:
        lines += [
            f'<text x="{m.x}" y="{m.y + m.radius + 15 + 15 * n:g}">{_escape(line)}</text>'
            for n, line in enumerate(m.text.split("\n"))
        ]
    return "\n".join((*lines, "</g>", "</svg>")) + "\n"


def outline(shape: str, x: float, y: float, radius: float) -> str:
    """The path of a node's shape, as vis-network draws it."""
    turns = {"square": (4, 45), "diamond": (4, 0), "triangle": (3, -90), "triangleDown": (3, 90), "hexagon": (6, 0)}
    if shape == "star":
        points = [(radius * (1.15 if n % 2 == 0 else 0.5), -90.0 + 36 * n) for n in range(10)]
    elif shape in turns:
        corners, start = turns[shape]
        size = radius * {"square": 1.25, "diamond": 1.15, "triangle": 1.2, "triangleDown": 1.2}.get(shape, 1.05)
        points = [(size, start + 360 / corners * n) for n in range(corners)]
    else:
        half = f"a{radius:g} {radius:g} 0 1 0"
        return f"M{x - radius:g} {y:g}{half} {2 * radius:g} 0{half} {-2 * radius:g} 0Z"
    told = [f"{x + r * math.cos(math.radians(a)):.1f} {y + r * math.sin(math.radians(a)):.1f}" for r, a in points]
    return "M" + "L".join(told) + "Z"


def _stroke(stroke: Stroke) -> str:
    (x1, y1), (x2, y2) = (stroke.start.x, stroke.start.y), (stroke.end.x, stroke.end.y)
    line = f'<path d="M{x1} {y1}L{x2} {y2}"/>'
    length = math.hypot(x2 - x1, y2 - y1)
    if not stroke.arrow or length <= stroke.end.radius + 10:
        return line
    dx, dy = (x2 - x1) / length, (y2 - y1) / length
    tip = (x2 - dx * (stroke.end.radius + 3), y2 - dy * (stroke.end.radius + 3))
    back = (tip[0] - 8 * dx, tip[1] - 8 * dy)
    return (
        f'{line}<path d="M{tip[0]:.1f} {tip[1]:.1f}L{back[0] - 3.2 * dy:.1f} {back[1] + 3.2 * dx:.1f}'
        f'L{back[0] + 3.2 * dy:.1f} {back[1] - 3.2 * dx:.1f}Z"/>'
    )


def _escape(text: str) -> str:
    return html.escape(_NO_XML.sub("\ufffd", text))
