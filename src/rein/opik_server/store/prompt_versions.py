"""Versions of prompts: written once, never changed but for their tags and the environments that they own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rein.opik_server.ids import format_id, new_id
from rein.opik_server.store.datasets import project_number
from rein.opik_server.store.environments import ensure_environment, environment_number
from rein.opik_server.store.errors import AlreadyExists, NotFound
from rein.opik_server.store.prompts import PromptFields, existing_prompt, insert_prompt, prompt_number
from rein.opik_server.store.tables import Tables
from rein.opik_server.store.tags import TagChange

_TRIES = 5
"""For a hash of 8 digits that is free in its prompt."""


@dataclass(frozen=True, slots=True)
class VersionFields:
    """What a version is made of."""

    template: str
    metadata: bytes | None = None
    """JSON."""
    type: str = "mustache"
    change_description: str | None = None
    tags: str | None = None
    id: bytes | None = None
    """None = a new one."""
    hash: str | None = None
    """8 letters or digits; None = the end of the id."""
    mask: bool = False
    environments: Sequence[str] = ()
    """Those that the version takes over; they are made if they are not there."""


@dataclass(frozen=True, slots=True)
class CreatePrompt:
    """Make a prompt, with its first version unless that is None; `apply` raises AlreadyExists, NotFound."""

    workspace: str
    id: bytes
    fields: PromptFields
    version: VersionFields | None
    now_us: int
    by: str

    @property
    def size_bytes(self) -> int:
        """See `Operation`."""
        return 1000 + (0 if self.version is None else len(self.version.template))

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        workspace = tables.workspace(self.workspace)
        prompt = insert_prompt(tables, workspace, self.id, self.fields, self.now_us, self.by)
        if prompt is None:
            raise AlreadyExists("There is a prompt of this name or id already.")
        if self.version is not None:
            _add(tables, workspace, prompt, self.version, self.now_us, self.by)


@dataclass(frozen=True, slots=True)
class AddVersion:
    """Add a version to the prompt of a name, which is made if it is not there; `apply` returns the version's id.

    Of a prompt that is there nothing but the name counts. `apply` raises AlreadyExists for an id or hash that is
    taken, NotFound for an unknown project's id, Conflict where there are too many environments.
    """

    workspace: str
    fields: PromptFields
    version: VersionFields
    now_us: int
    by: str

    @property
    def size_bytes(self) -> int:
        """See `Operation`."""
        return 1000 + len(self.version.template)

    def apply(self, tables: Tables) -> bytes:
        """See `Operation`."""
        workspace = tables.workspace(self.workspace)
        prompt = prompt_number(tables.connection, workspace, self.fields.name)
        if prompt is None:
            prompt = insert_prompt(tables, workspace, new_id(), self.fields, self.now_us, self.by)
            assert prompt is not None
        elif self.fields.project is not None:
            project_number(tables, workspace, self.fields.project, self.by)
        return _add(tables, workspace, prompt, self.version, self.now_us, self.by)


@dataclass(frozen=True, slots=True)
class RestoreVersion:
    """Add a version that says what an old one says; `apply` returns its id, and raises NotFound."""

    workspace: str
    prompt_id: bytes
    version_id: bytes
    now_us: int
    by: str
    size_bytes: int = 10_000

    def apply(self, tables: Tables) -> bytes:
        """See `Operation`."""
        workspace = tables.workspace(self.workspace)
        prompt = existing_prompt(tables.connection, workspace, self.prompt_id)
        row = tables.connection.execute(
            "SELECT template, metadata, type, hash FROM prompt_versions WHERE workspace = ? AND id = ? AND prompt = ?",
            (workspace, self.version_id, prompt),
        ).fetchone()
        if row is None:
            raise NotFound("The prompt has no such version.")
        fields = VersionFields(*row[:3], change_description=f"Restored from version {row[3]}")
        return _add(tables, workspace, prompt, fields, self.now_us, self.by)


@dataclass(frozen=True, slots=True)
class SetVersionTags:
    """Change the tags of versions. Ids that are not there are passed over."""

    workspace: str
    ids: Sequence[bytes]
    tags: str | None
    """JSON: replaces what is there; None = nothing is replaced."""
    change: TagChange
    size_bytes: int = 10_000

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        workspace = tables.workspace(self.workspace)
        for version_id in self.ids:
            row: tuple[str | None] | None = tables.connection.execute(
                "SELECT coalesce(?, tags) FROM prompt_versions WHERE workspace = ? AND id = ?",
                (self.tags, workspace, version_id),
            ).fetchone()
            if row is not None:
                tables.connection.execute(
                    "UPDATE prompt_versions SET tags = ? WHERE workspace = ? AND id = ?",
                    (self.change.on(row[0]) if self.change else row[0], workspace, version_id),
                )


@dataclass(frozen=True, slots=True)
class SetVersionEnvironments:
    """Make these the environments of a version, away from other versions of its prompt.

    `apply` raises NotFound for a version or an environment that is not there.
    """

    workspace: str
    version_id: bytes
    environments: Sequence[str]
    size_bytes: int = 1000

    def apply(self, tables: Tables) -> None:
        """See `Operation`."""
        workspace = tables.workspace(self.workspace)
        row: tuple[int] | None = tables.connection.execute(
            "SELECT prompt FROM prompt_versions WHERE workspace = ? AND id = ? AND number IS NOT NULL",
            (workspace, self.version_id),
        ).fetchone()
        if row is None:
            raise NotFound("There is no such prompt version in this workspace.")
        numbers: list[int] = []
        for name in self.environments:
            number = environment_number(tables.connection, workspace, name)
            if number is None:
                raise NotFound(f"There is no environment {name!r} in this workspace. Make it first.")
            numbers.append(number)
        tables.connection.execute(
            "DELETE FROM prompt_environments WHERE prompt = ? AND version_id = ?", (*row, self.version_id)
        )
        _own(tables, row[0], self.version_id, numbers)


def _add(tables: Tables, workspace: int, prompt: int, fields: VersionFields, now_us: int, by: str) -> bytes:
    """Write a version; the end of its id is its hash, and if that is taken it gets another id."""
    number: int | None = None
    if not fields.mask:
        row: tuple[int] = tables.connection.execute(
            "UPDATE prompts SET version_count = version_count + 1, updated_us = ?, updated_by = ? WHERE prompt = ?"
            " RETURNING version_count",
            (now_us, by, prompt),
        ).fetchone()
        number = row[0]
    for _ in range(_TRIES):
        version_id = fields.id or new_id()
        done = tables.connection.execute(
            "INSERT INTO prompt_versions (workspace, id, prompt, number, hash, template, metadata, type,"
            " change_description, tags, created_us, created_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            (
                *(workspace, version_id, prompt, number, fields.hash or format_id(version_id)[-8:]),
                *(fields.template, fields.metadata, fields.type, fields.change_description, fields.tags, now_us, by),
            ),
        )
        if done.rowcount:
            environments = [ensure_environment(tables, workspace, name, by) for name in fields.environments]
            _own(tables, prompt, version_id, environments)
            return version_id
        if fields.id is not None or fields.hash is not None:
            break
    raise AlreadyExists("There is a prompt version of this id or commit already.")


def _own(tables: Tables, prompt: int, version_id: bytes, environments: Sequence[int]) -> None:
    tables.connection.executemany(
        "INSERT INTO prompt_environments VALUES (?, ?, ?)"
        " ON CONFLICT (prompt, environment) DO UPDATE SET version_id = excluded.version_id",
        [(prompt, environment, version_id) for environment in environments],
    )
