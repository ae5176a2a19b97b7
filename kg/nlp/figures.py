"""Is a quantity a figure that a table would hold, and is it a fact or a target?

Both questions are answered by linear models over features of the quantity and the words around it. The weights are
data (seeds/rules/observation_weights.json), made by `kg.nlp.training.train_figures`; the cue words are in
seeds/rules/observations.yaml.
"""

from __future__ import annotations

import bisect
import functools
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.errors import DataError
from kg.model import Entity, Quantity, Reading
from kg.nlp.clauses import Layout
from kg.nlp.cues import cue, genre
from kg.nlp.quantities import unit_kind
from kg.nlp.times import year_of
from kg.resources import folder


@dataclass(frozen=True, slots=True)
class Weights:
    """Three linear models over string features. `bias` is the feature "" of each."""

    keep: Mapping[str, float]
    target: Mapping[str, float]
    subject: Mapping[str, float]


@functools.cache
def weights() -> Weights:
    """The shipped weights. DataError when the file is missing or does not fit."""
    path = folder("rules") / "observation_weights.json"
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        models = {name: {str(f): float(w) for f, w in data[name].items()} for name in ("keep", "target", "subject")}
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise DataError(f"the weights of the figure models cannot be read: {error}", place=str(path)) from error
    return Weights(**models)


def weighed(features: Iterable[str], model: Mapping[str, float]) -> float:
    """The sum of the weights of the features."""
    total, get = 0.0, model.get
    for feature in features:
        total += get(feature, 0.0)
    return total


def probability(features: Iterable[str], model: Mapping[str, float]) -> float:
    """Of the positive class, four digits, so that no platform decides otherwise."""
    score = model.get("", 0.0) + weighed(features, model)
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, score)))), 4)


def keep_features(layout: Layout, quantity: Quantity, earlier: Quantity | None) -> list[str]:
    """What speaks for and against a quantity being a figure about some thing."""
    text = layout.text
    clause_start, clause_end = layout.clause_at(quantity.start)
    sentence = layout.sentences[layout.sentence_at(quantity.start)]
    unit = quantity.unit.lstrip("百千万亿")
    kind = unit_kind(quantity.unit)
    left = text[max(clause_start, quantity.start - 4) : quantity.start]
    right = text[quantity.end : min(clause_end, quantity.end + 4)]
    written = text[quantity.start : quantity.end]
    chinese = not any(c.isdigit() for c in written)
    form = "zh" if chinese else "ar"
    features = [
        f"u:{unit}", f"k:{kind}", f"f:{form}", f"f:{form}|k:{kind}", f"f:{form}|u:{unit}", f"c:{quantity.comparator}",
        f"l1:{left[-1:]}", f"l2:{left[-2:]}", f"l3:{left[-3:]}", f"r1:{right[:1]}", f"r2:{right[:2]}",
        f"u:{unit}|l1:{left[-1:]}", f"u:{unit}|l2:{left[-2:]}", f"u:{unit}|r1:{right[:1]}", f"u:{unit}|r2:{right[:2]}",
        f"k:{kind}|l2:{left[-2:]}", f"k:{kind}|r2:{right[:2]}",
    ]  # fmt: skip
    if quantity.value <= 12 and quantity.value == int(quantity.value) and quantity.unit[:1] not in ("万", "亿"):
        features += [f"small:{int(quantity.value)}", f"small|{form}|u:{unit}"]
        if quantity.value <= 3:
            features.append(f"tiny|{form}|{kind}")
    if quantity.upper is not None:
        features.append("range")
    if quantity.end <= layout.title_end:
        features.append("title")
    names = layout.count_between(sentence.start, sentence.end)
    inside = layout.count_between(clause_start, clause_end)
    features += [f"names:{min(names, 3)}", f"clause:{min(inside, 2)}", f"names:{min(names, 2)}|k:{kind}"]
    features.append(f"first:{not layout.names_between(0, quantity.start)}")
    if text[quantity.start - 1 : quantity.start] in ("“", "（", "("):
        features.append("opened")
    if earlier is not None and earlier.start >= clause_start:
        features.append(f"after:{unit_kind(earlier.unit)}>{kind}")
        features.append(f"after:{text[earlier.end : quantity.start][:4]}")
    beside = cue("beside_left").findall(text, clause_start, quantity.start)
    features += [f"w:{w}" for w in dict.fromkeys(beside)][:5]
    beside = cue("beside_right").findall(text, quantity.end, clause_end)
    features += [f"W:{w}" for w in dict.fromkeys(beside)][:3]
    return features


