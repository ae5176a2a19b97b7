"""Whatever the noise: each character read stands in the file, in order, and each span leads back to what says it."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import examples

from kg.errors import SourceError
from kg.model import Document

from .drafts import check_offsets, read, replaces

CHARACTERS = (
    "东湾云岭港口改造码头换电泊位企业记者发布计划年月日亿元的了在是一二三𬭎㛃個港"
    "ABc 0123456789%，。、；：？！“”‘’（）《》—…·"
)
NOISE = (
    *("\n", "\n\n", "\r\n", "\r", "\u2028", "\f", " ", "　", "\t", "\u00a0", "\u200b", "\ufeff", "\n　　", " \n "),
    *("\n纵\n", "\n—\n", "\n—\n—\n", "\n- 3 -\n", "\n第３页 共 9 页\n", "\n版权所有 东湾网\n"),
    *("\n责任编辑：周未\n", "\n分享到：微信 微博\n", "\n来源：东湾日报 浏览次数：3\n", "\n本报记者 周未\n"),
    *("\n图为码头换电。沈青摄\n", "\n昨日昨日，，观众入场观众入场。。\n", "\n2031年5月6日\n"),
    *("２０３１", "ＡＩ", "“", '"', "东 湾 港 口", "<b>", "&amp;", "**", "| 甲 | 乙 |"),
)
texts = st.lists(
    st.one_of(st.text(st.sampled_from(CHARACTERS), min_size=1, max_size=40), st.sampled_from(NOISE)), max_size=40
).map("".join)
quick = settings(max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.too_slow])


def documents(text: str, media_type: str = "text/plain") -> tuple[Document, ...]:
    try:
        return read(text, media_type)
    except SourceError:
        return ()


def check_spans(raw: str, document: Document, start: int, end: int) -> None:
    """The raw span begins and ends with the span's own characters; without the noise it is the quote."""
    start, end = sorted((start % len(document.text), end % len(document.text)))
    span = document.offsets.raw(start, end + 1)
    kept = set(document.offsets.positions())
    rest = [raw[i] for i in range(span.start, span.end) if i in kept]
    quote = document.text[start : end + 1]
    assert len(rest) == len(quote)
    assert all(replaces(read, written) for read, written in zip(quote, rest, strict=True))
    ends = {wide.start: wide.end for wide in document.offsets.wide}  # &amp; is one character read, five written
    last = max(i for i in kept if i < span.end)
    assert span.start in kept
    assert span.end == ends.get(last, last + 1)


@quick
@given(texts, st.integers(0, 10**6), st.integers(0, 10**6))
def test_plain_text(raw: str, start: int, end: int) -> None:
    found = documents(raw)
    used: set[int] = set()
    for document in found:
        check_offsets(raw, document)
        check_spans(raw, document, start, end)
        assert used.isdisjoint(document.offsets.positions())
        used.update(document.offsets.positions())
        assert "\n\n" not in document.text
        assert document.text == document.text.strip("\n")
    if found:  # what was dropped was counted
        lost = sum(1 for i, c in enumerate(raw) if i not in used and not c.isspace())
        assert lost <= sum(repair.characters for document in found for repair in document.repairs)
    assert documents(raw) == found


@quick
@given(texts, st.sampled_from(["text/html", "text/markdown"]), st.integers(0, 10**6), st.integers(0, 10**6))
def test_markup(raw: str, media_type: str, start: int, end: int) -> None:
    if media_type == "text/html":
        raw = "<title>东湾</title><div class=nav>首页</div><p>" + raw.replace("\n", "</p>\n<p>") + "</p>"
    for document in documents(raw, media_type):
        check_offsets(raw, document)
        check_spans(raw, document, start, end)


@quick
@given(st.text(max_size=300))
def test_any_text_at_all(raw: str) -> None:
    for media_type in ("text/plain", "text/html", "text/markdown"):
        for document in documents(raw, media_type):
            check_offsets(raw, document)
