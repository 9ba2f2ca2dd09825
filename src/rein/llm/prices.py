"""What tokens cost, from the price list that `genai-prices` carries (it is read from disk, never fetched)."""

import re
from datetime import datetime

from rein.llm.types import Usage

OFFLINE_PROVIDER = "rein"
"""The rule-based coach: it calls nobody, so it costs nothing."""

COMPATIBLE_PROVIDER = "openai-compatible"
"""A server that speaks OpenAI's API and is not OpenAI: nobody knows its prices, whatever its models are called."""


def cost_usd(provider: str, model: str, usage: Usage, *, at: datetime | None = None) -> float | None:
    """The price of `usage` in US dollars at the time `at` (now when not given), or None when it is not known.

    Args:
        provider: the provider's id as `genai-prices` spells it, e.g. `google`.
        model: the model's id without the provider.
        usage: thinking tokens count as output tokens, as providers bill them.
        at: prices change on known dates.
    """
    if provider == OFFLINE_PROVIDER or usage.total_tokens == 0:
        return 0.0
    if provider == COMPATIBLE_PROVIDER:
        return None
    import genai_prices

    tokens = genai_prices.Usage(input_tokens=usage.input_tokens, output_tokens=usage.output_tokens)
    try:
        price = genai_prices.calc_price(tokens, model, provider_id=provider, genai_request_timestamp=at)
    except (LookupError, ValueError):  # the list does not know this model, or cannot price these tokens
        return None
    return float(price.total_price)


def flash_gemini_models() -> list[str]:
    """The general flash-class Gemini models that the price list has and does not call deprecated, newest first.

    Only plain `gemini-VERSION-flash` and `-flash-lite`: image, speech, live and preview variants are other products.
    The list has no release dates; the version tells the order, and within one the larger model comes first.
    """
    from genai_prices.data_snapshot import get_snapshot

    google = next(provider for provider in get_snapshot().providers if provider.id == "google")
    found = [
        (match, model.id)
        for model in google.models
        if not model.deprecated and (match := _PLAIN_FLASH.fullmatch(model.id))
    ]
    found.sort(key=lambda item: (-float(item[0]["version"]), item[0]["lite"] or ""))
    return [name for _, name in found]


_PLAIN_FLASH = re.compile(r"gemini-(?P<version>\d+(?:\.\d+)?)-flash(?P<lite>-lite)?")
