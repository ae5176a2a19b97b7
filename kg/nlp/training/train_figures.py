"""Make seeds/rules/observation_weights.json again: the linear models that tell figures, their subjects and targets.

    python -m kg.nlp.training.train_figures --corpus FOLDER... -o seeds/rules/observation_weights.json

A corpus folder holds ID.json with entities and observations, and ID.clean.txt or ID.txt. Names and links are taken
from the annotation, quantities and times are found; each annotated observation is matched to the quantity of its
value that stands in its evidence. `keep` is a logistic model; `subject` and `target` are chains (conditional random
fields over the figures of a document) fitted by L-BFGS. Weights are rounded, small ones dropped; the same corpus
gives the same file on one machine.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from kg.model import Document, Entity, Link, Mention, OffsetMap, Quantity, Reading
from kg.nlp.clauses import Layout
from kg.nlp.figures import keep_features, target_features
from kg.nlp.quantities import find_quantities
from kg.nlp.sentences import sentences
from kg.nlp.subjects import NATION, candidates, transition
from kg.nlp.times import find_times

SCALES = {
    "万亿": 1e12, "千亿": 1e11, "百亿": 1e10, "亿": 1e8, "千万": 1e7, "百万": 1e6, "十万": 1e5, "万": 1e4, "千": 1e3,
    "百": 1e2,
}  # fmt: skip
SMALLEST = 0.03
"""Weights below this size are dropped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotated:
    """A reading with the names of its annotation, and for each quantity the observations that state it."""

    id: str
    reading: Reading
    observations: tuple[tuple[dict[str, Any], ...], ...]  # one tuple for each quantity


@dataclass(frozen=True, slots=True)
class Chain:
    """The figures of one document: options with their features, what joins them, and the options that are right."""

    options: list[list[tuple[int, tuple[str, ...]]]]
    links: list[tuple[str, ...]]
    right: list[frozenset[int]]


# ---------------------------------------------------------------- corpus


def read_corpus(folders: Iterable[Path]) -> list[Annotated]:
    return [read_article(path) for folder in folders for path in sorted(folder.glob("*.json"))]


def read_article(path: Path) -> Annotated:
    gold = json.loads(path.read_text(encoding="utf-8"))
    source = next(p for p in (path.with_suffix(".clean.txt"), path.with_suffix(".txt")) if p.exists())
    text = source.read_text(encoding="utf-8")
    entities = tuple(Entity(type=e["type"], name=e["name"]) for e in gold["entities"])
    mentions, links = [], []
    for start, end, entity in named_spans(text, gold["entities"]):
        links.append(Link(mention=len(mentions), entity=entity, reason="annotation"))
        kind, form = entities[entity].type, text[start:end]
        mentions.append(Mention(start=start, end=end, type=kind, text=form, confidence=1.0, method="annotation"))
    document = Document(
        id=hashlib.sha256(text.encode()).hexdigest(), source="0" * 64, source_name=source.name, index=0, title="",
        text=text, offsets=OffsetMap.of(range(len(text))),
    )  # fmt: skip
    reading = Reading(
        document=document, sentences=sentences(text), mentions=tuple(mentions), entities=entities, links=tuple(links)
    )
    reading = find_times(find_quantities(reading))
    return Annotated(id=path.stem, reading=reading, observations=matched(reading, gold.get("observations", [])))


def named_spans(text: str, entities: Sequence[dict[str, Any]]) -> list[tuple[int, int, int]]:
    """Every place where a listed form stands, longest form first, without overlap: (start, end, index of entity)."""
    solid, squeezed, rank = _squeezed(text)
    first = {}
    for index, entity in enumerate(entities):
        first.setdefault((entity["type"], entity["name"]), index)
    forms = []
    for entity in entities:
        for mention in entity["mentions"]:
            given = mention if isinstance(mention, dict) else {"text": mention}
            form = "".join(given["text"].split())
            forms.append((form, first[entity["type"], entity["name"]], given.get("at")))
    free, found = [True] * len(squeezed), []
    for form, entity, at in sorted(forms, key=lambda f: -len(f[0])):
        if len(form) < 2:
            continue
        starts = [rank[i] for i in at if i in rank] if at is not None else _places(squeezed, form)
        for start in starts:
            end = start + len(form)
            if squeezed[start:end] == form and all(free[start:end]):
                free[start:end] = [False] * len(form)
                found.append((solid[start], solid[end - 1] + 1, entity))
    return sorted(found)


def matched(reading: Reading, observations: Sequence[dict[str, Any]]) -> tuple[tuple[dict[str, Any], ...], ...]:
    """For each quantity the observations of its value whose evidence holds it, each observation once."""
    text = reading.document.text
    solid, squeezed, _ = _squeezed(text)
    of: list[list[dict[str, Any]]] = [[] for _ in reading.quantities]
    for observation in observations:
        evidence = "".join((observation.get("evidence") or "").split())
        spans = [(solid[i], solid[i + len(evidence) - 1] + 1) for i in _places(squeezed, evidence)] if evidence else []
        best = None
        for near in (3, 80):
            for index, quantity in enumerate(reading.quantities):
                if not _same(observation, quantity):
                    continue
                if spans and not any(a - near < quantity.start and quantity.end < b + near for a, b in spans):
                    continue
                taken = len(of[index]) > (quantity.upper is not None)
                best = min(best, (taken, index)) if best else (taken, index)
            if best:
                of[best[1]].append(observation)
                break
    return tuple(tuple(o) for o in of)


