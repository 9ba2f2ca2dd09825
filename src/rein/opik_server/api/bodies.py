"""Parts that the bodies of several resources share."""

from __future__ import annotations

from typing import Annotated

import msgspec

from rein.opik_server.api.body import MAX_BODY_BYTES
from rein.opik_server.api.call import Call, uuid7
from rein.opik_server.api.faults import TooLarge

NonEmpty = Annotated[str, msgspec.Meta(min_length=1)]
Ids = Annotated[list[str], msgspec.Meta(min_length=1, max_length=1000)]


class _BatchDelete(msgspec.Struct):
    ids: Ids


_batch_delete = msgspec.json.Decoder(_BatchDelete)


def ids_of(call: Call) -> list[bytes]:
    """The ids of a body `{"ids": [...]}`, 1 to 1000 UUIDs of version 7. Raises IngestError, BadRequest."""
    ids = call.decode(_batch_delete).ids
    return list(dict.fromkeys(uuid7(one, f"ids[{index}]") for index, one in enumerate(ids)))


def size_of_many(call: Call, rows: int) -> int:
    """What an update writes that is for so many rows, in bytes. Raises TooLarge."""
    size = len(call.body) * rows
    if size > MAX_BODY_BYTES:
        raise TooLarge(f"The update would write more than {MAX_BODY_BYTES >> 20} MB. Send it for fewer rows at once.")
    return size


def project_of(name: str | None, project_id: str | None) -> str | bytes:
    """A project as a body names it: its name (empty = "Default Project"), else its id. Raises BadRequest."""
    if name is not None and name.strip():
        return name
    return "" if project_id is None else uuid7(project_id, "project_id")
