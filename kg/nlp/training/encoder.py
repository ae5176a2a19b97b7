"""The tagger's network in PyTorch: a plain post-norm transformer encoder and one linear layer on top.

Parameter names are shared with `ernie.py` (which fills them) and `export_onnx.py` (which writes them out).
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from kg.nlp.training.ernie import EPSILON, HEADS, LAYERS, POSITIONS, Array


class Dropout(nn.Module):
    """Dropout whose masks are slices of one long random mask made beforehand: drawing bits is what costs on a CPU."""

    def __init__(self, rate: float, size: int = 1 << 23) -> None:
        super().__init__()
        kept = (torch.rand(size) >= rate).float() / (1 - rate)
        self.register_buffer("mask", kept, persistent=False)
        self.rate = rate

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or self.rate == 0:
            return x
        at = int(torch.randint(0, len(self.mask) - x.numel(), ()))
        return x * self.mask[at : at + x.numel()].view(x.shape).to(x.dtype)


class Layer(nn.Module):
    """Self-attention and a feed-forward part, each added to its input and normalised: (batch, symbols, width)."""

    def __init__(self, width: int, inner: int, drop: Dropout) -> None:
        super().__init__()
        self.attend = nn.Linear(width, 3 * width)  # query, key and value in one product
        self.mix = nn.Linear(width, width)
        self.norm_mix = nn.LayerNorm(width, eps=EPSILON)
        self.widen = nn.Linear(width, inner)
        self.narrow = nn.Linear(inner, width)
        self.norm_narrow = nn.LayerNorm(width, eps=EPSILON)
        self.drop = drop

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        batch, length, width = x.shape
        query, key, value = self.attend(x).view(batch, length, 3, HEADS, width // HEADS).permute(2, 0, 3, 1, 4)
        with torch.autocast("cpu", enabled=False):  # heads 26 wide are slow in bfloat16
            seen = functional.scaled_dot_product_attention(query.float(), key.float(), value.float(), attn_mask=mask)
        x = self.norm_mix(x + self.drop(self.mix(seen.transpose(1, 2).reshape(batch, length, width))))
        y: Tensor = self.norm_narrow(x + self.drop(self.narrow(functional.gelu(self.widen(x)))))
        return y


class Encoder(nn.Module):
    """Symbols in, label scores out: (batch, symbols) of ids and of a 0/1 mask -> (batch, symbols, labels)."""

    def __init__(self, arrays: dict[str, Array], labels: int, dropout: float = 0.1) -> None:
        super().__init__()
        size, width = arrays["words.weight"].shape
        inner = arrays["layers.0.widen.weight"].shape[0]
        self.words = nn.Embedding(size, width)
        self.positions = nn.Embedding(POSITIONS, width)
        self.norm = nn.LayerNorm(width, eps=EPSILON)
        self.drop = Dropout(dropout)
        self.layers = nn.ModuleList(Layer(width, inner, self.drop) for _ in range(LAYERS))
        self.head = nn.Linear(width, labels)
        missing = self.load_state_dict({k: torch.from_numpy(v.copy()) for k, v in arrays.items()}, strict=False)
        if missing.unexpected_keys or set(missing.missing_keys) != {"head.weight", "head.bias"}:
            raise ValueError(f"the pretrained arrays do not fit the network: {missing}")
        self.words.weight.requires_grad = False

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.drop(self.norm(self.words(ids) + self.positions(places)))
        bias = mask[:, None, None, :].bool()
        for layer in self.layers:
            x = layer(x, bias)
        scores: Tensor = self.head(self.drop(x))
        return scores
