"""What every test may lean on: catalogues compiled from the tree, and English unless it asks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline_tui import i18n
from tools import catalogue


def pytest_configure() -> None:
    """Compile the catalogues that are older than their sources."""
    catalogue.compile_all(only_stale=True)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    i18n.use("en")
    yield
    i18n.use("en")


@pytest.fixture
def russian() -> None:
    """Speak Russian for one test."""
    i18n.use("ru")
