"""The ontology's labels as exporters ask for them."""

from __future__ import annotations

from typing import cast

from kg.exporters.base import Label
from kg.model import MentionType
from kg.ontology import Label as Term
from kg.ontology import Ontology


class OntologyVocabulary:
    """Labels of classes and predicates, by mention type and by local name. KeyError or DataError for an unknown one."""

    def __init__(self, ontology: Ontology) -> None:
        self._ontology = ontology

    def class_label(self, type: str) -> Label:
        return _both(self._ontology.classes[cast(MentionType, type)].label)

    def predicate_label(self, predicate: str) -> Label:
        return _both(self._ontology.predicate(predicate).label)

    def inverse_label(self, predicate: str) -> Label:
        return _both(self._ontology.predicate(predicate).inverse)


def _both(term: Term) -> Label:
    return Label(term.zh, term.en)
