"""Redaction under the name by which traced programs know it.

It lives a room below, since nothing reaches Opik unmasked: neither spans nor what `OpikClient` writes.
"""

from rein.opik.redaction import Redactor, add_redaction_hook, remove_redaction_hook

__all__ = ["Redactor", "add_redaction_hook", "remove_redaction_hook"]
