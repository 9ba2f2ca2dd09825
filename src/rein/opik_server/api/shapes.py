"""Feedback scores and comments as answers show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby

import msgspec

from rein.opik_server.api.reply import moment
from rein.opik_server.ids import format_id
from rein.opik_server.store.reading_threads import Comment, Score
from rein.opik_server.store.scores import mean_nano

_NO_REASON = "<no reason>"


class ScoreEntry(msgspec.Struct, omit_defaults=True):
    """What one author said."""

    value: float
    source: str
    author: str
    last_updated_at: datetime | None = None
    reason: str | None = None
    category_name: str | None = None
    source_queue_id: str | None = None
    span_type: str | None = None
    span_id: str | None = None


class ScoreShape(msgspec.Struct, omit_defaults=True):
    """The scores of one name: of several authors the mean, their reasons joined, and each for itself."""

    name: str
    value: float
    source: str
    created_at: datetime | None
    last_updated_at: datetime | None
    created_by: str
    last_updated_by: str
    value_by_author: Mapping[str, ScoreEntry]
    category_name: str | None = None
    reason: str | None = None
    source_queue_id: str | None = None


class CommentShape(msgspec.Struct, omit_defaults=True):
    """A comment."""

    id: str
    text: str
    created_at: datetime | None
    last_updated_at: datetime | None
    created_by: str
    last_updated_by: str
    source_queue_id: str | None = None


def shape_scores(scores: Sequence[Score]) -> list[ScoreShape] | None:
    """The scores of one entity, which come ordered by name; None if there are none."""
    return _by_name((score, None) for score in scores)


def shape_span_scores(scores: Sequence[tuple[Score, str | None]]) -> list[ScoreShape] | None:
    """The scores of all spans of a trace, which come ordered by name, each with its span's type."""
    return _by_name((score, span_type or "") for score, span_type in scores)


def shape_comments(comments: Sequence[Comment]) -> list[CommentShape] | None:
    """The comments on one entity; None if there are none."""
    return [shape_comment(comment) for comment in comments] or None


def shape_comment(comment: Comment) -> CommentShape:
    """A comment."""
    return CommentShape(
        format_id(comment.id),
        comment.text,
        moment(comment.created_us),
        moment(comment.updated_us),
        comment.created_by,
        comment.updated_by,
        _queue(comment.source_queue_id),
    )


def _by_name(scores: Iterable[tuple[Score, str | None]]) -> list[ScoreShape] | None:
    found = [_shape(list(group)) for _, group in groupby(scores, key=lambda pair: pair[0].name)]
    return found or None


def _shape(entries: list[tuple[Score, str | None]]) -> ScoreShape:
    scores = [score for score, _ in entries]
    first = scores[0]
    several = len(scores) > 1
    return ScoreShape(
        first.name,
        (mean_nano(sum(score.value_nano for score in scores), len(scores)) if several else first.value_nano) / 1e9,
        first.source,
        moment(min(score.created_us for score in scores)),
        moment(max(score.updated_us for score in scores)),
        ", ".join(dict.fromkeys(score.created_by for score in scores)),
        ", ".join(dict.fromkeys(score.updated_by for score in scores)),
        dict(_entry(score, span_type) for score, span_type in entries),
        _joined([score.category_name for score in scores if score.category_name]),
        _joined([score.reason or _NO_REASON for score in scores] if any(score.reason for score in scores) else []),
        None if several else _queue(first.source_queue_id),
    )


def _entry(score: Score, span_type: str | None) -> tuple[str, ScoreEntry]:
    queue = _queue(score.source_queue_id)
    entry = ScoreEntry(
        score.value_nano / 1e9,
        score.source,
        score.author,
        moment(score.updated_us),
        score.reason,
        score.category_name,
        queue,
    )
    key = score.author if queue is None else f"{score.author}_{queue}"
    if span_type is not None:  # one of the spans of a trace
        entry.span_id = format_id(score.entity)
        entry.span_type = span_type or None
        key = f"{key}_{entry.span_id}"
    return key, entry


def _joined(texts: Sequence[str]) -> str | None:
    return ", ".join(texts) or None


def _queue(value: bytes | None) -> str | None:
    return None if value is None else format_id(value)
