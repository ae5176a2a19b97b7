"""Statements and figures with their evidence, and what fusion refuses."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kg.errors import DataError, SettingsError
from kg.fusion import fuse, is_supported, is_supported_figure, support_clusters
from kg.model import Entity, Rejected, Reprint
from tests.factories import article, copied

BASE = "http://localhost:8000/"


def fused(*made, **options):
    sources = {m.source.sha256: m.source for m in made}
    return fuse([m.reading for m in made], sources, base=BASE, threshold=0.5, **options)


def test_one_statement_has_the_evidence_of_all_documents():
    one = article("[ORG:云岭公司]研发了[PRODUCT:小灵]。", claims=[("云岭公司", "develops", "小灵")])
    two = article("[PRODUCT:小灵]由[ORG:云岭公司]打造。", file="b.txt", claims=[("云岭公司", "develops", "小灵")])
    (statement,) = fused(one, two).statements
    assert {e.quote.text for e in statement.evidence} == {"云岭公司研发了小灵", "小灵由云岭公司"}


def test_evidence_carries_raw_offsets_over_noise():
    made = article(
        "[ORG:云岭公司]研发了[PRODUCT:小灵]。",
        title="新品",
        before="首页 > 正文",
        claims=[("云岭公司", "develops", "小灵")],
    )
    ((evidence,),) = [s.evidence for s in fused(made).statements]
    raw = made.source.text
    assert raw[evidence.quote.start : evidence.quote.end] == evidence.quote.raw == "云岭公司研发了小灵"
    assert raw[evidence.subject.start : evidence.subject.end] == "云岭公司"
    assert raw[evidence.object.start : evidence.object.end] == "小灵"


def test_a_quote_over_a_line_break_is_given_raw_and_as_read():
    made = article("[ORG:云岭公司]研\n发了[PRODUCT:小灵]。")
    repaired = replace(
        made.reading.document,
        text=made.reading.document.text.replace("\n", ""),
        offsets=type(made.reading.document.offsets).of(i for i, c in enumerate(made.source.text) if c not in "\r\n"),
    )
    again = article("[ORG:云岭公司]研发了[PRODUCT:小灵]。", claims=[("云岭公司", "develops", "小灵")])
    reading = replace(again.reading, document=repaired)
    knowledge = fuse([reading], {made.source.sha256: made.source}, base=BASE, threshold=0.5)
    ((evidence,),) = [s.evidence for s in knowledge.statements]
    assert evidence.quote.raw == "云岭公司研\r\n发了小灵"
    assert evidence.quote.text == "云岭公司研发了小灵"


def test_an_unordered_relation_is_one_statement_whichever_way_it_is_said():
    one = article("[ORG:甲厂]与[ORG:乙院]共建。", claims=[("甲厂", "cooperatesWith", "乙院")])
    two = article("[ORG:乙院]与[ORG:甲厂]合作。", file="b.txt", claims=[("乙院", "cooperatesWith", "甲厂")])
    knowledge = fused(one, two)
    (statement,) = knowledge.statements
    names = {t.iri: t.name for t in knowledge.things}
    for evidence in statement.evidence:
        source = next(s for s in knowledge.sources if s.sha256 == evidence.quote.source)
        assert source.text[evidence.subject.start : evidence.subject.end] == names[statement.subject]


def test_the_surest_of_two_rules_at_one_place_is_kept():
    claims = [("云岭公司", "develops", "小灵", {"rule": r, "confidence": c}) for r, c in (("弱", 0.4), ("强", 0.9))]
    (statement,) = fused(article("[ORG:云岭公司]研发了[PRODUCT:小灵]。", claims=claims)).statements
    assert [e.rule for e in statement.evidence] == ["强"]


def test_two_posts_in_one_quote_are_both_kept():
    claims = [("王宁", "worksFor", "云岭公司", {"role": role}) for role in ("董事长", "总经理")]
    (statement,) = fused(article("[PERSON:王宁]任[ORG:云岭公司]董事长、总经理。", claims=claims)).statements
    assert sorted(e.role for e in statement.evidence) == ["总经理", "董事长"]


def test_who_said_it_is_told_by_name_and_iri():
    made = article(
        "[ORG:云岭公司]总经理[PERSON:王宁]介绍，[ORG:云岭公司]研发了[PRODUCT:小灵]。",
        claims=[
            (
                "云岭公司",
                "develops",
                "小灵",
                {"said": {"speaker": "王宁", "organisation": "云岭公司", "post": "总经理", "medium": "江城晚报"}},
            )
        ],
    )
    knowledge = fused(made)
    said = knowledge.statements[0].evidence[0].said
    iris = {t.name: t.iri for t in knowledge.things}
    assert (said.speaker, said.organisation, said.post, said.medium) == ("王宁", "云岭公司", "总经理", "江城晚报")
    assert (said.speaker_iri, said.organisation_iri) == (iris["王宁"], iris["云岭公司"])


def test_a_figure_in_two_files_is_one_figure_with_two_pieces_of_evidence():
    figure = {"subject": "临川", "indicator": "企业数量", "text": "2400家", "value": "2400", "unit": "家"}
    made = article("[PLACE:临川]有2400家企业。", figures=[figure])
    (found,) = fused(made, copied(made, "b.txt", "前言")).figures
    assert len(found.evidence) == 2
    assert found.value == Decimal(2400)


def test_the_same_figure_in_two_documents_is_two_figures():
    figure = {"subject": "临川", "indicator": "企业数量", "text": "2400家", "value": "2400", "unit": "家"}
    made = [article(f"[PLACE:临川]有2400家企业{x}。", file=f"{x}.txt", figures=[figure]) for x in "甲乙"]
    knowledge = fused(*made)
    assert len(knowledge.figures) == 2
    assert len({f.indicator_iri for f in knowledge.figures}) == 1
    assert knowledge.disagreements == ()


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        (("小灵", "develops", "云岭公司"), "cannot lead from"),
        (("云岭公司", "partOf", "小灵"), "cannot lead from"),
        (("云岭公司", "owns", "小灵"), "no such predicate"),
        (("云岭公司", "cooperatesWith", "云岭公司"), "the same"),
        (("云岭公司", "develops", "小灵", {"confidence": 1.5}), "outside 0 to 1"),
        (("云岭公司", "develops", "小灵", {"role": "总经理"}), "only a person"),
        (("云岭公司", "develops", "小灵", {"time": "2025-02-30"}), "no date"),
    ],
)
def test_what_breaks_the_ontology_is_refused_with_its_sentence(claim, reason):
    knowledge = fused(article("前一句。[ORG:云岭公司]研发了[PRODUCT:小灵]。", claims=[claim]))
    assert knowledge.statements == ()
    (refused,) = knowledge.rejected
    assert reason in refused.reason
    assert refused.quote.sentence == "云岭公司研发了小灵。"
    assert claim[1] in refused.what


def test_a_figure_with_a_time_that_is_none_is_refused():
    figure = {"subject": "临川", "indicator": "企业数量", "text": "24家", "value": "24", "unit": "家", "time": "去年"}
    knowledge = fused(article("[PLACE:临川]有24家。", figures=[figure]))
    assert knowledge.figures == ()
    assert "no date" in knowledge.rejected[0].reason


def test_a_speaker_that_is_no_person_keeps_the_name_and_loses_the_link():
    made = article(
        "[ORG:云岭公司]称研发了[PRODUCT:小灵]。",
        claims=[("云岭公司", "develops", "小灵", {"said": {"speaker": "云岭公司"}})],
    )
    knowledge = fused(made)
    said = knowledge.statements[0].evidence[0].said
    assert (said.speaker, said.speaker_iri) == ("云岭公司", "")
    assert {r.reason.partition(" · ")[2] for r in knowledge.rejected} == {"the speaker is no person"}
    assert [u.said.speaker_iri for u in knowledge.utterances] == [""]


def test_what_reading_refused_is_listed_with_its_sentence():
    refused = Rejected(what="数值", reason="没有单位", start=2, end=2)
    (found,) = fused(article("甲有三。", rejected=[refused])).rejected
    assert (found.what, found.quote.sentence, found.quote.text) == ("数值", "甲有三。", "三")


def test_support_needs_assertion_and_confidence():
    def evidence(**fields):
        made = article("[ORG:云岭公司]研发了[PRODUCT:小灵]。", claims=[("云岭公司", "develops", "小灵", fields)])
        return fused(made).statements[0].evidence

    assert is_supported(evidence(confidence=0.5), 0.5)
    assert not is_supported(evidence(confidence=0.49), 0.5)
    assert not any(is_supported(evidence(modality=m), 0.5) for m in ("planned", "denied", "reported"))


def test_a_planned_target_is_no_doubtful_one():
    figure = {
        "subject": "临川",
        "indicator": "企业数量",
        "text": "24家",
        "value": "24",
        "unit": "家",
        "modality": "planned",
    }
    for kind, good in (("target", True), ("fact", False)):
        (found,) = fused(article("[PLACE:临川]要有24家。", figures=[figure | {"kind": kind}])).figures
        assert is_supported_figure(found, 0.5) is good


def test_reprints_of_reprints_are_one_cluster():
    pairs = [Reprint(document="b", other="c", share=0.9), Reprint(document="a", other="b", share=0.9)]
    assert support_clusters("abcd", pairs) == {"a": "a", "b": "a", "c": "a", "d": "d"}


def test_a_reading_without_its_source_is_an_error():
    with pytest.raises(DataError):
        fuse([article("空话。").reading], {}, base=BASE, threshold=0.5)


def test_a_base_that_is_none_is_an_error():
    with pytest.raises(SettingsError):
        fuse([], {}, base="not a base", threshold=0.5)


def test_equal_names_of_different_classes_are_two_things():
    made = article("[ORG:云岭]和[PLACE:云岭]。", entities={})
    two = replace(made.reading, entities=(Entity(type="ORG", name="云岭"), Entity(type="PLACE", name="云岭")))
    knowledge = fuse([two], {made.source.sha256: made.source}, base=BASE, threshold=0.5)
    assert len({t.iri for t in knowledge.things}) == 2
