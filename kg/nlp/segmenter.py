"""Where are the words? The run-time side of the word segmenter.

The model is spacy-pkuseg's CRF with weights trained here (`kg/nlp/models/segmenter`, made by
`kg/nlp/training/train_segmenter.py`). Its own word list is not used: it follows another standard than the weights.
"""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
from spacy_pkuseg import pkuseg

from kg.nlp.chunks import pieces

_LIMIT: Final = 1000  # characters decoded at once, so that memory is bounded whatever the text
_WHOLE: Final = re.compile(
    r"[0-9]{1,2}[A-Z](?![A-Za-z0-9])"  # 5G, 3D; but 500MW is a number and its unit
    r"|[A-Za-z][A-Za-z0-9]*|[Ａ-Ｚａ-ｚ][Ａ-Ｚａ-ｚ０-９]*"  # AI, A380
    r"|[0-9]+(?:[.,][0-9]+)*|[０-９]+(?:[．.][０-９]+)*"
)
# Full-width letters and digits, which the training texts do not hold, are shown to the model as their narrow forms.
_NARROW: Final = {
    code: code - 0xFEE0 for first, last in ("０９", "ＡＺ", "ａｚ") for code in range(ord(first), ord(last) + 1)
}


class Segmenter:
    """The trained segmenter. `Segmenter(folder)` reads `features.msgpack` and `weights.npz`; call it with a text."""

    def __init__(self, path: Path) -> None:
        self._model: Any = pkuseg(str(path.resolve()), user_dict=None)
        # weights are stored in half precision; the decoder computes in doubles
        self._model.model.w = self._model.model.w.astype(np.float64)

    def __call__(self, text: str) -> list[tuple[int, int]]:
        """The words of a text as half-open character ranges, in order.

        Each character that is no white space belongs to exactly one word, and no word holds white space. A number
        in digits, a Latin word and a model number (A380, 6G) are never cut.
        """
        words: list[tuple[int, int]] = []
        for start, end in pieces(text, _LIMIT):
            for run in re.finditer(r"\S+", text[start:end]):
                words.extend(self._cut(run.group(), start + run.start()))
        return words

    def _cut(self, run: str, at: int) -> list[tuple[int, int]]:
        """The words of a text without white space that stands at character `at`."""
        shown = run.translate(_NARROW)
        borders = set(_borders(shown, self._model.cut(shown)))
        for whole in _WHOLE.finditer(run):
            borders -= set(range(whole.start() + 1, whole.end()))
        inner = [0, *sorted(borders - {0, len(run)}), len(run)]
        return [(at + first, at + last) for first, last in pairwise(inner)]


def _borders(run: str, words: list[str]) -> list[int]:
    """The character offsets at which words start.

    The words are the run's own characters. Should a model have rewritten some, their lengths still tell the borders;
    should it have dropped some, each word is looked for from where the one before it ended.
    """
    whole = sum(map(len, words)) == len(run)
    starts, at = [], 0
    for word in words:
        found = at if whole else max(at, run.find(word, at))
        starts.append(found)
        at = found + len(word)
    return [start for start in starts if start < len(run)]
