"""UniversalNER files are read word by word."""

from __future__ import annotations

from pathlib import Path

from kg.nlp.training.iob2 import read_iob2


def test_sentences_words_and_tags(tmp_path: Path) -> None:
    path = tmp_path / "words.iob2"
    lines = ["# sent_id = 1", "1\t李小满\tB-PER\t-\t-", "2\t在\tO\t-\t-", "3\t青 山县\tB-LOC\t-\t-", ""]
    lines += ["# sent_id = 2", "1\t#\tO\t-\t-", "2\t散会\tO\t-\t-"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    first, second = read_iob2(path)
    assert first == [("李小满", "B-PER"), ("在", "O"), ("青山县", "B-LOC")]
    assert second == [("#", "O"), ("散会", "O")]
