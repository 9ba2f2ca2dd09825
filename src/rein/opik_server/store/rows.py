"""Rows of traces and spans on their way into the store, and how two rows of one id become one.

A row names a value for some fields and a version (microseconds since 1970, the client's `last_updated_at`) for all of
them. Two rows of one id join field by field: the newer value wins, a tie goes to the greater value, and a field
that a row leaves out changes nothing. So the result is the same whatever the order, the batches, or the repetitions:
a start row, an end row, a PATCH and a row sent again can arrive as they like.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from rein.opik_server.ids import id_time_us

Value = int | float | str | bytes | None

TRACE_FIELDS: Final = (
    *("project", "start_us", "name", "end_us", "thread_id", "tags", "ttft_ms", "source", "environment"),
    *("input", "output", "metadata", "error_info"),
)
SPAN_FIELDS: Final = (
    *("project", "start_us", "trace_id", "parent_span_id", "name", "type", "end_us", "model", "provider", "tags"),
    *("usage", "cost_pico", "cost_version", "ttft_ms", "source", "environment"),
    *("input", "output", "metadata", "error_info"),
)
PAYLOADS: Final = 4
"""Both lists end with the four payload fields, whose values are JSON as `payload.pack` wrote it."""
PROJECT: Final = 0
START: Final = 1

ASSUMED: Final = -(1 << 63)
"""The version of a value that nobody sent: any sent value is newer."""
STORED: Final = b"\0stored"
"""Stands for a payload that is in the database and was not read; told by identity."""

_GROUP = struct.Struct("<qI")


@dataclass(slots=True)
class Row:
    """A trace or span: what one request says of it, or all that is known of it."""

    id: bytes
    values: list[Value]
    """In the order of TRACE_FIELDS or SPAN_FIELDS; `project` is a number in the store, a name or id on the way in."""
    updated_us: int
    """The newest version in the row."""
    updated_by: str
    created_us: int
    """When the server first heard of it."""
    created_by: str
    created: bool
    """Whether a create was seen, not only updates."""
    versions: list[int] | None = None
    """A version for each field; None when all have `updated_us`."""


def join(one: Row, other: Row, project_name: Callable[[int], str]) -> Row:
    """One row of two that have the same id: associative, commutative, idempotent.

    `project_name` settles a tie between projects, because the numbers of projects depend on the order of arrival.
    """
    values, versions = list(one.values), list(one.versions or [one.updated_us] * len(one.values))
    other_versions = other.versions
    for index, value in enumerate(other.values):
        if value is None:
            continue
        version = other.updated_us if other_versions is None else other_versions[index]
        mine = values[index]
        if mine is not None and version <= versions[index]:
            if version < versions[index] or mine == value:
                continue
            if index == PROJECT:
                if project_name(mine) > project_name(value):  # pyright: ignore[reportArgumentType] - a number here
                    continue
            elif mine > value:  # pyright: ignore[reportOperatorIssue] - both of the field's own type
                continue
        values[index], versions[index] = value, version
    updated_us, updated_by = max((one.updated_us, one.updated_by), (other.updated_us, other.updated_by))
    created_us, created_by = min((one.created_us, one.created_by), (other.created_us, other.created_by))
    created = one.created or other.created
    return Row(one.id, values, updated_us, updated_by, created_us, created_by, created, versions)


def held_bits(values: Sequence[Value]) -> int:
    """Which payloads a row has: 1 input, 2 output, 4 metadata, 8 error."""
    given, output, metadata, error = values[-PAYLOADS:]
    return (given is not None) | (output is not None) << 1 | (metadata is not None) << 2 | (error is not None) << 3


def assume(row: Row, project: int) -> Row:
    """The row with a project and a start (the time in its id) if it has none, at a version that anything replaces."""
    values = row.values
    if values[PROJECT] is not None and values[START] is not None:
        return row
    values, versions = list(values), list(row.versions or [row.updated_us] * len(values))
    for index, value in ((PROJECT, project), (START, id_time_us(row.id))):
        if values[index] is None:
            values[index], versions[index] = value, ASSUMED
    row.values, row.versions = values, versions
    return row


def pack_versions(row: Row) -> bytes | None:
    """The versions that differ from `updated_us`: 12 bytes for each moment, which names its fields by bits."""
    if row.versions is None:
        return None
    updated_us, values = row.updated_us, row.values
    others = [index for index, version in enumerate(row.versions) if version != updated_us]
    groups: dict[int, int] = {}
    for index in others:
        if values[index] is not None:
            version = row.versions[index]
            groups[version] = groups.get(version, 0) | 1 << index
    return b"".join([_GROUP.pack(version, groups[version]) for version in sorted(groups)]) or None


def unpack_versions(packed: bytes | None, updated_us: int, fields: int) -> list[int] | None:
    """What `pack_versions` packed."""
    if packed is None:
        return None
    versions = [updated_us] * fields
    for version, bits in _GROUP.iter_unpack(packed):
        for index in range(fields):
            if bits >> index & 1:
                versions[index] = version
    return versions
