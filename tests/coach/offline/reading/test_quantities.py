"""What is counted, weighed, saved and timed in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rein.coach.offline.reading.quantities import QuantityKind, find_quantities


def read(text: str) -> list[tuple[str, float, str, str]]:
    return [(q.kind.value, q.value, q.unit, q.per) for q in find_quantities(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("save $5,000", ("money", 5000, "USD", "")),
        ("put £200 a month aside", ("money", 200, "GBP", "month")),
        ("spend 1.000 € less", ("money", 1000, "EUR", "")),
        ("earn $2.5K", ("money", 2500, "USD", "")),
        ("raise 2 thousand pounds for charity", ("money", 2000, "GBP", "")),
        ("run 10k", ("distance", 10, "km", "")),
        ("save 5k", ("money", 5000, "", "")),
        ("a race of 21.097 km", ("distance", 21.097, "km", "")),
        ("walk 10k steps a day", ("count", 10_000, "step", "day")),
        ("lose ten pounds", ("weight", 10, "lb", "")),
        ("lose 5,5 kg", ("weight", 5.5, "kg", "")),
        ("twice a week", ("frequency", 2, "times", "week")),
        ("3x/week", ("frequency", 3, "times", "week")),
        ("five days a week", ("frequency", 5, "times", "week")),
        ("half an hour a day", ("duration", 0.5, "hour", "day")),
        ("two and a half hours", ("duration", 2.5, "hour", "")),
        ("drink 2 litres of water a day", ("volume", 2, "l", "day")),
        ("save 20% of it", ("percent", 20, "%", "")),
        ("at 5:30/km", ("pace", 5.5, "min/km", "")),
        ("up at 6:30 am", ("time_of_day", 390, "min", "")),
        ("read 24 books", ("count", 24, "book", "")),
        ("visit five national parks", ("count", 5, "park", "")),
    ],
)
def test_a_quantity_is_read_with_its_unit_and_rate(text: str, expected: tuple[str, float, str, str]) -> None:
    assert read(text) == [expected]


def test_years_and_dates_are_not_counted() -> None:
    assert read("my goals for 2031 begin in May") == []


def test_telephone_numbers_are_not_amounts() -> None:
    assert read("call 4915112345678 pounds") == []


@given(st.text(max_size=300))
def test_spans_lie_in_the_text_in_order_and_apart(text: str) -> None:
    end = 0
    for q in find_quantities(text):
        assert end <= q.start < q.end <= len(text)
        end = q.end


@given(st.integers(1, 999), st.sampled_from(["km", "kg", "lbs", "miles", "minutes", "books"]))
def test_any_number_before_a_unit_is_its_value(number: int, unit: str) -> None:
    (quantity,) = find_quantities(f"do {number} {unit}")
    assert quantity.value == number
    assert quantity.kind is not QuantityKind.MONEY
