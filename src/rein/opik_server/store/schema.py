"""The tables, as a list of steps: a database knows by `user_version` how many of them it has."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from rein.opik_server.store.errors import StoreTooNew
from rein.opik_server.store.steps.s1_core import CORE
from rein.opik_server.store.steps.s2_datasets import DATASETS
from rein.opik_server.store.steps.s3_prompts import PROMPTS
from rein.opik_server.store.steps.s4_review import REVIEW
from rein.opik_server.store.steps.s5_access import ACCESS
from rein.opik_server.store.steps.s6_otel import OTEL
from rein.opik_server.store.steps.s7_cells import CELLS

Step = str | tuple[str, Callable[[sqlite3.Connection], None]]
"""SQL, with what is to be done after it in Python."""
STEPS: tuple[Step, ...] = (CORE, DATASETS, PROMPTS, REVIEW, ACCESS, OTEL, CELLS)
"""Step n takes a database from version n to n + 1. A step that was released is never changed: add another."""


def migrate(connection: sqlite3.Connection, path: Path, steps: tuple[Step, ...] = STEPS) -> None:
    """Bring the database to the newest version, each step in a transaction of its own.

    Raises:
        StoreTooNew: the database has more steps than this version knows.
    """
    row: tuple[int] = connection.execute("PRAGMA user_version").fetchone()
    version = row[0]
    if version > len(steps):
        raise StoreTooNew(
            f"{path} has schema version {version}; this Rein knows {len(steps)}. Install the newer Rein that wrote it."
        )
    for number in range(version, len(steps)):
        connection.execute("BEGIN IMMEDIATE")
        try:
            step = steps[number]
            script, then = (step, None) if isinstance(step, str) else step
            for statement in _statements(script):
                connection.execute(statement)
            if then is not None:
                then(connection)
            connection.execute(f"PRAGMA user_version = {number + 1}")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")


def _statements(script: str) -> list[str]:
    """One by one, because `executescript` commits before it begins."""
    statements: list[str] = []
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            statements.append(statement)
            statement = ""
    return statements
