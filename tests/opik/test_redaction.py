"""What must never leave the process, and what must come through unchanged."""

import json
import string
from datetime import datetime
from typing import Any

import orjson
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rein.errors import SettingsError
from rein.opik.masking import EMAIL, NUMBER, SECRET, mask, signs
from rein.tracing.redaction import Redactor

redactor = Redactor()


# Generators

emails = st.emails() | st.from_regex(r"[a-z0-9._%+-]{1,20}@[a-z]{1,10}(\.[a-z]{2,6}){1,2}", fullmatch=True)

phones = st.one_of(
    st.from_regex(r"\+[1-9][0-9]{7,13}", fullmatch=True),
    st.from_regex(r"\+[1-9][0-9]{0,2} [0-9]{2,4} [0-9]{3,4} [0-9]{3,4}", fullmatch=True),
    st.from_regex(r"\+[1-9][0-9]? \([0-9]{2,4}\) [0-9]{3}-[0-9]{4}", fullmatch=True),
    st.from_regex(r"\+49 \(0\)[1-9][0-9]{2,3}[ /-][0-9]{6,7}", fullmatch=True),
    st.from_regex(r"00[1-9][0-9]{8,12}", fullmatch=True),
    st.from_regex(r"(1[ .-])?\([2-9][0-9]{2}\) ?[0-9]{3}[ .-][0-9]{4}", fullmatch=True),
    st.from_regex(r"[2-9][0-9]{2}([.-])[0-9]{3}\1[0-9]{4}", fullmatch=True),
    st.from_regex(r"0[1-9][0-9]{1,3} [0-9]{3,4} [0-9]{3,4}", fullmatch=True),
    st.from_regex(r"0[1-9]( [0-9]{2}){4}", fullmatch=True),
)


def with_check_digit(digits: str) -> str:
    total = sum(sum(divmod(int(d) * (2 - i % 2), 10)) for i, d in enumerate(reversed(digits)))
    return digits + str(-total % 10)


def grouped(digits: str, gap: str) -> str:
    sizes = (4, 6, 5) if len(digits) == 15 else (4, 4, 4, 4)
    starts = [sum(sizes[:i]) for i in range(len(sizes))]
    return gap.join(digits[a : a + n] for a, n in zip(starts, sizes, strict=True))


cards = st.builds(
    lambda start, rest, gap: grouped(with_check_digit((start + rest)[: 14 if start[:2] in ("34", "37") else 15]), gap),
    st.sampled_from(["4", "51", "55", "2221", "34", "37", "6011", "65", "3528", "62"]),
    st.text("0123456789", min_size=15, max_size=15),
    st.sampled_from(["", " ", "-"]),
)


def iban(country: str, account: str) -> str:
    number = "".join(str(int(c, 36)) for c in account + country + "00")
    return f"{country}{98 - int(number) % 97:02d}{account}"


ibans = st.one_of(
    st.builds(iban, st.just("DE"), st.text("0123456789", min_size=18, max_size=18)),
    st.builds(iban, st.just("GB"), st.from_regex(r"[A-Z]{4}[0-9]{14}", fullmatch=True)),
    st.builds(iban, st.just("FR"), st.from_regex(r"[0-9]{10}[A-Z0-9]{11}[0-9]{2}", fullmatch=True)),
)
written_ibans = st.one_of(ibans, ibans.map(lambda i: " ".join(i[a : a + 4] for a in range(0, len(i), 4))))

letters = string.ascii_letters + string.digits
secrets = st.one_of(
    st.text(letters + "_-", min_size=35, max_size=35).map("AIza".__add__),
    st.text(letters, min_size=20, max_size=48).map("sk-".__add__),
    st.text(letters, min_size=36, max_size=36).map("ghp_".__add__),
    st.text(string.ascii_uppercase + string.digits, min_size=16, max_size=16).map("AKIA".__add__),
    st.text(letters + "_-", min_size=20, max_size=60).map(lambda t: f"eyJhbGciOiJIUzI1NiJ9.{t}.{t}"),
)

ids_and_times = st.one_of(
    st.uuids().map(str),
    st.datetimes().map(lambda t: t.isoformat()),
    st.datetimes().map(lambda t: t.isoformat(" ", "seconds") + "+00:00"),
    st.dates().map(lambda d: d.isoformat()),
    st.integers(1_500_000_000, 1_999_999_999).map(str),
    st.integers(1_500_000_000_000, 1_999_999_999_999).map(str),
    st.datetimes(min_value=datetime(1970, 1, 1)).map(lambda t: t.strftime("%d.%m.%Y %H:%M")),
)

