"""Keeping only what is young enough, a little at a time, so that others can write in between."""

from __future__ import annotations

from rein.opik_server.store.deletion import DeleteOlder
from rein.opik_server.store.projects import FOREVER_US
from rein.opik_server.store.store import Store


def expire(store: Store, default_keep_us: int | None, now_us: int) -> int:
    """Delete what is older than its project keeps; returns how many traces and spans without a trace went.

    A project's own `keep_us` goes before the default; None keeps for ever. Age is the time in the id. The file
    gives the room back by itself while nobody writes.

    Blocks: call it from a thread. Raises as `Store.write` and its futures.
    """
    projects: list[tuple[int, int | None]] = store.read(
        lambda connection: connection.execute("SELECT project, keep_us FROM projects").fetchall()
    )
    gone = 0
    for project, own_us in projects:
        keep_us = default_keep_us if own_us is None else own_us
        if keep_us is not None:
            gone += _delete_older(store, project, now_us - keep_us)
    return gone


def empty_project(store: Store, project: int) -> int:
    """Delete all traces and spans of a project; as `expire`."""
    return _delete_older(store, project, FOREVER_US)


def _delete_older(store: Store, project: int, before_us: int) -> int:
    gone = 0
    while step := store.write(DeleteOlder(project, before_us)).result():
        gone += step
    return gone
