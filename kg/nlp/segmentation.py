"""Words: the pipeline's tokenizer, and the component that sets sentence borders by our own rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from kg.model import Span
from kg.nlp.segmenter import Segmenter
from kg.nlp.sentences import sentences
from kg.nlp.state import reading_of, split_tokens
from kg.resources import folder


class Words:
    """A spaCy tokenizer over pkuseg words. `doc.text` equals the text exactly, white space included."""

    def __init__(self, vocab: Vocab, segmenter: Segmenter) -> None:
        self.vocab = vocab
        self.segmenter = segmenter

    def __call__(self, text: str) -> Doc:
        words: list[str] = []
        spaces: list[bool] = []
        position = 0
        for start, end in [*self.segmenter(text), (len(text), len(text))]:
            gap = text[position:start]
            if gap and words and gap[0] == " ":
                spaces[-1] = True
                gap = gap[1:]
            if gap:
                words.append(gap)
                spaces.append(False)
            if end > start:
                words.append(text[start:end])
                spaces.append(False)
            position = end
        return Doc(self.vocab, words=words, spaces=spaces)

    def to_bytes(self, **_: object) -> bytes:
        return b""

    def from_bytes(self, _data: bytes, **_: object) -> Words:
        return self

    def to_disk(self, _path: str | Path, **_: object) -> None:
        return None

    def from_disk(self, _path: str | Path, **_: object) -> Words:
        return self


@cache
def _segmenter(path: Path) -> Segmenter:
    return Segmenter(path)


@registry.tokenizers("kg.words.v1")  # type: ignore[untyped-decorator]
def create_tokenizer() -> Callable[[Language], Words]:
    return lambda nlp: Words(nlp.vocab, _segmenter(folder("models") / "segmenter"))


@Language.component("kg_sentences", assigns=["token.is_sent_start", "doc.sents"])
def mark_sentences(doc: Doc) -> Doc:
    """Sentence borders; the words as segmented are kept in the Reading before anything splits them."""
    reading = reading_of(doc)
    words = tuple(Span(start=t.idx, end=t.idx + len(t)) for t in doc if not t.is_space)
    found = sentences(doc.text)
    starts = {s.start for s in found}
    split_tokens(doc, starts)
    for token in doc:
        token.is_sent_start = token.idx in starts or token.i == 0
    doc._.reading = replace(reading, sentences=found, words=words)
    return doc
