"""`rein traces`: what was traced on this machine, as a list and as a tree."""

from typing import Annotated

import typer

from rein.errors import UsageError

LIST_HELP = (
    "List the traces on this machine, newest first; `rein traces show ID` shows one.\n\n"
    "They lie in the embedded Opik of this installation. Where another Opik is named, they live there, and only what "
    "it has not confirmed yet is shown here."
)

traces_app = typer.Typer(
    help=LIST_HELP, invoke_without_command=True, no_args_is_help=False, rich_markup_mode="rich", add_completion=False
)


@traces_app.callback()
def traces(
    context: typer.Context,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=10_000, metavar="N", help="How many.")] = 20,
    json: Annotated[bool, typer.Option("--json", help="Print a JSON array, a trace an object, no spans.")] = False,
) -> None:
    """The list; the group's help text is in `LIST_HELP`."""
    if context.invoked_subcommand is not None:
        return
    from rein.cli.local_traces import local_traces
    from rein.cli.show_trace import print_traces, traces_json
    from rein.settings import get_settings

    settings = get_settings()
    found = local_traces(settings).newest_traces(limit)
    if json:
        print(traces_json(found))
    else:
        print_traces(found, settings)


@traces_app.command()
def show(
    trace: Annotated[
        str | None, typer.Argument(metavar="ID", help="The trace's id, or its beginning; default: the newest trace.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object with every span.")] = False,
) -> None:
    """Show one trace: its spans as a tree, when each ran, tokens, cost, scores and errors."""
    from rein.cli.local_traces import local_traces
    from rein.cli.show_trace import print_trace, trace_json
    from rein.settings import get_settings

    traces = local_traces(get_settings())
    if trace is None:
        newest = traces.newest_traces(1)
        if not newest:
            raise UsageError("No traces yet. Run rein coach with a goal first.")
        trace = newest[0].id
    found = traces.find_trace(trace)
    if json:
        print(trace_json(found))
    else:
        print_trace(found)


@traces_app.command()
def tail(
    lines: Annotated[
        int, typer.Option("--lines", "-n", min=0, max=200, metavar="N", help="How many that ended before are shown.")
    ] = 5,
) -> None:
    """Show each trace in a line as it ends, until Ctrl-C, whichever process it comes from."""
    from rein.cli.local_traces import local_traces
    from rein.cli.show_trace import print_ended
    from rein.cli.tail import ended_traces
    from rein.settings import get_settings

    settings = get_settings()
    if settings.opik_configured:
        raise UsageError("Traces go to the Opik that OPIK_URL_OVERRIDE or OPIK_API_KEY names; follow them there.")
    for trace in ended_traces(local_traces(settings), lines):
        print_ended(trace)
