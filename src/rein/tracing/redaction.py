"""Redaction under the name by which traced programs know it.

It lives a room below, since nothing reaches Opik unmasked: neither spans nor what `OpikClient` writes.
"""

from rein.opik.redaction import Redactor

__all__ = ["Redactor"]
