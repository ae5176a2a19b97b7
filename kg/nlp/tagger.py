"""Which characters of a text are names, and of what type? The run-time side of the mention tagger.

A character tagger (a small transformer run by ONNX Runtime, weights in `kg/nlp/models/mentions`) gives each character
a score for each BIOES label; the best path that obeys the scheme is read off by Viterbi. Nothing but NumPy and
ONNX Runtime is needed here; `kg/nlp/training/train_mentions.py` makes the weights and shares the functions that turn
text into model input, so that both sides see the same characters.

Every chunk of text goes through the network alone, unpadded and on one thread: what is found in it depends on its own
characters and on nothing that happens to be read beside it.
"""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import onnxruntime

from kg.nlp.chunks import chunks

PAD, CLS, SEP, UNK = "[PAD]", "[CLS]", "[SEP]", "[UNK]"
TYPES: Final = ("ORG", "PROGRAMME", "PLACE", "PERSON", "PRODUCT", "EVENT", "FIELD")
LABELS: Final = ("O", *(f"{prefix}-{kind}" for kind in TYPES for prefix in "BIES"))

LIMIT: Final = 250
"""Symbols a chunk holds at most, its [CLS] and [SEP] not counted."""

# Logits are rounded before any decision: the last bits of an arithmetic unit decide nothing.
_DECIMALS: Final = 4
_IMPOSSIBLE: Final = -1e6

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagged:
    """A name found in a text: half-open character offsets, its type, and how sure the model is (0 to 1, 4 digits)."""

    start: int
    end: int
    type: str
    confidence: float


# ---------------------------------------------------------------------------------------------- text to symbols


def symbol(character: str) -> str:
    """The form under which a character is looked up in the vocabulary: lower case, full-width forms made narrow.

    Chinese punctuation is left as it is: the model knows both widths, and its full-width form says more.
    """
    if "Ａ" <= character <= "Ｚ" or "ａ" <= character <= "ｚ" or "０" <= character <= "９":
        character = unicodedata.normalize("NFKC", character)
    lowered = character.lower()
    return lowered if len(lowered) == 1 else character


def symbols(text: str) -> tuple[list[str], list[int]]:
    """The model's view of a text: its symbols and the character offset of each.

    Blanks are left out (a stray one between two characters changes nothing); white space that breaks the line becomes
    one [SEP], none at the very start or end.
    """
    found: list[str] = []
    offsets: list[int] = []
    broken = -1
    for i, character in enumerate(text):
        if character.isspace():
            if character in "\n\r\u2028\u2029\x0b\x0c\x85" and broken < 0:
                broken = i
            continue
        if broken >= 0 and found:
            found.append(SEP)
            offsets.append(broken)
        broken = -1
        found.append(symbol(character))
        offsets.append(i)
    return found, offsets


# ---------------------------------------------------------------------------------------------- labels to spans


def allowed(labels: tuple[str, ...]) -> tuple[Floats, Floats, Floats]:
    """The BIOES scheme as scores: (start, step, end), 0 where a label may stand or follow and very low where not.

    `step[i, j]` is for label j after label i.
    """

    def opens(label: str) -> bool:
        return label[0] in "OBS"

    def closes(label: str) -> bool:
        return label[0] in "OES"

    def follows(before: str, after: str) -> bool:
        if closes(before):
            return opens(after)
        return after[0] in "IE" and before[2:] == after[2:]

    start = np.array([0.0 if opens(x) else _IMPOSSIBLE for x in labels])
    end = np.array([0.0 if closes(x) else _IMPOSSIBLE for x in labels])
    step = np.array([[0.0 if follows(x, y) else _IMPOSSIBLE for y in labels] for x in labels])
    return start, step, end


