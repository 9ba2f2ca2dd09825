"""What many requests have in common: a batch of ids, a project by id or name, a page of a list with filters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated
from uuid import UUID

import msgspec

from rein.opik_server.api.call import Call, any_uuid, uuid7
from rein.opik_server.api.faults import Missing
from rein.opik_server.ids import new_id
from rein.opik_server.query import Field, compile_filters, compile_sorting
from rein.opik_server.store.listing import Selection
from rein.opik_server.store.reading import Condition
from rein.opik_server.store.tags import pack_tags

MAX_BATCH = 1000
MAX_PAGE_SIZE = 10_000

NonBlank = Annotated[str, msgspec.Meta(pattern=r"\S")]
IdBatch = Annotated[list[str], msgspec.Meta(min_length=1, max_length=MAX_BATCH)]


class Ids(msgspec.Struct):
    """The body of what deletes, adds or asks for many."""

    ids: IdBatch


_ids = msgspec.json.Decoder(Ids)


def ids_of(call: Call) -> list[bytes]:
    """The ids of a body `{"ids": [...]}`, each once. Raises IngestError, BadRequest."""
    return id_list(call.decode(_ids).ids)


def id_list(texts: Iterable[str]) -> list[bytes]:
    """Ids of whatever version, each once, in their order. Raises BadRequest."""
    return list(dict.fromkeys(any_uuid(text, f"ids[{index}]") for index, text in enumerate(texts)))


def id_or_new(text: str | None, name: str = "id") -> bytes:
    """An id that the sender may choose. Raises BadRequest."""
    return new_id() if text is None else uuid7(text, name)


def path_id(call: Call, name: str = "id") -> bytes:
    """The id in a path. Raises Missing where it is none: nothing has it."""
    try:
        return UUID(call.path[name]).bytes
    except ValueError as error:
        raise Missing(f"{name}: there is nothing of this id; it is no UUID.") from error


def query_id(call: Call, name: str) -> bytes | None:
    """An id of the query string, if there is one. Raises BadRequest."""
    text = call.query.get(name)
    return any_uuid(text, name) if text else None


def project_of(project_id: str | None, project_name: str | None) -> bytes | str | None:
    """The project that a body names: its id goes before its name, and a blank name is none. Raises BadRequest."""
    if project_id is not None:
        return any_uuid(project_id, "project_id")
    return project_name if project_name is not None and project_name.strip() else None


def tags_of(tags: Iterable[str] | None) -> str | None:
    """Tags as the store keeps them."""
    return None if tags is None else pack_tags(tags)


def selection_of(
    call: Call, fields: Mapping[str, Field], sortable: Mapping[str, Field], default_size: int = 10
) -> tuple[int, Selection]:
    """The number of the page that is asked for, and what is on it. Raises BadRequest, FilterError."""
    page = call.number("page", 1)
    size = call.number("size", default_size, high=MAX_PAGE_SIZE)
    return page, Selection(
        limit=size,
        offset=(page - 1) * size,
        where=compile_filters(call.query.get("filters"), fields),
        order=compile_sorting(call.query.get("sorting"), sortable),
    )


def contains(expression: str, text: str | None) -> Condition | None:
    """That an expression has a text in it, letters large or small; None if there is no text."""
    return None if not text else Condition(f"instr(fold({expression}), ?) > 0", (text.lower(),))
