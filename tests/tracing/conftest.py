from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rein import tracing
from tests.tracing.support import Recorded, settings_for


@pytest.fixture
def recorded(tmp_path: Path) -> Iterator[Callable[[], Recorded]]:
    """Tracing into a spool of its own; call the value to see what is in it."""
    tracing.configure(settings_for(tmp_path))
    yield lambda: Recorded(tmp_path)
    tracing.shutdown(0)
    tracing.configure(settings_for(tmp_path, trace_enabled=False))