# Around a number no digit may stand: it would make it another number. Nor what makes an email or number longer.
neighbours = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="0123456789.,:/-+$€£%_~'"), max_size=12
)


def planted(secret: str, before: str, after: str) -> st.SearchStrategy[Any]:
    """Any JSON that holds the secret somewhere in a string."""
    text = before + secret + after
    leaf = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=8))
    return st.recursive(
        st.just(text),
        lambda inner: st.one_of(
            st.tuples(leaf, inner, leaf).map(list),
            st.builds(lambda k, v, o: {"other": o, k: v}, st.text(max_size=6), inner, leaf),
        ),
        max_leaves=3,
    )


def strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [s for k, v in value.items() for s in (k, *strings(v))]
    return [s for v in value for s in strings(v)] if isinstance(value, list) else []


@pytest.mark.parametrize("ascii_only", [False, True], ids=["utf8", "ascii-escaped"])
@given(data=st.data(), secret=emails | phones | cards | written_ibans | secrets, before=neighbours, after=neighbours)
@settings(max_examples=400, deadline=None)
def test_nothing_secret_survives_anywhere_in_any_json(
    ascii_only: bool, data: Any, secret: str, before: str, after: str
) -> None:
    # A key may only be told from a longer word at its beginning.
    before = before + " " if secret.startswith(("sk-", "00", "0")) else before
    # Digits with a letter from a to f behind them are a number in hexadecimal, which is no phone's.
    after = " " + after if secret.isdigit() else after
    value = data.draw(planted(secret, before, after))
    payload = json.dumps(value, ensure_ascii=ascii_only).encode()
    masked = json.loads(redactor(payload))
    assert not [text for text in strings(masked) if secret in text]


@given(secret=emails | phones | cards | written_ibans, value=st.integers() | st.none())
@settings(max_examples=100, deadline=None)
def test_nothing_secret_survives_as_the_name_of_a_field(secret: str, value: int | None) -> None:
    masked = json.loads(redactor(json.dumps({secret: value, "other": 1, f"{secret} ": 2}).encode()))
    assert len(masked) == 3
    assert not [key for key in masked if secret in key]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def is_card(number: Any) -> bool:
    digits = str(number).removesuffix(".0")
    return 13 <= len(digits) <= 19 and digits.isdigit() and with_check_digit(digits[:-1]) == digits


def shape(value: Any) -> Any:
    if isinstance(value, dict):
        return [("key", shape(v)) for v in value.values()]
    if isinstance(value, list):
        return [shape(v) for v in value]
    return "text" if isinstance(value, str) or is_card(value) else repr(value)


@given(json_values)
@settings(max_examples=300, deadline=None)
def test_what_comes_out_is_json_of_the_same_shape_with_the_same_numbers(value: Any) -> None:
    hooked = Redactor(patterns=("[aeiou]",), hooks=(lambda text: text + '"\\\n\ud800',))
    for serialized in (
        json.dumps(value).encode(),
        json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "replace"),
    ):
        for redact in (redactor, hooked):
            masked = json.loads(redact(serialized))
            assert shape(masked) == shape(json.loads(serialized))


@given(st.text() | emails | phones | cards | ibans | secrets)
@settings(max_examples=300, deadline=None)
def test_the_quick_look_announces_everything_that_the_rules_mask(text: str) -> None:
    everything = mask(text, EMAIL | NUMBER | SECRET)
    assert mask(text, signs(text.encode("utf-8", "surrogatepass"))) == everything


@given(st.text() | emails | phones | cards | ibans | secrets, st.sampled_from(["note", "api-key", "Token", "phone"]))
@settings(max_examples=300, deadline=None)
def test_the_quick_look_announces_everything_that_is_masked_inside_json(text: str, key: str) -> None:
    payload = json.dumps({"usage": {"input_tokens": 1}, key: [text, text], "stage": "create_execution_plan"}).encode()
    if signs(payload):
        return
    with_all = Redactor(hooks=(lambda text: mask(text, EMAIL | NUMBER | SECRET),))
    assert with_all(payload) == payload


