"""What a caller hands to `OpikClient`, as masked JSON that Opik takes."""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Mapping
from typing import TYPE_CHECKING

import orjson

from rein.errors import UsageError
from rein.opik.payload import MAX_PAYLOAD_BYTES, shortened

if TYPE_CHECKING:
    from rein.settings import Settings

_log = logging.getLogger("rein.opik")

MAX_REASON_CHARS = 32_000
_MAX_MESSAGE_CHARS = 4_000
_MAX_TRACEBACK_CHARS = 32_000
_LEFT_OUT = "(left out: content is not recorded)"


class ContentWriter:
    """Turns values into JSON as the settings say: masked (`REIN_TRACE_REDACT`), or left out (`REIN_TRACE_CONTENT`)."""

    def __init__(self, settings: Settings) -> None:
        self.keep = settings.trace_content
        self._redactor = None
        if settings.trace_redact:
            from rein.opik.redaction import Redactor

            self._redactor = Redactor(settings.trace_redact_patterns)

    def json(self, value: Mapping[str, object] | None, what: str) -> bytes | None:
        """A payload as a JSON object; None when there is none or none is to be kept.

        One longer than `MAX_PAYLOAD_BYTES` is replaced by its beginning and the mark `truncated`, and that is logged.

        Raises:
            UsageError: `value` is no mapping, or cannot be written as JSON.
        """
        if value is None:
            return None
        if not isinstance(value, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance] - callers may be untyped
            raise UsageError(f"{what} must be a mapping, not {type(value).__name__}.")
        if not self.keep:
            return None
        data = _dumps(value, what)
        # Masked first: of a secret that is cut in two, a rule might not know the first half.
        return bounded(self._redactor(data) if self._redactor else data, what)

    def reason(self, text: str | None) -> str | None:
        """Words of a person or a model, `MAX_REASON_CHARS` at most; None when there are none or none are to be kept."""
        if text is None or not self.keep:
            return None
        words = self.redacted(text)
        if len(words) <= MAX_REASON_CHARS:
            return words
        _log.warning("A reason of %d characters was cut to its first %d.", len(words), MAX_REASON_CHARS)
        return f"{words[:MAX_REASON_CHARS]}… (cut; {len(words)} characters)"

    def redacted(self, text: str) -> str:
        """Text masked as the settings say, kept in any case."""
        text = utf8(text)
        return self._redactor.redact_text(text) if self._redactor else text

    def pseudonym(self, text: str, prefix: str) -> str:
        """An id as it is, or a hash of it when redaction would mask something in it."""
        text = utf8(text)
        return self._redactor.pseudonym(text, prefix) if self._redactor else text

    def error(self, error: BaseException) -> dict[str, str]:
        """An exception as Opik's `error_info`; its type alone when no content is to be kept."""
        name = type(error).__name__
        if not self.keep:
            return {"exception_type": name, "traceback": _LEFT_OUT}
        try:
            message = str(error)[:_MAX_MESSAGE_CHARS]
            stack = "".join(traceback.format_exception(error))[-_MAX_TRACEBACK_CHARS:]
        except Exception:  # an exception whose own words fail
            message, stack = "", name
        info = {"exception_type": name, "traceback": self.redacted(stack)}
        if message:
            info["message"] = self.redacted(message)
        return info


def bounded(data: bytes, what: str) -> bytes:
    """A payload that Opik takes: one that is too long keeps its beginning, and that is logged."""
    if len(data) <= MAX_PAYLOAD_BYTES:
        return data
    _log.warning(
        "The %s of a trace or span is %.1f MB; only its beginning is kept (at most %d MB).",
        what,
        len(data) / 2**20,
        MAX_PAYLOAD_BYTES >> 20,
    )
    return shortened(data)


def utf8(text: str) -> str:
    """Text that UTF-8 can hold: lone surrogates become `?`."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _dumps(value: Mapping[str, object], what: str) -> bytes:
    try:
        return orjson.dumps(value, default=_readable, option=orjson.OPT_NON_STR_KEYS)
    except TypeError:  # integers over 64 bits, lone surrogates, keys that JSON does not know
        pass
    try:
        text = json.dumps(value, default=_readable, ensure_ascii=False, skipkeys=True)
    except (TypeError, ValueError, RecursionError) as error:
        raise UsageError(f"{what} cannot be written as JSON: {error}.") from None
    return orjson.dumps(json.loads(utf8(text), parse_constant=lambda _: None, parse_int=_integer))


def _readable(value: object) -> object:
    """Something JSON for a value that JSON does not know: what it means if that is known, else its words."""
    try:
        dump = getattr(value, "model_dump", None)
        return dump(mode="json") if callable(dump) else orjson.loads(orjson.dumps(value))
    except Exception:
        try:
            return utf8(str(value))
        except Exception:
            return f"<{type(value).__name__}>"


def _integer(digits: str) -> int | str:
    value = int(digits) if len(digits) < 21 else 1 << 64
    return value if -(1 << 63) <= value < 1 << 64 else digits
