"""Which encoding a text file has, by a ladder that can be explained: byte order mark, UTF-8, common characters.

GB18030 decodes nearly any Big5 text without an error and the other way round, so "what decodes first" is no test.
What parts the two is the share of common characters in the whole file: about 1 for the right reading, .1 to .7 for
the wrong one (measured on Chinese news).
"""

from __future__ import annotations

import codecs
import functools
import re
from dataclasses import dataclass

from kg.errors import SourceError

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark starts with theirs
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_LEAST_SHARE = 0.5  # below it no reading is believed
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_NOT_ASCII = re.compile("[^\x00-\x7f]")
_SIGNS = re.compile(
    "[\u2010-\u2027\u2030\u2103\u2116\u2160-\u217f\u2190-\u2193\u2460-\u249b\u25a0-\u25ff\u3000-\u3017\uff01-\uff5e]"
)
_ALIASES = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """The text without a byte order mark, the Python name of its encoding, and how sure that is (0..1)."""

    text: str
    encoding: str
    confidence: float


def decode(data: bytes, *, name: str, encoding: str | None = None, declared: str | None = None) -> Decoded:
    """Decodes a whole text file. `encoding` is the user's word and final; `declared` (html) is tried before guessing.

    SourceError where the bytes are no text, are cut off inside a character, or fit no encoding.
    """
    if encoding is not None:
        return Decoded(
            text=_checked(_by_force(data, _codec(encoding, name), name), name),
            encoding=_codec(encoding, name),
            confidence=1.0,
        )
    for mark, codec in _MARKS:
        if data.startswith(mark):
            text = _checked(_by_force(data[len(mark) :], codec, name), name)
            return Decoded(text=text, encoding=codec, confidence=1.0)
    if b"\0" not in data:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            _refuse_cut_utf8(data, error, name)
        else:
            return Decoded(text=_checked(text, name), encoding="utf-8", confidence=1.0)
    return _by_share(data, name, declared)


def _codec(encoding: str, name: str) -> str:
    try:
        "a".encode(encoding)  # refuses hex, rot13 and the like, which are codecs but no encodings
        found = codecs.lookup(encoding).name
    except (LookupError, UnicodeError):
        raise SourceError(
            f"{encoding!r} names no text encoding", place=name, remedy="Use utf-8, utf-16, gb18030 or big5"
        ) from None
    found = _ALIASES.get(found, found)
    return "utf-8" if found == "utf-8-sig" else found


def _by_force(data: bytes, codec: str, name: str) -> str:
    try:
        return data.decode(codec).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        if error.end >= len(data) and error.start >= len(data) - 4:
            raise _cut_off(name, codec, error.start) from None
        raise SourceError(
            f"wrong encoding: byte {error.start} ({data[error.start]:#04x}) does not fit {codec}",
            place=name,
            remedy="Leave the encoding out to have it detected, or name another one",
        ) from None


def _refuse_cut_utf8(data: bytes, error: UnicodeDecodeError, name: str) -> None:
    """A long UTF-8 text that breaks off inside its last character was cut off; it is not another encoding."""
    if error.reason == "unexpected end of data" and error.start >= len(data) - 3:
        text = data[: error.start].decode("utf-8")
        if len(_NOT_ASCII.findall(text)) >= 8 and _share(text, "gb18030") > _LEAST_SHARE:
            raise _cut_off(name, "utf-8", error.start)


def _cut_off(name: str, codec: str, at: int) -> SourceError:
    return SourceError(
        f"truncated: the file ends inside a {codec} character (byte {at})",
        place=name,
        remedy="Fetch the whole file again",
    )


def _by_share(data: bytes, name: str, declared: str | None) -> Decoded:
    candidates = ["gb18030", "big5", "cp950", "big5hkscs"]
    if b"\0" in data or len(data) % 2 == 0:
        candidates += ["utf-16-le", "utf-16-be"]
    if b"\0" in data:
        candidates = candidates[-2:]
    scored: list[tuple[float, int, str, str]] = []
    for rank, codec in enumerate(candidates):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            scored.append((_share(text, codec), -rank, codec, text))
    scored.sort(reverse=True)
    known = _ALIASES.get((declared or "").lower(), (declared or "").lower())
    for share, _, codec, text in scored:
        if codec == known and share >= _LEAST_SHARE:
            return Decoded(text=_checked(text, name), encoding=codec, confidence=round(share, 4))
    if not scored or scored[0][0] < _LEAST_SHARE:
        if b"\0" in data or len(_CONTROL.findall(data[:65536].decode("latin-1"))) * 200 > min(len(data), 65536):
            raise _binary(name)
        raise _no_encoding(data, name)
    best, _, codec, text = scored[0]
    family = ("big5", "cp950", "big5hkscs")
    rivals = [share for share, _, other, _ in scored[1:] if not (codec in family and other in family)]
    confidence = best * (1 - max(rivals, default=0.0) / (2 * best)) if rivals else best
    return Decoded(text=_checked(text, name), encoding=codec, confidence=round(confidence, 4))


def _binary(name: str) -> SourceError:
    return SourceError("binary: the bytes are no text", place=name, remedy="Give txt, md, html, pdf or docx")


def _no_encoding(data: bytes, name: str) -> SourceError:
    try:
        data.decode("utf-8")
        where = ""
    except UnicodeDecodeError as error:
        where = f" (as UTF-8 it fails at byte {error.start})"
    return SourceError(
        f"wrong encoding: neither UTF-8, UTF-16, GB18030 nor Big5 gives a Chinese text{where}",
        place=name,
        remedy="Name the encoding, or save the file as UTF-8",
    )


def _checked(text: str, name: str) -> str:
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise SourceError("empty: there is no text in it", place=name, remedy="Leave it out, or fetch it again")
    if len(_CONTROL.findall(text)) * 500 > len(text):
        raise _binary(name)
    if text.count("\ufffd") * 20 > len(text):
        raise SourceError(
            "wrong encoding: it is full of replacement characters, so it was decoded wrongly before it was saved",
            place=name,
            remedy="Fetch the original file",
        )
    return text


def _share(text: str, codec: str) -> float:
    """The share of common characters among those beyond ASCII, 0..1; 0 where there are none."""
    others = "".join(_NOT_ASCII.findall(text))
    if not others:
        return 0.0 if codec.startswith("utf-16") and "\0" in text else 0.6
    common = _common_traditional() if codec in ("big5", "cp950", "big5hkscs") else _common_simplified()
    if codec.startswith("utf-16"):
        common = common | _common_traditional()
    known = sum(1 for character in others if character in common)
    return (known + len(_SIGNS.findall(others))) / len(others)


@functools.cache
def _common_simplified() -> frozenset[str]:
    """The 3,755 level-1 characters of GB 2312."""
    pairs = bytes(b for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF) for b in (row, cell))
    return frozenset(pairs.decode("gb2312", errors="ignore"))


@functools.cache
def _common_traditional() -> frozenset[str]:
    """The 5,401 level-1 characters of Big5."""
    cells = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    pairs = bytes(b for row in range(0xA4, 0xC7) for cell in cells for b in (row, cell) if (row, cell) <= (0xC6, 0x7E))
    return frozenset(pairs.decode("big5", errors="ignore"))