def _same(observation: dict[str, Any], quantity: Quantity) -> bool:
    try:
        wanted = _worth(float(observation["value"]), observation.get("unit") or "")
    except (TypeError, ValueError, KeyError):
        return False
    ends = [quantity.value] if quantity.upper is None else [quantity.value, quantity.upper]
    seen = [_worth(float(v), quantity.unit) for v in ends]
    return any(abs(wanted - s) <= 1e-6 * max(abs(wanted), abs(s), 1e-12) for s in seen)


def _worth(value: float, unit: str) -> float:
    for word, factor in SCALES.items():
        if unit.startswith(word) and unit != "百分点":
            return value * factor
    return value


def _squeezed(text: str) -> tuple[list[int], str, dict[int, int]]:
    solid = [i for i, character in enumerate(text) if not character.isspace()]
    return solid, "".join(text[i] for i in solid), {offset: i for i, offset in enumerate(solid)}


def _places(text: str, form: str) -> list[int]:
    places, start = [], text.find(form)
    while start >= 0:
        places.append(start)
        start = text.find(form, start + 1)
    return places


# ---------------------------------------------------------------- examples


def keep_examples(article: Annotated) -> list[tuple[list[str], bool]]:
    layout, earlier, examples = Layout(article.reading), None, []
    for quantity, observations in zip(article.reading.quantities, article.observations, strict=True):
        examples.append((keep_features(layout, quantity, earlier), bool(observations)))
        earlier = quantity
    return examples


def subject_chain(article: Annotated) -> Chain:
    reading = article.reading
    layout = Layout(reading)
    index = {e.name: i for i, e in reversed(list(enumerate(reading.entities)))}
    nation = index.get("中国", NATION)
    chain, earlier = Chain([], [], []), None
    for quantity, observations in zip(reading.quantities, article.observations, strict=True):
        pool = candidates(layout, quantity, nation) if observations else []
        if not pool:
            continue
        chain.options.append([(c.entity, c.features) for c in pool])
        chain.right.append(frozenset(index.get(o["s"], nation if o["s"] == "中国" else -9) for o in observations))
        chain.links.append(transition(layout, earlier, quantity) if earlier else ())
        earlier = quantity
    return chain


def target_chain(article: Annotated) -> Chain:
    reading = article.reading
    layout = Layout(reading)
    named = {e.name: e for e in reversed(reading.entities)}
    chain, earlier = Chain([], [], []), None
    for quantity, observations in zip(reading.quantities, article.observations, strict=True):
        if not observations:
            continue
        subject = named.get(observations[0]["s"]) or Entity(type="PLACE", name=observations[0]["s"])
        features = target_features(layout, quantity, reading, subject)
        chain.options.append([(0, ()), (1, ("", *features))])
        chain.right.append(frozenset(int(o["kind"] == "target") for o in observations))
        chain.links.append(transition(layout, earlier, quantity) if earlier else ())
        earlier = quantity
    return chain


# ---------------------------------------------------------------- fitting


def fit_logistic(examples: Sequence[tuple[list[str], bool]], l2: float, rarest: int, steps: int) -> dict[str, float]:
    """Weights by feature; "" is the bias, which is not shrunk."""
    counts = Counter(f for features, _ in examples for f in set(features))
    index = {f: i + 1 for i, f in enumerate(sorted(f for f, n in counts.items() if n >= rarest))} | {"": 0}
    matrix = _matrix([["", *features] for features, _ in examples], index)
    wanted = np.array([right for _, right in examples], dtype=float)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        scores = matrix @ w
        slope = matrix.T @ (1 / (1 + np.exp(-scores)) - wanted)
        slope[1:] += l2 * w[1:]
        return float((np.logaddexp(0, scores) - wanted * scores).sum() + 0.5 * l2 * (w[1:] @ w[1:])), slope

    return _solved(loss, index, steps)


