"""From a model string to a provider. The SDK of the named provider, and no other, is imported here."""

from importlib.util import find_spec
from typing import TYPE_CHECKING

from rein.errors import LLMAuthError, SettingsError
from rein.llm.prices import COMPATIBLE_PROVIDER
from rein.llm.types import Provider
from rein.settings import OFFLINE_MODEL, Settings

if TYPE_CHECKING:
    from pydantic_ai.models import Model

OLLAMA_URL = "http://localhost:11434/v1"
"""Where Ollama listens unless told otherwise."""

_KNOWN = "google:…, openai:…, ollama:… (a name that Pydantic AI knows), or 'offline'"


def provider_for(model: str, settings: Settings) -> Provider:
    """The provider behind a model string of Pydantic AI (`google:…`, `gemini-…`, `openai:…`, `ollama:…`, …).

    `REIN_MODEL_BASE_URL` names another server: for `google:` one that speaks Gemini's API, for `ollama:` an Ollama, for
    `openai:` or a bare name an OpenAI-compatible one, with `REIN_MODEL_API_KEY`. It belongs to the provider of
    `REIN_MODEL` (to any, when that is unset): a fallback elsewhere is not sent there.

    Raises:
        SettingsError: the string names no model that can be used here, or its extra is not installed.
        LLMAuthError: the provider needs a key and none is set.
    """
    vendor, name = split(model)
    base_url = settings.model_base_url
    if base_url and settings.model and settings.model != OFFLINE_MODEL and split(settings.model)[0] != vendor:
        base_url = None
    if not name or model == OFFLINE_MODEL:
        raise SettingsError(f"'{model}' is no model that can be reached. Use {_KNOWN}.")
    if not vendor and not base_url:
        raise SettingsError(
            f"'{model}' does not say whose model it is. Use {_KNOWN}, or set REIN_MODEL_BASE_URL to the address of an "
            "OpenAI-compatible server."
        )
    from rein.llm.remote import RemoteModel  # Pydantic AI takes a second to import

    compatible = base_url and vendor in ("", "openai", "openai-chat")
    return RemoteModel(
        lambda: _build(vendor, name, base_url, settings),
        provider=COMPATIBLE_PROVIDER if compatible else vendor,
        retries=settings.llm_retries,
    )


def split(model: str) -> tuple[str, str]:
    """Vendor and name of a model string; the vendor is empty when the string does not tell."""
    vendor, colon, name = model.strip().partition(":")
    if colon and vendor:
        return vendor, name
    return ("google", vendor) if vendor.startswith("gemini-") else ("", model.strip())


def _build(vendor: str, name: str, base_url: str | None, settings: Settings) -> "Model":
    own_key = settings.model_api_key.get_secret_value() if settings.model_api_key else None
    if vendor == "google":
        return _google(name, base_url, settings, own_key)
    if vendor == "ollama":
        _require("openai", vendor)
        from pydantic_ai.models.ollama import OllamaModel
        from pydantic_ai.providers.ollama import OllamaProvider

        return OllamaModel(name, provider=OllamaProvider(base_url=base_url or OLLAMA_URL, api_key=own_key))
    if base_url and vendor in ("", "openai", "openai-chat"):
        _require("openai", vendor or "an OpenAI-compatible server")
        from pydantic_ai.models.openai import OpenAIChatModel
        from pydantic_ai.providers.openai import OpenAIProvider

        # Many local servers need no key, but the client insists on one.
        server = OpenAIProvider(base_url=base_url, api_key=own_key or "none")
        return OpenAIChatModel(name, provider=server)
    if base_url:
        raise SettingsError(
            f"REIN_MODEL_BASE_URL works with google:, openai: and ollama: models, not with '{vendor}:'. Unset it, or "
            "change REIN_MODEL."
        )
    return _any(vendor, name)


def _google(name: str, base_url: str | None, settings: Settings, own_key: str | None) -> "Model":
    _require("google.genai", "google", extra="google")
    key = settings.gemini_api_key.get_secret_value() if settings.gemini_api_key else own_key
    if not key:
        raise LLMAuthError(
            f"There is no key for google:{name}. Set GEMINI_API_KEY, or use the offline coach (REIN_MODEL=offline)."
        )
    from pydantic_ai.models.google import GoogleModel
    from pydantic_ai.providers.google import GoogleProvider

    return GoogleModel(name, provider=GoogleProvider(api_key=key, base_url=base_url))


def _any(vendor: str, name: str) -> "Model":
    """Any other model that Pydantic AI knows, with the environment variables that it documents for it."""
    from pydantic_ai.exceptions import UserError
    from pydantic_ai.models import infer_model

    try:
        return infer_model(f"{vendor}:{name}")
    except ImportError:
        raise SettingsError(
            f"Models of '{vendor}' need a package that is not installed. Run: pip install '{_extra(vendor)}'."
        ) from None
    except UserError as error:
        if "environment variable" in str(error):
            raise LLMAuthError(
                f"There is no key for {vendor}:{name}. Set {vendor.split('-')[0].upper()}_API_KEY."
            ) from None
        raise SettingsError(f"'{vendor}:{name}' is no model that Pydantic AI knows. Use {_KNOWN}.") from None
    except ValueError:
        raise SettingsError(f"'{vendor}:{name}' is no model that Pydantic AI knows. Use {_KNOWN}.") from None


def _require(module: str, vendor: str, *, extra: str = "openai") -> None:
    if not _installed(module):
        raise SettingsError(
            f"Models of {vendor} need a package that is not installed. Run: pip install 'rein[{extra}]'."
        )


def _installed(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def _extra(vendor: str) -> str:
    family = vendor.split("-")[0]
    return "rein[openai]" if family == "openai" else f"pydantic-ai-slim[{family}]"
