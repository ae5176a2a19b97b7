"""Every example of every rule; and a rule that does not fit the ontology is refused with its file and name."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from kg import ontology, resources
from kg.errors import DataError
from kg.nlp.relations import compiled, find_claims
from kg.rules import Example, Rule, Rules, load, marked, slots
from tests.nlp.reading_of import assembled

RULES = load(resources.folder("rules"), ontology.load())


def run(rule: Rule, example: Example) -> tuple[set[tuple[str, str]], set[str], set[str]]:
    """The pairs that this rule alone finds in an example, with the roles and modalities."""
    alone = replace(RULES, rules=(rule,))
    reading = find_claims(assembled(example.text, example.mentions), alone)
    claims = [c for c in reading.claims if c.rule == rule.id]
    pairs = {(reading.entities[c.subject].name, reading.entities[c.object].name) for c in claims}
    if rule.predicate in RULES.symmetric:
        pairs |= {(o, s) for s, o in pairs}
    return pairs, {c.role for c in claims if c.role}, {c.modality for c in claims}


def cases(kind: str) -> list[object]:
    return [
        pytest.param(rule, example, id=f"{rule.id}-{number}")
        for rule in RULES.rules
        for number, example in enumerate(getattr(rule, kind))
    ]


@pytest.mark.parametrize(("rule", "example"), cases("positive"))
def test_rule_speaks(rule: Rule, example: Example) -> None:
    pairs, roles, modalities = run(rule, example)
    wanted = set(example.claims)
    if rule.predicate in RULES.symmetric:
        wanted |= {(o, s) for s, o in wanted}
    assert pairs == wanted
    if example.role:
        assert roles == {example.role}
    assert modalities == {example.modality or "asserted"}


@pytest.mark.parametrize(("rule", "example"), cases("negative"))
def test_rule_stays_silent(rule: Rule, example: Example) -> None:
    assert run(rule, example)[0] == set()


def test_each_rule_has_both_kinds_of_example() -> None:
    assert [r.id for r in RULES.rules if not r.positive or not r.negative] == []
    assert [r.id for r in RULES.rules for e in r.positive if not e.claims] == []


def test_rules_speak_of_all_thirteen_predicates() -> None:
    assert {r.predicate for r in RULES.rules} == set(ontology.load().predicates)


def test_all_patterns_compile() -> None:
    compiled(RULES)


def test_surer_rules_come_first() -> None:
    assert list(RULES.rules) == sorted(RULES.rules, key=lambda r: (-r.confidence, r.id))


# ---------------------------------------------------------------- refusals

RULE = """
predicate: develops
rules:
  - id: develops.test
    confidence: 0.9
    patterns: ["{s:ORG}造{o:PRODUCT}"]
"""


def folder_with(tmp_path: Path, text: str) -> Path:
    ours = resources.folder("rules")
    (tmp_path / "relations").mkdir()
    for name in ("context.yaml", "attribution.yaml"):
        (tmp_path / name).write_text((ours / name).read_text(encoding="utf-8"), encoding="utf-8", newline="\n")
    (tmp_path / "relations" / "mine.yaml").write_text(text, encoding="utf-8", newline="\n")
    return tmp_path


def test_a_good_rule_loads(tmp_path: Path) -> None:
    rules = load(folder_with(tmp_path, RULE), ontology.load())
    assert [r.id for r in rules.rules] == ["develops.test"]


def test_rules_of_a_users_own_come_beside_ours(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(RULE, encoding="utf-8", newline="\n")
    rules = load(resources.folder("rules"), ontology.load(), extra=[tmp_path])
    assert len(rules.rules) == len(RULES.rules) + 1
    assert "develops.test" in {r.id for r in rules.rules}


@pytest.mark.parametrize(
    ("broken", "problem"),
    [
        (RULE.replace("predicate: develops", "predicate: invents"), "unknown predicate"),
        (RULE.replace("{o:PRODUCT}", "{o:PLACE}"), "does not allow"),
        (RULE.replace("{s:ORG}", "{s:PERSON}"), "does not allow"),
        (RULE.replace("{o:PRODUCT}", ""), "one subject and one object"),
        (RULE.replace("造", "{@nothing}"), "unknown macro"),
        (RULE.replace("0.9", "1.5"), "confidence"),
        (RULE.replace("    confidence: 0.9", "    confidence: 0.9\n    colour: red"), "unknown key"),
        (RULE.replace("    confidence: 0.9", "    confidence: 0.9\n    fallback: x"), "fallback"),
        (RULE.replace("    confidence: 0.9", "    confidence: 0.9\n    modality: maybe"), "modality"),
        (RULE + RULE.split("rules:\n")[1], "twice"),
        ("predicate: develops\nrules: [[", "cannot be read"),
        ("- a list", "no mapping"),
        (RULE.replace("develops", "partOf").replace("ORG", "ORG,EVENT").replace("PRODUCT", "ORG"), "one class"),
    ],
)
def test_a_rule_that_does_not_fit_is_refused(tmp_path: Path, broken: str, problem: str) -> None:
    with pytest.raises(DataError, match=problem) as caught:
        load(folder_with(tmp_path, broken), ontology.load())
    assert "mine.yaml" in str(caught.value)


def test_the_refusal_names_the_rule(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=re.escape("mine.yaml: develops.test")):
        load(folder_with(tmp_path, RULE.replace("{o:PRODUCT}", "{o:PLACE}")), ontology.load())


def test_a_pattern_that_is_no_expression_is_refused_by_name(tmp_path: Path) -> None:
    rules = load(folder_with(tmp_path, RULE.replace("造", "(造")), ontology.load())
    with pytest.raises(DataError, match=re.escape("mine.yaml: develops.test")):
        compiled(rules)


def test_an_example_may_only_claim_what_it_marks(tmp_path: Path) -> None:
    example = "    examples: {positive: [{text: '[甲厂|ORG]造[乙机|PRODUCT]', claims: [[甲厂, 丙机]]}]}\n"
    with pytest.raises(DataError, match="丙机"):
        load(folder_with(tmp_path, RULE + example), ontology.load())


# ---------------------------------------------------------------- the small parsers


def test_marked_text_gives_offsets_in_the_plain_text() -> None:
    text, mentions = marked("今天[云州|PLACE]的[经开区|PLACE=云州开发区]下雨")
    assert text == "今天云州的经开区下雨"
    assert [(text[m.start : m.end], m.type, m.name) for m in mentions] == [
        ("云州", "PLACE", "云州"),
        ("经开区", "PLACE", "云州开发区"),
    ]


def test_slots_are_read_from_a_pattern() -> None:
    found = slots("{s+:ORG,PLACE}…{trigger:办}{o~:EVENT}")
    assert [(s.side, s.types, s.many, s.context) for s in found] == [
        ("s", ("ORG", "PLACE"), True, ""),
        ("o", ("EVENT",), False, "~"),
    ]


def test_rules_are_hashable_because_programs_are_cached_by_them() -> None:
    assert isinstance(hash(RULES), int)
    assert isinstance(RULES, Rules)
