"""The text of a docx, walked safely: sizes are checked before anything is unpacked.

Paragraphs end with "\\n", the cells of a table row are parted by tabs. Deleted (tracked) and hidden text, field codes
and the second copy of text boxes are left out.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from kg.errors import SourceError
from kg.model import Page

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAX_UNPACKED = 200 * 1024 * 1024  # all members together, as the archive states them
MAX_MEMBER = 100 * 1024 * 1024  # the document's own part
MAX_RATIO = 200  # unpacked to packed, for members above 1 MB
MAX_MEMBERS = 10_000
MAX_DEPTH = 200
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_LEFT_OUT = frozenset(
    {"del", "moveFrom", "instrText", "delText", "Fallback", "pPr", "sectPr", "tblPr", "drawing", "object"}
)
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def is_encrypted(data: bytes) -> bool:
    """Whether an OLE file is an encrypted docx: its directory names an EncryptedPackage (in UTF-16)."""
    return "EncryptedPackage".encode("utf-16-le") in data


def extract(data: bytes, *, name: str, most: int) -> tuple[str, tuple[Page, ...]]:
    """The text and the start of each paragraph. SourceError for bombs, passwords, damage and other zip files."""
    part = _document_part(data, name)
    text: list[str] = []
    pages: list[Page] = []
    total = 0
    try:
        for piece, starts in _pieces(part, name):
            if starts:
                pages.append(Page(start=total, label=f"¶ {len(pages) + 1}"))
            text.append(piece)
            total += len(piece)
            if total > most:
                raise SourceError(f"too large: over {most:,} characters of text", place=name, remedy="Split it")
    except ElementTree.ParseError as error:
        raise SourceError(f"damaged: its XML breaks off ({error})", place=name, remedy="Save it again") from None
    whole = "".join(text)
    if not whole.strip():
        raise SourceError("empty: there is no text in it", place=name, remedy="Leave it out")
    return whole, tuple(pages)


def _document_part(data: bytes, name: str) -> bytes:
    damaged = SourceError("truncated or damaged: it is no whole docx", place=name, remedy="Fetch it again")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise damaged from None
    with archive:
        members = archive.infolist()
        bomb = SourceError("it is a zip bomb: it would unpack to too much", place=name, remedy="Do not open it")
        if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
            raise bomb
        if any(m.file_size > 2**20 and m.file_size > MAX_RATIO * max(m.compress_size, 1) for m in members):
            raise bomb
        found = {member.filename: member for member in members}.get("word/document.xml")
        if found is None:
            raise SourceError("it is a zip file, but no docx", place=name, remedy="Unpack it, or save it as docx")
        if found.flag_bits & 1:
            raise SourceError("it is locked with a password", place=name, remedy="Save a copy without the password")
        try:
            with archive.open(found) as stream:
                part = stream.read(MAX_MEMBER + 1)  # the stated size may lie
        except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, ValueError):
            raise damaged from None
        except Exception as error:  # zlib.error, lzma.LZMAError: each codec has its own
            if type(error).__name__ not in ("error", "LZMAError"):
                raise
            raise damaged from None
    if len(part) > MAX_MEMBER:
        raise bomb
    if re.search(rb"<!(?:DOCTYPE|ENTITY)", part[:65536]):
        raise SourceError("its XML declares entities, which no docx needs", place=name, remedy="Do not open it")
    return part


def _pieces(part: bytes, name: str) -> Iterator[tuple[str, bool]]:
    """Pieces of text in order; True where a paragraph starts. Walks events, so depth costs no stack."""
    skip = depth = rows = 0
    fresh = hidden = False
    for event, element in ElementTree.iterparse(io.BytesIO(part), events=("start", "end")):
        tag = element.tag.rpartition("}")[2]
        if event == "start":
            depth += 1
            if depth > MAX_DEPTH:
                raise SourceError(f"its XML is nested over {MAX_DEPTH} deep", place=name, remedy="Save it again")
            if tag in _LEFT_OUT:
                skip += 1
            elif tag == "p":
                fresh = True
            elif tag == "r":
                hidden = False
            elif tag == "tr":
                rows += 1
            continue
        depth -= 1
        if tag in _LEFT_OUT:
            skip -= 1
        elif skip == 0:
            if tag == "vanish" and element.get(f"{_W}val", element.get(f"{_STRICT}val", "1")) not in ("0", "false"):
                hidden = True
            elif tag == "t" and element.text and not hidden:
                yield element.text, fresh
                fresh = False
            elif tag in _BREAKS and not hidden and not (tag == "br" and _attribute(element, "type") == "page"):
                yield _BREAKS[tag], False
            elif tag == "p":
                yield ("\t" if rows else "\n"), False
                element.clear()
            elif tag == "tr":
                rows -= 1
                yield "\n", False
                element.clear()


def _attribute(element: ElementTree.Element, name: str) -> str:
    return element.get(f"{_W}{name}", element.get(f"{_STRICT}{name}", ""))
