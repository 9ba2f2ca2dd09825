"""What a span cost when its sender did not say: tokens at the list price, else what its metadata tells.

A pure function of the span's fields, so that a cost does not depend on which of them arrived first. Prices are those
that `genai-prices` carries, at the span's start; nothing is fetched. The list takes a third of a second to import:
`load_prices` does it ahead of the first span that needs it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

import msgspec

if TYPE_CHECKING:
    from genai_prices.types import ModelInfo, ModelPrice

PRICE_LIST = "genai-prices"
"""What is told as a cost's version where the list gave it."""
MAX_COST_PICO = 10**18
"""A million dollars for one span: more is a slip, and would overflow the 64 bits that a sum has."""

_MAX_SECONDS = 200_000_000_000
_MAX_NAME = 200
_MAX_KNOWN = 4096
_PROBE_TOKENS = 1_000_000
_ATTO_PER_PICO = 10**6
_PROVIDERS = {
    "google_ai": "google",
    "gemini": "google",
    "google_vertexai": "google",
    "vertex-ai": "google",
    "vertex_ai": "google",
    "anthropic_vertexai": "anthropic",
    "bedrock": "aws",
    "bedrock_converse": "aws",
    "xai": "x-ai",
    "fireworks_ai": "fireworks",
    "together_ai": "together",
    "moonshot": "moonshotai",
}
"""Names of the official client, of its integrations and of LiteLLM, as the price list spells them."""
_RAW = "original_usage."
_WITHOUT_CACHED = {"anthropic", "aws"}
"""Providers whose count of input tokens leaves out what was read from and written to a cache."""


class _Money(msgspec.Struct):
    currency: str | None = None
    total_cost: float | None = None


class _Metadata(msgspec.Struct):
    cost: float | _Money | None = None


_metadata = msgspec.json.Decoder(_Metadata)


class Tokens(NamedTuple):
    """What was used, in tokens. The parts are counted in the wholes."""

    input: int
    cache_read: int
    cache_write: int
    input_audio: int
    output: int
    output_audio: int


def load_prices() -> None:
    """Import the price list. Safe from any thread."""
    from genai_prices.data_snapshot import get_snapshot

    get_snapshot()


