"""Every error this package raises, drawn as one tree.

KgError                 something a user can act on; carries the place and the remedy
├── UsageError          wrong use: unknown option, no match, ambiguous name      (exit code 2)
│   ├── SettingsError   kg.toml, a CSV of names or a metadata file does not fit
│   └── FormatError     a folder is no graph of ours, or of another format number
├── SourceError         one input could not be read; the others are built       (exit code 3)
├── CheckError          a check failed: a quote, an offset, a hash, a shape      (exit code 1)
└── DataError           our own ontology, lexicon or rules do not fit together
"""

from __future__ import annotations


class KgError(Exception):
    """Base of all errors here. `place` names file and position, `remedy` what to do."""

    exit_code = 1

    def __init__(self, problem: str, *, place: str = "", remedy: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.place = place
        self.remedy = remedy

    def __str__(self) -> str:
        text = f"{self.place}: {self.problem}" if self.place else self.problem
        return f"{text}. {self.remedy}" if self.remedy else text

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross process borders; the default would lose the keyword-only fields.
        return (_rebuild, (type(self), self.problem, self.place, self.remedy))


class UsageError(KgError):
    exit_code = 2


class SettingsError(UsageError):
    pass


class FormatError(UsageError):
    pass


class SourceError(KgError):
    exit_code = 3


class CheckError(KgError):
    exit_code = 1


class DataError(KgError):
    pass


def _rebuild(kind: type[KgError], problem: str, place: str, remedy: str) -> KgError:
    return kind(problem, place=place, remedy=remedy)
