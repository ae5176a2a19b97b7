"""Names made from content: the same thing gets the same IRI in every build, on every machine, in any order.

An IRI is base + kind + "/" + the first 32 hexadecimal digits of a SHA-256 digest. The digest is over the kind
and the fields in UTF-8, joined by U+001F. A U+001E or U+001F inside a field is written as U+001E "0" or
U+001E "1" first, so two different lists of fields never give the same bytes. Nothing of a name is folded,
stripped or transliterated: 天工 and 天宫, full-width and half-width, are different names.

The functions below say which fields make which kind; nothing else mints an IRI.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from decimal import Decimal

from kg.errors import SettingsError

DIGITS = 32
_FORBIDDEN = re.compile(r'[\x00-\x20<>"{}|^`\\\ud800-\udfff]')
_PART = re.compile(r"(.*/[0-9a-f]{32})[#-][a-z0-9-]+")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:.+")


def is_iri(text: str) -> bool:
    """True for an absolute IRI that N-Quads, Turtle and SPARQL can write as it stands."""
    return bool(_ABSOLUTE.fullmatch(text)) and not _FORBIDDEN.search(text)


def checked_base(base: str) -> str:
    """`base` itself. SettingsError where no IRI can be made by adding to it."""
    if not is_iri(base) or base[-1] not in "/#:" or ("#" in base[:-1]):
        raise SettingsError(
            f"{base!r} is no base for IRIs",
            place="base",
            remedy='Give an absolute IRI ending in "/", like http://localhost:8000/',
        )
    return base


def digest(kind: str, *fields: str) -> str:
    """32 hexadecimal digits for these fields. ValueError for text that UTF-8 cannot hold (lone surrogates)."""
    joined = "\x1f".join(field.replace("\x1e", "\x1e0").replace("\x1f", "\x1e1") for field in (kind, *fields))
    return hashlib.sha256(joined.encode("utf-8")).hexdigest()[:DIGITS]


def number(value: Decimal) -> str:
    """The shortest plain decimal: 2400, 0.5, never 2.4E+3, -0 or 2400.0. ValueError for NaN and infinity."""
    if not value.is_finite():
        raise ValueError(f"{value} is no number")
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _minted(base: str, kind: str, *fields: str) -> str:
    return f"{base}{kind}/{digest(kind, *fields)}"


def source(base: str, sha256: str) -> str:
    return f"{base}source/{sha256}"


def document_digest(text: str) -> str:
    """The SHA-256 of a reading text without white space: layout does not make another document."""
    return hashlib.sha256("".join(text.split()).encode("utf-8", "surrogatepass")).hexdigest()


def document(base: str, document_id: str) -> str:
    return f"{base}document/{document_id[:DIGITS]}"


def entity(base: str, type_: str, name: str, qualifier: str = "", only_in: str = "") -> str:
    """`only_in` is the id of the document outside which the name means nothing, or ""."""
    fields = (type_, name, qualifier, only_in) if only_in else (type_, name, qualifier)
    return _minted(base, "entity", *fields)


def statement(base: str, subject: str, predicate: str, object_: str) -> str:
    """Subject and object as IRIs, the predicate as its local name."""
    return _minted(base, "statement", subject, predicate, object_)


def observation(
    base: str,
    *,
    subject: str,
    indicator: str,
    value: Decimal,
    unit: str,
    comparator: str,
    kind: str,
    time: str,
    document: str,
) -> str:
    """From the content of a figure and the document that gives it; `subject` is an IRI, the rest as read."""
    return _minted(base, "observation", subject, indicator, number(value), unit, comparator, kind, time, document)


def evidence(base: str, claim: str, source: str, start: int, end: int, role: str = "") -> str:
    """Raw offsets. A post (`role`) is part of what is claimed: two posts in one quote are two pieces of evidence."""
    fields = (claim, source, str(start), str(end))
    return _minted(base, "evidence", *fields, role) if role else _minted(base, "evidence", *fields)


def utterance(base: str, document: str, source: str, start: int, end: int) -> str:
    """Raw offsets of what is said."""
    return _minted(base, "utterance", document, source, str(start), str(end))


def name_use(base: str, entity: str, name: str, document: str, source: str) -> str:
    return _minted(base, "name", entity, name, document, source)


def unresolved(base: str, type_: str, name: str, document: str) -> str:
    return _minted(base, "unresolved", type_, name, document)


def indicator(base: str, normal_form: str) -> str:
    return _minted(base, "indicator", normal_form)


def disagreement(base: str, kind: str, figures: Iterable[str]) -> str:
    return _minted(base, "disagreement", kind, *sorted(figures))


def membership(base: str, statement: str, role: str) -> str:
    return _minted(base, "membership", statement, role)


def post(base: str, role: str) -> str:
    return _minted(base, "post", role)


def repair(base: str, document: str, source: str, kind: str) -> str:
    return _minted(base, "repair", document, source, kind)


def reprint(base: str, documents: Iterable[str]) -> str:
    return _minted(base, "reprint", *sorted(documents))


def receipt(base: str, digest_: str) -> str:
    return _minted(base, "receipt", digest_)


def derived_graph(base: str) -> str:
    return f"{base}graph/derived"


def part(iri: str, name: str) -> str:
    """A node that is part of another one: a selector of a passage, the attribution of a piece of evidence."""
    return f"{iri}-{name}" if "#" in iri else f"{iri}#{name}"


def whole(iri: str) -> str:
    """The node that an IRI is part of; the IRI itself where it is no part."""
    found = _PART.fullmatch(iri)
    return found[1] if found else iri
