"""Masking of personal data and secrets in a span's content, before it leaves the process."""

import json
import re
from collections.abc import Callable, Sequence
from hashlib import blake2b
from typing import Literal

import orjson

from rein.errors import SettingsError
from rein.opik.masking import NUMBER, SECRET, has_long_number, is_card_number, mask, signs

_TEXT = r'"(?P<text>[^"\\]*+(?:\\.[^"\\]*+)*+)"'
_NUMBER = r"-?[0-9][0-9.eE+-]*+"
_STRING = re.compile(rf"{_TEXT}(?P<colon>\s*+:\s*+(?P<number>{_NUMBER})?)?", re.DOTALL)
"""A string, or the name of a field, with its value if that is a number."""
_STRING_OR_LONG_NUMBER = re.compile(
    rf"{_STRING.pattern}|(?<![0-9A-Za-z.+-])(?P<long>[0-9]{{13,19}}+(?:\.0)?)(?![0-9.eE])", re.DOTALL
)
"""The same, or a number in a list that may be a card's. Takes twice as long."""
_CARD = re.compile(r"([0-9]{13,19})(?:\.0)?")
_NAME = re.compile(rf"{_TEXT}(?P<colon>\s*+:\s*+)?", re.DOTALL)
_BRACKET = re.compile(rf"{_TEXT}|[\[{{\]}}]", re.DOTALL)
_SECRET_KEY = re.compile(
    r"(?:.*[_.])?(?:(?:password|passwd|secret|(?:api|access|private|secret)_?key)s?|pwd|token|authorization)"
)
_PHONE_KEY = re.compile(r"(?:.*[_.])?(?:phone|telephone|tel|mobile)(?:_?(?:number|no|nr))?")
_ACCOUNT_KEY = re.compile(r"(?:.*[_.])?(?:account|acct)(?:_?(?:number|num|no|nr))?")
_ACCOUNT = re.compile(r"\s*[0-9](?:[ .\-/]{0,2}[0-9]){6,33}\s*")
_CAMEL_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_HOOK_FAILED = "[redacted: a hook failed]"
_Kind = Literal["plain", "secret", "phone", "account"]
"""What the name of a field says about its value."""

_LETTERS = str.maketrans("0123456789abcdef", "ghijklmnopqrstuv")
"""Letters alone: no rule takes them for a number, so that a pseudonym's pseudonym is itself."""
_PSEUDONYM = re.compile(r"[a-z]+-[g-v]{16}")

_PROBE = "Reach me at probe@example.com"

_everywhere: list[Callable[[str], object]] = []
"""Hooks of every redactor of this process, in the order in which they were added."""


def add_redaction_hook(hook: Callable[[str], str]) -> None:
    """Have every text of a trace pass through `hook` from now on, after the built-in masking and all earlier hooks.

    A hook that raises later, or returns no text, hides the whole text.

    Raises:
        SettingsError: the hook cannot be called, raises on a harmless text, or does not return text.
    """
    _everywhere.append(_checked(hook))


def remove_redaction_hook(hook: Callable[[str], str]) -> None:
    """Take back what `add_redaction_hook` added; nothing happens when it was not."""
    if hook in _everywhere:
        _everywhere.remove(hook)


