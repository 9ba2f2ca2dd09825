"""A store in a directory of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rein.opik_server.store.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "data") as opened:
        yield opened
