"""How datasets, their versions and items look in requests and answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated, Literal, TypeVar

import msgspec

from rein.opik_server.api.call import any_uuid
from rein.opik_server.api.faults import BadRequest, TooLarge
from rein.opik_server.api.inputs import NonBlank, id_or_new, tags_of
from rein.opik_server.api.reply import PageOf, moment, raw
from rein.opik_server.decoding import Counted
from rein.opik_server.ids import format_id
from rein.opik_server.ingest import decode
from rein.opik_server.store.datasets import Dataset, Version
from rein.opik_server.store.datasets_items import Column, Item
from rein.opik_server.store.datasets_reading import DatasetItem
from rein.opik_server.store.payload import pack
from rein.opik_server.store.slim import slim as shorten

Tag = Annotated[str, msgspec.Meta(max_length=100)]
Source = Literal["manual", "trace", "span", "sdk"]
MAX_ITEM_BYTES = 16 << 20
"""An item's data, whose keys are looked at one by one."""
NULL = msgspec.Raw(b"null")
"""A value of whatever kind that a body leaves out; the decoder cannot tell None from it."""
Runs = Annotated[int, msgspec.Meta(ge=1, le=100)]

T = TypeVar("T")


class Evaluator(msgspec.Struct):
    """What judges the output for an item."""

    name: NonBlank
    type: Literal["llm_judge", "code_metric"]
    config: msgspec.Raw


class ExecutionPolicy(msgspec.Struct, omit_defaults=True):
    """How often an item is run, and how many of the runs must pass."""

    runs_per_item: Runs | None = None
    pass_threshold: Runs | None = None


class ItemIn(Counted):
    """An item as it comes in."""

    data: msgspec.Raw
    source: Source
    id: str | None = None
    trace_id: str | None = None
    span_id: str | None = None
    description: str | None = None
    tags: list[str] | None = None
    evaluators: list[Evaluator] | None = None
    execution_policy: ExecutionPolicy | None = None


class ItemOut(msgspec.Struct, omit_defaults=True, kw_only=True):
    """An item of a dataset."""

    id: str
    dataset_item_id: str
    dataset_id: str
    source: str
    data: msgspec.Raw
    trace_id: str | None = None
    span_id: str | None = None
    description: str | None = None
    tags: msgspec.Raw | None = None
    evaluators: msgspec.Raw | None = None
    execution_policy: msgspec.Raw | None = None
    created_at: datetime | None = None
    created_by: str | None = None
    last_updated_at: datetime | None = None
    last_updated_by: str | None = None


class ColumnOut(msgspec.Struct, omit_defaults=True):
    """A key that the items' data has, or the outputs of traces."""

    name: str
    types: list[str]
    filter_field_prefix: str
    filterField: str  # noqa: N815 - so in the API


class ItemPage(PageOf, kw_only=True):
    """A page of items."""

    columns: Sequence[ColumnOut]


class VersionSummary(msgspec.Struct, omit_defaults=True, kw_only=True):
    """The newest version, or that of an experiment."""

    id: str
    version_hash: str
    version_name: str
    change_description: str | None = None
    tags: msgspec.Raw


class VersionOut(msgspec.Struct, omit_defaults=True, kw_only=True):
    """A version of a dataset."""

    id: str
    dataset_id: str
    version_hash: str
    version_name: str
    tags: msgspec.Raw
    is_latest: bool
    items_total: int
    items_added: int
    items_modified: int
    items_deleted: int
    change_description: str | None = None
    metadata: msgspec.Raw | None = None
    evaluators: msgspec.Raw | None = None
    execution_policy: msgspec.Raw | None = None
    created_at: datetime | None
    created_by: str
    last_updated_at: datetime | None
    last_updated_by: str


class DatasetOut(msgspec.Struct, omit_defaults=True, kw_only=True):
    """A dataset."""

    id: str
    name: str
    type: str
    visibility: str
    project_id: str | None = None
    description: str | None = None
    tags: msgspec.Raw | None = None
    created_at: datetime | None
    created_by: str
    last_updated_at: datetime | None
    last_updated_by: str
    experiment_count: int
    dataset_items_count: int
    optimization_count: int
    most_recent_experiment_at: datetime | None = None
    last_created_experiment_at: datetime | None = None
    status: Literal["completed"]
    latest_version: VersionSummary | None = None


def dataset_out(dataset: Dataset, latest: Version | None) -> DatasetOut:
    """A dataset with its newest version."""
    last = moment(dataset.last_experiment_us)
    return DatasetOut(
        id=format_id(dataset.id),
        name=dataset.name,
        type=dataset.type,
        visibility=dataset.visibility,
        project_id=optional_id(dataset.project_id),
        description=dataset.description,
        tags=raw(dataset.tags),
        created_at=moment(dataset.created_us),
        created_by=dataset.created_by,
        last_updated_at=moment(dataset.updated_us),
        last_updated_by=dataset.updated_by,
        experiment_count=dataset.experiment_count,
        dataset_items_count=0 if latest is None else latest.item_count,
        optimization_count=dataset.optimization_count,
        most_recent_experiment_at=last,
        last_created_experiment_at=last,
        status="completed",
        latest_version=None if latest is None else version_summary(latest),
    )


