"""A backup in one file, while others read and write; and back. Blocks: call it from a thread."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy import inspect

from rein.db import migrate
from rein.db.address import Address, Postgres, SqliteFile
from rein.errors import StorageError

_HEAD = b"SQLite format 3\0"


def back_up(address: Address, target: Path) -> int:
    """Write one moment of the database into a new file that only this person can read; return its size in bytes.

    The file has its name only when it is whole and on the disk.

    Raises:
        StorageError: the target is there already or cannot be written, the database cannot be read, or the program
            `pg_dump` is missing or fails.
    """
    if target.exists():
        raise StorageError(f"{target} is there already. Choose another name, or move it away.")
    part = target.with_name(f"{target.name}.part-{os.getpid()}")
    try:
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        if isinstance(address, SqliteFile):
            _copy_sqlite(address.path, part)
        else:
            _dump(address, part)
        _sync(part)
        os.link(part, target)  # unlike a renaming, refuses to overwrite what came meanwhile
    except OSError as error:
        raise StorageError(f"{target} cannot be written ({error.strerror}).") from error
    finally:
        part.unlink(missing_ok=True)
    return target.stat().st_size


def restore(address: Address, source: Path) -> None:
    """Make the database of a backup. It is as it was then: `migrate.upgrade` brings it up to date.

    Raises:
        StorageError: there is a database already, the file is no backup for it, or `pg_restore` is missing or fails.
    """
    try:
        with source.open("rb") as file:
            head = file.read(len(_HEAD))
    except OSError as error:
        raise StorageError(f"{source} cannot be read ({error.strerror}).") from None
    if isinstance(address, SqliteFile):
        if head != _HEAD:
            raise StorageError(
                f"{source} is no backup of an SQLite database, which DATABASE_URL names (or its absence)."
            )
        _restore_sqlite(address.path, source)
    else:
        if not head.startswith(b"PGDMP"):
            raise StorageError(f"{source} is no backup of a PostgreSQL database, which DATABASE_URL names.")
        _restore_dump(address, source)


def _copy_sqlite(database: Path, part: Path) -> None:
    if not database.exists():
        raise StorageError(f"There is no database at {database}.")
    try:
        with (
            closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=rw", uri=True, timeout=10)) as source,
            closing(sqlite3.connect(part)) as copy,
        ):
            source.backup(copy)  # all pages in one step: in several, every write in between would start it anew
            copy.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        raise StorageError(f"{database} cannot be copied ({_name(error)}). `rein db check` looks closer.") from None


def _restore_sqlite(target: Path, source: Path) -> None:
    for path in (target, *(target.with_name(target.name + end) for end in ("-wal", "-shm", "-journal"))):
        if path.exists():
            raise StorageError(
                f"{path} is there already. Nothing is overwritten: move it away first, with Rein stopped."
            )
    part = target.with_name(f"{target.name}.part-{os.getpid()}")
    try:
        migrate.create_private(part)
        shutil.copyfile(source, part)
        _examine(part, source)
        _sync(part)
        os.link(part, target)
    except OSError as error:
        raise StorageError(f"{target} cannot be written ({error.strerror}).") from error
    finally:
        for path in (part, part.with_name(part.name + "-wal"), part.with_name(part.name + "-shm")):
            path.unlink(missing_ok=True)


def _examine(part: Path, source: Path) -> None:
    """Whether the copy is a whole database of Rein's."""
    try:
        with closing(sqlite3.connect(part)) as copy:
            whole = copy.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
            tables = {row[0] for row in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.Error as error:
        raise StorageError(f"{source} is no database, or a damaged one ({_name(error)}).") from None
    if not whole:
        raise StorageError(f"{source} is damaged.")
    if not {"people", migrate.VERSIONS} <= tables:
        raise StorageError(f"{source} is no database of Rein's.")
    version = migrate.version(SqliteFile(part))
    if not version.known:
        raise StorageError(f"{source} was written by a newer Rein (its revision is {version.current}).")


def _dump(address: Postgres, part: Path) -> None:
    _run("pg_dump", address, "--format=custom", "--no-owner", "--no-acl", f"--file={part}")


def _restore_dump(address: Postgres, source: Path) -> None:
    with migrate.connect(address) as connection:
        tables = inspect(connection).get_table_names()
    if tables:
        raise StorageError(f"{address} holds {len(tables)} tables. Nothing is overwritten: name an empty database.")
    _run("pg_restore", address, "--no-owner", "--no-acl", "--exit-on-error", "--single-transaction", str(source))


def _run(program: str, address: Postgres, *arguments: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise StorageError(
            f"{program} is not installed here. Install PostgreSQL's client programs (Debian: postgresql-client), of "
            "the server's version or newer, or use your database service's own backups."
        )
    # The password goes by the environment: arguments can be read by everybody on the machine.
    place = address.at.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    secret = {"PGPASSWORD": str(address.at.password)} if address.at.password is not None else {}
    command = [found, *arguments, f"--dbname={place}"]
    done = subprocess.run(command, env=os.environ | secret, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.startswith(f"{program}: ")] or ["it said nothing"]
        raise StorageError(f"{program} failed: {' '.join(lines[:3])}")


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _name(error: sqlite3.Error) -> str:
    return getattr(error, "sqlite_errorname", "") or type(error).__name__
