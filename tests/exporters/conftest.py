"""The hand-made knowledge, as fixtures."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import knowledge_factory as factory

from kg.exporters.base import Context
from kg.model import Knowledge


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return factory.sample()


@pytest.fixture(scope="session")
def hostile() -> Knowledge:
    return factory.sample(dict.fromkeys(factory.HOSTILE, ("ORG", ())))


@pytest.fixture(scope="session")
def context() -> Context:
    return factory.context()


@pytest.fixture(scope="session")
def large() -> Knowledge:
    return factory.large(2000)