def test_what_stands_in_every_trace_raises_no_suspicion() -> None:
    usual = {
        "goal": "run with @ann, d = 0.65, more monkey bars; the key is to start",
        "usage": {"input_tokens": 12, "output_tokens": 34},
        "stages": [{"stage": "create_execution_plan", "duration_ms": 12.346}],
    }
    assert signs(orjson.dumps(usual)) == EMAIL
    assert signs(orjson.dumps({**usual, "goal": "run"})) == 0


@pytest.mark.parametrize("near", ["x.", "", "_"])
def test_a_key_is_announced_wherever_it_stands_in_a_long_word(near: str) -> None:
    text = f"create_execution_plan {near}ya29.{'a1B2' * 8} tail"
    assert signs(text.encode()) & SECRET
    assert "a1B2" not in redactor.redact_text(text)


@example(text="+10000000000000 0010000000")
@given(st.lists(emails | phones | cards | ibans | secrets | st.text(max_size=20), max_size=4).map(" ".join))
@settings(max_examples=200, deadline=None)
def test_masking_twice_is_masking_once(text: str) -> None:
    once = redactor.redact_text(text)
    assert redactor.redact_text(once) == once


@example(text="8bba923f-2bca-0d7e-0553-9695959af59c", before="", after="")
@example(text="8bba923f2bca0d7e05539695959af59c", before="", after="")
@given(
    ids_and_times,
    st.sampled_from(["", "on ", "call mom by ", "id=", "("]),
    st.sampled_from(["", " and then", ")", "."]),
)
@settings(max_examples=300, deadline=None)
def test_ids_and_points_in_time_come_through(text: str, before: str, after: str) -> None:
    assert redactor.redact_text(before + text + after) == before + text + after


ORDINARY = [
    "run 10k by 2027-05-31 in 55:00, save $5,000, 12,000 steps, weight 82.5 kg, phone a friend at 18:30",
    "Half marathon on 05.06.2027 18:30, then 31/05/2027 07:00 and 2027/05/31; call my sister on 2027-05-31 18:30",
    "Squats 5x5@82.5kg, bench 50 55 60 65 70 75 80, then 3 x 8-12 reps, 4x400 m in 1:30",
    "Write 500-1000 words a day; 70000-80000 in total, 250 000 by December, 1 000 000 one day",
    "Pay back 12500.00 USD of 25,000.00 at 4.75 %; invest €2500000000 never; $1250000000 neither",
    "My secret: consistency. The token of success is patience, the key results are three.",
    "Passwords: use a manager. My password is too weak. The bearer certificate of deposit.",
    "Risk-management-planning-now and desk-bound-work-reduction, monkey business, keyboard practice",
    "Read ISBN 978-3-16-148410 chapter 12-14, pages 100-250, ch. 3.2.1, version 10.4.12.3000",
    "Follow @ann on the forum, meet @ 18:30, see https://example.org/plans/half-marathon-in-12-weeks?week=3&lang=en",
    "Öffnungszeiten 08.00-12.30 und 13.30-18.00, Plätze 12 34 56, PLZ 80331, Bahn 0815",
    "100 push-ups, 200 sit-ups, 300 squats, 10000 steps, 2000 calories less a week, 5000-10000-15000 m",
]


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_coaching_texts_come_through_unchanged(text: str) -> None:
    assert redactor.redact_text(text) == text
    payload = orjson.dumps(
        {"text": text, "weeks": [{"week": 1, "km": 12.5}], "id": 4111111111111112, "at": 1700000000000}
    )
    assert redactor(payload) == payload


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Mail ann.lee+run@example.co.uk.", "Mail [email]."),
        ("anna@bücher.example, bob@example.com", "[email], [email]"),
        ("Ring me: +44 20 7946 0958!", "Ring me: [phone]!"),
        ("(415) 555-2671 or 415.555.2671 or 020 7946 0958", "[phone] or [phone] or [phone]"),
        ("06 12 34 56 78 le 05.06.2027 18:30", "[phone] le 05.06.2027 18:30"),
        ("call me at 555-1234", "call me at [phone]"),
        ("card 4111 1111 1111 1111 exp 12/27", "card [card] exp 12/27"),
        ("3782 822463 10005 and 5555555555554444", "[card] and [card]"),
        ("to GB82 WEST 1234 5698 7654 32 please", "to [account] please"),
        ("account number: 12345678", "account number: [account]"),
        ("acct no 00123456", "acct no [account]"),
        ("sort code 20-00-00, account 55779911", "sort code 20-00-00, account [account]"),
        ("https://ann:pw@example.org/x", "https://[secret]@example.org/x"),
        ("see https://example.org/cb?code=a1&lang=en#access_token=xyz", "see https://example.org/cb?code=[secret]&lang=en#access_token=[secret]"),
        ("https://hooks.example.org/T0/a1B2c3D4e5F6g7H8i9J0k1", "https://hooks.example.org/T0/[secret]"),
        ("Authorization: Bearer abc.def-123", "Authorization: Bearer [secret]"),
        ("password=hunter2; GEMINI_API_KEY: abc", "password=[secret]; GEMINI_API_KEY: [secret]"),
        ('{"token": "a1b2c3"}', '{"token": "[secret]"}'),
    ],
)  # fmt: skip
def test_the_mark_stands_where_the_secret_stood(text: str, masked: str) -> None:
    assert redactor.redact_text(text) == masked


