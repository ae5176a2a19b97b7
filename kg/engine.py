"""Documents to readings, in this process or in several; the result is the same and in the same order."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING

from kg.model import Document, Reading
from kg.settings import Settings

if TYPE_CHECKING:
    from spacy.language import Language

Progress = Callable[[int, int, str], None]  # done, all, what was done last

# Starting a worker costs as much as reading this many characters.
_WORTH_A_WORKER = 60_000

_pipeline: Language | None = None


def read_all(
    documents: Sequence[Document], settings: Settings, *, workers: int | None = None, progress: Progress | None = None
) -> tuple[Reading, ...]:
    """One Reading for each document, in their order. workers=None takes as many as pay off."""
    if workers is None:
        size = sum(len(d.text) for d in documents)
        workers = max(1, min(os.cpu_count() or 1, size // _WORTH_A_WORKER))
    found: list[Reading] = []
    for reading in _read(documents, settings, min(workers, len(documents))):
        found.append(reading)
        if progress is not None:
            progress(len(found), len(documents), reading.document.title)
    return tuple(found)


def _read(documents: Sequence[Document], settings: Settings, workers: int) -> Iterator[Reading]:
    if not documents:
        return
    if workers <= 1:
        _start(settings)
        yield from map(_read_one, documents)
        return
    # spawn, not fork: a fork copies the locks of the threads that ONNX Runtime and the progress bar hold.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_start, initargs=(settings,)) as pool:
        yield from pool.map(_read_one, documents)


def _start(settings: Settings) -> None:
    global _pipeline
    # spaCy takes seconds to import; a build with nothing to read must not pay for it.
    from kg.nlp import pipeline

    _pipeline = pipeline.load(
        lexicon_files=settings.lexicon_files, exclude=settings.lexicon_exclude, rule_folders=settings.rule_folders
    )


def _read_one(document: Document) -> Reading:
    from kg.nlp import pipeline

    assert _pipeline is not None
    return pipeline.read(_pipeline, document)
