"""Keys of JSON fields: from `a.b[0]['c d']` to the steps that lead into a document."""

from __future__ import annotations

import re

import msgspec

from rein.opik_server.query.errors import FilterError, shown

MAX_KEY = 1000
"""Characters."""

Steps = tuple[str | int, ...]

_NAME = re.compile(r"[^.\[\]]+")
_INDEX = re.compile(r"\[([0-9]{1,9})\]")
_QUOTED = re.compile(r"\[(?:'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\")\]", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_encode = msgspec.json.Encoder().encode


def parse_path(key: str) -> tuple[Steps, ...]:
    """The ways that a key can be meant, the first that leads somewhere counts.

    A `$` at the front is the document. `a.b` is the member `b` of `a`, or else the member called `a.b`.

    Raises:
        FilterError: the key is empty, too long, or no path.
    """
    if not key.strip() or len(key) > MAX_KEY:
        raise FilterError(f"key: expected a path of 1 to {MAX_KEY} characters.")
    rooted = key == "$" or key.startswith(("$.", "$["))
    steps = _steps(key[1:] if rooted else key, key)
    if rooted or len(steps) < 2 or "[" in key:
        return (steps,)
    return (steps, (key,))


def path_parameter(key: str) -> str:
    """A key as the SQL functions `json_text` and `json_number` take it. Raises FilterError."""
    return _encode(parse_path(key)).decode()


def name_parameter(name: str) -> str:
    """A name, taken as it is, in the place of a path."""
    return _encode([[name]]).decode()


def _steps(rest: str, key: str) -> Steps:
    steps: list[str | int] = []
    place = 0
    while place < len(rest):
        if rest[place] == "[":
            if found := _INDEX.match(rest, place):
                steps.append(int(found[1]))
            elif found := _QUOTED.match(rest, place):
                steps.append(_ESCAPED.sub(r"\1", found[1] if found[1] is not None else found[2]))
            else:
                raise FilterError(f"key: {shown(key)} has brackets with neither an index nor a quoted name in them.")
        else:
            if rest[place] == ".":
                place += 1
            elif place > 0:
                raise FilterError(f"key: {shown(key)} is no path; write names as a.b, indexes as a[0].")
            found = _NAME.match(rest, place)
            if found is None:
                raise FilterError(f"key: {shown(key)} is no path; write names as a.b, indexes as a[0].")
            steps.append(found[0])
        place = found.end()
    return tuple(steps)
