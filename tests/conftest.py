"""For all tests."""

from __future__ import annotations

import pytest

from rein.opik.embedded import EmbeddedTransport
from rein.opik.transport import Postponed


@pytest.fixture(autouse=True)
def _rows_stay_in_the_spool(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """In this process the embedded Opik takes nothing, so that a test can look at what was spooled.

    A test marked `embedded` has it as it is; so have programs that a test starts.
    """
    if request.node.get_closest_marker("embedded") is None:
        monkeypatch.setattr(EmbeddedTransport, "send", _later)


def _later(*_: object) -> None:
    raise Postponed("not in this test")
