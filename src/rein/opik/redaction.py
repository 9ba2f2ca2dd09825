"""Masking of personal data and secrets in a span's content, before it leaves the process."""

import json
import re
from collections.abc import Callable, Sequence
from typing import Literal

import orjson

from rein.errors import SettingsError
from rein.opik.masking import NUMBER, SECRET, mask, signs

_STRING = re.compile(r'"([^"\\]*+(?:\\.[^"\\]*+)*+)"(\s*+:)?', re.DOTALL)
_SECRET_KEY = re.compile(
    r"(?:.*[_ .])?(?:password|passwd|pwd|secret|token|authorization"
    r"|(?:api|access|private|secret)_?key)"
)
_PHONE_KEY = re.compile(r"(?:.*[_ .])?(?:phone|telephone|tel|mobile)(?:_?(?:number|no|nr))?")
_HOOK_FAILED = "[redacted: a hook failed]"
_Kind = Literal["plain", "secret", "phone"]
"""What the name of a field says about its value."""

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
        """Mask inside the strings of serialized JSON.

        Numbers, structure and names of fields stay; a name is masked if it holds an email, number or secret itself.
        Text in a field called `password`, `token`, `api_key` and the like is masked whatever it says.
        """
        found = signs(payload)
        if not (found or self._patterns or self._hooks):
            return payload
        text = payload.decode("utf-8", "surrogateescape")
        return _STRING.sub(_Walk(self, found), text).encode("utf-8", "surrogateescape")

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
        return self._redact(text, found)


class _Walk:
    """Goes through the strings of one JSON text, remembering which field's value comes next.

    A plan says the same few hundred strings over and over: each is looked at once.
    """

    def __init__(self, redactor: Redactor, found: int) -> None:
        self._redactor = redactor
        self._found = found
        self._kind: _Kind = "plain"
        self._kinds: dict[str, _Kind] = {}
        self._masked: dict[tuple[str, _Kind], str | None] = {}
        self._masked_keys = 0

    def __call__(self, match: re.Match[str]) -> str:
        raw, colon = match.groups()
        if colon is None:
            masked = self._mask(raw, self._kind)
            return match[0] if masked is None else _escape(masked)
        kind = self._kinds.get(raw)
        if kind is None:
            kind = self._kinds[raw] = self._kind_of(raw)
        self._kind = kind
        masked = self._mask(raw, "plain")
        if masked is None:
            return match[0]
        self._masked_keys += 1
        return _escape(f"{masked} {self._masked_keys}") + colon  # two masked names in one object must stay two

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
        key = _unescape(raw).lower().replace("-", "_")
        if self._found & SECRET and _SECRET_KEY.fullmatch(key):
            return "secret"
        if self._found & NUMBER and _PHONE_KEY.fullmatch(key):
            return "phone"
        return "plain"


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
