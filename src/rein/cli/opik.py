"""`rein opik`: the connection to Opik, seen from this machine."""

from pathlib import Path
from typing import Annotated

import typer

SERVE_HELP = (
    "Serve a whole Opik from this machine: no account, no other server, one file.\n\n"
    "The official opik package and Rein talk to it when OPIK_URL_OVERRIDE holds the address it prints. Ctrl-C stops it."
)
BACKUP_HELP = (
    "Copy the database into one file, also while the server runs.\n\n"
    "Put in the place of `opik.sqlite3` in an empty data directory, it is the store again. Attachments are files of "
    "their own: copy the directory `attachments` too, after this, so that it has all that the copy names."
)
PUSH_HELP = (
    "Send what the Opik of this installation holds to the one that OPIK_URL_OVERRIDE or OPIK_API_KEY names.\n\n"
    "Traces, spans, scores and their comments; run again, it sends what is new or has changed, and goes on where it "
    "was interrupted."
)
KEY_HELP = (
    "Make, list and revoke the API keys of an Opik that is served to other machines.\n\n"
    "Works while it runs: a key opens its workspace, and a revoked one nothing, from the next request on."
)
SPOOL_HELP = (
    "Show what lies in the spool: files, records, what waits to be sent, what Opik has refused.\n\n"
    "Everything traced goes to the spool first and is deleted from it when Opik has confirmed it."
)

opik_app = typer.Typer(
    help="Run an Opik on this machine, and look after the connection to one.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    add_completion=False,
)
key_app = typer.Typer(help=KEY_HELP, no_args_is_help=True)
opik_app.add_typer(key_app, name="key")
spool_app = typer.Typer(help=SPOOL_HELP, invoke_without_command=True)
opik_app.add_typer(spool_app, name="spool")


DataDir = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Where the data lies. Default: opik in REIN_DATA_DIR.")
]


@opik_app.command(help=SERVE_HELP)
def serve(
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Where to listen. Other than 127.0.0.1 needs an API key.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="N", help="0 takes any that is free.")] = 5173,
    keep: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="Delete traces that are older: 12h, 30d, 8w. Default: keep all."),
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """In `opik_serve.py`."""
    from rein.cli.opik_serve import serve_opik

    serve_opik(host, port, data_dir, keep)


@opik_app.command(help=BACKUP_HELP)
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that is not there yet.")],
    data_dir: DataDir = None,
) -> None:
    """In `opik_transfer.py`."""
    from rein.cli.opik_transfer import back_up_to

    back_up_to(file, data_dir)


@opik_app.command(name="export")
def export_project(
    project: Annotated[str, typer.Argument(metavar="PROJECT", help="The project's name.")],
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Where the lines go. Default: to stdout.")] = None,
    workspace: Annotated[str, typer.Option(metavar="NAME", help="The project's workspace.")] = "default",
    data_dir: DataDir = None,
) -> None:
    """Write a project as JSON Lines: threads, traces, spans, comments and scores. Also while the server runs."""
    from rein.cli.opik_transfer import export_to

    export_to(project, out, workspace, data_dir)


@opik_app.command(name="import")
def import_project(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `rein opik export` wrote; `-` reads stdin.")],
    project: Annotated[
        str | None, typer.Option(metavar="NAME", help="Put all into this project. Default: the one of the lines.")
    ] = None,
    workspace: Annotated[str, typer.Option(metavar="NAME", help="The workspace to put it in.")] = "default",
    data_dir: DataDir = None,
) -> None:
    """Bring an exported project in, also while the server runs.

    Everything keeps its id, its time and its author: an import that broke off is begun again, and does nothing twice.
    """
    from rein.cli.opik_transfer import import_from

    import_from(file, project, workspace, data_dir)


@opik_app.command(help=PUSH_HELP)
def push(data_dir: DataDir = None) -> None:
    """In `opik_push.py`."""
    from rein.cli.opik_push import push_all

    push_all(data_dir)


@key_app.command(name="create")
def create_key(
    workspace: Annotated[str, typer.Option(metavar="NAME", help="The one workspace that it opens.")] = "default",
    name: Annotated[str, typer.Option(metavar="NAME", help="Who or what it is for.")] = "key",
    data_dir: DataDir = None,
) -> None:
    """Make a key and print it, this once."""
    from rein.cli.opik_keys import create

    create(workspace, name, data_dir)


@key_app.command(name="list")
def list_keys(
    json: Annotated[bool, typer.Option("--json", help="Print a JSON array.")] = False,
    data_dir: DataDir = None,
) -> None:
    """List the keys, without their secrets."""
    from rein.cli.opik_keys import show

    show(data_dir, as_json=json)


@key_app.command(name="revoke")
def revoke_key(
    key: Annotated[str, typer.Argument(metavar="ID", help="The key's id, as `rein opik key list` shows it.")],
    data_dir: DataDir = None,
) -> None:
    """Revoke a key."""
    from rein.cli.opik_keys import revoke

    revoke(key, data_dir)


@spool_app.callback()
def spool(
    context: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="Print the state as one JSON object.")] = False,
) -> None:
    """The state; the group's help text is in `SPOOL_HELP`."""
    if context.invoked_subcommand is None:
        from rein.cli.spool import show_spool

        show_spool(as_json=json)


@spool_app.command()
def flush(
    timeout: Annotated[float, typer.Option(min=0.1, max=86_400, metavar="SECONDS", help="How long to try.")] = 60.0,
) -> None:
    """Send what waits to Opik now. Exit code 1 if something is left."""
    from rein.cli.spool import flush_spool

    flush_spool(timeout)


@spool_app.command()
def clear(
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    dead_letters: Annotated[bool, typer.Option("--dead-letters", help="Delete what Opik has refused, too.")] = False,
) -> None:
    """Delete every trace in the spool, also what was never sent."""
    from rein.cli.spool import clear_the_spool

    clear_the_spool(yes=yes, dead_letters=dead_letters)