def listed_cost_pico(provider: str | None, model: str | None, usage: Mapping[str, int], start_us: int) -> int | None:
    """The price in 1e-12 USD of a call at its start; None when the list does not know it, or it comes to nothing.

    Args:
        provider: as the client names it; a prefix of the model (`openai/gpt-4o`) stands in for one that is not known.
        model: the model's name.
        usage: tokens by the client's keys, the provider's own (`original_usage.*`) included.
        start_us: microseconds since 1970.
    """
    if not model or not usage or len(model) > _MAX_NAME or len(provider or "") > _MAX_NAME:
        return None
    found = _find(provider, model)
    if found is None:
        return None
    owner, info = found
    tokens = read_tokens(owner, usage)
    if tokens.input + tokens.output == 0:
        return None
    at = datetime.fromtimestamp(min(max(start_us // 1_000_000, 0), _MAX_SECONDS), UTC)
    cost = _rates(info.get_prices(at)).cost_pico(tokens)
    return min(cost, MAX_COST_PICO) or None


def metadata_cost_pico(metadata: bytes) -> int | None:
    """The cost in 1e-12 USD that metadata (JSON) tells; None if it tells none.

    Either `{"cost": {"currency": "USD", "total_cost": 0.02}}` or `{"cost": 0.02}`.
    """
    if b'"cost"' not in metadata:
        return None
    try:
        cost = _metadata.decode(metadata).cost
    except (msgspec.MsgspecError, RecursionError):
        return None
    if isinstance(cost, _Money):
        cost = cost.total_cost if cost.currency == "USD" else None
    if cost is None or not cost > 0:
        return None
    return round(min(cost, MAX_COST_PICO / 1e12) * 1e12) or None


def read_tokens(provider: str, usage: Mapping[str, int]) -> Tokens:
    """The tokens of a call, from the keys that the provider's usage has; `provider` is spelt as in the price list."""
    kind = (provider, *usage)
    keys = _keys.get(kind)
    if keys is None:
        if len(_keys) >= _MAX_KNOWN:
            _keys.clear()
        keys = _keys[kind] = _choose(provider, usage)
    given, more, cache_read, cache_write, input_audio, output, output_audio = [
        usage[key] if key is not None and usage[key] > 0 else 0 for key in keys
    ]
    given += more
    if provider in _WITHOUT_CACHED:
        given += cache_read + cache_write
    cache_read = min(cache_read, given)
    cache_write = min(cache_write, given - cache_read)
    input_audio = min(input_audio, given - cache_read - cache_write)
    return Tokens(given, cache_read, cache_write, input_audio, output, min(output_audio, output))


_Keys = tuple[str | None, str | None, str | None, str | None, str | None, str | None, str | None]


def _choose(provider: str, usage: Mapping[str, int]) -> _Keys:
    """The keys that tell the input, more input, cache reads and writes, audio in, the output, audio out."""

    def first(*keys: str) -> str | None:
        return next((key for key in keys if key in usage), None)

    more = None
    if provider == "google":
        given = first(_RAW + "prompt_token_count", "prompt_tokens")
        if given != "prompt_tokens":
            more = first(_RAW + "tool_use_prompt_token_count")
        output = first("completion_tokens", _RAW + "candidates_token_count")
    elif provider in _WITHOUT_CACHED:
        given = first(_RAW + "input_tokens", _RAW + "inputTokens", "prompt_tokens")
        output = first(_RAW + "output_tokens", _RAW + "outputTokens", "completion_tokens")
    else:
        given = first(_RAW + "prompt_tokens", "prompt_tokens", _RAW + "input_tokens")
        output = first(_RAW + "completion_tokens", "completion_tokens", _RAW + "output_tokens")
    cache_read = first(
        *(_RAW + "prompt_tokens_details.cached_tokens", _RAW + "input_tokens_details.cached_tokens"),
        *(_RAW + "cache_read_input_tokens", _RAW + "cacheReadInputTokens", _RAW + "cached_content_token_count"),
        "cache_read_input_tokens",
    )
    cache_write = first(
        *(_RAW + "cache_creation_input_tokens", _RAW + "cacheWriteInputTokens", "cache_creation_input_tokens")
    )
    input_audio = first(_RAW + "prompt_tokens_details.audio_tokens", "prompt_tokens_details.audio_tokens")
    output_audio = first(_RAW + "completion_tokens_details.audio_tokens", "completion_tokens_details.audio_tokens")
    return given, more, cache_read, cache_write, input_audio, output, output_audio


@dataclass(frozen=True, slots=True)
class _Step:
    """Prices of a token in 1e-18 USD, for prompts of one range of lengths."""

    input: int
    cache_read: int
    cache_write: int
    input_audio: int
    output: int
    output_audio: int


class _Rates:
    """A model's prices as whole numbers: a span is priced in a microsecond instead of seventy."""

    def __init__(self, price: ModelPrice) -> None:
        from genai_prices.types import TieredPrices

        self.price = price  # kept, so that no other object takes its identity
        tiered = [value for value in vars(price).values() if isinstance(value, TieredPrices)]
        self._starts = sorted({tier.start for value in tiered for tier in value.tiers})
        self._steps: list[_Step | None] = [None] * (len(self._starts) + 1)

    def cost_pico(self, tokens: Tokens) -> int:
        place = bisect_left(self._starts, tokens.input)
        step = self._steps[place]
        if step is None:
            step = self._steps[place] = self._read(place)
        text_in = tokens.input - tokens.cache_read - tokens.cache_write - tokens.input_audio
        text_out = tokens.output - tokens.output_audio
        atto = (
            text_in * step.input
            + tokens.cache_read * step.cache_read
            + tokens.cache_write * step.cache_write
            + tokens.input_audio * step.input_audio
            + text_out * step.output
            + tokens.output_audio * step.output_audio
        )
        return (atto + _ATTO_PER_PICO // 2) // _ATTO_PER_PICO

    def _read(self, place: int) -> _Step:
        """Ask the list what a prompt of such a length costs, once for each kind of token."""
        length = self._starts[place] if place < len(self._starts) else max([_PROBE_TOKENS, *self._starts]) + 1
        length = max(length, 1)
        plain = self._total(input_tokens=length)

        def atto(total: Decimal | None, count: int) -> int | None:
            return None if total is None else round(total * 10**18 / count)

        given = atto(plain, length) or 0
        more = self._total(input_tokens=length, output_tokens=_PROBE_TOKENS)
        output = 0 if more is None else atto(more - (plain or 0), _PROBE_TOKENS) or 0
        spoken = self._total(input_tokens=length, output_tokens=_PROBE_TOKENS, output_audio_tokens=_PROBE_TOKENS)

        def part(name: str) -> int:
            """The price of a part of the prompt; that of the rest where the list has none of its own."""
            price = atto(self._total(input_tokens=length, **{name: length}), length)
            return given if price is None else price

        return _Step(
            input=given,
            cache_read=part("cache_read_tokens"),
            cache_write=part("cache_write_tokens"),
            input_audio=part("input_audio_tokens"),
            output=output,
            output_audio=output if spoken is None else atto(spoken - (plain or 0), _PROBE_TOKENS) or 0,
        )

    def _total(self, **counts: int) -> Decimal | None:
        from genai_prices import Usage

        try:
            return self.price.calc_price(Usage(**counts))["total_price"]
        except (LookupError, ValueError):  # the list cannot price such tokens of this model
            return None


_keys: dict[tuple[str, ...], _Keys] = {}
_models: dict[tuple[str | None, str], tuple[str, ModelInfo] | None] = {}
_prices: dict[int, _Rates] = {}


def _rates(price: ModelPrice) -> _Rates:
    rates = _prices.get(id(price))
    if rates is None:
        rates = _prices[id(price)] = _Rates(price)
    return rates


def _find(provider: str | None, model: str) -> tuple[str, ModelInfo] | None:
    """A model in the list, and how the list spells its provider. What was found is kept, also that nothing was."""
    key = (provider, model)
    if key in _models:
        return _models[key]
    if len(_models) >= _MAX_KNOWN:  # names come from outside
        _models.clear()
    found = _models[key] = _search(provider, model)
    return found


def _search(provider: str | None, model: str) -> tuple[str, ModelInfo] | None:
    from genai_prices.data_snapshot import find_provider_by_id, get_snapshot

    providers = get_snapshot().providers
    prefix, _, plain = model.strip().lower().rpartition("/")
    for name in (provider, prefix):
        named = (name or "").strip().lower()
        owner = find_provider_by_id(providers, _PROVIDERS.get(named, named)) if named else None
        if owner is None:
            continue
        for spelling in dict.fromkeys((model.strip().lower(), plain)):
            info = owner.find_model(spelling, all_providers=providers)
            if info is not None:
                return owner.id, info
    return None
