"""Attachments by the official client: given as files, or found as base 64 in what is traced."""

from __future__ import annotations

import base64
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from opik.rest_api import core as rest_api_core

import opik
from opik import Attachment, id_helpers

pytestmark = pytest.mark.slow

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
) + bytes(300_000)
"""Large enough for the client to take it out of the input."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """10 MB, more than a part of an upload has."""
    path = tmp_path / "report of today.bin"
    path.write_bytes(os.urandom(10 << 20))
    return path


def listed(client: opik.Opik, project: str, entity: str, kind: Any = "trace") -> dict[str, tuple[int, str]]:
    found = client.get_attachment_client().get_attachment_list(project_name=project, entity_id=entity, entity_type=kind)
    return {one.file_name: (one.file_size, one.mime_type) for one in found}


def download(client: opik.Opik, project: str, entity: str, name: str, mime_type: str, kind: Any = "trace") -> bytes:
    chunks = client.get_attachment_client().download_attachment(
        project_name=project, entity_type=kind, entity_id=entity, file_name=name, mime_type=mime_type
    )
    return b"".join(chunks)


def test_files_of_traces_and_spans_come_back(client: opik.Opik, project: str, file: Path) -> None:
    given = Attachment(data=str(file), file_name="report.bin", content_type="application/octet-stream")
    text = Attachment(data=str(file), content_type="text/plain")
    trace = client.trace(name="t", attachments=[given, text])
    span = trace.span(name="s", attachments=[given])
    span.end()
    trace.end()
    client.flush()
    whole = file.stat().st_size
    assert listed(client, project, trace.id) == {
        "report.bin": (whole, "application/octet-stream"),
        file.name: (whole, "text/plain"),
    }
    assert listed(client, project, span.id, "span") == {"report.bin": (whole, "application/octet-stream")}
    assert download(client, project, trace.id, file.name, "text/plain") == file.read_bytes()
    kept = download(client, project, span.id, "report.bin", "application/octet-stream", "span")
    assert kept == file.read_bytes()


def test_a_file_is_added_after_the_fact(client: opik.Opik, project: str, file: Path) -> None:
    trace = client.trace(name="t")
    client.flush()
    client.get_attachment_client().upload_attachment(
        project_name=project, entity_type="trace", entity_id=trace.id, file_path=str(file)
    )
    assert list(listed(client, project, trace.id)) == [file.name]
    client.rest_client.traces.delete_traces(ids=[trace.id])
    assert listed(client, project, trace.id) == {}


@pytest.mark.parametrize("beginning", ["data:image/png;base64,", ""])
def test_an_image_inside_an_input_becomes_an_attachment_and_is_read_with_it(
    client: opik.Opik, project: str, beginning: str
) -> None:
    text = beginning + base64.b64encode(PNG).decode()
    now = datetime.now(UTC)
    client.trace(name="t", input={"messages": [{"image": text}]}, start_time=now, end_time=now)
    client.flush()
    (trace,) = client.search_traces(project_name=project)
    ((name, (size, mime_type)),) = listed(client, project, trace.id).items()
    assert (size, mime_type) == (len(PNG), "image/png")
    assert download(client, project, trace.id, name, mime_type) == PNG
    assert trace.input == {"messages": [{"image": f"[{name}]"}]}
    read = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
    assert client.get_trace_content(trace.id).input == {"messages": [{"image": read}]}


def test_what_is_not_there_is_an_error(client: opik.Opik, project: str) -> None:
    client.trace(name="t")
    client.flush()
    with pytest.raises(rest_api_core.ApiError):
        listed(client, "no-such-project", id_helpers.generate_id())
    with pytest.raises(rest_api_core.ApiError):
        listed(client, project, "no-id")
    with pytest.raises(ValueError, match="not found"):
        download(client, project, id_helpers.generate_id(), "a", "text/plain")
