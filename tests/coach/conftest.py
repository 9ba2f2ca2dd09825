"""The whole coach on the real Google client, against a loopback Gemini."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from rein.coach.model import ReinModel
from rein.settings import Settings
from rein.tracing import configure, shutdown
from tests.support.gemini_server import GeminiServer


@pytest.fixture
def gemini() -> Iterator[GeminiServer]:
    with GeminiServer() as server:
        yield server


@pytest.fixture
def settings(gemini: GeminiServer, tmp_path: Path) -> Iterator[Settings]:
    made = Settings(
        _env_file=None,
        gemini_api_key=SecretStr("AIza-a-secret-key"),
        model_base_url=gemini.url,
        data_dir=tmp_path,
        llm_timeout_s=20,
        llm_retries=0,
    )
    configure(made)
    yield made
    shutdown(5)


@pytest.fixture
def model(settings: Settings) -> ReinModel:
    return ReinModel(settings)
