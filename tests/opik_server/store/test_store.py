"""Opening, writing, refusing, closing."""

import os
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from rein.errors import StorageError
from rein.opik_server.store import schema
from rein.opik_server.store.backup import back_up
from rein.opik_server.store.connection import DATABASE, lock_directory, open_writer
from rein.opik_server.store.errors import (
    Busy,
    DiskFull,
    NotFound,
    QueryTimeout,
    StoreClosed,
    StoreDamaged,
    StoreLocked,
    StoreTooNew,
)
from rein.opik_server.store.projects import list_projects
from rein.opik_server.store.store import Store
from rein.opik_server.store.tables import Tables
from rein.opik_server.store.writer import MAX_WAITING_BYTES


@dataclass
class Project:
    """Makes a project, and does something after it."""

    name: str
    then: Any = None
    size_bytes: int = 1

    def apply(self, tables: Tables) -> int:
        number = tables.project(tables.workspace("w"), self.name, "ann")
        if self.then is not None:
            self.then(tables)
        return number


def names(store: Store) -> set[str]:
    return {project.name for project in store.read(lambda connection: list_projects(connection, 1, 1000))}


class Gate:
    """Holds the writer in an operation until it is opened."""

    def __init__(self, store: Store, size_bytes: int = 1) -> None:
        self.entered, self.opened = threading.Event(), threading.Event()
        self.future: Future[int] = store.write(Project("gate", self._wait, size_bytes))
        assert self.entered.wait(10)

    def _wait(self, _: Tables) -> None:
        self.entered.set()
        assert self.opened.wait(10)


def fail(_: Tables) -> None:
    raise NotFound("no such thing")


