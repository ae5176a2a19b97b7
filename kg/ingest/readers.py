"""Which files there are, and the text of record of each: `find` and `read`.

txt, md and html give the whole decoded file; pdf and docx give what their extractor gives, with page marks.
What a file is follows from its first bytes, then from its name.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import SourceError, UsageError
from kg.ingest import docx, encodings, pdf
from kg.model import Page, Source

SUFFIXES = {
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".shtml": "text/html",
    ".pdf": "application/pdf",
    ".docx": docx.MEDIA_TYPE,
}
MAX_BYTES = 64 * 1024 * 1024
MAX_CHARACTERS = 20_000_000  # of one text of record
MAX_LINE = 2_000_000  # characters without a line end: longer is data, not an article

_FOREIGN = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"RIFF", "a media file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "a database"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"{\\rtf", "a Rich Text file"),
)
_HTML = re.compile(
    rb"(?i)^[\s\xef\xbb\xbf]*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.S
)
_CHARSET = re.compile(rb"(?i)<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([a-z0-9_\-]{2,20})")


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFile:
    """One input. `name` is relative, with "/", in NFC, unique among the inputs; `data` is set for standard input."""

    name: str
    path: Path | None = None
    data: bytes | None = None


def find(inputs: Sequence[str | Path]) -> tuple[InputFile, ...]:
    """The files meant by `inputs`: files, folders (searched to the bottom), "-" for standard input.

    Hidden files and unknown suffixes in folders are passed over (`skipped` lists them); a file named explicitly is
    read whatever its suffix. UsageError where an input does not exist.
    """
    found: list[InputFile] = []
    seen: set[Path] = set()
    for given in inputs:
        if str(given) == "-":
            found.append(InputFile(name="stdin.txt", data=sys.stdin.buffer.read(MAX_BYTES + 1)))
            continue
        path = Path(given)
        if path.is_dir():
            for file in _walk(path):
                if file.suffix.lower() in SUFFIXES and (real := file.resolve()) not in seen:
                    seen.add(real)
                    found.append(InputFile(name=_name(file.relative_to(path)), path=file))
        elif path.exists():
            if (real := path.resolve()) not in seen:
                seen.add(real)
                found.append(InputFile(name=_name(Path(path.name)), path=path))
        else:
            raise UsageError("there is no such file or folder", place=str(given), remedy="Check the path")
    return tuple(sorted(_unique(found), key=lambda file: file.name))


def skipped(inputs: Sequence[str | Path]) -> tuple[str, ...]:
    """Names in the given folders that `find` passes over: unknown suffixes (hidden files are not counted)."""
    names: list[str] = []
    for given in inputs:
        if str(given) != "-" and Path(given).is_dir():
            names += [_name(f.relative_to(given)) for f in _walk(Path(given)) if f.suffix.lower() not in SUFFIXES]
    return tuple(sorted(set(names)))


def read(file: InputFile, *, encoding: str | None = None) -> Source:
    """The text of record of one file. SourceError, with place and remedy, where there is none."""
    data = content(file)
    if not data.strip(b"\0\t\n\r \xef\xbb\xbf"):
        raise SourceError("empty: there is nothing in it", place=file.name, remedy="Leave it out, or fetch it again")
    media_type = _media_type(file.name, data)
    confidence, used = 1.0, ""
    pages: tuple[Page, ...] = ()
    if media_type == "application/pdf":
        text, pages = pdf.extract(data, name=file.name, most=MAX_CHARACTERS)
    elif media_type == docx.MEDIA_TYPE:
        text, pages = docx.extract(data, name=file.name, most=MAX_CHARACTERS)
    else:
        declared = _CHARSET.search(data[:4096]) if media_type == "text/html" else None
        decoded = encodings.decode(
            data, name=file.name, encoding=encoding, declared=declared[1].decode("ascii") if declared else None
        )
        text, used, confidence = decoded.text, decoded.encoding, decoded.confidence
    _check_size(text, file.name)
    return Source(
        sha256=hashlib.sha256(data).hexdigest(),
        name=file.name,
        media_type=media_type,
        encoding=used,
        encoding_confidence=confidence,
        text=text,
        pages=pages,
    )


def _walk(folder: Path) -> list[Path]:
    """Files under a folder, hidden ones left out, sorted by name. Links to folders are not followed."""
    files: list[Path] = []
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        files += [Path(root) / name for name in names if not name.startswith((".", "~$"))]
    return sorted((file for file in files if file.is_file()), key=lambda file: _name(file.relative_to(folder)))


def _name(path: Path) -> str:
    # A name that is no valid text in the file system's encoding must not break the graph's UTF-8.
    text = path.as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return unicodedata.normalize("NFC", text)


def _unique(files: list[InputFile]) -> list[InputFile]:
    """Files of one name from several inputs get the name of their folder before it, then a number."""
    taken: set[str] = set()
    unique: list[InputFile] = []
    for file in files:
        name, number = file.name, 2
        if name in taken and file.path is not None and file.path.resolve().parent.name:
            name = _name(Path(file.path.resolve().parent.name) / file.name)
        while name in taken:
            stem, dot, suffix = file.name.rpartition(".")
            name = f"{stem} ({number}).{suffix}" if dot else f"{file.name} ({number})"
            number += 1
        taken.add(name)
        unique.append(InputFile(name=name, path=file.path, data=file.data))
    return unique


def content(file: InputFile) -> bytes:
    """The bytes of one input, at most MAX_BYTES. SourceError where it cannot be opened or holds more."""
    if file.data is not None:
        data = file.data
    else:
        if file.path is None:
            raise SourceError("the input has neither path nor bytes", place=file.name)
        try:
            with file.path.open("rb") as stream:
                data = stream.read(MAX_BYTES + 1)
        except OSError as error:
            raise SourceError(
                f"it cannot be opened ({error.strerror})", place=file.name, remedy="Check its permissions"
            ) from None
    if len(data) > MAX_BYTES:
        raise SourceError(
            f"too large: more than {MAX_BYTES // 2**20} MB", place=file.name, remedy="Split it into its articles"
        )
    return data


_bytes = content  # its earlier name


def _media_type(name: str, data: bytes) -> str:
    """By the first bytes, then by the name. SourceError for what is none of ours."""
    head = data[:1024]
    if b"%PDF-" in head:
        return "application/pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return docx.MEDIA_TYPE
    for mark, what in _FOREIGN:
        if data.startswith(mark):
            if what == "an old Office file" and docx.is_encrypted(data):
                raise SourceError("it is locked with a password", place=name, remedy="Save a copy without the password")
            remedy = "Save it as docx" if "Office" in what or "Rich" in what else "Give txt, md, html, pdf or docx"
            raise SourceError(f"binary: it is {what}", place=name, remedy=remedy)
    by_name = SUFFIXES.get(Path(name).suffix.lower(), "text/plain")
    if by_name in ("application/pdf", docx.MEDIA_TYPE):
        raise SourceError(
            f"truncated or damaged: it does not start like a {Path(name).suffix[1:].lower()} file",
            place=name,
            remedy="Fetch it again",
        )
    if by_name == "text/plain" and _HTML.match(head):
        return "text/html"
    return by_name


def _check_size(text: str, name: str) -> None:
    start = 0
    while len(text) - start > MAX_LINE:  # only long texts are walked, a line at a time
        ends = [text.find(mark, start, start + MAX_LINE + 1) for mark in "\n\r"]
        if max(ends) < 0:
            raise SourceError(
                f"one line has more than {MAX_LINE:,} characters, so it is data and no article",
                place=f"{name}, line {text.count(chr(10), 0, start) + 1}",
                remedy="Split it into its articles, with line ends",
            )
        start = min(end for end in ends if end >= 0) + 1
    if len(text) > MAX_CHARACTERS:
        raise SourceError(
            f"too large: {len(text):,} characters of text", place=name, remedy="Split it into its articles"
        )