def target_features(layout: Layout, quantity: Quantity, reading: Reading, subject: Entity) -> list[str]:
    """What speaks for a target: deadlines, words of planning, the kind of thing that says it."""
    text = layout.text
    now, subject_type = layout.now, subject.type
    kind = f"{subject_type[:4]}{genre(subject.name, subject_type)}"
    sentence = layout.sentences[layout.sentence_at(quantity.start)]
    clause_start, clause_end = layout.clause_at(quantity.start)
    left = text[clause_start : quantity.start]
    features = [
        f"t:{subject_type}", f"c:{quantity.comparator}", f"c:{quantity.comparator}|t:{subject_type}",
        f"k:{unit_kind(quantity.unit)}", f"l1:{left[-1:]}", f"l2:{left[-2:]}", f"l3:{left[-3:]}", f"b2:{left[:2]}",
        f"r1:{text[quantity.end : quantity.end + 1]}", f"r2:{text[quantity.end : quantity.end + 2]}",
    ]  # fmt: skip
    features += [f"G:{kind}", f"G:{kind}|{quantity.comparator}", f"G:{kind}|{unit_kind(quantity.unit)}"]
    near = left[-16:]
    features += [f"g:{near[i : i + 2]}" for i in range(len(near) - 1)]
    after = text[quantity.end : min(clause_end, quantity.end + 8)]
    features += [f"R:{after[i : i + 2]}" for i in range(len(after) - 1)]
    for name, start, end in (
        ("", clause_start, quantity.start), ("s", sentence.start, clause_start), ("r", quantity.end, clause_end),
        ("e", clause_end, sentence.end),
    ):  # fmt: skip
        features += [f"{name}A:{w}" for w in dict.fromkeys(cue("ahead").findall(text, start, end))]
        features += [f"{name}B:{w}" for w in dict.fromkeys(cue("behind").findall(text, start, end))]
    line = cue("timeline").findall(text, sentence.start, quantity.start)
    if line:
        features += [f"last:{line[-1]}", f"last:{line[-1]}|t:{subject_type}", f"first:{line[0]}"]
        features.append(f"last:{line[-1]}|G:{kind}")
    else:
        features.append(f"last:|G:{kind}")
    before = text[max(0, sentence.start - 60) : sentence.start]
    features += [f"pA:{w}" for w in dict.fromkeys(cue("plan_head").findall(before))]
    heads = cue("plan_head").findall(text, sentence.start, quantity.start)
    features += [f"sF:{w}" for w in dict.fromkeys(heads)]
    nearest = None
    for time in reading.times[bisect.bisect_left(layout.time_starts, sentence.start) :]:
        if time.start >= quantity.start:
            break
        nearest = time
    if nearest is not None:
        same = nearest.start >= clause_start
        relation = nearest.relation
        features += [f"time:{relation}", f"time:{relation}|{nearest.basis}", f"time:{relation}|same{same}"]
        features.append(f"time:{relation}|G:{kind}")
        if nearest.value and now:
            when = (year_of(nearest.value) > now) - (year_of(nearest.value) < now)
            features += [f"when:{when}", f"when:{when}|same{same}", f"when:{when}|{relation}"]
        features.append(f"tw:{nearest.text[:1]}{nearest.text[-1:]}")
    else:
        features.append("time:none")
    if quantity.end <= layout.title_end:
        features.append("title")
    return features
