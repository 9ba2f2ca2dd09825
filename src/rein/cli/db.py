"""`rein db`: what people's goals, plans and conversations are stored in."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from rein.cli.console import output
from rein.cli.text import clean_line
from rein.errors import ReinError
from rein.settings import get_settings

if TYPE_CHECKING:
    from rein.db import Address

db_app = typer.Typer(
    help="The database of goals, plans and conversations: an SQLite file, or the PostgreSQL that DATABASE_URL names.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    add_completion=False,
)


class DatabaseFaultError(ReinError):
    """The database is not as it should be."""


@db_app.command()
def upgrade() -> None:
    """Bring the database up to date, and make it if it is not there. All of it is done, or nothing."""
    from rein.db import migrate

    address = _address()
    before = migrate.upgrade(address)
    if before.up_to_date:
        _say(f"{address}: up to date already ({before.head})")
    else:
        _say(f"{address}: {'from ' + before.current if before.current else 'made'}, now at {before.head}")


@db_app.command()
def check(json: Annotated[bool, typer.Option("--json", help="Print a JSON array of findings.")] = False) -> None:
    """Say which version it has, whether it is whole, what is missing, and what to do. Exit code 1 if something is."""
    from rein.cli.doctor import show_finding
    from rein.cli.findings import broken, ok
    from rein.db.health import check

    facts = check(_address())
    findings = [broken(f.subject, f.finding, f.cure) if f.cure else ok(f.subject, f.finding) for f in facts]
    if json:
        print("[" + ",".join(finding.model_dump_json() for finding in findings) + "]")
    else:
        console = output()
        for finding in findings:
            show_finding(finding, console)
    if any(fact.cure for fact in facts):
        raise DatabaseFaultError("The database needs attention; each finding says what to do.")


@db_app.command()
def backup(file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that is not there yet.")]) -> None:
    """Copy one moment of the database into one file, also while Rein runs.

    Of PostgreSQL by its program `pg_dump`, which must be installed here. Keep the file as safe as the database: all
    that people wrote is in it.
    """
    from rein.db.backup import back_up

    _say(f"{file}: {back_up(_address(), file):,} bytes")


@db_app.command()
def restore(file: Annotated[Path, typer.Argument(metavar="FILE", help="What `rein db backup` wrote.")]) -> None:
    """Make the database of a backup, and bring it up to date. Never overwrites one that is there."""
    from rein.db import migrate
    from rein.db.backup import restore

    address = _address()
    restore(address, file)
    migrate.upgrade(address)
    _say(f"{address}: restored from {file}")


def _address() -> "Address":
    from rein.db import address_of

    return address_of(get_settings())


def _say(line: str) -> None:
    output().print(Text(clean_line(line)), soft_wrap=True)
