"""Keys of JSON fields lead where they say, or are refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rein.opik_server.query import FilterError
from rein.opik_server.query.path import MAX_KEY, parse_path


@pytest.mark.parametrize(
    ("key", "ways"),
    [
        ("a", (("a",),)),
        ("$", ((),)),
        ("$.a", (("a",),)),
        ("$ref", (("$ref",),)),
        (".a", (("a",),)),
        ("a.b", (("a", "b"), ("a.b",))),
        ("$.a.b", (("a", "b"),)),
        ("a[0]", (("a", 0),)),
        ("[2]", ((2,),)),
        ("a[1][2].b-c", (("a", 1, 2, "b-c"),)),
        ("a['b.c']", (("a", "b.c"),)),
        ('a["b]"]', (("a", "b]"),)),
        (r"['it\'s']", (("it's",),)),
        ("größe.ä b", (("größe", "ä b"), ("größe.ä b",))),
    ],
)
def test_a_key_is_read_as_the_path_it_writes(key: str, ways: tuple[tuple[str | int, ...], ...]) -> None:
    assert parse_path(key) == ways


@pytest.mark.parametrize(
    "key",
    ["", " ", "a.", "a..b", "a[", "a]", "a[]", "a[*]", "a[-1]", "a[b]", "a['b]", "a[0]b", "$.", "x" * (MAX_KEY + 1)],
)
def test_a_key_that_is_no_path_is_refused(key: str) -> None:
    with pytest.raises(FilterError):
        parse_path(key)


@given(st.text())
def test_any_text_is_a_path_or_refused(key: str) -> None:
    try:
        ways = parse_path(key)
    except FilterError:
        return
    assert ways


@given(st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=4))
def test_any_names_can_be_quoted(names: list[str]) -> None:
    key = "".join("['{}']".format(name.replace("\\", "\\\\").replace("'", "\\'")) for name in names)
    assert parse_path(key) == (tuple(names),)
