"""One frozen Settings, from kg.toml. An unknown key is an error: a typo must not change a graph in silence."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from kg.errors import SettingsError

DEFAULT_BASE = "http://localhost:8000/"
DEFAULT_THRESHOLD = 0.5

TEMPLATE = f"""\
# Settings of kg, read by `kg build` from the folder in which it runs (or named with --settings).
# kg 的设置。`kg build` 从当前目录读取本文件（或用 --settings 指定）。Lines with # are off. 以 # 开头的行不生效。

# Where the addresses of your data begin. `kg serve` answers there by default; publishers set their own.
# 数据地址的前缀。
# base = "{DEFAULT_BASE}"

[lexicon]
# Your own names: CSV files with the columns name,type,aliases,code (aliases separated by |).
# 自己的名称表（CSV）：name,type,aliases,code，别名用 | 分隔。
# files = ["names.csv"]
# Lexicon files of the package to leave out, by name ("domain", "companies"). 不使用的内置词表。
# exclude = []

[rules]
# Folders with your own relation rules (YAML), besides those of the package. 自己的关系规则所在的文件夹。
# folders = ["rules"]

[thresholds]
# A statement is written as a plain triple only where some evidence reaches this confidence (0 to 1).
# 只有置信度达到此值的证据，才写成直接的三元组。
# confidence = {DEFAULT_THRESHOLD}
"""

_KNOWN: dict[str, frozenset[str]] = {
    "lexicon": frozenset({"files", "exclude"}),
    "rules": frozenset({"folders"}),
    "thresholds": frozenset({"confidence"}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    base: str = DEFAULT_BASE
    lexicon_files: tuple[Path, ...] = field(default=())
    lexicon_exclude: tuple[str, ...] = ()
    rule_folders: tuple[Path, ...] = ()
    threshold: float = DEFAULT_THRESHOLD


def load(path: Path) -> Settings:
    """Settings from a kg.toml; paths in it are relative to its folder. SettingsError names file and key."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise SettingsError(
            "the settings file is missing", place=str(path), remedy="Make one with `kg init`"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"no valid TOML: {error}", place=str(path), remedy="Compare it with `kg init`") from error
    for key, value in data.items():
        if key == "base":
            continue
        if key not in _KNOWN or not isinstance(value, dict):
            raise _unknown(path, key)
        for inner in value:
            if inner not in _KNOWN[key]:
                raise _unknown(path, f"{key}.{inner}")
    lexicon, rules, thresholds = data.get("lexicon", {}), data.get("rules", {}), data.get("thresholds", {})
    return Settings(
        base=_base(path, data.get("base", DEFAULT_BASE)),
        lexicon_files=_paths(path, "lexicon.files", lexicon.get("files", [])),
        lexicon_exclude=tuple(_strings(path, "lexicon.exclude", lexicon.get("exclude", []))),
        rule_folders=_paths(path, "rules.folders", rules.get("folders", [])),
        threshold=_share(path, "thresholds.confidence", thresholds.get("confidence", DEFAULT_THRESHOLD)),
    )


def find(path: Path | None) -> Settings:
    """The settings named, else kg.toml of the working folder, else the defaults."""
    if path is not None:
        return load(path)
    here = Path("kg.toml")
    return load(here) if here.is_file() else Settings()


def _unknown(path: Path, key: str) -> SettingsError:
    return SettingsError(f"unknown key {key!r}", place=str(path), remedy="`kg init` lists the keys")


def _strings(path: Path, key: str, value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise SettingsError(f"{key} is no list of strings", place=str(path), remedy='Write it as ["a", "b"]')
    return value


def _paths(path: Path, key: str, value: object) -> tuple[Path, ...]:
    paths = tuple((path.parent / name) for name in _strings(path, key, value))
    for found in paths:
        if not found.exists():
            raise SettingsError(f"{key} names {found}, which is missing", place=str(path), remedy="Mend the path")
    return paths


def _share(path: Path, key: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise SettingsError(f"{key} is no number from 0 to 1", place=str(path), remedy="Write, for example, 0.5")
    return float(value)


def _base(path: Path, value: object) -> str:
    parts = urlsplit(value) if isinstance(value, str) else None
    if (
        not isinstance(value, str)
        or parts is None
        or parts.scheme not in ("http", "https", "urn")
        or not value.endswith(("/", "#", ":"))
    ):
        raise SettingsError(
            f"base {value!r} is no address prefix", place=str(path), remedy="Write http(s)://…/ with a slash at the end"
        )
    if any(c in value for c in ' <>"{}|\\^`') or not value.isascii():
        raise SettingsError(
            f"base {value!r} has characters that no IRI may have", place=str(path), remedy="Percent-encode them"
        )
    return value