def test_the_value_of_a_field_named_like_a_secret_is_masked_whatever_it_is() -> None:
    value = {
        "Api-Key": "abc",
        "user": {"password": "correct horse"},
        "max_tokens": "many",
        "tokens": ["x"],
        "phone": "612 34 56",
    }
    assert json.loads(redactor(orjson.dumps(value))) == {
        "Api-Key": "[secret]", "user": {"password": "[secret]"}, "max_tokens": "many", "tokens": ["x"],
        "phone": "[phone]",
    }  # fmt: skip


@pytest.mark.parametrize("key", ["password", "PWD", "passwd", "client_secret", "Token", "access-token", "authorization",
                                 "GEMINI_API_KEY", "private_key", "user.password"])  # fmt: skip
def test_the_name_of_a_field_alone_is_enough(key: str) -> None:
    assert json.loads(redactor(orjson.dumps({"a": 1, key: "abc", "b": "plain"}))) == {
        "a": 1,
        key: "[secret]",
        "b": "plain",
    }


@given(number=cards.map(lambda text: text.replace(" ", "").replace("-", "")), data=st.data())
@settings(max_examples=200, deadline=None)
def test_a_card_number_is_masked_when_it_is_written_as_a_json_number(number: str, data: Any) -> None:
    written = data.draw(st.sampled_from([int(number), float(number)]))
    for value in ({"n": written}, [1, written, 2.5], {"a": {"b": [[written]]}, "c": "text"}, written):
        masked = redactor(orjson.dumps(value))
        assert number.encode() not in masked
        assert json.loads(masked) == json.loads(json.dumps(value).replace(json.dumps(written), '"[card]"'))


@pytest.mark.parametrize(
    "number", [4111111111111112, 1700000000000, 1700000000000000, 1700000000000000000, 411111111111, -4111111111111111]
)
def test_other_long_numbers_stay_numbers(number: int) -> None:
    payload = orjson.dumps({"n": number, "list": [number], "share": 0.4111111111111111})
    assert redactor(payload) == payload


@pytest.mark.parametrize("key", ["api_key", "password", "authorization", "accessToken", "client-secret", "API keys"])
@pytest.mark.parametrize(
    "value",
    [{"value": "abc", "n": [1, {"deep": "abc"}]}, ["abc", 1, None], [[{"}": "]"}]], {'\\"': '{["'}, 12345678, 0.5],
)
def test_whatever_stands_under_the_name_of_a_secret_is_masked_as_a_whole(key: str, value: Any) -> None:
    around = {"a": 1, key: value, "b": {"c": "plain", "list": [key, {key: value}]}, "d": [1, 2]}
    expected = {"a": 1, key: "[secret]", "b": {"c": "plain", "list": [key, {key: "[secret]"}]}, "d": [1, 2]}
    for payload in (orjson.dumps(around), json.dumps(around, indent=1).encode()):
        assert json.loads(redactor(payload)) == expected
    hooked = Redactor(hooks=(lambda text: text.replace("e", "3").replace("E", "3"),))
    assert b"abc" not in hooked(orjson.dumps(around))


