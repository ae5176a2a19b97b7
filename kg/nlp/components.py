"""How the pure stages become spaCy components: one factory each, with what it requires and assigns declared.

A stage is `Reading -> Reading`; a component keeps the Reading on the Doc. Data reaches the components through
`initialize`, as spaCy means it: the lexicon and the rules are named in `pipeline.cfg`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry

from kg import lexicon as lexicons
from kg import ontology as ontologies
from kg import rules as rule_files
from kg.errors import DataError
from kg.lexicon import Lexicon
from kg.model import Reading
from kg.nlp.abbreviations import find_aliases
from kg.nlp.attribution import find_attributions
from kg.nlp.linking import link
from kg.nlp.mentions import set_mentions
from kg.nlp.observations import find_observations
from kg.nlp.open_names import leave_open
from kg.nlp.quantities import find_quantities
from kg.nlp.relations import find_claims
from kg.nlp.state import reading_of
from kg.nlp.times import find_times
from kg.resources import folder
from kg.rules import Rules

Stage = Callable[[Reading], Reading]


@cache
def _lexicon(csv_files: tuple[str, ...], exclude: tuple[str, ...]) -> Lexicon:
    return lexicons.load(folder("entities"), csv_files=[Path(f) for f in csv_files], exclude=exclude)


# spaCy passes what `initialize` gets through a pydantic model, which would take a dataclass apart: the config
# names functions that give the data, and the components call them.


@registry.misc("kg.lexicon.v1")  # type: ignore[untyped-decorator]
def create_lexicon(csv_files: list[str] | None = None, exclude: list[str] | None = None) -> Callable[[], Lexicon]:
    """The lexicon of known names; both components that use it share one."""
    return partial(_lexicon, tuple(csv_files or ()), tuple(exclude or ()))


@registry.misc("kg.rules.v1")  # type: ignore[untyped-decorator]
def create_rules(extra: list[str] | None = None) -> Callable[[], Rules]:
    """The relation rules, checked against the ontology; a user's own come after ours."""
    return partial(rule_files.load, folder("rules"), ontologies.load(), extra=[Path(path) for path in extra or ()])


class Component:
    """A stage that needs no data beyond the package's own."""

    def __init__(self, name: str, stage: Stage) -> None:
        self.name = name
        self.stage = stage

    def __call__(self, doc: Doc) -> Doc:
        doc._.reading = self.stage(reading_of(doc))
        return doc


class MentionAdder(Component):
    """A stage that may add mentions (a short form at its definition): spaCy's spans are written again."""

    def __call__(self, doc: Doc) -> Doc:
        before = reading_of(doc)
        after = self.stage(before)
        if after.mentions == before.mentions:
            doc._.reading = after
        else:
            set_mentions(doc, after)
        return doc


class Linker:
    """Links mentions, and marks words for names that stay open; its lexicon comes through `initialize`."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lexicon: Lexicon | None = None

    def initialize(self, get_examples: Any = None, *, nlp: Any = None, lexicon: Any) -> None:
        self.lexicon = lexicon()

    def __call__(self, doc: Doc) -> Doc:
        if self.lexicon is None:
            raise DataError("the linking component has no lexicon", remedy=_REMEDY)
        before = reading_of(doc)
        after = leave_open(link(before, self.lexicon))
        if after.mentions == before.mentions:
            doc._.reading = after
        else:
            set_mentions(doc, after)
        return doc


class RuleReader:
    """A stage that reads by rules, which come through `initialize`."""

    def __init__(self, name: str, stage: Callable[[Reading, Rules], Reading]) -> None:
        self.name = name
        self.stage = stage
        self.rules: Rules | None = None

    def initialize(self, get_examples: Any = None, *, nlp: Any = None, rules: Any) -> None:
        self.rules = rules()

    def __call__(self, doc: Doc) -> Doc:
        if self.rules is None:
            raise DataError(f"the {self.name} component has no rules", remedy=_REMEDY)
        doc._.reading = self.stage(reading_of(doc), self.rules)
        return doc


_REMEDY = "Load the pipeline with kg.nlp.pipeline.load"
_MENTIONS = ["doc._.mentions"]
_LINKED = ["doc._.mentions", "doc._.entities", "doc._.links"]


@Language.factory(
    "kg_abbreviations", requires=_MENTIONS, assigns=["doc._.aliases", "doc._.mentions", "doc.ents", "doc.spans"]
)
def create_abbreviations(nlp: Language, name: str) -> MentionAdder:
    return MentionAdder(name, find_aliases)


@Language.factory(
    "kg_linking",
    requires=["doc._.mentions", "doc._.aliases"],
    assigns=["doc._.entities", "doc._.links", "doc._.mentions"],
)
def create_linking(nlp: Language, name: str) -> Linker:
    return Linker(name)


@Language.factory("kg_quantities", requires=["doc.sents"], assigns=["doc._.quantities"])
def create_quantities(nlp: Language, name: str) -> Component:
    return Component(name, find_quantities)


@Language.factory("kg_times", requires=["doc.sents"], assigns=["doc._.times"])
def create_times(nlp: Language, name: str) -> Component:
    return Component(name, find_times)


@Language.factory(
    "kg_observations", requires=[*_LINKED, "doc._.quantities", "doc._.times"], assigns=["doc._.observations"]
)
def create_observations(nlp: Language, name: str) -> Component:
    return Component(name, find_observations)


@Language.factory("kg_relations", requires=[*_LINKED, "doc._.times"], assigns=["doc._.claims"])
def create_relations(nlp: Language, name: str) -> RuleReader:
    return RuleReader(name, find_claims)


@Language.factory(
    "kg_attribution",
    requires=[*_LINKED, "doc._.claims", "doc._.observations"],
    assigns=["doc._.attributions", "doc._.claims", "doc._.observations"],
)
def create_attribution(nlp: Language, name: str) -> RuleReader:
    return RuleReader(name, find_attributions)
