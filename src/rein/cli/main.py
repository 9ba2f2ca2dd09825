"""Every command's name, options and help text. What a command does is in its own file, imported when it is called."""

from pathlib import Path
from typing import Annotated

import typer

from rein import __version__
from rein.cli.lazy import LazyGroup

GOAL_PANEL = "For the person with a goal"
TEAM_PANEL = "For the team that runs the coach"
CHOICES_PANEL = "What the plan should respect"
OUTPUT_PANEL = "How the result is shown"
MANY_PANEL = "Many goals at once"

# Help texts are one line a paragraph: Typer keeps the line breaks it finds.
COACH_HELP = (
    "Turn a goal into a resolution and a week-by-week plan.\n\n"
    "The goal is clarified, a resolution is written, and then the plan is made while the resolution is judged. "
    "Each result is printed as soon as it is there. The plan is saved: `rein chat` goes on with it."
)
CHAT_HELP = (
    "Talk with the coach about a saved plan.\n\n"
    "The coach knows the plan and the conversation so far. Each message is saved at once: stop with Ctrl-D or Ctrl-C "
    "and go on another day. A change of plan that the coach proposes is a proposal: nothing changes by itself."
)
DOCTOR_HELP = (
    "Check that everything works, and say what to do where it does not.\n\n"
    "Looks at the settings, the keys (never printed), the model (one tiny real call), Opik and the project's name, the "
    "spool of unsent traces, the data directory, the database and time zone data. Exit code 1 if something is broken."
)

app = typer.Typer(
    name="rein",
    cls=LazyGroup,
    help="An AI coach: a goal in, a resolution, a week-by-week plan and a conversation out, every step traced.",
    epilog='Begin with: [bold]rein coach "I want to run a half marathon this spring, 4 hours a week"[/bold]\n\n'
    "No key and no network needed: without a key the offline coach answers, by rules.\n\n"
    "Something does not work? [bold]rein doctor[/bold] finds it and says what to do.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
plans_app = typer.Typer(help="List the saved plans, or show one.", invoke_without_command=True)
app.add_typer(plans_app, name="plans", rich_help_panel=GOAL_PANEL)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"rein {__version__}")
        raise typer.Exit


