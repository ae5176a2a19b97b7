"""Does a graph fit its ontology? SHACL by pySHACL, and a few checks that SHACL core cannot say."""

from kg.validation.refusal import refuse
from kg.validation.report import ValidationReport, Violation, validate, validate_file

__all__ = ["ValidationReport", "Violation", "refuse", "validate", "validate_file"]
