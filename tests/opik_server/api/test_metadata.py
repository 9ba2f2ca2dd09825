"""Metadata in answers begins with the provider."""

import json

from hypothesis import given
from hypothesis import strategies as st

from rein.opik_server.api.metadata import with_first

_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.just("provider"),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.just("provider"), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.text() | st.just("provider"), _VALUES), st.booleans(), st.sampled_from(["", " ", "\n"]))
def test_the_provider_comes_first_and_all_else_stays(metadata: dict[str, object], ascii_only: bool, space: str) -> None:
    sent = space + json.dumps(metadata, ensure_ascii=ascii_only, indent=2)
    shown = with_first(sent.encode(), "provider", "some maker")
    assert shown is not None
    assert json.loads(bytes(shown)) == {"provider": "some maker"} | metadata
    if "provider" not in metadata:
        assert next(iter(json.loads(bytes(shown)))) == "provider"


@given(st.binary() | st.none())
def test_without_a_provider_metadata_is_passed_on_as_it_is(metadata: bytes | None) -> None:
    for nothing in (None, ""):
        shown = with_first(metadata, "provider", nothing)
        assert (None if shown is None else bytes(shown)) == metadata


def test_metadata_that_is_no_object_is_not_lost() -> None:
    for text in (b"[1]", b'"provider"', b"3", b"null"):
        shown = with_first(text, "provider", "some maker")
        assert shown is not None
        assert bytes(shown) == text


def test_without_metadata_there_are_the_providers_alone() -> None:
    shown = with_first(None, "providers", ["a", "b"])
    assert shown is not None
    assert json.loads(bytes(shown)) == {"providers": ["a", "b"]}


def test_metadata_that_cannot_be_looked_into_stays_as_it_is() -> None:
    deep = b'{"provider":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    half = b'{"\\ud800":1,"a":"provider"}'
    for text in (deep, half):
        shown = with_first(text, "provider", "some maker")
        assert shown is not None
        assert bytes(shown) == text
