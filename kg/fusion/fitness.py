"""What can be seen to break the ontology before a graph is written. The shapes are the proof, in `kg.validation`.

What does not fit is refused and listed with its sentence; nothing is put into another class or predicate to fit.
Reasons are in Chinese and English, as they stand in the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kg import dates
from kg.model import Entity, Evidence, Figure, Quote, Refusal, Said, Statement, Utterance
from kg.ontology import Ontology

_BROKEN = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitness:
    """The check, with what it needs to know of the entities. `entities` is by IRI."""

    ontology: Ontology
    entities: Mapping[str, Entity]

    def statements(self, found: Iterable[Statement]) -> tuple[tuple[Statement, ...], list[Refusal]]:
        """The statements that fit, each with the evidence that fits, and what was refused."""
        kept: list[Statement] = []
        refused: list[Refusal] = []
        for statement in found:
            fault = self.relation_fault(statement)
            what = self._spelt(statement)
            evidence = self._evidence(statement.evidence, what, fault, refused, posts=self._person(statement.subject))
            if evidence:
                kept.append(replace(statement, evidence=evidence))
        return tuple(kept), refused

    def figures(self, found: Iterable[Figure]) -> tuple[tuple[Figure, ...], list[Refusal]]:
        """As `statements`, for figures."""
        kept: list[Figure] = []
        refused: list[Refusal] = []
        for figure in found:
            what = f"{self.entities[figure.subject].name} · {figure.indicator} · {figure.value}{figure.unit}"
            evidence = self._evidence(figure.evidence, what, figure_fault(figure), refused, posts=False)
            if evidence:
                kept.append(replace(figure, evidence=evidence))
        return tuple(kept), refused

    def utterances(self, found: Iterable[Utterance]) -> tuple[tuple[Utterance, ...], list[Refusal]]:
        """All utterances; a speaker that is no person loses the link."""
        refused: list[Refusal] = []
        return tuple(replace(u, said=self._by_person(u.said, u.quote, refused)) for u in found), refused

    def relation_fault(self, statement: Statement) -> str:
        """Why a statement can stand in no graph of this ontology, or ""."""
        predicate = self.ontology.predicates.get(statement.predicate)
        if predicate is None:
            return f"本体没有谓词 {statement.predicate} · the ontology has no such predicate"
        if statement.subject == statement.object:
            return "主体与客体相同 · subject and object are the same"
        s, o = self.entities[statement.subject].type, self.entities[statement.object].type
        if predicate.allows(s, o):
            return ""
        zh, en = self.ontology.class_label(s), self.ontology.class_label(o)
        return f"“{predicate.label.zh}”不能从{zh.zh}指向{en.zh} · {predicate.name} cannot lead from {zh.en} to {en.en}"

    def _evidence(
        self, evidence: Sequence[Evidence], what: str, claim_fault: str, refused: list[Refusal], *, posts: bool
    ) -> tuple[Evidence, ...]:
        kept = []
        for one in evidence:
            fault = claim_fault or evidence_fault(one, posts=posts)
            if fault:
                refused.append(Refusal(what=what, reason=fault, quote=one.quote))
            else:
                kept.append(self._with_person(one, refused))
        return tuple(kept)

    def _with_person(self, evidence: Evidence, refused: list[Refusal]) -> Evidence:
        if evidence.said is None:
            return evidence
        return replace(evidence, said=self._by_person(evidence.said, evidence.quote, refused))

    def _by_person(self, said: Said, quote: Quote, refused: list[Refusal]) -> Said:
        """A speaker is a person; where the name was linked to something else the name stays and the link goes."""
        if not said.speaker_iri or self._person(said.speaker_iri):
            return said
        refused.append(Refusal(what=said.speaker, reason="发言者不是人物 · the speaker is no person", quote=quote))
        return replace(said, speaker_iri="")

    def _person(self, iri: str) -> bool:
        return self.entities[iri].type == "PERSON"

    def _spelt(self, statement: Statement) -> str:
        subject, object_ = self.entities[statement.subject].name, self.entities[statement.object].name
        return f"{subject} · {statement.predicate} · {object_}"


def figure_fault(figure: Figure) -> str:
    """Why a figure can stand in no graph, or ""."""
    if not (figure.value.is_finite() and figure.base_value.is_finite()):
        return "数值不是有限的数 · the value is no finite number"
    if not figure.indicator.strip():
        return "缺少指标 · the indicator is missing"
    if figure.time and dates.period(figure.time) is None:
        return f"时间“{figure.time}”不在历法之中 · the time is no date"
    return ""


def evidence_fault(evidence: Evidence, *, posts: bool) -> str:
    """Why a piece of evidence can stand in no graph, or "". posts: whether its subject may hold a post."""
    quote = evidence.quote
    if not quote.raw or len(quote.raw) != quote.end - quote.start:
        return "引文不在来源文本之中 · the quote does not stand in the source"
    if _BROKEN.search(quote.raw) or _BROKEN.search(quote.sentence):
        return "引文含有残缺字符 · the quote holds half a character"
    if not 0 <= evidence.confidence <= 1:
        return "置信度不在 0 与 1 之间 · the confidence lies outside 0 to 1"
    if evidence.time and dates.period(evidence.time) is None:
        return f"时间“{evidence.time}”不在历法之中 · the time is no date"
    if evidence.role and not posts:
        return "只有人物可以任职 · only a person holds a post"
    if not evidence.rule:
        return "缺少规则 · the rule is missing"
    return ""
