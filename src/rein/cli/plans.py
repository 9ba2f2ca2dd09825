"""`rein plans`: what is saved."""

from rich.table import Table
from rich.text import Text

from rein.cli.console import output
from rein.cli.saved import find, saved_results
from rein.cli.session import open_settings
from rein.cli.show_result import print_json, show_figures, show_whole
from rein.cli.text import clean_line, count, day


def list_plans() -> None:
    """Print id, date, length and title of every saved plan, newest first."""
    console = output()
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim", expand=True)
    table.add_column("ID", style="cyan", no_wrap=True)
    table.add_column("Saved", no_wrap=True)
    table.add_column("Plan", no_wrap=True)
    table.add_column("Title", overflow="ellipsis", no_wrap=True, ratio=1)
    for saved in saved_results(open_settings().data_dir):
        plan = saved.result.plan
        length = count(len(plan.weeks), "week") if plan else ""
        table.add_row(saved.id, day(saved.saved_at.astimezone().date()), length, Text(clean_line(saved.title)))
    if not table.row_count:
        console.print('No plan is saved yet. Make one: rein coach "your goal"')
        return
    console.print(table)


def show_plan(prefix: str | None, *, full: bool, as_json: bool) -> None:
    """Print one saved plan.

    Raises:
        UsageError: no saved plan has this id.
        StorageError: its file cannot be read.
    """
    saved = find(open_settings().data_dir, prefix)
    console = output()
    if as_json:
        print_json(saved.result, console)
        return
    show_whole(saved.result, console, full=full)
    show_figures(saved.result, console)
    console.print(Text(f"Saved as {saved.id} · talk about it: rein chat {saved.id}", "dim"), soft_wrap=True)
