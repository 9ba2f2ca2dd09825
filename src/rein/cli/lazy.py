"""Commands that are only named at first and imported when they are called: help and typos need none of them."""

from importlib import import_module

import typer
import typer.main
from typer.core import TyperGroup

TARGETS = {
    "cost": "rein.cli.cost:cost",
    "traces": "rein.cli.traces:traces_app",
    "opik": "rein.cli.opik:opik_app",
    "db": "rein.cli.db:db_app",
}
"""Command → where its function or Typer app lives."""


class LazyGroup(TyperGroup):
    """A group whose commands in `TARGETS` are stand-ins, with a help text, until one of them is to run."""

    def resolve_command(self, ctx: typer.Context, args: list[str]):  # pyright: ignore[reportIncompatibleMethodOverride]
        """Find the command; a stand-in gives way to the real one."""
        name, command, rest = super().resolve_command(ctx, args)
        if name in TARGETS:
            command = _load(TARGETS[name])
            command.name = name
        return name, command, rest


def _load(target: str):
    module, _, attribute = target.partition(":")
    found: object = getattr(import_module(module), attribute)
    if isinstance(found, typer.Typer):
        return typer.main.get_command(found)
    app = typer.Typer(rich_markup_mode="rich", add_completion=False)
    if callable(found):
        app.command()(found)
    return typer.main.get_command(app)
