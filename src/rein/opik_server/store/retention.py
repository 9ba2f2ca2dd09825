"""Keeping only what is young enough, a little at a time, so that others can write in between."""

from __future__ import annotations

from time import monotonic

from rein.opik_server.store.deletion import DeleteOlder
from rein.opik_server.store.projects import FOREVER_US, TRASH, DropTrash
from rein.opik_server.store.retention_rules import what_is_kept
from rein.opik_server.store.store import Store


def expire(store: Store, default_keep_us: int | None, now_us: int) -> int:
    """Delete what is older than its project keeps; returns how many traces and spans without a trace went.

    How long that is, `what_is_kept` says. Age is the time in the id. The file gives the room back by itself while
    nobody writes.

    Blocks: call it from a thread. Raises as `Store.write` and its futures.
    """
    gone = 0
    for kept in store.read(lambda connection: what_is_kept(connection, default_keep_us)):
        gone += _delete_older(store, kept.project, now_us - kept.keep_us, kept.from_us)
    return gone


def empty_project(store: Store, project: int) -> int:
    """Delete all traces and spans of a project; as `expire`."""
    return _delete_older(store, project, FOREVER_US, 0)


def empty_trash(store: Store, limit_s: float | None = None) -> bool:
    """Remove the projects that were put into the trash; False if that takes longer than `limit_s`. As `expire`."""
    deadline = None if limit_s is None else monotonic() + limit_s
    projects: list[tuple[int]] = store.read(
        lambda connection: connection.execute("SELECT project FROM projects WHERE workspace = ?", (TRASH,)).fetchall()
    )
    for (project,) in projects:
        while store.write(DeleteOlder(project, FOREVER_US, all_spans=True)).result():
            if deadline is not None and monotonic() > deadline:
                return False
        store.write(DropTrash(project)).result()
    return True


def _delete_older(store: Store, project: int, before_us: int, from_us: int) -> int:
    gone = 0
    while step := store.write(DeleteOlder(project, before_us, from_us)).result():
        gone += step
    return gone
