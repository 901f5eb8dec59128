"""Fixtures over `tests/offices.py`, loaded by `tests/conftest.py`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.services.office import Office
from tests.offices import build_vault, copied_vault, opened


@pytest.fixture(scope="session")
def built_vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The vault every test copies; never opened by a test itself."""
    return build_vault(tmp_path_factory.mktemp("built") / "vault")


@pytest.fixture
def vault_folder(built_vault: Path, tmp_path: Path) -> Path:
    """A vault folder of the test's own."""
    return copied_vault(built_vault, tmp_path / "vault")


@pytest.fixture
def office(vault_folder: Path) -> Iterator[Office]:
    """The clerk 周敏 signed in to a vault of the test's own."""
    with opened(vault_folder, "周敏") as opened_office:
        yield opened_office
