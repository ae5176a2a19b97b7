"""The figures of the README: score the program on annotated texts, with the full lexicon and without our domain.

    python tools/score.py EVAL_FOLDER [--markdown]

EVAL_FOLDER holds score.py and gold/seeds, gold/official, gold/dev (ID.json beside ID.clean.txt).
"""

from __future__ import annotations

import importlib.util
import sys
import tempfile
from pathlib import Path
from types import ModuleType

import kg

SETS = (("news", "seeds"), ("official", "official"), ("written", "dev"))
FIGURES = (
    "core",
    "mentions",
    "linking",
    "aliases",
    "scoped",
    "names",
    "relations",
    "observations",
    "targets",
    "values",
    "times",
)


def _scorer(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def figures(evaluation: Path, exclude: tuple[str, ...]) -> dict[str, dict[str, dict[str, float]]]:
    """For each set, for each figure: p, r, f1."""
    scorer = _scorer(evaluation / "score.py")
    found = {}
    for name, folder in SETS:
        gold = evaluation / "gold" / folder
        lines, failures = kg.extract(sorted(gold.glob("*.clean.txt")), exclude=exclude)
        if failures:
            sys.exit(f"not read: {failures}")
        with tempfile.TemporaryDirectory() as temporary:
            path = Path(temporary) / "predictions.jsonl"
            path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
            found[name] = scorer.score(gold, path)
    return found


def main() -> None:
    evaluation = Path(sys.argv[1])
    full = figures(evaluation, ())
    without = figures(evaluation, ("domain",))
    print("| figure (F1, precision / recall) | " + " | ".join(name for name, _ in SETS) + " |")
    print("|---|" + "---|" * len(SETS))
    for figure in FIGURES:
        cells = []
        for name, _ in SETS:
            f = full[name].get(figure)
            cells.append(f"{f['f1']:.3f} ({f['p']:.2f} / {f['r']:.2f})" if f and f["gold"] else "–")
        print(f"| {figure} | " + " | ".join(cells) + " |")
    cells = [f"{without[name]['core']['f1']:.3f}" for name, _ in SETS]
    print("| core without the lexicon of our domain | " + " | ".join(cells) + " |")
    if "--detail" in sys.argv:
        for name, _ in SETS:
            print(f"\n{name}")
            for key, f in sorted(full[name].items()):
                shares = f"P {f['p']:.3f}  R {f['r']:.3f}  F1 {f['f1']:.3f}"
                print(f"  {key:28s} {shares}  gold {f['gold']:.0f}  predicted {f['predicted']:.0f}")


if __name__ == "__main__":
    main()