class Redactor:
    """Replaces emails, phone, card and account numbers, tokens in URLs, keys and passwords by marks such as `[email]`.

    Text that says a date, a time, a quantity or an id is left as it is.

    Args:
        patterns: further regular expressions; each match becomes `[redacted]`. Their running time is their author's.
        hooks: functions from text to text, called last, with text that is masked already. One that raises hides the
            whole text.

    Raises:
        SettingsError: a pattern is no regular expression or matches the empty text; a hook cannot be called, raises
            on a harmless text or does not return text.
    """

    def __init__(self, patterns: Sequence[str] = (), hooks: Sequence[Callable[[str], str]] = ()) -> None:
        self._patterns = [_compile(pattern) for pattern in patterns]
        self._own_hooks: list[Callable[[str], object]] = [_checked(hook) for hook in hooks]

    @property
    def _hooks(self) -> list[Callable[[str], object]]:
        return [*_everywhere, *self._own_hooks] if self._own_hooks else _everywhere

    def may_find(self, payload: bytes) -> bool:
        """Whether a call could change this payload, or any part of it. Much cheaper than the call."""
        return bool(self._patterns or self._hooks or signs(payload))

    def redact_text(self, text: str) -> str:
        """`text` with everything masked."""
        return self._redact(text, signs(text.encode("utf-8", "surrogatepass")))

    def __call__(self, payload: bytes) -> bytes:
        """Mask inside serialized JSON.

        Structure, names of fields and numbers stay, but for a name that holds an email, number or secret itself, and
        for a number that is a card's or stands in a field called `phone` or `account_number`. What stands in a field
        called `password`, `token`, `api_key` and the like is masked whatever it is: text, number, object or list.
        """
        found = signs(payload)
        if not (found or self._patterns or self._hooks):
            return payload
        text = payload.decode("utf-8", "surrogateescape")
        tokens = _STRING_OR_LONG_NUMBER if found & NUMBER and has_long_number(payload) else _STRING
        walk = _Walk(self, found)
        masked = tokens.sub(walk, text)
        if walk.nested_secret:  # hardly ever, so that it is not looked for beforehand
            masked = tokens.sub(_Walk(self, found), _without_nested_secrets(text))
        return masked.encode("utf-8", "surrogateescape")

    def pseudonym(self, text: str, prefix: str) -> str:
        """`text`, or what stands for it when something in it is to be masked: the same everywhere and always.

        For ids: a mark such as `[email]` would make all of them one. The hash has no key, so that every process and
        machine arrives at the same; whoever can guess the text can check the guess.

        Args:
            prefix: a word in small letters for what the id is of.
        """
        if _PSEUDONYM.fullmatch(text) or self.redact_text(text) == text:
            return text
        digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
        return f"{prefix}-{digest.translate(_LETTERS)}"

    def _redact(self, text: str, found: int) -> str:
        if found:
            text = mask(text, found)
        for pattern in self._patterns:
            text = pattern.sub("[redacted]", text)
        for hook in self._hooks:
            try:
                answer = hook(text)
            except Exception:  # whatever it is, the text must not pass unmasked
                return _HOOK_FAILED
            if not isinstance(answer, str):
                return _HOOK_FAILED
            text = answer
        return text

    def redact_string(self, text: str, found: int, kind: _Kind) -> str:
        """One string value that stands in a field of this kind."""
        if kind == "secret" and text:
            return "[secret]"
        if kind == "phone" and sum(map(str.isdigit, text)) >= 7:
            return "[phone]"
        if kind == "account" and _ACCOUNT.fullmatch(text):
            return "[account]"
        return self._redact(text, found)


class _Walk:
    """Goes through the strings and suspicious numbers of one JSON text, remembering which field's value comes next.

    A plan says the same few hundred strings over and over: each is looked at once.
    """

    def __init__(self, redactor: Redactor, found: int) -> None:
        self._redactor = redactor
        self._found = found
        self._kind: _Kind = "plain"
        self._kinds: dict[str, _Kind] = {}
        self._masked: dict[tuple[str, _Kind], str | None] = {}
        self._masked_keys = 0
        self.nested_secret = False
        """Whether an object or a list stands in a field that is named like a secret."""

    def __call__(self, match: re.Match[str]) -> str:
        raw, colon, number = match.group(1, 2, 3)
        if raw is None:
            return _masked_number(match[0], "plain") or match[0]
        if colon is None:
            masked = self._mask(raw, self._kind)
            return match[0] if masked is None else _escape(masked)
        kind = self._kinds.get(raw)
        if kind is None:
            kind = self._kinds[raw] = self._kind_of(raw)
        self._kind = kind
        if kind == "secret" and match.string[match.end() : match.end() + 1] in ("{", "["):
            self.nested_secret = True
        masked = self._mask(raw, "plain")
        masked_number = _masked_number(number, kind) if number else None
        if masked is None and masked_number is None:
            return match[0]
        name = f'"{raw}"'
        if masked is not None:
            self._masked_keys += 1
            name = _escape(f"{masked} {self._masked_keys}")  # two masked names in one object must stay two
        return name + (colon if masked_number is None else colon.removesuffix(number or "") + masked_number)

    def _mask(self, raw: str, kind: _Kind) -> str | None:
        """The masked text; None when nothing in it needs masking."""
        try:
            return self._masked[raw, kind]
        except KeyError:
            text = _unescape(raw)
            masked = self._redactor.redact_string(text, self._found, kind)
            self._masked[raw, kind] = told = None if masked == text else masked
            return told

    def _kind_of(self, raw: str) -> _Kind:
        if self._found & SECRET and _is_secret_name(raw):
            return "secret"
        if self._found & NUMBER:
            name = _plain_name(raw)
            return "phone" if _PHONE_KEY.fullmatch(name) else "account" if _ACCOUNT_KEY.fullmatch(name) else "plain"
        return "plain"


