"""The account of what was asked of models, for whoever wants the figures of a piece of work."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar

from rein.llm.types import Call

_recorders: ContextVar[tuple[list[Call], ...]] = ContextVar("rein_llm_recorders", default=())


@contextmanager
def record_calls() -> Generator[list[Call]]:
    """Collect every model operation that ends inside the block, failed ones too (they cost as well).

    Child tasks started inside the block are covered. Blocks nest: an inner block's calls are the outer's too.
    """
    calls: list[Call] = []
    token = _recorders.set((*_recorders.get(), calls))
    try:
        yield calls
    finally:
        _recorders.reset(token)


def record(call: Call) -> None:
    """Add a finished operation to every open recorder."""
    for calls in _recorders.get():
        calls.append(call)
