"""Reading one text field out of a JSON object that is still being written."""

from typing import cast

import pydantic_core


class FieldReader:
    """Takes the growing JSON text of an object and gives the new part of one field's text.

    Leading and trailing white space is held back, since validation strips it: the parts joined are a prefix of the
    validated field at any time, and the whole of it at the end.
    """

    def __init__(self, field: str) -> None:
        self._field = field
        self._json = ""
        self.text = ""
        """What has been given so far."""

    def feed(self, piece: str) -> str:
        """Take the next piece of JSON; return what it adds to the field, often nothing."""
        self._json += piece
        try:
            value: object = pydantic_core.from_json(self._json, allow_partial="trailing-strings")
        except ValueError:  # cut inside an escape, or not JSON at all, which is found out at the end
            return ""
        now = cast("dict[str, object]", value).get(self._field) if isinstance(value, dict) else None
        if not isinstance(now, str):
            return ""
        now = now.strip()
        if not now.startswith(self.text):
            return ""
        added = now[len(self.text) :]
        self.text = now
        return added
