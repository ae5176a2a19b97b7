"""The page as a file: one, whole, safe, always the same."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
import os
import random
import re
import subprocess
import sys
import time
from html.parser import HTMLParser
from pathlib import Path

import knowledge_factory as factory
import pytest

from kg import resources
from kg.errors import DataError
from kg.exporters import page as page_module
from kg.exporters.base import Context
from kg.exporters.explorer import explorer_data
from kg.exporters.page import page, program, script_json
from kg.model import Knowledge


class _Elements(HTMLParser):
    """Start tags with their attributes, and the text of scripts and styles."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, dict[str, str | None], str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self.texts.append((tag, dict(attrs), ""))

    def handle_data(self, data: str) -> None:
        if self.cdata_elem and self.texts:
            tag, attributes, text = self.texts[-1]
            self.texts[-1] = (tag, attributes, text + data)


def _parsed(html: str) -> _Elements:
    parser = _Elements()
    parser.feed(html)
    parser.close()
    return parser


def _data(html: str) -> dict:  # type: ignore[type-arg]
    found = [text for tag, attributes, text in _parsed(html).texts if attributes.get("id") == "data"]
    assert len(found) == 1
    return json.loads(found[0])  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def hostile_page(hostile: Knowledge, context: Context) -> str:
    return page(hostile, context)


def test_hostile_names_add_no_element_and_come_out_as_they_went_in(
    knowledge: Knowledge, context: Context, hostile_page: str
) -> None:
    assert [tag for tag, _ in _parsed(hostile_page).tags] == [tag for tag, _ in _parsed(page(knowledge, context)).tags]
    names = {thing["name"] for thing in _data(hostile_page)["things"]}
    assert set(factory.HOSTILE) <= names
    for broken in ("\u2028", "\u2029", "<script>alert", "<img", "<!--"):
        assert broken not in hostile_page, broken


def test_nothing_in_the_file_points_out_of_it(hostile_page: str) -> None:
    parsed = _parsed(hostile_page)
    for tag, attributes in parsed.tags:
        assert tag not in ("iframe", "object", "embed", "base", "form"), tag
        for name in ("src", "href", "action", "srcset", "data", "poster"):
            value = attributes.get(name)
            assert value is None or value == "data:,", (tag, name, value)
    styles = "".join(text for tag, _, text in parsed.texts if tag == "style")
    assert "url(" not in styles
    assert "@import" not in styles


def test_the_policy_lets_these_scripts_run_and_no_others(hostile_page: str) -> None:
    parsed = _parsed(hostile_page)
    policy = next(a["content"] for t, a in parsed.tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in policy
    for kind, rule in (("script", "script-src"), ("style", "style-src")):
        run = [text for tag, attributes, text in parsed.texts if tag == kind and "type" not in attributes]
        hashes = {f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in run}
        assert set(rules[rule].split()) == hashes


def test_the_renderer_keeps_its_licence(hostile_page: str) -> None:
    assert "vis.js is dual licensed under both" in hostile_page
    assert "@copyright" in hostile_page


def test_search_box_is_the_first_and_receipt_documents_version_are_there(hostile_page: str) -> None:
    inputs = [a for tag, a in _parsed(hostile_page).tags if tag == "input"]
    assert inputs[0]["type"] == "search"
    meta = _data(hostile_page)["meta"]
    assert meta["receipt"] == factory.RECEIPT[:16]
    assert meta["documents"] == 4
    assert not re.search(r"20\d\d-\d\d-\d\dT", hostile_page.split('id="labels"')[0])


def test_the_order_of_the_input_does_not_matter(knowledge: Knowledge, context: Context) -> None:
    chance = random.Random(3)

    def shuffled(items: tuple) -> tuple:  # type: ignore[type-arg]
        return tuple(chance.sample(items, len(items)))

    mixed = dataclasses.replace(
        knowledge,
        things=tuple(dataclasses.replace(t, names=shuffled(t.names)) for t in shuffled(knowledge.things)),
        statements=tuple(dataclasses.replace(s, evidence=shuffled(s.evidence)) for s in shuffled(knowledge.statements)),
        figures=shuffled(knowledge.figures),
        documents=shuffled(knowledge.documents),
        sources=shuffled(knowledge.sources),
    )
    assert page(mixed, context) == page(knowledge, context)


_ELSEWHERE = """
import sys, hashlib, pathlib
sys.path.insert(0, sys.argv[1])
import knowledge_factory as factory
from kg.exporters.page import PageExporter
target = pathlib.Path(sys.argv[2])
PageExporter().write(factory.sample(), factory.context(), target)
print(hashlib.sha256(target.read_bytes()).hexdigest())
"""


@pytest.mark.parametrize("seed", ["0", "4711"])
def test_same_bytes_in_another_process_locale_and_hash_seed(
    knowledge: Knowledge, context: Context, tmp_path: Path, seed: str
) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}
    # OpenCC opens its tables by a path that an ASCII locale cannot write; the command line starts again in UTF-8.
    environment["PYTHONUTF8"] = "0" if sys.prefix.isascii() else "1"
    environment["PYTHONPATH"] = str(Path(resources.__file__).parent.parent)
    made = subprocess.run(
        [sys.executable, "-c", _ELSEWHERE, str(Path(__file__).parent), str(tmp_path / "页面.html")],
        capture_output=True, check=True, env=environment, timeout=120,
    )  # fmt: skip
    here = hashlib.sha256(page(knowledge, context).encode("utf-8")).hexdigest()
    assert made.stdout.decode().strip() == here


