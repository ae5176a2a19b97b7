from __future__ import annotations

import codecs

import pytest

from kg.errors import SourceError
from kg.ingest import encodings, readers
from kg.ingest.readers import InputFile

SIMPLIFIED = (
    "东湾市日前公布港口改造计划，提出用三年时间把老码头改成换电码头。局长周未介绍，首批泊位一共十二个，全部位于北岸。\n"
)
TRADITIONAL = (
    "東灣市日前公佈港口改造計劃，提出用三年時間把老碼頭改成換電碼頭。局長周未介紹，首批泊位一共十二個，全部位於北岸。\n"
)


def decoded(data: bytes, **how: str) -> encodings.Decoded:
    return encodings.decode(data, name="一.txt", **how)


@pytest.mark.parametrize("size", [60, 400, 5000])
@pytest.mark.parametrize(
    ("codec", "text", "name"),
    [
        ("utf-8", SIMPLIFIED, "utf-8"),
        ("utf-8-sig", SIMPLIFIED, "utf-8"),
        ("utf-16", SIMPLIFIED, "utf-16-le"),
        ("utf-16-le", SIMPLIFIED, "utf-16-le"),
        ("utf-16-be", SIMPLIFIED, "utf-16-be"),
        ("gbk", SIMPLIFIED, "gb18030"),
        ("gb18030", SIMPLIFIED, "gb18030"),
        ("big5", TRADITIONAL, "big5"),
        ("utf-8", TRADITIONAL, "utf-8"),
        ("utf-16-le", TRADITIONAL, "utf-16-le"),
    ],
)
def test_detected(codec: str, text: str, name: str, size: int) -> None:
    text = (text * 100)[:size]
    found = decoded(text.encode(codec))
    assert (found.text, found.encoding) == (text, name)
    assert 0.5 < found.confidence <= 1


def test_characters_outside_the_common_ones_do_not_mislead() -> None:
    text = SIMPLIFIED + "记者王𬭎、㛃堃报道，地点在垚鑫路、犇犇广场。\n"
    assert decoded(text.encode("gb18030")).text == text


def test_latin_and_digits_around_few_chinese_characters() -> None:
    text = "Port of Dongwan 2031: 12 berths, 400 ships. 东湾港务局"
    assert decoded(text.encode("gb18030")).text == text


def test_plain_ascii_is_utf8() -> None:
    assert decoded(b"kg build 2031").encoding == "utf-8"


def test_a_byte_order_mark_never_enters_the_text() -> None:
    for mark, codec in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        found = decoded(mark + SIMPLIFIED.encode(codec))
        assert found.text == SIMPLIFIED
        assert decoded(mark + SIMPLIFIED.encode(codec), encoding=found.encoding).text == SIMPLIFIED


@pytest.mark.parametrize("codec", ["utf-8", "utf-16-le", "gb18030", "big5"])
def test_reading_again_with_the_recorded_encoding_gives_the_same_text(codec: str) -> None:
    data = (TRADITIONAL if codec == "big5" else SIMPLIFIED).encode(codec)
    first = readers.read(InputFile(name="一.txt", data=data))
    again = readers.read(InputFile(name="一.txt", data=data), encoding=first.encoding)
    assert (again.text, again.sha256) == (first.text, first.sha256)


def test_the_user_has_the_last_word() -> None:
    data = TRADITIONAL.encode("big5")
    assert decoded(data, encoding="big5").confidence == 1
    assert decoded(SIMPLIFIED.encode("gbk"), encoding="gb2312").encoding == "gb18030"
    with pytest.raises(SourceError, match="wrong encoding"):
        decoded(data, encoding="utf-8")
    with pytest.raises(SourceError, match="names no text encoding"):
        decoded(data, encoding="klingon")
    with pytest.raises(SourceError, match="names no text encoding"):
        decoded(data, encoding="rot13")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (SIMPLIFIED.encode("utf-8")[:-3], "truncated"),
        (bytes(range(256)) * 8, "binary|wrong encoding"),
        (b"\x00\x01\x02\x03" * 200, "binary"),
        (b"\xff\xfe" + SIMPLIFIED.encode("utf-16-le") + b"\x01", "truncated"),
        (("\ufffd" * 40 + "东湾").encode(), "replacement characters"),
        (b"   \n \n", "empty"),
        (SIMPLIFIED.encode("utf-8")[:60] + b"\xff\xfe\xfd" + SIMPLIFIED.encode("utf-8")[60:], "wrong encoding"),
    ],
)
def test_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(SourceError, match=reason) as caught:
        decoded(data)
    assert caught.value.place
    assert caught.value.remedy
