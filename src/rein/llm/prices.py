"""What tokens cost, from the price list that `genai-prices` carries (it is read from disk, never fetched)."""

from datetime import datetime

from rein.llm.types import Usage

OFFLINE_PROVIDER = "rein"
"""The rule-based coach: it calls nobody, so it costs nothing."""


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
    import genai_prices

    tokens = genai_prices.Usage(input_tokens=usage.input_tokens, output_tokens=usage.output_tokens)
    try:
        price = genai_prices.calc_price(tokens, model, provider_id=provider, genai_request_timestamp=at)
    except (LookupError, ValueError):  # the list does not know this model, or cannot price these tokens
        return None
    return float(price.total_price)
