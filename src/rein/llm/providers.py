"""From a model string to a provider."""

from rein.llm.types import Provider
from rein.settings import Settings


def provider_for(model: str, settings: Settings) -> Provider:
    """The provider behind a model string of Pydantic AI (`google:…`, `gemini-…`, `openai:…`, `ollama:…`, …).

    Raises:
        SettingsError: the string names no model that can be used here, or its extra is not installed.
        LLMAuthError: the provider needs a key and none is set.
    """
    raise NotImplementedError
