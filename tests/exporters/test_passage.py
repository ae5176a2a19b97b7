"""From raw offsets back to the sentence that is shown, with any noise between its characters."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.exporters.passage import marks, reading_span
from kg.model import Document, OffsetMap, Quote, Span

TEXT = "标题\n前面一句。天工机器人由北京人形机器人创新中心研制。后面一句。"
SENTENCE = "天工机器人由北京人形机器人创新中心研制。"


def _document(gaps: list[int]) -> Document:
    positions, raw = [], 0
    for gap in gaps:
        raw += gap
        positions.append(raw)
        raw += 1
    return Document(
        id="d", source="s", source_name="n", index=0, title="标题", text=TEXT, offsets=OffsetMap.of(positions)
    )


def _quote(document: Document) -> Quote:
    start = TEXT.index(SENTENCE)
    whole = document.offsets.raw(start, start + len(SENTENCE))
    return Quote(
        document="d", source="s", start=whole.start, end=whole.end, raw="", text=SENTENCE, sentence=SENTENCE,
        sentence_start=whole.start, sentence_end=whole.end,
    )  # fmt: skip


gaps = st.lists(st.integers(0, 3), min_size=len(TEXT), max_size=len(TEXT))


@given(gaps, st.data())
def test_any_stretch_of_the_sentence_is_found_again(noise: list[int], data: st.DataObject) -> None:
    document = _document(noise)
    start = data.draw(st.integers(0, len(SENTENCE) - 1))
    end = data.draw(st.integers(start + 1, len(SENTENCE)))
    at = TEXT.index(SENTENCE)
    raw = document.offsets.raw(at + start, at + end)
    assert marks(document, _quote(document), (raw, None)) == (Span(start=start, end=end), None)


@given(gaps)
def test_what_stands_outside_of_the_sentence_is_not_marked(noise: list[int]) -> None:
    document = _document(noise)
    outside = document.offsets.raw(0, 2)
    assert marks(document, _quote(document), (outside,)) == (None,)


@given(gaps, st.integers(0, 200), st.integers(0, 200))
def test_spans_of_noise_alone_are_nothing(noise: list[int], start: int, end: int) -> None:
    document = _document(noise)
    positions = document.offsets.positions()
    inside = [i for i, raw in enumerate(positions) if start <= raw < end]
    found = reading_span(document.offsets, start, end)
    assert found == (Span(start=inside[0], end=inside[-1] + 1) if inside else None)


def test_a_sentence_that_is_not_the_texts_gets_no_marks() -> None:
    document = _document([0] * len(TEXT))
    quote = _quote(document)
    other = Quote(
        document="d", source="s", start=quote.start, end=quote.end, raw="", text="", sentence="别的句子。",
        sentence_start=quote.sentence_start, sentence_end=quote.sentence_end,
    )  # fmt: skip
    assert marks(document, other, (Span(start=quote.start, end=quote.end),)) == (None,)