def _plain_name(raw: str) -> str:
    """A field's name with its words apart: `apiKey`, `api-key`, `API key` and `API_KEY` are one."""
    return _CAMEL_HUMP.sub("_", _unescape(raw)).lower().replace("-", "_").replace(" ", "_")


def _is_secret_name(raw: str) -> bool:
    return _SECRET_KEY.fullmatch(_plain_name(raw)) is not None


def _masked_number(number: str, kind: _Kind) -> str | None:
    """What stands for a JSON number in a field of this kind; None when it may stay."""
    if kind == "secret":
        return '"[secret]"'
    if len(number) < 7:
        return None
    if kind != "plain" and number.isdigit():
        return f'"[{kind}]"'
    card = _CARD.fullmatch(number)
    return '"[card]"' if card is not None and is_card_number(card[1]) else None


def _without_nested_secrets(text: str) -> str:
    """The JSON with one mark for each object or list in a field that is named like a secret."""
    pieces: list[str] = []
    kept = at = 0
    while match := _NAME.search(text, at):
        at = match.end()
        if match["colon"] is not None and text[at : at + 1] in ("{", "[") and _is_secret_name(match["text"]):
            pieces += (text[kept:at], '"[secret]"')
            kept = at = _end_of_container(text, at)
    return "".join(pieces) + text[kept:]


def _end_of_container(text: str, start: int) -> int:
    depth = 0
    for match in _BRACKET.finditer(text, start):
        if match[0] in ("{", "["):
            depth += 1
        elif match[0] in ("}", "]"):
            depth -= 1
            if depth == 0:
                return match.end()
    return len(text)


def _unescape(raw: str) -> str:
    if "\\" not in raw:
        return raw
    try:
        return json.loads(f'"{raw}"', strict=False)
    except ValueError:
        return raw


def _escape(text: str) -> str:
    try:
        return orjson.dumps(text).decode()
    except (TypeError, ValueError):  # a lone surrogate
        return json.dumps(text)


def _compile(pattern: str) -> re.Pattern[str]:
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        raise SettingsError(
            f"REIN_TRACE_REDACT_PATTERNS: {pattern!r} is no regular expression: {error}. Correct or remove it."
        ) from None
    if compiled.search(""):
        raise SettingsError(
            f"REIN_TRACE_REDACT_PATTERNS: {pattern!r} matches the empty text and would mask everywhere."
        )
    return compiled


def _checked(hook: Callable[[str], object]) -> Callable[[str], object]:
    name = getattr(hook, "__name__", type(hook).__name__)
    try:
        answer = hook(_PROBE)
    except Exception as error:
        raise SettingsError(f"The redaction hook {name} fails on a harmless text: {type(error).__name__}.") from None
    if not isinstance(answer, str):
        raise SettingsError(f"The redaction hook {name} must return text; it returned {type(answer).__name__}.")
    return hook
