"""From trained arrays to `model.onnx`: the graph written out node by node, so that the same weights give the same file.

Matrices are stored as float16 and cast to float32 when the model is loaded: half the size on disk, float32 arithmetic.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from kg.nlp.training.ernie import EPSILON, HEADS, LAYERS, Array

OPSET = 20
IR_VERSION = 9


class _Graph:
    """Collects nodes and initialisers; each method gives the name of what it computes."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.initialisers: list[onnx.TensorProto] = []

    def node(self, kind: str, *inputs: str, **attributes: object) -> str:
        name = f"v{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], name=f"n{len(self.nodes)}", **attributes))
        return name

    def constant(self, name: str, value: np.ndarray) -> str:  # type: ignore[type-arg]
        self.initialisers.append(numpy_helper.from_array(np.array(value, order="C"), name))
        return name

    def matrix(self, name: str, value: Array) -> str:
        return self.node("Cast", self.constant(name, value.astype(np.float16)), to=TensorProto.FLOAT)

    def linear(self, x: str, arrays: dict[str, Array], name: str) -> str:
        product = self.node("MatMul", x, self.matrix(f"{name}.weight", arrays[f"{name}.weight"].T))
        return self.node("Add", product, self.constant(f"{name}.bias", arrays[f"{name}.bias"]))

    def norm(self, x: str, arrays: dict[str, Array], name: str) -> str:
        weight, bias = (self.constant(f"{name}.{part}", arrays[f"{name}.{part}"]) for part in ("weight", "bias"))
        return self.node("LayerNormalization", x, weight, bias, axis=-1, epsilon=EPSILON)


def scaled(arrays: dict[str, Array]) -> dict[str, Array]:
    """The arrays with the attention's 1/sqrt(width of a head) folded into the query."""
    changed = dict(arrays)
    for layer in range(LAYERS):
        for part in ("weight", "bias"):
            name = f"layers.{layer}.attend.{part}"
            joined = arrays[name].copy()
            width = len(joined) // 3
            joined[:width] /= np.sqrt(width / HEADS)
            changed[name] = joined
    return changed


def write_onnx(arrays: dict[str, Array], path: Path) -> None:
    """Write the network.

    `input_ids`, `attention_mask` (int64; batch, symbols) -> `logits` (float32; batch, symbols, labels).
    """
    arrays = scaled(arrays)
    width = arrays["words.weight"].shape[1]
    labels = arrays["head.weight"].shape[0]
    g = _Graph()
    split = g.constant("shape.split", np.array([0, 0, 3, HEADS, width // HEADS], dtype=np.int64))
    join = g.constant("shape.join", np.array([0, 0, width], dtype=np.int64))
    zero, one = (g.constant(f"index.{i}", np.array([i], dtype=np.int64)) for i in (0, 1))
    index = [g.constant(f"part.{i}", np.array(i, dtype=np.int64)) for i in range(3)]

    length = g.node("Slice", g.node("Shape", "input_ids"), one, g.constant("index.2", np.array([2], dtype=np.int64)))
    places = g.node("Slice", g.matrix("positions.weight", arrays["positions.weight"]), zero, length, zero)
    vectors = g.node("Gather", g.matrix("words.weight", arrays["words.weight"]), "input_ids")
    x = g.norm(g.node("Add", vectors, places), arrays, "norm")

    absent = g.node("Sub", g.constant("one", np.float32(1)), g.node("Cast", "attention_mask", to=TensorProto.FLOAT))
    axes = g.constant("axes", np.array([1, 2], dtype=np.int64))
    bias = g.node("Unsqueeze", g.node("Mul", absent, g.constant("far", np.float32(-1e4))), axes)

    for layer in range(LAYERS):
        here = f"layers.{layer}"
        joined = g.node("Reshape", g.linear(x, arrays, f"{here}.attend"), split)
        parts = g.node("Transpose", joined, perm=[2, 0, 3, 1, 4])
        query, key, value = (g.node("Gather", parts, i, axis=0) for i in index)
        near = g.node("MatMul", query, g.node("Transpose", key, perm=[0, 1, 3, 2]))
        seen = g.node("MatMul", g.node("Softmax", g.node("Add", near, bias), axis=-1), value)
        mixed = g.linear(g.node("Reshape", g.node("Transpose", seen, perm=[0, 2, 1, 3]), join), arrays, f"{here}.mix")
        x = g.norm(g.node("Add", x, mixed), arrays, f"{here}.norm_mix")
        inner = g.linear(g.node("Gelu", g.linear(x, arrays, f"{here}.widen")), arrays, f"{here}.narrow")
        x = g.norm(g.node("Add", x, inner), arrays, f"{here}.norm_narrow")
    g.nodes.append(helper.make_node("Identity", [g.linear(x, arrays, "head")], ["logits"], name="out"))

    shape = ["batch", "symbols"]
    graph = helper.make_graph(
        g.nodes,
        "mentions",
        [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name in ("input_ids", "attention_mask")],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, [*shape, labels])],
        g.initialisers,
    )
    model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION, producer_name="kg-zh"
    )
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString(deterministic=True))
