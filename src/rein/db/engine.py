"""The connections to the database, and transactions on them."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import Any, Self

from sqlalchemy import Connection, event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from rein.db.address import Address, SqliteFile, address_of
from rein.db.faults import as_ours
from rein.errors import StorageBusy
from rein.settings import Settings

BUSY_MS = 10_000
"""How long a writer of an SQLite file waits for the one before it."""

PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    f"PRAGMA busy_timeout = {BUSY_MS}",
    # A kill costs nothing; a power cut may cost the last transactions, but never the file.
    "PRAGMA synchronous = NORMAL",
    # What is deleted is overwritten, not only forgotten.
    "PRAGMA secure_delete = ON",
)

POOL_SIZE = 10
POOL_OVERFLOW = 10
POOL_WAIT_S = 10

_WRITES = "rein_writes"


class Database:
    """A database in use by one event loop. It must have been brought up to date by `migrate.upgrade`."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self._engine = _engine(address)
        self._reads = self._engine.execution_options(postgresql_readonly=True)
        self._writes = self._engine.execution_options(**{_WRITES: True})
        # SQLite has one writer; those of this process queue in order, which its own waiting does not.
        self._turn = asyncio.Lock() if isinstance(address, SqliteFile) else None

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The one that the settings name.

        Raises:
            SettingsError: `DATABASE_URL` cannot be used.
        """
        return cls(address_of(settings))

    @property
    def engine(self) -> AsyncEngine:
        """For what is no transaction of the coach's: metrics of the pool, an observer of statements."""
        return self._engine

    @asynccontextmanager
    async def reading(self) -> AsyncGenerator[AsyncSession]:
        """One view of the data, in which nothing can be written.

        Raises:
            StorageError: the database cannot be read; StorageBusy: not now.
        """
        async with self._session(self._reads) as session:
            yield session

    @asynccontextmanager
    async def writing(self) -> AsyncGenerator[AsyncSession]:
        """A transaction: all of it is kept when the block ends, none of it when the block raises.

        Never open one within another, and never wait for a model inside: others wait for it.

        Raises:
            StorageError: the database cannot be written; StorageBusy: not now.
            Conflict: another row stands against it.
            UsageError: a value is out of its range.
        """
        if self._turn is None:
            async with self._session(self._writes) as session:
                yield session
            return
        try:
            async with asyncio.timeout(BUSY_MS / 1000):
                await self._turn.acquire()
        except TimeoutError:
            raise StorageBusy("Others kept the database occupied; try again.") from None
        try:
            async with self._session(self._writes) as session:
                yield session
        finally:
            self._turn.release()

    async def close(self) -> None:
        """Give the connections back."""
        await self._engine.dispose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    @asynccontextmanager
    async def _session(self, engine: AsyncEngine) -> AsyncGenerator[AsyncSession]:
        try:
            async with AsyncSession(engine, expire_on_commit=False) as session, session.begin():
                yield session
        except SQLAlchemyError as error:
            raise as_ours(error) from None


def _engine(address: Address) -> AsyncEngine:
    if isinstance(address, SqliteFile):
        engine = create_async_engine(
            address.url("aiosqlite"), pool_size=POOL_SIZE, max_overflow=POOL_OVERFLOW, pool_timeout=POOL_WAIT_S,
            hide_parameters=True,
        )  # fmt: skip
        event.listen(engine.sync_engine, "connect", set_up_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
        return engine
    return create_async_engine(
        address.url(), pool_size=POOL_SIZE, max_overflow=POOL_OVERFLOW, pool_timeout=POOL_WAIT_S, pool_pre_ping=True,
        hide_parameters=True,
    )  # fmt: skip


def set_up_sqlite(connection: Any, record: object) -> None:  # SQLAlchemy's own signature
    """Settings of every connection; transactions are begun by us, since the driver's way begins them too late."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes its place at once: one that has read before cannot wait for another writer, and fails."""
    writes = bool(connection.get_execution_options().get(_WRITES, False))
    execute: Callable[[str], object] = connection.exec_driver_sql
    if connection.info.get("query_only", False) is writes:
        execute(f"PRAGMA query_only = {'OFF' if writes else 'ON'}")
        connection.info["query_only"] = not writes
    execute("BEGIN IMMEDIATE" if writes else "BEGIN")