def best_path(scores: Floats, start: Floats, step: Floats, end: Floats) -> list[int]:
    """The label sequence with the highest sum, shape of `scores` (symbols, labels). Ties go to the lower label."""
    if not len(scores):
        return []
    back = np.zeros(scores.shape, dtype=np.intp)
    best = scores[0] + start
    for t in range(1, len(scores)):
        ways = best[:, None] + step
        back[t] = ways.argmax(axis=0)
        best = ways.max(axis=0) + scores[t]
    path = [int((best + end).argmax())]
    for t in range(len(scores) - 1, 0, -1):
        path.append(int(back[t, path[-1]]))
    return path[::-1]


def spans(path: list[int], labels: tuple[str, ...]) -> list[tuple[int, int, str]]:
    """The (start, end, type) ranges of a label sequence that obeys the scheme, in symbols."""
    found: list[tuple[int, int, str]] = []
    first = 0
    for t, label in enumerate(path):
        name = labels[label]
        if name[0] in "BS":
            first = t
        if name[0] in "ES":
            found.append((first, t + 1, name[2:]))
    return found


# ---------------------------------------------------------------------------------------------- the model


class Tagger:
    """The trained tagger. `Tagger(folder)` reads `model.onnx`, `vocab.txt` and `config.json`; call it with a text."""

    def __init__(self, path: Path) -> None:
        settings = json.loads((path / "config.json").read_text(encoding="utf-8"))
        vocabulary = (path / "vocab.txt").read_text(encoding="utf-8").split("\n")
        self.labels: tuple[str, ...] = tuple(settings["labels"])
        self.limit: int = settings["limit"]
        self._ids = {word: i for i, word in enumerate(vocabulary) if word}
        self._unknown = self._ids[UNK]
        self._scheme = allowed(self.labels)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
        options.use_deterministic_compute = True
        # Bytes, not a path: the runtime takes no path that the locale's encoding cannot write.
        self._session: Any = onnxruntime.InferenceSession(
            (path / "model.onnx").read_bytes(), options, providers=["CPUExecutionProvider"]
        )

    def __call__(self, text: str) -> list[Tagged]:
        """The names of one document's reading text, in text order, without overlap."""
        found: list[Tagged] = []
        for start, end in chunks(text, self.limit):
            seen, offsets = symbols(text[start:end])
            if not seen:
                continue
            logits = self.logits(seen)
            chances = softmax(logits)
            path = best_path(logits, *self._scheme)
            for first, last, kind in spans(path, self.labels):
                sure = min(float(chances[t, path[t]]) for t in range(first, last))
                found.append(
                    Tagged(
                        start=start + offsets[first],
                        end=start + offsets[last - 1] + 1,
                        type=kind,
                        confidence=round(sure, 4),
                    )
                )
        return found

    def probabilities(self, text: str) -> Floats:
        """For each character the chance of belonging to a name of each type.

        Shape (characters, types) in the order of `TYPES`; rows of white space are 0; what a row lacks to 1 is the
        chance of standing outside any name.
        """
        table = np.zeros((len(text), len(TYPES)))
        columns = [[i for i, label in enumerate(self.labels) if label[2:] == kind] for kind in TYPES]
        for start, end in chunks(text, self.limit):
            seen, offsets = symbols(text[start:end])
            if not seen:
                continue
            chances = softmax(self.logits(seen))
            rows = [start + offset for offset, word in zip(offsets, seen, strict=True) if word != SEP]
            kept = chances[[word != SEP for word in seen]]
            for column, group in enumerate(columns):
                table[rows, column] = kept[:, group].sum(axis=1)
        return table.round(_DECIMALS)

    def logits(self, seen: list[str]) -> Floats:
        """The network's scores for one chunk's symbols: shape (symbols, labels), rounded."""
        ids = [self._ids[CLS], *(self._ids.get(word, self._unknown) for word in seen), self._ids[SEP]]
        inputs = np.array([ids], dtype=np.int64)
        (raw,) = self._session.run(None, {"input_ids": inputs, "attention_mask": np.ones_like(inputs)})
        scores: Floats = raw[0, 1:-1].astype(np.float64).round(_DECIMALS)
        return scores


def softmax(logits: Floats) -> Floats:
    """Chances from scores, row by row."""
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    chances: Floats = raised / raised.sum(axis=1, keepdims=True)
    return chances
