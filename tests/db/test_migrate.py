"""From an empty database to the newest revision: what comes out is what the code says, or nothing has changed."""

import os
import threading

import pytest
from sqlalchemy import inspect, text

from rein.db import Database, migrate
from rein.db.address import SqliteFile
from rein.db.health import check
from rein.db.tables import Base
from rein.errors import StorageError
from tests.db.conftest import create_database, drop_database
from tests.db.world import add_person


def shape(connection, table):
    """Everything that a database says of a table; CHECK constraints too, which Alembic does not compare."""
    seen = inspect(connection)

    def plain(value):
        return {k: plain(v) for k, v in value.items()} if isinstance(value, dict) else str(value)

    def by_name(items):
        return sorted((plain(item) for item in items), key=str)

    columns = [(c["name"], c["type"].compile(connection.dialect), c["nullable"]) for c in seen.get_columns(table)]
    return {
        "columns": sorted(columns),
        "checks": by_name(seen.get_check_constraints(table)),
        "uniques": by_name(seen.get_unique_constraints(table)),
        "keys": by_name(seen.get_foreign_keys(table)),
        "indexes": by_name(seen.get_indexes(table)),
        "primary": seen.get_pk_constraint(table),
    }


def test_migrations_from_empty_make_exactly_the_tables_of_the_code(empty_address, kind, request, tmp_path):
    assert migrate.upgrade(empty_address).current is None
    if kind == "sqlite":
        direct = SqliteFile(tmp_path / "direct.sqlite3")
        migrate.create_private(direct.path)
    else:
        direct = create_database(request.getfixturevalue("postgres_server"), "direct")
    with migrate.connect(direct, writes=True) as connection:
        Base.metadata.create_all(connection)
        wanted = {table: shape(connection, table) for table in Base.metadata.tables}
    with migrate.connect(empty_address) as connection:
        made = {table: shape(connection, table) for table in Base.metadata.tables}
        assert migrate.differences(connection) == ()
    if kind != "sqlite":
        drop_database(request.getfixturevalue("postgres_server"), "direct")
    assert made == wanted
    assert all(made["plans"].values())


def test_a_difference_is_noticed(address):
    with migrate.connect(address, writes=True) as connection:
        connection.execute(text("ALTER TABLE pauses DROP COLUMN note"))
        connection.execute(text("DROP INDEX ix_pauses_goal_id"))
        connection.execute(text("CREATE TABLE dbos_somebody_elses (id INTEGER PRIMARY KEY)"))
    with migrate.connect(address) as connection:
        found = migrate.differences(connection)
    assert len(found) == 2
    assert any("note" in line for line in found)
    assert any("ix_pauses_goal_id" in line for line in found)
    assert [fact.subject for fact in check(address) if fact.cure] == ["tables"]


def test_an_upgrade_again_changes_nothing(address):
    version = migrate.upgrade(address)
    assert version.up_to_date
    assert version == migrate.version(address)


def test_several_processes_may_upgrade_at_once(empty_address):
    faults = []

    def upgrade():
        try:
            migrate.upgrade(empty_address)
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=upgrade) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert migrate.version(empty_address).up_to_date


def test_an_upgrade_that_fails_leaves_the_database_as_it_was(empty_address, monkeypatch):
    def refuse(connection):
        raise StorageError("the disk is full")

    monkeypatch.setattr(migrate, "_check_references", refuse)  # the last thing that an upgrade does
    with pytest.raises(StorageError, match="disk"):
        migrate.upgrade(empty_address)
    assert migrate.version(empty_address).current is None
    with migrate.connect(empty_address) as connection:
        assert inspect(connection).get_table_names() == []
    monkeypatch.undo()
    migrate.upgrade(empty_address)
    assert migrate.version(empty_address).up_to_date


def test_a_database_of_a_newer_rein_is_left_alone(address):
    with migrate.connect(address, writes=True) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StorageError, match="newer"):
        migrate.upgrade(address)
    (fact,) = [fact for fact in check(address) if fact.cure]
    assert fact.subject == "version"
    assert "9999" in fact.finding


def test_a_database_with_somebody_elses_people_is_left_alone(empty_address):
    if isinstance(empty_address, SqliteFile):
        migrate.create_private(empty_address.path)
    with migrate.connect(empty_address, writes=True) as connection:
        connection.execute(text("CREATE TABLE people (id INTEGER PRIMARY KEY)"))
    with pytest.raises(StorageError, match="something else"):
        migrate.upgrade(empty_address)


async def test_tables_of_others_beside_ours_are_none_of_our_business(address):
    with migrate.connect(address, writes=True) as connection:
        connection.execute(text("CREATE TABLE workflow_status (id INTEGER PRIMARY KEY)"))
    assert not [fact for fact in check(address) if fact.cure]


@pytest.mark.parametrize("kind", ["sqlite"])
def test_the_file_and_its_directory_are_for_their_owner_alone(empty_address, kind):
    migrate.upgrade(empty_address)
    assert empty_address.path.stat().st_mode & 0o077 == 0
    assert empty_address.path.parent.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("kind", ["sqlite"])
async def test_looking_at_a_database_that_is_not_there_makes_none(empty_address, kind):
    assert [fact.cure for fact in check(empty_address)] == ["Make it: rein db upgrade"]
    async with Database(empty_address) as database:
        with pytest.raises(StorageError, match="rein db upgrade"):
            await add_person(database, "Ada")
    assert not empty_address.path.exists()


async def test_a_database_that_was_never_upgraded_says_how(empty_address):
    if isinstance(empty_address, SqliteFile):
        migrate.create_private(empty_address.path)
    async with Database(empty_address) as database:
        with pytest.raises(StorageError, match="rein db upgrade"):
            await add_person(database, "Ada")
    assert any("rein db upgrade" in fact.cure for fact in check(empty_address))


def test_a_damaged_file_is_told(tmp_path):
    address = SqliteFile(tmp_path / "rein.sqlite3")
    migrate.upgrade(address)
    content = bytearray(address.path.read_bytes())
    for page in range(3, 12):
        content[page * 4096 : page * 4096 + 200] = os.urandom(200)
    address.path.write_bytes(content)
    assert any("damaged" in fact.finding and "restore" in fact.cure for fact in check(address))
