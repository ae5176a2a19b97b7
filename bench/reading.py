"""Characters a second, from repaired text to relations, beside jieba's part-of-speech tagger on the same text."""

from __future__ import annotations

import tempfile

from bench.common import done, median, peak_memory, row, texts


def main() -> None:
    from kg.nlp import pipeline
    from kg.nlp.state import plain_document

    documents = [plain_document(text) for text in texts()]
    characters = sum(len(d.text) for d in documents)
    nlp = pipeline.load()
    seconds = median(lambda: [pipeline.read(nlp, d) for d in documents])
    memory = peak_memory()

    import jieba
    import jieba.posseg

    jieba.setLogLevel("ERROR")
    with tempfile.TemporaryDirectory() as temporary:
        jieba.dt.tmp_dir = temporary
        jieba.initialize()
        baseline = median(lambda: [list(jieba.posseg.cut(d.text)) for d in documents])
    row(
        "reading: characters a second, one core",
        f"{characters / seconds:,.0f}",
        f"{characters / baseline:,.0f} (jieba.posseg)",
        "jieba gives words and parts of speech only",
    )
    row("reading: peak memory of a worker", f"{memory:,.0f} MB")
    done()


if __name__ == "__main__":
    main()
