"""The text layer of a pdf, as pypdfium2 gives it, with the start of each page."""

from __future__ import annotations

import pypdfium2

from kg.errors import SourceError
from kg.model import Page

MAX_PAGES = 5_000


def extract(data: bytes, *, name: str, most: int) -> tuple[str, tuple[Page, ...]]:
    """The text of all pages, each ended by "\\n", and the pages. SourceError where it has none or is locked."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise SourceError(
                "it is locked with a password", place=name, remedy="Save a copy without the password"
            ) from None
        raise SourceError("truncated or damaged: it is no whole pdf", place=name, remedy="Fetch it again") from None
    try:
        return _pages(document, name, most)
    finally:
        document.close()


def _pages(document: pypdfium2.PdfDocument, name: str, most: int) -> tuple[str, tuple[Page, ...]]:
    if len(document) > MAX_PAGES:
        raise SourceError(f"too large: {len(document):,} pages", place=name, remedy="Split it")
    texts: list[str] = []
    pages: list[Page] = []
    total = 0
    for index in range(len(document)):
        try:
            page = document[index]
            layer = page.get_textpage()
            text = layer.get_text_range()
            layer.close()
            page.close()
        except pypdfium2.PdfiumError:
            raise SourceError(
                "truncated or damaged: a page cannot be read", place=f"{name}, p. {index + 1}", remedy="Fetch it again"
            ) from None
        pages.append(Page(start=total, label=f"p. {index + 1}"))
        texts.append(text + "\n")
        total += len(text) + 1
        if total > most:
            raise SourceError(f"too large: over {most:,} characters of text", place=name, remedy="Split it")
    if not "".join(texts).strip():
        raise SourceError(
            "it has no text layer (its pages are pictures)", place=name, remedy="Recognise its text (OCR) first"
        )
    return "".join(texts), tuple(pages)
