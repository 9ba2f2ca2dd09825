"""A model string either gives a provider or one clear error."""

import builtins
import importlib.util
import subprocess
import sys
from typing import Any

import pytest
from pydantic import SecretStr

from rein.errors import LLMAuthError, ReinError, SettingsError
from rein.llm import LLM, provider_for
from rein.settings import Settings

KEYS = ("GOOGLE_API_KEY", "GEMINI_API_KEY", "OPENAI_API_KEY", "OLLAMA_BASE_URL", "ANTHROPIC_API_KEY")


@pytest.fixture(autouse=True)
def _no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in KEYS:
        monkeypatch.delenv(name, raising=False)


def _settings(**values: Any) -> Settings:
    return Settings(_env_file=None, **values)


@pytest.mark.parametrize(
    ("model", "settings", "name"),
    [
        ("google:gemini-2.5-flash", _settings(gemini_api_key=SecretStr("k")), "google:gemini-2.5-flash"),
        ("gemini-2.5-flash", _settings(gemini_api_key=SecretStr("k")), "google:gemini-2.5-flash"),
        ("ollama:llama3.2", _settings(), "ollama:llama3.2"),
        ("ollama:llama3.2:1b", _settings(), "ollama:llama3.2:1b"),
        ("my-model", _settings(model_base_url="http://localhost:1/v1"), "openai-compatible:my-model"),
        ("openai:gpt-5-mini", _settings(model_base_url="http://localhost:1/v1"), "openai-compatible:gpt-5-mini"),
    ],
)
def test_a_model_string_names_its_provider(model: str, settings: Settings, name: str) -> None:
    assert LLM(provider_for(model, settings), settings=settings).model_name == name


@pytest.mark.parametrize(
    ("model", "settings", "kind", "words"),
    [
        ("google:gemini-2.5-flash", _settings(), LLMAuthError, "GEMINI_API_KEY"),
        ("openai:gpt-5-mini", _settings(), LLMAuthError, "OPENAI_API_KEY"),
        ("nobody:knows-this", _settings(), SettingsError, "nobody:knows-this"),
        ("gpt-5-mini", _settings(), SettingsError, "does not say whose"),
        ("google:", _settings(gemini_api_key=SecretStr("k")), SettingsError, "no model"),
        ("", _settings(), SettingsError, "no model"),
        ("offline", _settings(), SettingsError, "offline"),
        ("mistral:large", _settings(), ReinError, "mistral"),
        ("anthropic:claude", _settings(model_base_url="http://x"), SettingsError, "REIN_MODEL_BASE_URL"),
    ],
)
def test_a_model_that_cannot_be_used_is_one_clear_error(
    model: str, settings: Settings, kind: type[ReinError], words: str
) -> None:
    with pytest.raises(kind, match=words):
        provider_for(model, settings)


def test_a_missing_package_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr("rein.llm.providers.find_spec", lambda name: None if name == "openai" else found(name))
    with pytest.raises(SettingsError, match=r"pip install 'rein\[openai\]'"):
        provider_for("ollama:llama3.2", _settings())


def test_a_vendor_without_an_extra_of_ours_names_pydantic_ais(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without_groq(name: str, *args: Any) -> Any:
        if name.split(".")[0] == "groq":
            raise ImportError(name)
        return real(name, *args)

    monkeypatch.setattr(builtins, "__import__", without_groq)
    with pytest.raises(SettingsError, match=r"pip install 'pydantic-ai-slim\[groq\]'"):
        provider_for("groq:some-model", _settings())


def test_the_base_url_belongs_to_the_provider_of_the_configured_model() -> None:
    settings = _settings(
        model="openai:local", model_base_url="http://localhost:1/v1", gemini_api_key=SecretStr("k"),
    )  # fmt: skip
    fallback = provider_for("google:gemini-2.5-flash", settings)
    assert "localhost" not in fallback._unused.base_url


@pytest.mark.parametrize("module", ["rein.llm", "rein.llm.service", "rein.llm.providers"])
def test_importing_the_room_loads_no_sdk(module: str) -> None:
    sdks = ("pydantic_ai", "google.genai", "openai", "genai_prices")
    code = f"import sys, {module}; print([m for m in {sdks} if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "[]"