def fit_chains(chains: Sequence[Chain], l2: float, rarest: int, steps: int) -> dict[str, float]:
    """Weights by feature, and "same|…" and "other|…" for the features of the links."""
    chains = [c for c in chains if c.options]
    counts = Counter(f for c in chains for row in c.options for _, features in row for f in set(features))
    ways = sorted({t for c in chains for link in c.links for t in link})
    known = sorted(f for f, n in counts.items() if n >= rarest)
    index = {f: i for i, f in enumerate([*known, *(f"{way}|{t}" for t in ways for way in ("same", "other"))])}
    own = _matrix([f for c in chains for row in c.options for _, f in row], index)
    joined = _matrix(
        [[f"{way}|{t}" for t in link] for c in chains for link in c.links for way in ("same", "other")], index
    )
    plans = _plans(chains)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        scores, steps_ = own @ w, joined @ w
        own_slope, step_slope = np.zeros(len(scores)), np.zeros(len(steps_))
        total = 0.5 * l2 * float(w @ w)
        for plan in plans:
            whole, shares, stays = _sweep(plan, scores, steps_, right=False)
            held, wanted, stayed = _sweep(plan, scores, steps_, right=True)
            total += whole - held
            for i, (start, end, step, _, _) in enumerate(plan):
                own_slope[start:end] = shares[i] - wanted[i]
                if i:
                    step_slope[step] = stays[i] - stayed[i]
                    step_slope[step + 1] = stayed[i] - stays[i]
        return total, own.T @ own_slope + joined.T @ step_slope + l2 * w

    return _solved(loss, index, steps)


Plan = list[tuple[int, int, int, np.ndarray, np.ndarray]]
"""For each figure: its options' rows [start, end), its link's row, options equal to those before, right ones."""


def _plans(chains: Sequence[Chain]) -> list[Plan]:
    plans, row, link = [], 0, 0
    for chain in chains:
        plan: Plan = []
        before = np.array([], dtype=int)
        for options, right in zip(chain.options, chain.right, strict=True):
            keys = np.array([key for key, _ in options])
            fits = np.array([key in right for key, _ in options])
            fits = fits if fits.any() else np.ones(len(options), dtype=bool)  # out of reach: anything may be
            plan.append((row, row + len(options), link, before[:, None] == keys[None, :], fits))
            row, link, before = row + len(options), link + 2, keys
        plans.append(plan)
    return plans


def _sweep(
    plan: Plan, scores: np.ndarray, steps: np.ndarray, *, right: bool
) -> tuple[float, list[np.ndarray], list[float]]:
    """Log of the sum over all ways (or the right ones only), marginals, and how likely each link is to stay."""
    here = [np.where(fits | (not right), scores[start:end], -1e9) for start, end, _, _, fits in plan]
    moves = [np.where(same, steps[link], steps[link + 1]) for _, _, link, same, _ in plan]
    forward = [here[0]]
    for i in range(1, len(plan)):
        forward.append(here[i] + _log_sum(forward[-1][:, None] + moves[i], 0))
    backward = [np.zeros(len(here[-1]))]
    for i in range(len(plan) - 1, 0, -1):
        backward.append(_log_sum(moves[i] + (here[i] + backward[-1])[None, :], 1))
    backward.reverse()
    whole = float(_log_sum(forward[-1], 0))
    shares = [np.exp(a + b - whole) for a, b in zip(forward, backward, strict=True)]
    stays = [0.0]
    for i in range(1, len(plan)):
        joint = np.exp(forward[i - 1][:, None] + moves[i] + (here[i] + backward[i])[None, :] - whole)
        stays.append(float(joint[plan[i][3]].sum()))
    return whole, shares, stays


def _log_sum(values: np.ndarray, axis: int) -> np.ndarray:
    top = values.max(axis=axis, keepdims=True)
    return np.squeeze(top, axis=axis) + np.log(np.exp(values - top).sum(axis=axis))


def _matrix(rows: Sequence[Sequence[str]], index: dict[str, int]) -> csr_matrix:
    cells = [(r, index[f]) for r, features in enumerate(rows) for f in features if f in index]
    at = np.array(cells, dtype=int).reshape(-1, 2)
    return csr_matrix((np.ones(len(cells)), (at[:, 0], at[:, 1])), shape=(len(rows), len(index)))


def _solved(loss: Any, index: dict[str, int], steps: int) -> dict[str, float]:
    found = minimize(loss, np.zeros(len(index)), jac=True, method="L-BFGS-B", options={"maxiter": steps}).x
    return {feature: float(found[i]) for feature, i in index.items()}


# ---------------------------------------------------------------- command


def train(articles: Sequence[Annotated]) -> dict[str, dict[str, float]]:
    models = {
        "keep": fit_logistic([e for a in articles for e in keep_examples(a)], l2=3.0, rarest=3, steps=200),
        "target": fit_chains([target_chain(a) for a in articles], l2=1.0, rarest=3, steps=50),
        "subject": fit_chains([subject_chain(a) for a in articles], l2=4.0, rarest=5, steps=50),
    }
    return {
        name: {f: round(w, 3) for f, w in sorted(model.items()) if abs(w) >= SMALLEST} for name, model in models.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, nargs="+", required=True)
    parser.add_argument("-o", "--out", type=Path, required=True)
    arguments = parser.parse_args()
    articles = read_corpus(arguments.corpus)
    models = train(articles)
    text = json.dumps(models, ensure_ascii=False, indent=0, sort_keys=True) + "\n"
    arguments.out.write_text(text, encoding="utf-8", newline="\n")
    print(f"{len(articles)} articles, {', '.join(f'{n}: {len(m)} weights' for n, m in models.items())}")


if __name__ == "__main__":
    main()