def test_every_evidence_marks_what_stands_in_its_sentence(knowledge: Knowledge, context: Context) -> None:
    data = explorer_data(knowledge, context)
    things = {i: {n["name"] for n in t["names"]} for i, t in enumerate(data["things"])}
    marked = 0
    for statement in data["statements"]:
        for evidence in statement["evidence"]:
            sentence = data["sentences"][evidence["sentence"]]["text"]
            subject, object_, trigger = evidence["marks"]
            assert sentence[slice(*trigger)]
            for span, thing in ((subject, statement["subject"]), (object_, statement["object"])):
                if span:
                    assert sentence[slice(*span)] in things[thing]
                    marked += 1
    assert marked > 120


def test_sentences_stand_where_the_text_has_them(knowledge: Knowledge, context: Context) -> None:
    data = explorer_data(knowledge, context)
    for sentence in data["sentences"]:
        text = data["documents"][sentence["document"]]["text"]
        assert text[sentence["start"] :].startswith(sentence["text"])


def test_doubtful_statements_are_marked(knowledge: Knowledge, context: Context) -> None:
    data = explorer_data(knowledge, context)
    doubtful = [s for s in data["statements"] if not s["certain"]]
    assert {e["modality"] for s in doubtful for e in s["evidence"]} == {"planned", "denied", "asserted"}
    assert all(e["confidence"] < 0.5 for s in doubtful for e in s["evidence"] if e["modality"] == "asserted")


def test_without_text_the_sentences_stay_and_the_documents_go(knowledge: Knowledge) -> None:
    data = explorer_data(knowledge, factory.context(with_text=False))
    assert all("text" not in document for document in data["documents"])
    assert all(sentence["text"] for sentence in data["sentences"])


def test_pairs_bundle_all_statements_between_two_things(knowledge: Knowledge, context: Context) -> None:
    data = explorer_data(knowledge, context)
    bundled = sorted(s for pair in data["pairs"] for s in pair["statements"])
    between = [i for i, s in enumerate(data["statements"]) if s["subject"] != s["object"]]
    assert bundled == between
    assert len({frozenset(pair["ends"]) for pair in data["pairs"]}) == len(data["pairs"])


def test_json_is_safe_in_a_script_and_still_json() -> None:
    value = {"a": ["</script><!--", "\u2028\u2029\ufeff", "&amp;", "\ud800", "🤖"], "b": {"c": 1.5}}
    text = script_json(value)
    assert not re.search("[<>&\u2028\u2029\ufeff\ud800-\udfff]", text)
    assert json.loads(text) == value


def test_one_record_a_line(knowledge: Knowledge, context: Context) -> None:
    lines = script_json(explorer_data(knowledge, context)).split("\n")
    assert sum(line.startswith('{"key":"statement/') for line in lines) == len(knowledge.statements)


@pytest.mark.slow
def test_two_thousand_nodes_within_ten_seconds(large: Knowledge, context: Context) -> None:
    start = time.process_time()
    data = _data(page(large, context))
    assert time.process_time() - start < 10
    assert len(data["things"]) == 2000
    assert sum(node["level"] == 0 for node in data["drawing"]["nodes"]) == 400


def _modules(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8", newline="\n")
    return folder


def test_modules_are_put_before_those_that_need_them(tmp_path: Path) -> None:
    folder = _modules(
        tmp_path,
        main='import { one as uno } from "./first.js";\nuno();\n',
        first='import { two } from "./second.js";\nexport function one() { two(); }\n',
        second="export function two() {}\n",
    )
    made = program(folder, "main")
    assert (
        made.index("function two") < made.index("function one") < made.index("const uno = one;") < made.index("uno();")
    )
    assert "import" not in made
    assert "export" not in made


@pytest.mark.parametrize(
    "texts",
    [
        {"main": 'import { a } from "./other.js";\n', "other": 'import { b } from "./main.js";\n'},
        {"main": 'import { a } from "./other.js";\nfunction a() {}\n', "other": "export function a() {}\n"},
        {"main": 'import everything from "./other.js";\n'},
        {"main": "export default 3;\n"},
    ],
)
def test_what_cannot_be_put_together_is_said(tmp_path: Path, texts: dict[str, str]) -> None:
    with pytest.raises(DataError):
        program(_modules(tmp_path, **texts), "main")


def test_every_label_has_both_languages_and_is_used() -> None:
    folder = resources.folder("page")
    labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    assert all(set(label) == {"zh", "en"} and all(label.values()) for label in labels.values())
    sources = "".join(f.read_text(encoding="utf-8") for f in sorted([*folder.glob("*.js"), *folder.glob("*.html")]))
    used = set(re.findall(r'\bt\("(\w+)"', sources)) | set(re.findall(r'data-(?:t|label)="(\w+)"', sources))
    assert used <= set(labels)


def test_a_renderer_without_its_licence_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_module, "_RENDERER", "templates/lib/bindings/utils.js")
    page_module.renderer.cache_clear()
    try:
        with pytest.raises(DataError):
            page_module.renderer()
    finally:
        page_module.renderer.cache_clear()
