"""The spaCy pipeline from its config, and the only way out of it: `read(document) -> Reading`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from spacy.language import Language
from spacy.util import load_model_from_config
from thinc.api import Config

import kg.nlp.components
import kg.nlp.segmentation
from kg.model import Document, Reading

# Importing them registers their factories with spaCy.
_REGISTERED = (kg.nlp.components, kg.nlp.segmentation)
_CONFIG = Path(__file__).with_name("pipeline.cfg")


def load(
    *, lexicon_files: Sequence[Path] = (), exclude: Sequence[str] = (), rule_folders: Sequence[Path] = ()
) -> Language:
    """The pipeline, ready to read.

    lexicon_files: CSV files of a user's own names. exclude: lexicon files to leave out, by stem ("domain").
    rule_folders: a user's own relation rules, besides ours. Errors: DataError, SettingsError.
    """
    lexicon = {
        "@misc": "kg.lexicon.v1",
        "csv_files": [str(f) for f in lexicon_files],
        "exclude": list(exclude),
    }
    rules = {"@misc": "kg.rules.v1", "extra": [str(f) for f in rule_folders]}
    config = Config().from_disk(
        _CONFIG,
        overrides={
            "initialize.components.mentions.lexicon": lexicon,
            "initialize.components.linking.lexicon": lexicon,
            "initialize.components.relations.rules": rules,
            "initialize.components.attribution.rules": rules,
        },
    )
    nlp = load_model_from_config(config, auto_fill=True, validate=True)
    nlp.max_length = 60_000_000  # our stages are linear; spaCy's limit is for its parser
    nlp.initialize()
    return nlp


def read(nlp: Language, document: Document) -> Reading:
    """All that is read in one document."""
    doc = nlp.make_doc(document.text)
    if doc.text != document.text:
        raise AssertionError(f"tokens do not spell the text of {document.source_name}")
    doc._.reading = Reading(document=document)
    reading: Reading = nlp(doc)._.reading
    return reading
