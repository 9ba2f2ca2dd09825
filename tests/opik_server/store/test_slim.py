"""Payloads cut for lists keep their keys and say what was cut; too large ones are shown by their beginning."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from rein.opik_server.store.functions import json_number, json_text, searchable
from rein.opik_server.store.payload import pack
from rein.opik_server.store.slim import HEAD_BYTES, HEAD_PACKED_BYTES, MAX_BYTES, MAX_TEXT, head, slim

texts = st.text(max_size=20) | st.integers(MAX_TEXT - 2, MAX_TEXT + 2).map(lambda length: "é" * length)
documents = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


def cut(value: Any) -> Any:
    if isinstance(value, str):
        return value if len(value) <= MAX_TEXT else value[:MAX_TEXT] + "..."
    if isinstance(value, dict):
        return {key: cut(part) for key, part in value.items()}
    return [cut(part) for part in value] if isinstance(value, list) else value


@given(documents, st.booleans())
def test_long_texts_are_cut_and_all_else_stays(document: Any, escaped: bool) -> None:
    stored = pack(json.dumps(document, ensure_ascii=escaped).encode())
    assert json.loads(slim(stored)) == cut(document)


def test_what_unpacks_to_too_much_is_shown_by_its_beginning() -> None:
    bomb = pack(b'{"text":"' + b"0" * (MAX_BYTES + 1) + b'"}')
    assert len(bomb) < 100_000
    shown = json.loads(slim(bomb))
    assert shown.startswith('{"text":"000')
    assert len(shown) == HEAD_BYTES + 3


def test_the_beginning_is_read_from_the_beginning_alone_even_in_the_middle_of_a_letter() -> None:
    document = json.dumps(["é" * 9 + str(number) for number in range(200_000)], ensure_ascii=False).encode()
    for stored in (pack(document), document):
        shown = json.loads(head(stored[:HEAD_PACKED_BYTES]))
        assert document.decode().startswith(shown.removesuffix("..."))
        assert len(shown) > HEAD_BYTES / 2


@given(st.binary(max_size=40) | documents.map(lambda document: json.dumps(document).encode()))
def test_no_stored_payload_makes_a_condition_fail(text: bytes) -> None:
    for stored in (pack(text), pack(text + b" " * 3000)):
        if stored[:1] == b"x" and text[:1] == b"x":
            continue  # no JSON begins so
        assert isinstance(json_text(stored, '[["a",0]]'), str | None)
        assert isinstance(json_number(stored, "[[]]"), float | None)
        try:
            text.decode()
        except UnicodeDecodeError:
            continue  # only UTF-8 is stored
        assert isinstance(searchable(stored), str)


@given(documents)
def test_words_can_be_searched_for_however_their_letters_were_written(document: Any) -> None:
    plain = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    escaped = json.dumps(document, ensure_ascii=True, separators=(",", ":")).encode()
    found = searchable(pack(escaped))
    assert found is not None
    assert json.loads(found) == json.loads(plain)
    if b"\\u" in escaped:
        assert found == plain
