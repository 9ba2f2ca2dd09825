"""`rein doctor`: look at everything, and say of each thing whether it works and what to do if it does not."""

import contextlib
import logging
from collections.abc import Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from rein import __version__, tracing
from rein.cli.check_machine import check_machine
from rein.cli.check_settings import read_settings
from rein.cli.console import is_live, output
from rein.cli.findings import Finding, Health
from rein.cli.text import count
from rein.coach.domain import Frozen
from rein.errors import ReinError

SIGNS = {Health.OK: ("✔", "green"), Health.WARNING: ("!", "bold yellow"), Health.BROKEN: ("✘", "bold red")}


class BrokenError(ReinError):
    """Something does not work."""


class Report(Frozen):
    """`--json`."""

    version: str
    healthy: bool
    """Nothing is broken; there may be warnings."""
    findings: tuple[Finding, ...]


def examine(*, as_json: bool, timeout_s: float) -> None:
    """Check, print, and fail if something is broken.

    Raises:
        BrokenError: something is; what and its cure has been printed.
    """
    logging.disable()  # what the checks provoke is told by their findings
    console = output()
    findings: list[Finding] = []
    if as_json:
        findings.extend(_check(console, timeout_s, quiet=True))
    else:
        for finding in _check(console, timeout_s, quiet=False):
            findings.append(finding)
            show_finding(finding, console)
    found = sum(f.health is Health.BROKEN for f in findings)
    warned = sum(f.health is Health.WARNING for f in findings)
    if as_json:
        report = Report(version=__version__, healthy=not found, findings=tuple(findings))
        print(report.model_dump_json(indent=2 if console.is_terminal else None), file=console.file)
    elif not found:
        console.print(f"\nAll is well, with {count(warned, 'warning')}." if warned else "\nAll is well.")
    if found:
        raise BrokenError(f"{found} of {count(len(findings), 'finding')} must be mended; each says how.")


def _check(console: Console, timeout_s: float, *, quiet: bool) -> Iterator[Finding]:
    settings, findings = read_settings()
    yield from findings
    if settings is None:
        return
    tracing.configure(settings.model_copy(update={"trace_enabled": False}))  # the doctor's own call is nobody's trace
    yield from check_machine(settings)
    # Their imports cost half a second, so they come when the rest is already on the screen.
    from rein.cli.check_model import check_models
    from rein.cli.check_opik import check_opik, check_spool

    with _waiting("Calling the model", console, quiet=quiet):
        findings = check_models(settings, timeout_s)
    yield from findings
    with _waiting("Calling Opik", console, quiet=quiet):
        findings = check_opik(settings, timeout_s)
    yield from findings
    yield from check_spool(settings)


def _waiting(what: str, console: Console, *, quiet: bool) -> contextlib.AbstractContextManager[object]:
    return console.status(what) if is_live(console) and not quiet else contextlib.nullcontext()


def show_finding(finding: Finding, console: Console) -> None:
    """Print one finding, with its sign and its cure."""
    sign, style = SIGNS[finding.health]
    grid = Table.grid(padding=(0, 1, 0, 0), expand=True)
    grid.add_column(width=1)
    grid.add_column(width=14, style="dim")
    grid.add_column(ratio=1, overflow="fold")
    text = Text(finding.finding)
    if finding.cure:
        text.append(f"\n→ {finding.cure}", "bold" if finding.health is Health.BROKEN else "")
    grid.add_row(Text(sign, style), finding.subject, text)
    console.print(grid)
