"""Prompts: making, changing, removing and finding them. What they say lies in `prompt_versions`."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rein.opik_server.store.datasets import ProjectKey, project_number
from rein.opik_server.store.errors import AlreadyExists, NotFound
from rein.opik_server.store.listing import Selection, select_page
from rein.opik_server.store.tables import Tables


class Prompt(NamedTuple):
    """A prompt. Ids are 16 bytes, times microseconds since 1970."""

    prompt: int
    """The store's own number, which the reading functions take."""
    id: bytes
    name: str
    project_id: bytes | None
    description: str | None
    template_structure: str
    tags: str | None
    """JSON: a sorted list of texts."""
    version_count: int
    """Masks are not counted."""
    created_us: int
    created_by: str
    updated_us: int
    updated_by: str


@dataclass(frozen=True, slots=True)
class PromptFields:
    """What a prompt is made of."""

    name: str
    template_structure: str = "text"
    description: str | None = None
    tags: str | None = None
    project: ProjectKey | None = None
    """Made if it is not there and given by name; None = the prompt belongs to the workspace as a whole."""


@dataclass(frozen=True, slots=True)
class UpdatePrompt:
    """Replace name and description, and the tags if they are not None; `apply` raises NotFound, AlreadyExists."""

    workspace: str
    id: bytes
    name: str
    description: str | None
    tags: str | None
    now_us: int
    by: str
    size_bytes: int = 1000

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        prompt = existing_prompt(tables.connection, tables.workspace(self.workspace), self.id)
        try:
            tables.connection.execute(
                "UPDATE prompts SET name = ?, description = ?, tags = coalesce(?, tags), updated_us = ?, updated_by = ?"
                " WHERE prompt = ?",
                (self.name, self.description, self.tags, self.now_us, self.by, prompt),
            )
        except sqlite3.IntegrityError as error:
            raise AlreadyExists("There is a prompt of this name already.") from error


@dataclass(frozen=True, slots=True)
class DropPrompts:
    """Remove prompts with all their versions. Ids that are not there are passed over."""

    workspace: str
    ids: Sequence[bytes]
    size_bytes: int = 1000

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        workspace = tables.workspace(self.workspace)
        for prompt_id in self.ids:
            prompt = prompt_number(tables.connection, workspace, prompt_id)
            for table in ("prompt_environments", "prompt_versions", "prompts") if prompt is not None else ():
                tables.connection.execute(f"DELETE FROM {table} WHERE prompt = ?", (prompt,))


def insert_prompt(
    tables: Tables, workspace: int, prompt_id: bytes, fields: PromptFields, now_us: int, by: str
) -> int | None:
    """The number of a new prompt; None if its name or id is taken. Raises NotFound for an unknown project's id."""
    project = None if fields.project is None else project_number(tables, workspace, fields.project, by)
    row: tuple[int] | None = tables.connection.execute(
        "INSERT INTO prompts (workspace, id, name, project, description, template_structure, tags,"
        " created_us, created_by, updated_us, updated_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING RETURNING prompt",
        (
            *(workspace, prompt_id, fields.name, project, fields.description, fields.template_structure, fields.tags),
            *(now_us, by, now_us, by),
        ),
    ).fetchone()
    return None if row is None else row[0]


def prompt_number(connection: sqlite3.Connection, workspace: int, key: bytes | str) -> int | None:
    """The number of a prompt by its id or name."""
    column = "id" if isinstance(key, bytes) else "name"
    row: tuple[int] | None = connection.execute(
        f"SELECT prompt FROM prompts WHERE workspace = ? AND {column} = ?", (workspace, key)
    ).fetchone()
    return None if row is None else row[0]


def existing_prompt(connection: sqlite3.Connection, workspace: int, key: bytes | str) -> int:
    """As `prompt_number`; raises NotFound."""
    number = prompt_number(connection, workspace, key)
    if number is None:
        raise NotFound("There is no such prompt in this workspace.")
    return number


_COLUMNS = """p.prompt, p.id, p.name, (SELECT j.id FROM projects j WHERE j.project = p.project), p.description,
    p.template_structure, p.tags, p.version_count, p.created_us, p.created_by, p.updated_us, p.updated_by"""


def require_prompt(connection: sqlite3.Connection, workspace: int, key: bytes | str) -> Prompt:
    """A prompt by its id or name. Raises NotFound."""
    number = existing_prompt(connection, workspace, key)
    return Prompt(*connection.execute(f"SELECT {_COLUMNS} FROM prompts p WHERE p.prompt = ?", (number,)).fetchone())


def list_prompts(connection: sqlite3.Connection, selection: Selection) -> tuple[int, list[Prompt]]:
    """How many there are, and a page of them, the newest first. The conditions are over `p`, the workspace's too."""
    total, rows = select_page(connection, _COLUMNS, "prompts p", selection, "p.prompt")
    return total, [Prompt(*row) for row in rows]  # pyright: ignore[reportArgumentType] - the columns' own types
