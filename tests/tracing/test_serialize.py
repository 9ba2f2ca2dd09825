"""Whatever a program passes around, a trace of it is valid JSON, and nothing raises."""

import dataclasses
import datetime as dt
import decimal
import enum
import json
import threading
import uuid
from collections import OrderedDict, deque, namedtuple
from pathlib import Path
from typing import Any

import orjson
import pydantic
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rein.tracing.serialize import MAX_PAYLOAD_BYTES, as_object, to_json


class Color(enum.Enum):
    RED = "red"


class Level(enum.IntEnum):
    HIGH = 3


class Base(pydantic.BaseModel):
    name: str


class Special(Base):
    extra: int


class Holder(pydantic.BaseModel):
    inner: Base
    secret: pydantic.SecretStr


@dataclasses.dataclass
class Point:
    x: int
    of: Any = None


Pair = namedtuple("Pair", "a b")


def parsed(value: object) -> Any:
    data = to_json(value)
    assert b"\n" not in data
    return json.loads(data)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Special(name="a", extra=1), {"name": "a", "extra": 1}),
        (Point(1, Point(2)), {"x": 1, "of": {"x": 2, "of": None}}),
        (dt.date(2026, 1, 2), "2026-01-02"),
        (Color.RED, "red"),
        ({Color.RED: 1}, {"red": 1}),
        ({Level.HIGH: 1}, {"3": 1}),
        ({3, 1, 2}, [1, 2, 3]),
        (frozenset({"b", "a"}), ["a", "b"]),
        (b"text", "text"),
        (Pair(1, {2}), [1, [2]]),
        (OrderedDict(a=1), {"a": 1}),
        ({(1, 2): "tuple key"}, {"(1, 2)": "tuple key"}),
        (2**70, str(2**70)),
        ([2**70, 1], [str(2**70), 1]),
        (float("nan"), None),
        ("\ud800", "?"),
        ({"\ud800": "\udfff!"}, {"?": "?!"}),
        (uuid.UUID(int=0), "00000000-0000-0000-0000-000000000000"),
        (Path("a/b"), "PosixPath('a/b')"),
        (decimal.Decimal("1.5"), "Decimal('1.5')"),
        (deque([1]), "deque([1])"),
        (ValueError("x"), "ValueError('x')"),
    ],
)
def test_a_value_becomes_what_it_means(value: object, expected: object) -> None:
    assert parsed(value) == expected


def test_models_inside_models_keep_all_their_fields_and_hide_their_secrets() -> None:
    value = Holder(inner=Special(name="a", extra=1), secret=pydantic.SecretStr("hunter2"))
    assert parsed({"m": value}) == {"m": {"inner": {"name": "a", "extra": 1}, "secret": "**********"}}


def test_bytes_that_are_no_text_are_shown_and_bounded() -> None:
    assert parsed(b"\xff\x00").startswith("<2 bytes, base64: /wA=")
    assert len(to_json(b"\xff" * 10_000_000)) < 3_000


def test_cycles_are_marked_and_end() -> None:
    cycle: dict[str, Any] = {"name": "x"}
    cycle["self"] = cycle
    assert parsed(cycle) == {"name": "x", "self": "<cycle>"}
    point = Point(1)
    point.of = [point]
    assert parsed(point)["x"] == 1


def test_a_value_shared_but_not_cyclic_is_kept_twice() -> None:
    shared = {"k": 2**70}
    assert parsed([shared, shared]) == [{"k": str(2**70)}] * 2


def test_endless_nesting_ends() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    assert to_json(deep)


def test_an_object_is_told_by_its_type_and_never_by_its_address() -> None:
    class Client: ...

    text = parsed({"client": Client(), "function": parsed, "lock": threading.Lock(), "type": Client})
    assert text["client"].endswith("Client>")
    assert "lock" in text["lock"]
    assert "0x" not in json.dumps(text)


def test_an_object_whose_every_method_fails_is_still_named() -> None:
    class Broken:
        def __repr__(self) -> str:
            raise RuntimeError

        def __str__(self) -> str:
            raise RuntimeError

    class BrokenDict(dict[str, object]):
        def items(self) -> Any:
            raise RuntimeError

        __iter__ = items

    assert "Broken" in parsed([Broken()])[0]
    assert to_json(BrokenDict(a=2**70))


def test_iterators_are_not_consumed() -> None:
    numbers = iter([1, 2])
    to_json({"n": numbers})
    assert list(numbers) == [1, 2]


def test_a_huge_value_keeps_its_beginning() -> None:
    shown = parsed({"text": "é" * 3_000_000})
    assert shown["truncated"] is True
    assert shown["bytes"] > MAX_PAYLOAD_BYTES
    assert shown["start"].startswith('{"text":"é')
    assert len(to_json(list(range(1_000_000)))) <= MAX_PAYLOAD_BYTES


def test_an_answer_that_is_no_object_is_put_under_a_key() -> None:
    assert as_object(b"[1]", "output") == b'{"output":[1]}'
    assert as_object(b'{"a":1}', "output") == b'{"a":1}'


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters())
    | st.binary()
    | st.dates()
    | st.datetimes(timezones=st.none() | st.timezones())
    | st.times()
    | st.timedeltas()
    | st.uuids()
    | st.complex_numbers()
    | st.decimals()
    | st.fractions()
    | st.sampled_from([Color.RED, Level.HIGH, Special(name="x", extra=2), object(), int, len, range(3), ...]),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(st.text(st.characters()) | st.integers() | st.binary() | st.tuples(st.integers()), inner)
        | st.tuples(inner, inner)
        | st.builds(Point, st.integers(), inner)
        | st.builds(lambda v: [iter([v]), {"k": v}], inner)
    ),
    max_leaves=25,
)


@given(ANYTHING)
def test_every_value_becomes_valid_json_of_one_line(value: object) -> None:
    data = to_json(value)
    assert b"\n" not in data
    orjson.loads(data)
    orjson.loads(orjson.dumps({"f": orjson.Fragment(data)}))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=25,
)


@given(JSON)
def test_what_is_json_already_stays_what_it_is(value: object) -> None:
    assert orjson.loads(to_json(value)) == value
