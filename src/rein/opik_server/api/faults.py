"""What goes wrong in a request, and the status that says so.

A client that meets a 5xx tries again three times, about 11 s: a 5xx is only for what another try can cure.
"""

from __future__ import annotations

from rein.errors import ReinError
from rein.opik_server.ingest import IngestError
from rein.opik_server.query.errors import FilterError
from rein.opik_server.store.errors import (
    AlreadyExists,
    Busy,
    Conflict,
    DiskFull,
    NotFound,
    QueryTimeout,
    RowError,
    StoreClosed,
    TooMuchAtOnce,
)


class Fault(ReinError):
    """A request that cannot be answered as it was asked."""

    status = 400


class BadRequest(Fault):
    """A parameter or a body that means nothing."""


class Unauthorized(Fault):
    """No key, or one that is not known."""

    status = 401


class Forbidden(Fault):
    """The sender may not do this, or not in this workspace."""

    status = 403


class Missing(Fault):
    """Nothing is at this path."""

    status = 404


class TooSlow(Fault):
    """The body comes in so slowly that its place is needed for others."""

    status = 408


class TooLarge(Fault):
    """The body is larger than the server takes."""

    status = 413


class UnsupportedMedia(Fault):
    """The body is of a kind that this path does not take."""

    status = 415


class Overloaded(Fault):
    """More is under way than fits into memory."""

    status = 429

    def __init__(self, message: str, retry_after_s: float) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


_STATUS: tuple[tuple[type[ReinError], int], ...] = (
    (IngestError, 400),
    (FilterError, 400),
    (NotFound, 404),
    (AlreadyExists, 409),
    (Conflict, 409),
    (RowError, 400),
    (Busy, 429),
    (DiskFull, 507),
    (QueryTimeout, 400),
    (TooMuchAtOnce, 413),
    (StoreClosed, 503),
)


def status_of(error: ReinError) -> int:
    """The HTTP status for an error; 500 for one of the store that another try will not cure either."""
    if isinstance(error, Fault):
        return error.status
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def retry_after_s(error: ReinError) -> float | None:
    """How long the sender should wait, where the error knows."""
    return error.retry_after_s if isinstance(error, Busy | Overloaded) else None