def test_what_was_acknowledged_is_read_and_is_there_after_reopening(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.write(Project("coach")).result(10)
        assert names(store) == {"coach"}
    with Store(tmp_path) as store:
        assert names(store) == {"coach"}


def test_operations_that_wait_share_a_transaction_and_one_that_fails_takes_nothing_with_it(store: Store) -> None:
    gate = Gate(store)
    futures = [store.write(Project(f"p{i}", fail if i == 5 else None)) for i in range(10)]
    again = store.write(Project("p5"))
    gate.opened.set()
    for number, future in enumerate(futures):
        if number == 5:
            with pytest.raises(NotFound):
                future.result(10)
        else:
            future.result(10)
    assert again.result(10) is not None
    assert names(store) == {"gate", *(f"p{i}" for i in range(10))}


def test_a_failed_operation_leaves_no_number_behind_that_the_next_one_uses(store: Store) -> None:
    with pytest.raises(NotFound):
        store.write(Project("a", fail)).result(10)
    number = store.write(Project("b")).result(10)
    assert number == store.write(Project("b")).result(10)
    assert names(store) == {"b"}


def test_a_full_queue_says_busy_and_when_to_come_again(store: Store) -> None:
    gate = Gate(store)
    waiting = store.write(Project("big", size_bytes=MAX_WAITING_BYTES))
    with pytest.raises(Busy) as caught:
        store.write(Project("more"))
    assert caught.value.retry_after_s >= 0.1
    gate.opened.set()
    waiting.result(10)
    store.write(Project("more")).result(10)


def test_an_operation_larger_than_the_queue_is_taken_though_others_wait(store: Store) -> None:
    gate = Gate(store)
    huge = store.write(Project("huge", size_bytes=MAX_WAITING_BYTES * 2))
    gate.opened.set()
    huge.result(10)


def test_a_second_opener_is_refused_with_the_first_ones_number(store: Store) -> None:
    code = (
        "import sys; from pathlib import Path; from rein.opik_server.store.store import Store; Store(Path(sys.argv[1]))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(store.path.parent)], capture_output=True, text=True)
    assert done.returncode != 0
    assert f"in use by another server (process {os.getpid()})" in done.stderr


def test_the_directory_is_free_again_after_closing_and_after_a_refusal(tmp_path: Path) -> None:
    Store(tmp_path).close()
    (tmp_path / DATABASE).write_bytes(b"no database" * 1000)
    for _ in range(2):
        with pytest.raises(StoreDamaged):
            Store(tmp_path)
    os.close(lock_directory(tmp_path))


def test_closing_writes_what_waits_and_then_takes_nothing_more(tmp_path: Path) -> None:
    store = Store(tmp_path)
    gate = Gate(store)
    futures = [store.write(Project(f"p{i}")) for i in range(20)]
    closing = threading.Thread(target=store.close)
    closing.start()
    gate.opened.set()
    closing.join(10)
    assert all(future.done() for future in futures)
    with pytest.raises(StoreClosed):
        store.write(Project("late"))
    with pytest.raises(StoreClosed):
        store.read(lambda connection: list_projects(connection, 1, 1))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["opik.lock", DATABASE]


def test_a_query_without_end_is_stopped_and_the_next_one_is_well(store: Store) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    for _ in range(6):  # more than there are connections
        with pytest.raises(QueryTimeout):
            store.read(lambda connection: connection.execute(endless).fetchone(), limit_s=0.05)
    assert names(store) == set()


def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises((StorageError, sqlite3.Error)):
        store.read(lambda connection: connection.execute("DELETE FROM projects"))


def test_a_reader_keeps_its_snapshot_while_others_write(store: Store) -> None:
    def twice(connection: sqlite3.Connection) -> tuple[int, int]:
        before = len(list_projects(connection, 1, 100))
        store.write(Project("new")).result(10)
        return before, len(list_projects(connection, 1, 100))

    assert store.read(twice) == (0, 0)
    assert names(store) == {"new"}


def test_readers_that_are_all_taken_say_busy(store: Store) -> None:
    entered, opened = threading.Barrier(5), threading.Event()

    def hold(_: sqlite3.Connection) -> None:
        entered.wait(10)
        opened.wait(10)

    threads = [threading.Thread(target=store.read, args=(hold,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    entered.wait(10)
    with pytest.raises(Busy):
        store.read(lambda _: None, limit_s=0.05)
    opened.set()
    for thread in threads:
        thread.join(10)
    store.read(lambda _: None)


def test_a_full_database_refuses_whole_requests_and_goes_on_when_there_is_room(store: Store) -> None:
    def limit(pages: int) -> None:
        store.write(Project("a", lambda tables: tables.connection.execute(f"PRAGMA max_page_count = {pages}"))).result(
            10
        )

    def fill(tables: Tables) -> None:
        tables.connection.execute("INSERT INTO payloads (input) VALUES (zeroblob(4000000))")

    pages = store.read(lambda connection: connection.execute("PRAGMA page_count").fetchone()[0])
    limit(pages + 10)
    with pytest.raises(DiskFull):
        store.write(Project("b", fill)).result(10)
    assert names(store) == {"a"}
    store.write(Project("c")).result(10)
    limit(1 << 20)
    store.write(Project("b", fill)).result(10)
    assert names(store) == {"a", "b", "c"}


def test_pages_that_contradict_each_other_are_called_damage_with_a_cure(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        for number in range(300):
            store.write(Project(f"p{number:0200}"))
    path = tmp_path / DATABASE
    content = bytearray(path.read_bytes())
    content[8192 : len(content)] = os.urandom(len(content) - 8192)
    path.write_bytes(content)
    with pytest.raises(StoreDamaged, match="recover"), Store(tmp_path) as store:
        names(store)


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    Store(tmp_path).close()
    connection = sqlite3.connect(tmp_path / DATABASE)
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    with pytest.raises(StoreTooNew, match="999"):
        Store(tmp_path)


@pytest.mark.parametrize("version", range(len(schema.STEPS) + 1))
def test_every_version_of_the_schema_becomes_the_newest(tmp_path: Path, version: int) -> None:
    def tables(path: Path) -> list[tuple[str]]:
        connection = sqlite3.connect(path)
        try:
            return connection.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall()
        finally:
            connection.close()

    old = open_writer(tmp_path / DATABASE)
    schema.migrate(old, tmp_path / DATABASE, schema.STEPS[:version])
    old.close()
    (tmp_path / "new").mkdir()
    for directory in (tmp_path, tmp_path / "new"):
        Store(directory).close()
    assert tables(tmp_path / DATABASE) == tables(tmp_path / "new" / DATABASE)


def test_a_step_that_fails_leaves_the_version_before_it(tmp_path: Path) -> None:
    connection = open_writer(tmp_path / DATABASE)
    with pytest.raises(sqlite3.OperationalError):
        schema.migrate(connection, tmp_path, ("CREATE TABLE a (x);", "CREATE TABLE b (x);\nCREATE TABLE a (x);"))
    assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("a",)]
    connection.close()


def test_a_backup_taken_while_others_write_opens_as_a_store(store: Store, tmp_path: Path) -> None:
    store.write(Project("before")).result(10)
    stop = threading.Event()

    def keep_writing() -> None:
        number = 0
        while not stop.is_set():
            store.write(Project(f"during-{number}")).result(10)
            number += 1

    writing = threading.Thread(target=keep_writing)
    writing.start()
    try:
        target = tmp_path / "copy" / DATABASE
        target.parent.mkdir()
        assert back_up(store.path, target) == target.stat().st_size
    finally:
        stop.set()
        writing.join(10)
    assert [path.name for path in target.parent.iterdir()] == [DATABASE]
    with Store(target.parent) as copy:
        assert "before" in names(copy)
        assert copy.read(lambda connection: connection.execute("PRAGMA integrity_check").fetchone()) == ("ok",)
        copy.write(Project("after")).result(10)
    with pytest.raises(StorageError, match="there already"):
        back_up(store.path, target)


def test_a_lock_is_held_by_one(tmp_path: Path) -> None:
    held = lock_directory(tmp_path)
    with pytest.raises(StoreLocked):
        lock_directory(tmp_path)
    os.close(held)
    os.close(lock_directory(tmp_path))


def test_a_directory_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StorageError, match="file"):
        Store(tmp_path / "file" / "data")
