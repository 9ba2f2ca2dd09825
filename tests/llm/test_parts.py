"""What must hold for every input in the small parts of this room."""

import json

from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field

from rein.coach import prompts
from rein.llm import faults
from rein.llm.faults import backoff_s
from rein.llm.partial import FieldReader
from rein.llm.prices import cost_usd, flash_gemini_models
from rein.llm.tokens import estimate_tokens
from rein.llm.types import Usage
from rein.llm.wire_schema import wire_schema

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(texts, texts, st.booleans(), st.data())
def test_the_parts_of_a_field_joined_are_the_stripped_field_however_it_is_cut(
    text: str, other: str, ascii_only: bool, data: st.DataObject
) -> None:
    whole = json.dumps({"before": other, "message": text, "after": [other]}, ensure_ascii=ascii_only)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)), max_size=12)))
    reader, given_so_far = FieldReader("message"), ""
    for start, end in zip([0, *cuts], [*cuts, len(whole)], strict=True):
        given_so_far += reader.feed(whole[start:end])
        assert text.strip().startswith(given_so_far)
    assert given_so_far == text.strip() == reader.text


@given(st.text(max_size=80))
def test_a_reader_takes_anything_and_never_fails(junk: str) -> None:
    reader = FieldReader("message")
    for sign in junk:
        reader.feed(sign)


@given(st.integers(0, 100))
def test_a_pause_is_never_negative_and_never_above_its_bound(retry: int) -> None:
    assert 0 <= backoff_s(retry) <= faults.BACKOFF_MOST_S
    assert backoff_s(0) <= faults.BACKOFF_FIRST_S


@given(st.lists(st.text(max_size=50), max_size=5))
def test_tokens_are_a_quarter_of_the_characters_rounded_up(parts: list[str]) -> None:
    chars = len("".join(parts))
    assert chars <= 4 * estimate_tokens(*parts) < chars + 4


class _Inner(BaseModel):
    title: str = Field(max_length=7, pattern="^a")
    default: list[int] = Field(min_length=2, max_length=9, description="Two keys that are also keywords.")


class _Outer(BaseModel):
    inner: _Inner
    score: float = Field(3, ge=0, le=10)


def _nodes(node: object, path: str = "") -> list[tuple[str, object]]:
    if isinstance(node, dict):
        return [
            found
            for key, value in node.items()
            for found in [(f"{path}.{key}", value), *_nodes(value, f"{path}.{key}")]
        ]
    return [found for item in node for found in _nodes(item, path)] if isinstance(node, list) else []


def test_bounds_are_said_in_words_and_nothing_else_is_lost() -> None:
    schema = wire_schema(_Outer)
    assert schema["properties"]["score"]["description"] == "(at least 0, at most 10)"
    inner = schema["$defs"]["_Inner"]["properties"]
    assert inner["title"] == {"type": "string", "description": "(at most 7 characters, matching ^a)"}
    assert inner["default"]["description"] == "Two keys that are also keywords. (at least 2 items, at most 9 items)"
    assert schema["$defs"]["_Inner"]["required"] == ["title", "default"]


def test_no_prompt_sends_a_bound_that_gemini_would_multiply() -> None:
    for prompt in prompts.ALL:
        keys = {path.rsplit(".", 1)[-1] for path, _ in _nodes(wire_schema(prompt.output_type))}
        assert not keys & {"minItems", "maxItems", "minimum", "maximum", "maxLength", "pattern"}, prompt.name


def test_prices_are_the_lists_and_unknown_ones_are_none() -> None:
    usage = Usage(1_000_000, 1_000_000)
    assert cost_usd("google", "gemini-2.5-flash-lite", usage) == 0.1 + 0.4  # ai.google.dev/gemini-api/docs/pricing
    assert cost_usd("google", "gemini-of-tomorrow", usage) is None
    assert cost_usd("openai-compatible", "gpt-5-mini", usage) is None
    assert cost_usd("rein", "offline", usage) == 0.0


def test_flash_models_are_plain_ones_newest_first() -> None:
    models = flash_gemini_models()
    assert "gemini-2.5-flash-lite" in models
    assert not [m for m in models if any(word in m for word in ("image", "tts", "live", "preview", "omni"))]
    versions = [float(m.split("-")[1]) for m in models]
    assert versions == sorted(versions, reverse=True)
