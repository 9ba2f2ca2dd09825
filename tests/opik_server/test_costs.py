"""What a call costs: the list's own price for the tokens that the client's usage names."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from genai_prices import Usage, calc_price
from hypothesis import given
from hypothesis import strategies as st

from rein.opik_server.costs import MAX_COST_PICO, listed_cost_pico, metadata_cost_pico, read_tokens

START_US = 1_780_000_000_000_000
AT = datetime.fromtimestamp(START_US / 1e6, UTC)
MODELS = [
    ("openai", "openai", "gpt-4o-mini"),
    ("openai", "openai", "gpt-4o"),
    ("google_ai", "google", "gemini-2.5-pro"),  # dearer above 200,000 tokens
    ("google_ai", "google", "gemini-2.5-flash"),
    ("anthropic", "anthropic", "claude-sonnet-4-5"),  # the same
    ("mistral", "mistral", "mistral-large-latest"),
    ("groq", "groq", "llama-3.3-70b-versatile"),
]
tokens = st.integers(0, 1000) | st.integers(199_990, 200_010) | st.integers(0, 3_000_000)


@given(st.sampled_from(MODELS), tokens, tokens, st.floats(0, 1))
def test_a_price_is_the_price_list_s(names: tuple[str, str, str], given_: int, made: int, share: float) -> None:
    provider, listed, model = names
    cached = int(given_ * share)
    fields = {"input_tokens": given_, "output_tokens": made, "cache_read_tokens": cached}
    expected = calc_price(Usage(**fields), model, provider_id=listed, genai_request_timestamp=AT).total_price
    usage = {"prompt_tokens": given_, "completion_tokens": made, "cache_read_input_tokens": cached}
    if listed == "anthropic":  # its own count of input leaves the cached out
        usage["original_usage.input_tokens"] = given_ - cached
    cost = listed_cost_pico(provider, model, usage, START_US)
    assert abs(Decimal(cost or 0) - expected * 10**12) <= 1


@pytest.mark.parametrize(
    ("provider", "usage", "expected"),
    [
        ("openai", {"prompt_tokens": 9, "completion_tokens": 4, "total_tokens": 13}, (9, 0, 0, 0, 4, 0)),
        (
            "openai",
            {
                "prompt_tokens": 9,
                "original_usage.prompt_tokens": 9,
                "original_usage.prompt_tokens_details.cached_tokens": 5,
                "original_usage.prompt_tokens_details.audio_tokens": 3,
                "original_usage.completion_tokens": 4,
                "original_usage.completion_tokens_details.audio_tokens": 1,
            },
            (9, 5, 0, 3, 4, 1),
        ),
        ("openai", {"original_usage.input_tokens": 9, "original_usage.output_tokens": 4}, (9, 0, 0, 0, 4, 0)),
        (
            "anthropic",
            {
                "prompt_tokens": 16,
                "original_usage.input_tokens": 9,
                "original_usage.cache_read_input_tokens": 5,
                "original_usage.cache_creation_input_tokens": 2,
                "original_usage.output_tokens": 4,
            },
            (16, 5, 2, 0, 4, 0),
        ),
        (
            "aws",
            {"original_usage.inputTokens": 9, "original_usage.cacheWriteInputTokens": 2, "completion_tokens": 4},
            (11, 0, 2, 0, 4, 0),
        ),
        (
            "google",
            {
                "prompt_tokens": 12,
                "completion_tokens": 7,
                "original_usage.prompt_token_count": 9,
                "original_usage.tool_use_prompt_token_count": 3,
                "original_usage.cached_content_token_count": 5,
                "original_usage.candidates_token_count": 4,
                "original_usage.thoughts_token_count": 3,
            },
            (12, 5, 0, 0, 7, 0),
        ),
        ("openai", {"prompt_tokens": -9, "completion_tokens": 4, "cache_read_input_tokens": 7}, (0, 0, 0, 0, 4, 0)),
    ],
)
def test_tokens_are_read_from_the_providers_own_usage(
    provider: str, usage: dict[str, int], expected: tuple[int, ...]
) -> None:
    found = read_tokens(provider, usage)
    assert (found.input, found.cache_read, found.cache_write, found.input_audio) == expected[:4]
    assert (found.output, found.output_audio) == expected[4:]


@pytest.mark.parametrize(
    ("provider", "model"),
    [
        ("google_vertexai", "gemini-2.5-flash"),
        ("openrouter-like", "google/gemini-2.5-flash"),
        ("gemini", "GEMINI-2.5-flash"),
    ],
)
def test_a_model_is_known_by_every_name_that_clients_give_it(provider: str, model: str) -> None:
    usage = {"prompt_tokens": 1000}
    known = listed_cost_pico("google_ai", "gemini-2.5-flash", usage, START_US)
    assert known is not None
    assert listed_cost_pico(provider, model, usage, START_US) == known


@pytest.mark.parametrize(
    ("provider", "model", "usage"),
    [
        ("openai", "nobody-knows-it", {"prompt_tokens": 1}),
        ("nobody", "gpt-4o", {"prompt_tokens": 1}),
        (None, "gpt-4o", {"prompt_tokens": 1}),
        ("openai", None, {"prompt_tokens": 1}),
        ("openai", "gpt-4o", {}),
        ("openai", "gpt-4o", {"prompt_tokens": 0}),
        ("openai", "gpt-4o" + "x" * 10_000, {"prompt_tokens": 1}),
    ],
)
def test_what_the_list_does_not_know_has_no_price(
    provider: str | None, model: str | None, usage: dict[str, int]
) -> None:
    assert listed_cost_pico(provider, model, usage, START_US) is None


@given(st.text(max_size=30), st.text(max_size=30), st.integers(-(1 << 63), (1 << 63) - 1))
def test_no_name_and_no_time_raises(provider: str, model: str, start_us: int) -> None:
    listed_cost_pico(provider, model, {"prompt_tokens": 1 << 31}, start_us)
    listed_cost_pico("deepseek", "deepseek-chat", {"prompt_tokens": 1 << 31}, start_us)


@pytest.mark.parametrize(
    ("metadata", "cost"),
    [
        ({"cost": {"currency": "USD", "total_cost": 0.02}}, 20_000_000_000),
        ({"cost": 0.02}, 20_000_000_000),
        ({"cost": {"currency": "EUR", "total_cost": 0.02}}, None),
        ({"cost": {"total_cost": 0.02}}, None),
        ({"cost": 0}, None),
        ({"cost": -1}, None),
        ({"cost": "much"}, None),
        ({"cost": 1e300}, MAX_COST_PICO),
        ({"nested": {"cost": 1}}, None),
        (["cost"], None),
        ("cost", None),
    ],
)
def test_metadata_tells_a_cost_in_dollars(metadata: object, cost: int | None) -> None:
    assert metadata_cost_pico(json.dumps(metadata).encode()) == cost


def test_metadata_that_is_nested_deeply_tells_none() -> None:
    assert metadata_cost_pico(b'{"cost":' + b"[" * 100_000 + b"]" * 100_000 + b"}") is None
