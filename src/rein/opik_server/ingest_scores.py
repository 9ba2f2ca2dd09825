"""Bodies of feedback scores into rows: a body is taken as a whole, or refused with the place of the trouble."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from rein.opik_server.ids import parse_id
from rein.opik_server.ingest import Arrival, IngestError, decode
from rein.opik_server.store.scores import ScoreRow

MAX_VALUE = 999_999_999.999999999
MAX_SCORES = 1000

NonEmpty = Annotated[str, msgspec.Meta(min_length=1)]


class _Score(msgspec.Struct):
    name: NonEmpty
    value: Annotated[float, msgspec.Meta(ge=-MAX_VALUE, le=MAX_VALUE)]
    source: Literal["ui", "sdk", "online_scoring"]
    id: str | None = None
    thread_id: str | None = None
    project_name: str | None = None
    project_id: str | None = None
    category_name: str | None = None
    reason: str | None = None
    author: str | None = None
    source_queue_id: str | None = None


class _Batch(msgspec.Struct):
    scores: Annotated[list[_Score], msgspec.Meta(min_length=1, max_length=MAX_SCORES)]


_score = msgspec.json.Decoder(_Score)
_batch = msgspec.json.Decoder(_Batch)


def score_batch(body: bytes, arrival: Arrival) -> list[ScoreRow]:
    """PUT /{traces,spans}/feedback-scores: `{"scores": [...]}`, 1 to 1000, each with an `id`. Raises IngestError."""
    scores = decode(body, _batch).scores
    return [_row(score, _uuid(score.id, f"scores[{i}].id"), arrival, f"scores[{i}].") for i, score in enumerate(scores)]


def thread_score_batch(body: bytes, arrival: Arrival) -> list[ScoreRow]:
    """PUT /traces/threads/feedback-scores: as `score_batch`, each with a `thread_id`. Raises IngestError."""
    rows: list[ScoreRow] = []
    for index, score in enumerate(decode(body, _batch).scores):
        if not score.thread_id:
            raise IngestError(f"scores[{index}].thread_id: expected a text that is not empty.")
        rows.append(_row(score, score.thread_id, arrival, f"scores[{index}]."))
    return rows


def score(entity: bytes, body: bytes, arrival: Arrival) -> ScoreRow:
    """PUT /{traces,spans}/{id}/feedback-scores: one score. Raises IngestError."""
    return _row(decode(body, _score), entity, arrival, "")


def _row(score: _Score, entity: bytes | str, arrival: Arrival, place: str) -> ScoreRow:
    project = score.project_name or ""
    queue = score.source_queue_id
    return ScoreRow(
        entity=entity,
        name=score.name,
        author=score.author or arrival.by,
        project=_uuid(score.project_id, place + "project_id") if score.project_id and not project else project,
        value_nano=round(score.value * 1e9),
        reason=score.reason,
        category_name=score.category_name,
        source=score.source,
        source_queue_id=None if queue is None else _uuid(queue, place + "source_queue_id"),
        updated_us=arrival.now_us,
        updated_by=arrival.by,
    )


def _uuid(text: str | None, place: str) -> bytes:
    try:
        return parse_id(text or "")
    except ValueError as error:
        raise IngestError(f"{place}: expected a UUID of version 7, got {error}.") from error
