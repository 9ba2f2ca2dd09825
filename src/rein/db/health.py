"""`rein db check`: which version the database has, whether it is whole, and what is missing. Blocks."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, text

from rein.db import migrate
from rein.db.address import Address, SqliteFile
from rein.errors import StorageError

LEAST_POSTGRES = 14
"""The oldest PostgreSQL that its makers still mend."""

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that was looked at."""

    subject: str
    finding: str
    cure: str = ""
    """What to do when it is not as it should be; empty when it is."""


def check(address: Address) -> tuple[Fact, ...]:
    """Look at everything; nothing is changed. What cannot be reached is a fact too."""
    facts: list[Fact] = []
    try:
        if isinstance(address, SqliteFile) and not address.path.exists():
            return (Fact("database", f"{address}: not there yet", "Make it: rein db upgrade"),)
        with migrate.connect(address) as connection:
            facts.extend(_facts(address, connection))
    except StorageError as error:
        facts.append(Fact("database", f"{address}: {error}", "Mend that first; then check again."))
    return tuple(facts)


def _facts(address: Address, connection: Connection) -> Iterator[Fact]:
    yield from _sqlite(address, connection) if isinstance(address, SqliteFile) else _postgres(address, connection)
    version = migrate.version_in(connection)
    if not version.known:
        yield Fact(
            "version", f"{version.current}, written by a newer Rein (this one knows {version.head})",
            "Install that Rein again, or restore a backup.",
        )  # fmt: skip
        return
    if not version.up_to_date:
        have = f"{version.current}, {version.head} is needed" if version.current else "empty"
        yield Fact("version", have, "Bring it up to date: rein db upgrade")
        return
    yield Fact("version", f"{version.head}, up to date")
    missing = migrate.differences(connection)
    if missing:
        more = f" and {len(missing) - _SHOWN} more" if len(missing) > _SHOWN else ""
        yield Fact(
            "tables", f"not as this version needs them: {'; '.join(missing[:_SHOWN])}{more}",
            "Somebody changed them by hand: change them back, or restore a backup.",
        )  # fmt: skip
    else:
        yield Fact("tables", "all there, as this version needs them")


def _sqlite(address: SqliteFile, connection: Connection) -> Iterator[Fact]:
    size = address.path.stat().st_size
    yield Fact("database", f"{address}: {size:,} bytes")
    faults = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check(5)")]
    if faults != ["ok"]:
        cure = "Stop Rein, move the file aside and restore a backup: rein db restore FILE"
        yield Fact("integrity", f"the file is damaged: {'; '.join(faults)}", cure)
        return
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if orphans:
        tables = ", ".join(sorted({str(row[0]) for row in orphans}))
        yield Fact("integrity", f"{len(orphans)} rows without what they belong to, in {tables}", "Restore a backup.")
    else:
        yield Fact("integrity", "the file is whole, and every row has what it belongs to")
    mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
    if mode != "wal":
        yield Fact("journal", f"mode {mode}: readers and writers wait for each other", "rein db upgrade sets WAL.")


def _postgres(address: Address, connection: Connection) -> Iterator[Fact]:
    def show(name: str) -> str:
        return str(connection.execute(text("SELECT current_setting(:name)"), {"name": name}).scalar_one())

    number = int(show("server_version_num")) // 10_000
    old = f"Rein needs {LEAST_POSTGRES} or newer." if number < LEAST_POSTGRES else ""
    yield Fact("database", f"{address}: server {show('server_version')}", old)
    encoding = show("server_encoding")
    if encoding != "UTF8":
        yield Fact("encoding", encoding, "Not every text fits in: create the database with ENCODING 'UTF8'.")
    if connection.execute(text("SELECT pg_is_in_recovery()")).scalar_one():
        yield Fact("writing", "the server is a copy that takes no writes", "Name the primary in DATABASE_URL.")
    may = "SELECT has_schema_privilege(current_schema(), 'CREATE')"
    if not connection.execute(text(may)).scalar_one():
        yield Fact(
            "rights", "the user may make no tables, which upgrades do", "GRANT CREATE ON SCHEMA public TO that user."
        )
    unproven = (
        "SELECT conname FROM pg_constraint WHERE NOT convalidated AND connamespace = current_schema()::regnamespace"
    )
    names = [str(name) for name in connection.execute(text(unproven)).scalars()]
    if names:
        yield Fact(
            "integrity",
            f"constraints that were never checked: {', '.join(names)}",
            "ALTER TABLE … VALIDATE CONSTRAINT …",
        )
