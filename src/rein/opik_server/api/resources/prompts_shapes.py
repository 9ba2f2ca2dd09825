"""How prompts and their versions look in requests and answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal

import msgspec

from rein.opik_server.api.call import uuid7
from rein.opik_server.api.faults import BadRequest
from rein.opik_server.api.inputs import NonBlank, tags_of
from rein.opik_server.api.reply import moment, raw
from rein.opik_server.api.resources.environments import EnvironmentName
from rein.opik_server.ids import format_id
from rein.opik_server.query import Field, FieldKind
from rein.opik_server.store.prompt_versions import VersionFields
from rein.opik_server.store.prompt_versions_reading import PromptVersion
from rein.opik_server.store.prompts import Prompt

PromptType = Literal["mustache", "jinja2", "python"]
Structure = Literal["text", "chat"]
Description = Annotated[str, msgspec.Meta(max_length=255)]
Environments = Annotated[list[EnvironmentName], msgspec.Meta(max_length=100)]

_NUMBER = "'v' || v.number"
_ENVIRONMENTS = (
    "(SELECT json_group_array(e.name) FROM prompt_environments o JOIN environments e ON e.environment = o.environment"
    " WHERE o.prompt = v.prompt AND o.version_id = v.id)"
)

PROMPT_FIELDS: Mapping[str, Field] = {
    "id": Field(FieldKind.ID, "p.id"),
    "name": Field(FieldKind.STRING, "p.name"),
    "description": Field(FieldKind.STRING, "p.description"),
    "template_structure": Field(FieldKind.ENUM, "p.template_structure"),
    "tags": Field(FieldKind.LIST, "p.tags"),
    "version_count": Field(FieldKind.NUMBER, "p.version_count"),
    "created_at": Field(FieldKind.DATE_TIME, "p.created_us"),
    "created_by": Field(FieldKind.STRING, "p.created_by"),
    "last_updated_at": Field(FieldKind.DATE_TIME, "p.updated_us"),
    "last_updated_by": Field(FieldKind.STRING, "p.updated_by"),
}
VERSION_FIELDS: Mapping[str, Field] = {
    "id": Field(FieldKind.ID, "v.id"),
    "commit": Field(FieldKind.STRING, "v.hash"),
    "version_number": Field(FieldKind.STRING, _NUMBER),
    "template": Field(FieldKind.STRING, "v.template"),
    "change_description": Field(FieldKind.STRING, "v.change_description"),
    "metadata": Field(FieldKind.DICTIONARY, "v.metadata"),
    "type": Field(FieldKind.ENUM, "v.type"),
    "tags": Field(FieldKind.LIST, "v.tags"),
    "environments": Field(FieldKind.LIST, _ENVIRONMENTS),
    "created_at": Field(FieldKind.DATE_TIME, "v.created_us"),
    "created_by": Field(FieldKind.STRING, "v.created_by"),
}
VERSION_ORDERS: Mapping[str, Field] = {**VERSION_FIELDS, "version_number": Field(FieldKind.NUMBER, "v.number")}


class VersionIn(msgspec.Struct):
    """A version as it comes in."""

    template: Annotated[str, msgspec.Meta(min_length=1)]
    id: str | None = None
    commit: Annotated[str, msgspec.Meta(pattern="^[a-zA-Z0-9]{8}$")] | None = None
    metadata: msgspec.Raw = msgspec.Raw(b"null")
    type: PromptType | None = None
    version_type: Literal["prompt_version", "mask"] | None = None
    environment: EnvironmentName | None = None
    environments: Environments | None = None
    change_description: str | None = None
    tags: list[NonBlank] | None = None


class VersionOut(msgspec.Struct, omit_defaults=True, kw_only=True):
    """A version. What openapi calls its public form has no `variables`."""

    id: str
    prompt_id: str
    commit: str
    version_number: str | None = None
    template: str
    metadata: msgspec.Raw | None = None
    type: str
    version_type: Literal["prompt_version", "mask"]
    environment: str | None = None
    environments: list[str] | None = None
    change_description: str | None = None
    tags: msgspec.Raw | None = None
    variables: list[str] | None = None
    template_structure: str
    created_at: datetime | None
    created_by: str


class PromptOut(msgspec.Struct, omit_defaults=True, kw_only=True):
    """A prompt."""

    id: str
    name: str
    project_id: str | None = None
    description: str | None = None
    template_structure: str
    tags: msgspec.Raw | None = None
    created_at: datetime | None
    created_by: str
    last_updated_at: datetime | None
    last_updated_by: str
    version_count: int
    latest_version: VersionOut | None = None
    requested_version: VersionOut | None = None


class LinkOut(msgspec.Struct):
    """Which version of which prompt a commit is."""

    prompt_version_id: str
    commit: str
    prompt_id: str
    prompt_name: str


def version_fields(version: VersionIn) -> VersionFields:
    """A version as the store takes it. Raises BadRequest."""
    names: list[str] = [] if version.environment is None else [version.environment]
    names += version.environments or []
    mask = version.version_type == "mask"
    if mask and names:
        raise BadRequest("environments: a mask has none.")
    return VersionFields(
        template=version.template,
        metadata=json_or_none(version.metadata),
        type=version.type or "mustache",
        change_description=version.change_description,
        tags=tags_of(version.tags),
        id=None if version.id is None else uuid7(version.id, "version.id"),
        hash=version.commit,
        mask=mask,
        environments=tuple(dict.fromkeys(names)),
    )


def version_out(version: PromptVersion, *, detail: bool = True) -> VersionOut:
    """A version in full, or as a row of a list."""
    environments = sorted(msgspec.json.decode(version.environments, type=list[str]))
    return VersionOut(
        id=format_id(version.id),
        prompt_id=format_id(version.prompt_id),
        commit=version.hash,
        version_number=None if version.number is None else f"v{version.number}",
        template=version.template,
        metadata=raw(version.metadata),
        type=version.type,
        version_type="mask" if version.number is None else "prompt_version",
        environment=environments[0] if environments else None,
        environments=environments or None,
        change_description=version.change_description,
        tags=raw(version.tags),
        variables=variables(version.template, version.type) if detail else None,
        template_structure=version.template_structure,
        created_at=moment(version.created_us),
        created_by=version.created_by,
    )


def prompt_out(
    prompt: Prompt, latest: PromptVersion | None = None, requested: PromptVersion | None = None
) -> PromptOut:
    """A prompt, with versions where it is shown alone."""
    return PromptOut(
        id=format_id(prompt.id),
        name=prompt.name,
        project_id=None if prompt.project_id is None else format_id(prompt.project_id),
        description=prompt.description,
        template_structure=prompt.template_structure,
        tags=raw(prompt.tags),
        created_at=moment(prompt.created_us),
        created_by=prompt.created_by,
        last_updated_at=moment(prompt.updated_us),
        last_updated_by=prompt.updated_by,
        version_count=prompt.version_count,
        latest_version=None if latest is None else version_out(latest),
        requested_version=None if requested is None else version_out(requested),
    )


def link_out(version: PromptVersion) -> LinkOut:
    """Where a commit is from."""
    return LinkOut(format_id(version.id), version.hash, format_id(version.prompt_id), version.prompt_name)


def json_or_none(value: msgspec.Raw) -> bytes | None:
    """A JSON text of a body, whatever it is; None for null."""
    text = bytes(value)
    return None if text == b"null" else text


_MUSTACHE = re.compile(r"\{\{\{?([^{}]*)\}?\}\}")
_PYTHON = re.compile(r"(?<!\{)\{(\w+)\}(?!\})")
_NO_NAME = ("", ".")


def variables(template: str, kind: str) -> list[str]:
    """The names that a template asks for, sorted; of jinja2, none are looked for, as upstream."""
    if kind == "mustache":
        found = {_mustache_name(tag[1]) for tag in _MUSTACHE.finditer(template)}
        return sorted(found.difference(_NO_NAME))
    if kind == "python":
        return sorted({tag[1] for tag in _PYTHON.finditer(template)})
    return []


def _mustache_name(tag: str) -> str:
    """What stands in a tag, a section's too; empty for a comment, a partial, the end of a section."""
    text = tag.strip()
    return "" if text[:1] in ("!", ">", "/", "=") else text.lstrip("&#^").strip()