def test_a_secrets_name_that_is_escaped_or_stands_in_a_text_fools_nobody() -> None:
    assert json.loads(redactor(b'{"\\u0061pi_key" : {"v":"abc"}}')) == {"api_key": "[secret]"}
    told = {"text": 'the field "password": {', "note": "plain", "password": None, "token": True}
    assert json.loads(redactor(orjson.dumps(told)))["note"] == "plain"
    assert json.loads(redactor(orjson.dumps(told)))["password"] is None


def test_numbers_of_phones_and_accounts_are_known_by_their_field() -> None:
    value = {"phone": 4155552671, "accountNumber": 55779911, "account": "5577-9911", "account_age": 12345678, "n": 1}
    assert json.loads(redactor(orjson.dumps(value))) == {
        "phone": "[phone]", "accountNumber": "[account]", "account": "[account]", "account_age": 12345678, "n": 1,
    }  # fmt: skip


@given(emails | phones | cards | ibans | secrets | st.text())
@settings(max_examples=200, deadline=None)
def test_a_pseudonym_is_stable_hides_what_it_stands_for_and_is_its_own(text: str) -> None:
    name = redactor.pseudonym(text, "thread")
    assert name == Redactor().pseudonym(text, "thread") == redactor.pseudonym(name, "thread")
    assert name == text or (text not in name and name.startswith("thread-"))
    assert (name == text) == (redactor.redact_text(text) == text)


def test_an_escape_before_a_secret_is_no_part_of_it() -> None:
    payload = b'{"a":"line\\nann@example.com\\tnext","b":"\\u0061nn\\u0040example.com"}'
    assert json.loads(redactor(payload)) == {"a": "line\n[email]\tnext", "b": "[email]"}


def test_patterns_and_hooks_come_after_the_rules() -> None:
    seen: list[str] = []

    def hook(text: str) -> str:
        seen.append(text)
        return text.replace("Berlin", "[city]")

    own = Redactor(patterns=(r"EMP-\d+",), hooks=(hook,))
    assert own.redact_text("EMP-77 in Berlin, ann@example.com") == "[redacted] in [city], [email]"
    assert json.loads(own(b'{"a":["EMP-1",2]}')) == {"a": ["[redacted]", 2]}
    assert "[redacted] in Berlin, [email]" in seen


@pytest.mark.parametrize(
    ("settings_", "words"),
    [
        ({"patterns": ("(",)}, "no regular expression"),
        ({"patterns": ("x*",)}, "empty text"),
        ({"hooks": (lambda text: 1 / 0,)}, "fails on a harmless text: ZeroDivisionError"),
        ({"hooks": (lambda text: None,)}, "must return text"),
        ({"hooks": ("no function",)}, "TypeError"),
    ],
)
def test_what_cannot_work_is_told_when_it_is_configured(settings_: Any, words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        Redactor(**settings_)


def test_a_hook_that_fails_later_hides_the_whole_text() -> None:
    def hook(text: str) -> Any:
        if "private" in text:
            raise RuntimeError
        return None if "none" in text else text

    own = Redactor(hooks=(hook,))
    assert json.loads(own(b'["a private word", "a none", "fine"]')) == ["[redacted: a hook failed]"] * 2 + ["fine"]


HOSTILE = [
    "a@" * 300_000, "a@" + "b." * 300_000, "a" * 10**6, "1" * 10**6, "1 " * 300_000, "1111 " * 100_000,
    "0.1." * 200_000,
    "eyJ" * 300_000, "http://" * 120_000, "http://a?token=" * 60_000, "-----BEGIN PRIVATE KEY-----" * 30_000,
    "password:" * 100_000, "bearer " * 120_000, "DE89" * 200_000, "00 " * 300_000, "+1" * 300_000, "call 1" * 150_000,
    "2027-05-31" * 80_000, "1" + " " * 10**6, "(" * 10**6, "12345678901234567 " * 40_000, '\\"' * 400_000,
    "_-" * 400_000,
    "authorization: bearer " * 40_000, "01936f6e-0000-" * 60_000, "555-" * 200_000, "?token=" * 120_000,
    "a.b" * 300_000,
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("text", HOSTILE, ids=lambda t: repr(t[:20]))
def test_a_megabyte_of_hostile_text_ends(text: str) -> None:
    """A pattern that backtracks would run for hours here; the run's own patience is the limit."""
    assert isinstance(redactor.redact_text(text), str)
    assert json.loads(redactor(orjson.dumps({"text": text}))).keys() == {"text"}