@app.callback()
def rein(
    version: Annotated[
        bool, typer.Option("--version", "-V", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Hold the options that belong to no command."""


@app.command(
    rich_help_panel=GOAL_PANEL,
    help=COACH_HELP,
    epilog='Examples:\n\n[bold]rein coach "Read 12 books this year" --hours-per-week 3[/bold]\n\n'
    "[bold]cat goal.txt | rein coach - --json[/bold]\n\n"
    "[bold]rein coach --from goals.jsonl --out results.jsonl --concurrency 8[/bold]",
)
def coach(
    goal: Annotated[
        str | None,
        typer.Argument(
            metavar="GOAL", help="What you want to reach, in your own words and language; `-` reads it from stdin."
        ),
    ] = None,
    weeks: Annotated[
        int | None,
        typer.Option(metavar="N", help="Length of the plan, 1 to 104 weeks.", rich_help_panel=CHOICES_PANEL),
    ] = None,
    hours_per_week: Annotated[
        float | None,
        typer.Option(
            metavar="HOURS", help="Time you have each week; no week asks for more.", rich_help_panel=CHOICES_PANEL
        ),
    ] = None,
    start: Annotated[
        str | None,
        typer.Option(
            metavar="YYYY-MM-DD", help="First day of the plan, not in the past.", rich_help_panel=CHOICES_PANEL
        ),
    ] = None,
    timezone: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Your time zone, such as Europe/Berlin. Default: REIN_TIMEZONE, else this machine's.",
            rich_help_panel=CHOICES_PANEL,
        ),
    ] = None,
    ask: Annotated[
        bool,
        typer.Option(
            "--ask",
            help="Read the goal, ask you what is still open, then plan with your answers. Enter skips a question.",
            rich_help_panel=CHOICES_PANEL,
        ),
    ] = False,
    model: Annotated[
        str | None,
        typer.Option(
            metavar="MODEL",
            help="Model for this run: `offline`, `google:…`, `openai:…`, `ollama:…`. Default: REIN_MODEL, else Gemini "
            "when GEMINI_API_KEY is set, else the offline coach, which works by rules and is not an LLM.",
        ),
    ] = None,
    json: Annotated[
        bool,
        typer.Option(
            "--json",
            help="Print one JSON object and nothing else: goal, resolution, plan, evaluation, trace_id, model, usage, "
            "cost_usd, duration_ms, stages. Warnings go to stderr.",
            rich_help_panel=OUTPUT_PANEL,
        ),
    ] = False,
    full: Annotated[
        bool,
        typer.Option("--full", help="Show every week of a plan longer than 16 weeks.", rich_help_panel=OUTPUT_PANEL),
    ] = False,
    source: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="FILE",
            help="Coach every goal of a JSON Lines file: one object a line with at least `text`; `weeks`, "
            "`hours_per_week`, `start` and `timezone` go before the options of the same name. Every key is "
            "carried over to the output.",
            rich_help_panel=MANY_PANEL,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Where the results go, one line for each input line, in order of completion: the --json object, or "
            "`error` with `type` and `message`. Run the same command again to go on where it stopped and to retry "
            "what failed; FILE.progress beside it remembers what is done.",
            rich_help_panel=MANY_PANEL,
        ),
    ] = None,
    concurrency: Annotated[
        int,
        typer.Option(min=1, max=256, metavar="N", help="Goals worked on at the same time.", rich_help_panel=MANY_PANEL),
    ] = 8,
) -> None:
    """One goal, or a file of them."""
    from rein.cli.request import Choices

    choices = Choices(weeks=weeks, hours_per_week=hours_per_week, start=start, timezone=timezone)
    if source is not None or out is not None:
        from rein.cli.batch import coach_many

        coach_many(source, out, choices=choices, model=model, concurrency=concurrency, goal=goal, ask=ask)
    else:
        from rein.cli.coach import coach_one

        coach_one(goal, choices=choices, model=model, ask=ask, as_json=json, full=full)


@app.command(rich_help_panel=GOAL_PANEL, help=CHAT_HELP)
def chat(
    plan: Annotated[
        str | None, typer.Argument(metavar="ID", help="A saved plan's id or its beginning; default: the latest plan.")
    ] = None,
    message: Annotated[
        list[str] | None,
        typer.Option(
            "--message", "-m", metavar="TEXT", help="Say this instead of asking at the prompt; may be repeated."
        ),
    ] = None,
    model: Annotated[
        str | None, typer.Option(metavar="MODEL", help="Model for this conversation, as in `rein coach`.")
    ] = None,
) -> None:
    """A conversation, at the prompt or with `--message`."""
    from rein.cli.chat import talk

    talk(plan, messages=message or [], model=model)


@plans_app.callback()
def plans(context: typer.Context) -> None:
    """List the saved plans, newest first; `rein plans show ID` shows one."""
    if context.invoked_subcommand is None:
        from rein.cli.plans import list_plans

        list_plans()


@plans_app.command()
def show(
    plan: Annotated[
        str | None, typer.Argument(metavar="ID", help="A saved plan's id or its beginning; default: the latest plan.")
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Show every week of a plan longer than 16 weeks.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print the saved result as one JSON object.")] = False,
) -> None:
    """Show a saved plan with its goal, resolution and evaluation."""
    from rein.cli.plans import show_plan

    show_plan(plan, full=full, as_json=json)


@app.command(rich_help_panel=TEAM_PANEL, help=DOCTOR_HELP)
def doctor(
    json: Annotated[bool, typer.Option("--json", help="Print the findings as one JSON object.")] = False,
    timeout: Annotated[
        float, typer.Option(min=0.5, max=120, metavar="SECONDS", help="How long to wait for the model and for Opik.")
    ] = 10.0,
) -> None:
    """Findings and their cures."""
    from rein.cli.doctor import examine

    examine(as_json=json, timeout_s=timeout)


@app.command(rich_help_panel=TEAM_PANEL, help="Print the expected tokens and cost of each stage, and for 1,000 users.")
def cost() -> None:
    """In `cost.py`."""


@app.command(rich_help_panel=TEAM_PANEL, help="List the traces on this machine, and show one as a tree.")
def traces() -> None:
    """In `traces.py`."""


@app.command(rich_help_panel=TEAM_PANEL, help="Run an Opik on this machine, and look after the connection to one.")
def opik() -> None:
    """In `opik.py`."""


@app.command(rich_help_panel=TEAM_PANEL, help="Bring the database up to date, check it, back it up, restore it.")
def db() -> None:
    """In `db.py`."""
