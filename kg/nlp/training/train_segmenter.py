"""Train the word segmenter and write its folder.

    python -m kg.nlp.training.train_segmenter --corpus CORPUS --out kg/nlp/models/segmenter

CORPUS holds `treebank/uner_zh_gsdsimp` (train, dev and test with the words of GSDSimp; CC BY-SA 4.0, and so are the
weights). Takes some two minutes; the same command gives the same weights.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import random
import re
import tempfile
from pathlib import Path

import numpy as np
import spacy_pkuseg
import srsly

from kg.nlp.segmenter import Segmenter
from kg.nlp.training.iob2 import read_iob2

log = logging.getLogger(__name__)

PASSES = 20
SEED = 0
LEAST = 0.01
"""A feature none of whose weights reaches this is dropped: a third of the file, no measurable loss."""


def write_words(sentences: list[list[str]], path: Path) -> None:
    """One sentence a line, its words parted by blanks: what the trainer reads."""
    path.write_text("".join(" ".join(words) + "\n" for words in sentences), encoding="utf-8", newline="\n")


def shrink(trained: Path, out: Path) -> int:
    """Write a trained folder again without the features that hardly weigh, in half precision. Gives what is kept.

    The lists that only the training needs (pairs of words) are left out as well.
    """
    with np.load(trained / "weights.npz") as stored:
        tags, features = (int(n) for n in stored["sizes"])
        weights = stored["w"]
    data = srsly.read_msgpack(trained / "features.msgpack")
    nodes = weights[: features * tags].reshape(features, tags)
    heavy = np.abs(nodes).max(axis=1) >= LEAST
    heavy[0] = True  # every character has feature 0
    kept = np.flatnonzero(heavy)
    place = {int(old): new for new, old in enumerate(kept)}
    data["feature_to_idx"] = {name: place[i] for name, i in data["feature_to_idx"].items() if i in place}
    data["bigram"] = []
    out.mkdir(parents=True, exist_ok=True)
    srsly.write_msgpack(out / "features.msgpack", data)
    small = np.concatenate([nodes[kept].ravel(), weights[features * tags :]]).astype(np.float16)
    np.savez_compressed(out / "weights.npz", sizes=np.array([tags, len(kept)]), w=small)
    return len(kept)


def measure(segmenter: Segmenter, sentences: list[list[str]]) -> dict[str, float]:
    """Precision, recall and F of whole words, each sentence given with blanks between its Latin words only."""
    hits = predicted = gold = 0
    for words in sentences:
        text, want = "", set()
        for word in words:
            text += " " if re.fullmatch("[A-Za-z]{2}", text[-1:] + word[0]) else ""
            want.add((len(text), len(text) + len(word)))
            text += word
        got = set(segmenter(text))
        hits, predicted, gold = hits + len(want & got), predicted + len(got), gold + len(want)
    return {"p": round(hits / predicted, 4), "r": round(hits / gold, 4), "f1": round(2 * hits / (predicted + gold), 4)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    folder = args.corpus / "treebank" / "uner_zh_gsdsimp"
    words = {
        part: [[word for word, _ in sentence] for sentence in read_iob2(folder / f"zh_gsdsimp-ud-{part}.iob2")]
        for part in ("train", "dev", "test")
    }
    random.seed(SEED)  # the trainer shuffles with the module's generator
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        for part in ("train", "dev"):
            write_words(words[part], work / f"{part}.txt")
        spacy_pkuseg.train(str(work / "train.txt"), str(work / "dev.txt"), str(work / "model"), train_iter=PASSES)
        kept = shrink(work / "model", args.out)
    segmenter = Segmenter(args.out)
    figures = {part: measure(segmenter, words[part]) for part in ("dev", "test")}
    digests = {
        file: hashlib.sha256((args.out / file).read_bytes()).hexdigest() for file in ("features.msgpack", "weights.npz")
    }
    config = {"features": kept, "passes": PASSES, "seed": SEED, "sha256": digests, "figures": figures}
    text = json.dumps(config, ensure_ascii=False, indent=1) + "\n"
    (args.out / "config.json").write_text(text, encoding="utf-8", newline="\n")
    log.info("%d features, %s", kept, figures)


if __name__ == "__main__":
    main()
