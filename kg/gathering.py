"""Files to articles: which inputs there are, what each holds, and which could not be read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kg.errors import KgError, SourceError
from kg.ingest import articles, readers
from kg.ingest import metadata as metadata_file
from kg.ingest.readers import InputFile
from kg.model import Document, Failure, Source

Metadata = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One file with what its reading hangs on: its bytes, its name, its metadata."""

    file: InputFile
    data: bytes
    key: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def gather(files: Sequence[InputFile], given: Metadata, encoding: str | None) -> tuple[list[Input], list[Failure]]:
    """The files in order of name, each content once: a second file of the same bytes adds nothing."""
    found: dict[str, Input] = {}
    failures: list[Failure] = []
    metadata_file.check(given, [f.name for f in files], "--metadata")
    for file in sorted(files, key=lambda f: f.name):
        try:
            data = readers.content(file)
        except KgError as error:
            failures.append(Failure(name=file.name, reason=error.problem, remedy=error.remedy))
            continue
        digest = hashlib.sha256(data).hexdigest()
        row = given.get(file.name, {})
        key = hashlib.sha256(json.dumps([file.name, digest, encoding, sorted(row.items())]).encode()).hexdigest()
        found.setdefault(digest, Input(file=replace(file, data=data), data=data, key=key))
    return list(found.values()), failures


def part(
    inputs: Sequence[Input], given: Metadata, encoding: str | None
) -> tuple[list[tuple[Source, tuple[Document, ...]]], list[Failure]]:
    """Each file as its text of record and its articles; a file that cannot be read costs that file."""
    parted: list[tuple[Source, tuple[Document, ...]]] = []
    failures: list[Failure] = []
    for one in inputs:
        try:
            source = readers.read(one.file, encoding=encoding)
            found = articles.documents(source, given)
            if not found:
                raise SourceError(
                    "no article was found in it", place=one.file.name, remedy="Look whether it holds running text"
                )
            parted.append((source, found))
        except SourceError as error:
            failures.append(Failure(name=one.file.name, reason=error.problem, remedy=error.remedy))
    return parted, failures
