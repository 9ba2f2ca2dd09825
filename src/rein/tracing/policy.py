"""What of a trace's content is kept, and how it is masked before it leaves the process."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rein.opik.rows import Content
from rein.tracing.redaction import Redactor

if TYPE_CHECKING:
    from rein.settings import Settings

_log = logging.getLogger("rein.tracing")


@dataclass(frozen=True, slots=True)
class ContentPolicy:
    """What of a trace's content is kept, and how it is masked."""

    keep: bool
    redactor: Redactor | None

    @staticmethod
    def of(settings: Settings) -> ContentPolicy:
        """What the settings ask for.

        Raises:
            SettingsError: a redaction pattern cannot be used.
        """
        return ContentPolicy(
            settings.trace_content, Redactor(settings.trace_redact_patterns) if settings.trace_redact else None
        )

    def clean(self, payloads: Iterable[bytes | None]) -> bool:
        """Whether nothing in these payloads needs masking, told in one go for all of them: cheaper than one by one."""
        if self.redactor is None:
            return True
        try:
            return not self.redactor.may_find(b"\n".join([payload for payload in payloads if payload is not None]))
        except Exception:  # then each is masked by itself, and the one at fault is left out
            return False

    def masked(self, data: bytes) -> bytes:
        """The same JSON with secrets masked. When masking fails, nothing of it is kept."""
        if self.redactor is None:
            return data
        try:
            return self.redactor(data)
        except Exception as error:
            _log.warning("A value was left out of a trace: redaction failed (%s)", type(error).__name__)
            return b'{"left_out":"redaction failed"}'

    def masked_content(self, content: Content) -> Content:
        """Input, output and metadata, each masked."""
        given, output, metadata = (None if part is None else self.masked(part) for part in content)
        return given, output, metadata

    def masked_text(self, text: str) -> str:
        """The same for plain text: messages and stacks of errors."""
        if self.redactor is None:
            return text
        try:
            return self.redactor.redact_text(text)
        except Exception as error:
            _log.warning("A text was left out of a trace: redaction failed (%s)", type(error).__name__)
            return "[left out: redaction failed]"

    def pseudonym(self, text: str, prefix: str) -> str:
        """An id as it is, or a hash of it when something in it is to be masked (`Redactor.pseudonym`)."""
        if self.redactor is None:
            return text
        try:
            return self.redactor.pseudonym(text, prefix)
        except Exception as error:
            _log.warning("An id was left out of a trace: redaction failed (%s)", type(error).__name__)
            return f"{prefix}-left-out"
