"""Reading versions of prompts, each with what belongs to its prompt."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from rein.opik_server.store.errors import Conflict, NotFound
from rein.opik_server.store.listing import Selection, select_page


class PromptVersion(NamedTuple):
    """A version."""

    id: bytes
    prompt_id: bytes
    prompt_name: str
    template_structure: str
    number: int | None
    """1, 2, …, shown as "v1", "v2"; None: a mask."""
    hash: str
    template: str
    metadata: bytes | None
    type: str
    change_description: str | None
    tags: str | None
    environments: str
    """JSON: a list of names in no order."""
    created_us: int
    created_by: str


_SOURCE = "prompt_versions v JOIN prompts p ON p.prompt = v.prompt"
_COLUMNS = """v.id, p.id, p.name, p.template_structure, v.number, v.hash, v.template, v.metadata, v.type,
    v.change_description, v.tags,
    (SELECT json_group_array(e.name) FROM prompt_environments o JOIN environments e ON e.environment = o.environment
        WHERE o.prompt = v.prompt AND o.version_id = v.id),
    v.created_us, v.created_by"""


def require_version(connection: sqlite3.Connection, workspace: int, version_id: bytes) -> PromptVersion:
    """A version by its id, masks too. Raises NotFound."""
    return _require(connection, "v.workspace = ? AND v.id = ?", (workspace, version_id))


def latest_version(connection: sqlite3.Connection, prompt: int) -> PromptVersion | None:
    """The version that was added last; None while there is none."""
    return _one(connection, "v.prompt = ? AND v.number IS NOT NULL ORDER BY v.number DESC LIMIT 1", (prompt,))


def version_by_number(connection: sqlite3.Connection, prompt: int, number: int) -> PromptVersion:
    """Raises NotFound."""
    return _require(connection, "v.prompt = ? AND v.number = ?", (prompt, number))


def version_by_hash(connection: sqlite3.Connection, prompt: int, commit: str) -> PromptVersion:
    """Raises NotFound."""
    return _require(connection, "v.prompt = ? AND v.hash = ?", (prompt, commit))


def version_of_environment(connection: sqlite3.Connection, prompt: int, environment: str) -> PromptVersion:
    """The version that owns an environment. Raises NotFound."""
    return _require(
        connection,
        "v.prompt = ? AND v.id = (SELECT o.version_id FROM prompt_environments o"
        " JOIN environments e ON e.environment = o.environment WHERE o.prompt = p.prompt AND e.name = ?)",
        (prompt, environment),
    )


def version_anywhere(connection: sqlite3.Connection, workspace: int, commit: str) -> PromptVersion:
    """The only version of a workspace that has this hash. Raises NotFound, Conflict if several prompts have it."""
    found = versions_by_hashes(connection, workspace, [commit])
    if len(found) > 1:
        raise Conflict("Several prompts have a version of this commit. Ask for it by the prompt's name.")
    if not found:
        raise NotFound("There is no prompt version of this commit in this workspace.")
    return found[0]


def versions_by_hashes(connection: sqlite3.Connection, workspace: int, commits: Sequence[str]) -> list[PromptVersion]:
    """Those that are there, the oldest first."""
    return _many(connection, workspace, "hash", commits)


def versions_by_ids(connection: sqlite3.Connection, workspace: int, ids: Sequence[bytes]) -> list[PromptVersion]:
    """Those that are there, masks too, the oldest first."""
    return _many(connection, workspace, "id", ids)


def list_versions(connection: sqlite3.Connection, selection: Selection) -> tuple[int, list[PromptVersion]]:
    """How many there are, and a page of them, the newest first. The conditions are over `v` and `p`."""
    total, rows = select_page(connection, _COLUMNS, _SOURCE, selection, "v.number")
    return total, [PromptVersion(*row) for row in rows]  # pyright: ignore[reportArgumentType] - the columns' own types


def _many(
    connection: sqlite3.Connection, workspace: int, column: str, keys: Sequence[str] | Sequence[bytes]
) -> list[PromptVersion]:
    marks = ", ".join("?" * len(keys))
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM {_SOURCE} WHERE v.workspace = ? AND v.{column} IN ({marks})"
        " ORDER BY v.created_us, v.id",
        (workspace, *keys),
    )
    return [PromptVersion(*row) for row in rows]


def _require(connection: sqlite3.Connection, where: str, parameters: tuple[str | int | bytes, ...]) -> PromptVersion:
    found = _one(connection, where, parameters)
    if found is None:
        raise NotFound("There is no such prompt version in this workspace.")
    return found


def _one(connection: sqlite3.Connection, where: str, parameters: tuple[str | int | bytes, ...]) -> PromptVersion | None:
    row = connection.execute(f"SELECT {_COLUMNS} FROM {_SOURCE} WHERE {where}", parameters).fetchone()
    return None if row is None else PromptVersion(*row)