def version_summary(version: Version) -> VersionSummary:
    """A version in brief."""
    return VersionSummary(
        id=format_id(version.id),
        version_hash=version.hash,
        version_name=f"v{version.version}",
        change_description=version.change_description,
        tags=msgspec.Raw(version.tags.encode()),
    )


def version_out(version: Version) -> VersionOut:
    """A version in full."""
    return VersionOut(
        id=format_id(version.id),
        dataset_id=format_id(version.dataset_id),
        version_hash=version.hash,
        version_name=f"v{version.version}",
        tags=msgspec.Raw(version.tags.encode()),
        is_latest=bool(version.is_latest),
        items_total=version.item_count,
        items_added=version.added,
        items_modified=version.modified,
        items_deleted=version.deleted,
        change_description=version.change_description,
        metadata=raw(version.metadata),
        evaluators=raw(version.evaluators),
        execution_policy=raw(version.execution_policy),
        created_at=moment(version.created_us),
        created_by=version.created_by,
        last_updated_at=moment(version.updated_us),
        last_updated_by=version.updated_by,
    )


def item_out(item: DatasetItem, *, slim: bool = False) -> ItemOut:
    """An item, its data as it was sent, or with its long texts cut."""
    return ItemOut(
        id=format_id(item.id),
        dataset_item_id=format_id(item.id),
        dataset_id=format_id(item.dataset_id),
        source=item.source,
        data=msgspec.Raw(shorten(item.data) if slim else item.data),
        trace_id=optional_id(item.trace_id),
        span_id=optional_id(item.span_id),
        description=item.description,
        tags=raw(item.tags),
        evaluators=raw(item.evaluators),
        execution_policy=raw(item.execution_policy),
        created_at=moment(item.created_us),
        created_by=item.created_by,
        last_updated_at=moment(item.updated_us),
        last_updated_by=item.updated_by,
    )


def missing_item(item_id: str, dataset_id: str) -> ItemOut:
    """Stands for an item that runs name, and that is in no version of the dataset."""
    return ItemOut(id=item_id, dataset_item_id=item_id, dataset_id=dataset_id, source="sdk", data=msgspec.Raw(b"{}"))


def columns_out(columns: Iterable[Column], prefix: str) -> list[ColumnOut]:
    """Columns in the order of their names, each with all its types."""
    types: dict[str, list[str]] = {}
    for name, kind in sorted(columns):
        types.setdefault(name, []).append(kind)
    return [ColumnOut(name, kinds, prefix, f"{prefix}.{name}") for name, kinds in types.items()]


def items_in(items: Sequence[ItemIn], place: str, *, own_ids: bool = True) -> tuple[list[Item], frozenset[Column]]:
    """Items as the store takes them, and the columns of their data. Raises IngestError, BadRequest."""
    columns: set[Column] = set()
    found: list[Item] = []
    for index, item in enumerate(items):
        data, named = data_in(item.data, f"{place}[{index}].data")
        columns |= named
        found.append(
            Item(
                id=id_or_new(item.id if own_ids else None, f"{place}[{index}].id"),
                data=data,
                source=item.source,
                trace_id=None if item.trace_id is None else any_uuid(item.trace_id, f"{place}[{index}].trace_id"),
                span_id=None if item.span_id is None else any_uuid(item.span_id, f"{place}[{index}].span_id"),
                description=item.description,
                tags=tags_of(item.tags),
                evaluators=json_of(item.evaluators),
                execution_policy=json_of(item.execution_policy),
            )
        )
    return found, frozenset(columns)


def data_in(data: msgspec.Raw, place: str) -> tuple[bytes, set[Column]]:
    """An item's data, packed, and its columns. Raises IngestError if it is no object."""
    text = bytes(data)
    if text[:1] != b"{":
        raise BadRequest(f"{place}: expected an object.")
    if len(text) > MAX_ITEM_BYTES:
        raise TooLarge(f"{place}: more than {MAX_ITEM_BYTES >> 20} MB.")
    return pack(text), object_columns(text)


def object_columns(text: bytes) -> set[Column]:
    """The keys of a JSON object with the types of their values. Raises IngestError."""
    return {(name, _TYPES.get(bytes(value)[:1], "number")) for name, value in decode(text, _object).items()}


_object = msgspec.json.Decoder(dict[str, msgspec.Raw])
_TYPES = {b'"': "string", b"{": "object", b"[": "array", b"t": "boolean", b"f": "boolean", b"n": "null"}


def given(value: msgspec.Raw) -> bool:
    """Whether a body has the value."""
    return bytes(value) != b"null"


def json_of(value: object) -> str | None:
    """A struct of a request as JSON text."""
    return None if value is None else msgspec.json.encode(value).decode()


def optional_id(value: bytes | None) -> str | None:
    """The usual form of an id."""
    return None if value is None else format_id(value)
