"""Nothing a person or a model writes steers the terminal, and figures read as people write them."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rein.cli.text import amount, clean, clean_line, cost, minutes, number, seconds, span

hostile = st.text(st.characters(exclude_categories=[])) | st.text("\x1b\x07\x9b[]31;m\r\n\t\u202e\u2028\ud800ab ")


@given(hostile)
def test_clean_text_holds_no_control_character_but_newlines(text: str) -> None:
    left = {c for c in clean(text) if unicodedata.category(c) in ("Cc", "Cs")}
    assert left <= {"\n"}
    assert not {*clean(text)} & {*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"}


@given(hostile)
def test_a_clean_line_is_one_line_and_cleaning_again_changes_nothing(text: str) -> None:
    line = clean_line(text)
    assert len(line.splitlines()) <= 1
    assert clean_line(line) == line


@given(st.text(st.characters(categories=["L", "N", "P"])))
def test_words_of_every_script_are_left_alone(text: str) -> None:
    assert clean(text) == text


def test_an_ansi_sequence_loses_its_power_and_keeps_its_letters() -> None:
    assert clean("\x1b[31mred\x1b[0m \x9b2Jgone") == "[31mred[0m 2Jgone"


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (number(21.1), "21.1"),
        (number(5000.0), "5,000"),
        (number(-0.5), "-0.5"),
        (amount(5000, "$"), "$5,000"),
        (amount(-20, "€"), "-€20"),
        (amount(12.5, "usd"), "$12.50"),
        (amount(21.1, "km"), "21.1 km"),
        (amount(3, ""), "3"),
        (amount(1, "hours"), "1 hour"),
        (minutes(45), "45 min"),
        (minutes(60), "1 h"),
        (minutes(65), "1 h 05"),
        (seconds(412), "0.4 s"),
        (seconds(59_700), "1 min 00 s"),
        (cost(None), "cost not known"),
        (cost(0.00123), "$0.0012"),
        (cost(12.3), "$12.30"),
        (span(date(2026, 11, 23), date(2026, 11, 29)), "23–29 Nov"),
        (span(date(2026, 12, 28), date(2027, 1, 3)), "28 Dec – 3 Jan"),
        (span(date(2026, 12, 28), date(2026, 12, 28)), "28 Dec"),
    ],
)
def test_figures_read_as_people_write_them(shown: str, expected: str) -> None:
    assert shown == expected
