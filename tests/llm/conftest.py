"""The real Google client against a loopback Gemini."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pydantic import SecretStr

from rein.coach.domain import GoalRequest
from rein.llm import LLM, faults, provider_for
from rein.settings import Settings
from rein.tracing import configure
from tests.support.gemini_server import GeminiServer

MODEL = "google:gemini-2.5-flash-lite"
SECRET_WORDS = "Zanzibar quilting"
"""What the person wrote: must not be found in any error message."""
KEY = "AIza-a-secret-key"


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faults, "BACKOFF_FIRST_S", 0.01)


@pytest.fixture
def gemini() -> Iterator[GeminiServer]:
    with GeminiServer() as server:
        yield server


@pytest.fixture
def settings(gemini: GeminiServer, tmp_path: Path) -> Iterator[Settings]:
    made = Settings(
        _env_file=None,
        gemini_api_key=SecretStr(KEY),
        model_base_url=gemini.url,
        data_dir=tmp_path,
        llm_timeout_s=20,
        trace_enabled=False,
    )
    configure(made)
    yield made
    configure(made)


@pytest.fixture
def llm(settings: Settings) -> LLM:
    return LLM(provider_for(MODEL, settings), settings=settings)


@pytest.fixture
def goal() -> GoalRequest:
    return GoalRequest(text=f"I want to learn {SECRET_WORDS}", today=date(2027, 1, 2), timezone="Europe/Berlin")


def hasty(settings: Settings, seconds: float) -> LLM:
    """A service with another deadline."""
    other = settings.model_copy(update={"llm_timeout_s": seconds})
    return LLM(provider_for(MODEL, other), settings=other)
