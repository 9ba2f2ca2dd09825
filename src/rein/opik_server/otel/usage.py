"""Tokens and providers under Opik's names."""

from __future__ import annotations

from rein.opik_server.otel.model import Attributes
from rein.opik_server.otel.values import plain_members, text_of, tokens_of

RAW = "original_usage."
"""Before the name of a count for which Opik has no name of its own."""

_PREFIXES = ("gen_ai.usage.", "llm.usage.", "llm.token_count.")
_OBJECTS = ("usage", "langfuse.observation.usage_details")
_PROMPT, _COMPLETION, _TOTAL = "prompt_tokens", "completion_tokens", "total_tokens"
_READ, _WRITTEN = "cache_read_input_tokens", "cache_creation_input_tokens"
_NAMES = {
    **dict.fromkeys(("input_tokens", "prompt_tokens", "request_tokens", "prompt", "input"), _PROMPT),
    **dict.fromkeys(("output_tokens", "completion_tokens", "response_tokens", "completion", "output"), _COMPLETION),
    **dict.fromkeys(("total_tokens", "total"), _TOTAL),
    **dict.fromkeys(
        (
            *("cache_read.input_tokens", "cache_read_input_tokens", "cache_read_tokens", "prompt_details.cache_read"),
            *("details.cache_read_tokens", "details.cache_read_input_tokens"),
        ),
        _READ,
    ),
    **dict.fromkeys(
        (
            *("cache_creation.input_tokens", "cache_creation_input_tokens", "cache_write_tokens"),
            *("prompt_details.cache_write", "details.cache_write_tokens", "details.cache_creation_input_tokens"),
        ),
        _WRITTEN,
    ),
    **dict.fromkeys(
        (
            *("reasoning.output_tokens", "reasoning_tokens", "details.reasoning_tokens"),
            "completion_details.reasoning",
        ),
        "reasoning_tokens",
    ),
    **dict.fromkeys(("prompt_details.audio", "details.input_audio_tokens"), RAW + "prompt_tokens_details.audio_tokens"),
    **dict.fromkeys(
        ("completion_details.audio", "details.output_audio_tokens"), RAW + "completion_tokens_details.audio_tokens"
    ),
}

_PROVIDERS = {
    **{"vertex_ai": "google_vertexai", "gcp.vertex_ai": "google_vertexai", "google-vertex": "google_vertexai"},
    **{"vertexai": "google_vertexai", "gcp.gemini": "google_ai", "google-gla": "google_ai", "gemini": "google_ai"},
    **{"aws.bedrock": "bedrock", "aws": "bedrock"},
    **{"az.ai.openai": "azure", "azure.ai.openai": "azure"},
    **{"mistral_ai": "mistral", "mistralai": "mistral", "x_ai": "xai"},
}
"""Names of OpenTelemetry, OpenInference and Pydantic AI, as Opik spells them."""
_GOOGLE = frozenset(("google", "gcp.gen_ai"))
_VERTEX_HOST = "aiplatform.googleapis.com"
_WITHOUT_CACHED = frozenset(("anthropic", "anthropic_vertexai", "bedrock"))
"""Providers whose own count of input tokens leaves the cache out, unlike OpenTelemetry's."""


def provider_of(name: str | None, host: str | None) -> str | None:
    """A provider as Opik spells it; `host` tells which of Google's two services was called."""
    if name is None:
        return None
    known = name.lower()
    if known in _GOOGLE:
        return "google_vertexai" if host is not None and host.endswith(_VERTEX_HOST) else "google_ai"
    return _PROVIDERS.get(known, name)


def take_usage(rest: Attributes, provider: str | None) -> dict[str, int]:
    """Take the counts of tokens out of attributes. Where several say the same, the first does."""
    usage: dict[str, int] = {}
    for key in list(rest):
        prefix = next((prefix for prefix in _PREFIXES if key.startswith(prefix)), None)
        if prefix is not None and "cost" not in key:
            tokens = tokens_of(rest[key])
            if tokens is not None:
                usage.setdefault(_name(key[len(prefix) :]), tokens)
                del rest[key]
    for key in _OBJECTS:
        counts = plain_members(rest.get(key))
        told = {name: tokens_of(count) for name, count in (counts or {}).items()}
        if any(tokens is not None for tokens in told.values()):
            for name, tokens in told.items():
                if tokens is not None:
                    usage.setdefault(_name(name), tokens)
            del rest[key]
    if _TOTAL not in usage and _PROMPT in usage and _COMPLETION in usage:
        usage[_TOTAL] = usage[_PROMPT] + usage[_COMPLETION]
    cached = usage.get(_READ, 0) + usage.get(_WRITTEN, 0)
    if cached and provider in _WITHOUT_CACHED and usage.get(_PROMPT, 0) >= cached:
        usage[RAW + "input_tokens"] = usage[_PROMPT] - cached  # as the provider itself counts, and prices
    return usage


def take_text(rest: Attributes, keys: tuple[str, ...]) -> str | None:
    """Take out the first of these attributes that is a text; the others stay."""
    for key in keys:
        text = text_of(rest.get(key))
        if text is not None:
            del rest[key]
            return text
    return None


def _name(key: str) -> str:
    return _NAMES.get(key, RAW + key)
