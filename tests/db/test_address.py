"""Where the database is, from one variable; and a server that is not there."""

import socket
from pathlib import Path

import psycopg
import pytest
from pydantic import SecretStr

from rein.db import Database, address_of
from rein.db.address import Postgres, SqliteFile, parse_address
from rein.db.health import check
from rein.errors import SettingsError, StorageBusy
from rein.settings import Settings
from tests.db.world import add_person


def test_without_a_variable_it_is_a_file_in_the_data_directory(tmp_path):
    assert address_of(Settings(_env_file=None, data_dir=tmp_path)) == SqliteFile(tmp_path / "rein.sqlite3")
    named = Settings(_env_file=None, data_dir=tmp_path, database_url=SecretStr("sqlite:////srv/a b.db"))
    assert address_of(named) == SqliteFile(Path("/srv/a b.db"))


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg2", "postgresql+asyncpg"])
def test_the_driver_is_ours_to_choose(scheme):
    address = parse_address(f"{scheme}://ann:s3cret@db.example.org:5433/rein?sslmode=require")
    assert isinstance(address, Postgres)
    url = address.url()
    assert url.drivername == "postgresql+psycopg"
    assert (url.host, url.port, url.database, url.password) == ("db.example.org", 5433, "rein", "s3cret")
    assert url.query["sslmode"] == "require"
    assert url.query["application_name"] == "rein"
    assert "statement_timeout" in url.query["options"]
    assert "s3cret" not in str(address)


def test_what_the_address_sets_itself_is_left():
    url = parse_address("postgresql://h/d?application_name=mine&options=-c%20statement_timeout%3D5").url()
    assert (url.query["application_name"], url.query["options"]) == ("mine", "-c statement_timeout=5")


@pytest.mark.parametrize(
    "wrong",
    [
        "", "nonsense", "mysql://u:s3cret@h/d", "postgresql://u:s3cret@h", "postgresql://u:s3cret@h:port/d", "sqlite://",
        "sqlite:///:memory:", "sqlite:////a?mode=ro", "postgresql://u:s3cret@[::1/d",
    ],
)  # fmt: skip
def test_an_address_that_names_no_database_is_refused_without_being_repeated(wrong):
    with pytest.raises(SettingsError, match="DATABASE_URL") as caught:
        parse_address(wrong)
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("name", ["a b", "50% #1?.db", "ünïcode", "o'quote"])
async def test_any_file_name_will_do(tmp_path, name):
    from rein.db import migrate

    address = SqliteFile(tmp_path / name)
    migrate.upgrade(address)
    async with Database(address) as database:
        await add_person(database, "Ada")
    assert [path.name for path in tmp_path.iterdir()] == [name]


async def test_a_server_that_is_not_there_is_told_without_the_password():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = parse_address(f"postgresql://u:s3cret@127.0.0.1:{taken.getsockname()[1]}/d")
        async with Database(address) as database:
            with pytest.raises(StorageBusy, match="cannot be reached") as caught:
                await add_person(database, "Ada")
        (fact,) = check(address)
    assert fact.cure
    assert "s3cret" not in f"{caught.value} {fact}"


@pytest.mark.parametrize("kind", [pytest.param("postgres", marks=pytest.mark.slow)])
async def test_connections_that_the_server_cut_are_replaced(database, address, postgres_server, kind):
    await add_person(database, "Before")
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
    with psycopg.connect(postgres_server.format("postgres"), autocommit=True) as connection:
        assert connection.execute(cut, [address.at.database]).fetchall() == [(True,)]
    await add_person(database, "After")
