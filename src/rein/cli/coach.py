"""`rein coach "goal"`: one goal, shown as it is worked on, and saved."""

import asyncio
import contextlib
import sys

from rich.console import Console
from rich.text import Text

from rein.cli.console import is_live, output, warnings
from rein.cli.live import StageDisplay
from rein.cli.request import Choices, build_request, goal_text, readable
from rein.cli.saved import save
from rein.cli.session import open_model, open_settings
from rein.cli.show_result import offline_notice, print_json, show_figures
from rein.cli.text import clean_line
from rein.coach.domain import Answer, GoalRequest, SafetyAction
from rein.coach.model import CoachingResult
from rein.errors import UsageError
from rein.settings import Settings

MAX_ANSWER_CHARS = 2_000
"""What `Answer` takes."""


def coach_one(goal: str | None, *, choices: Choices, model: str | None, ask: bool, as_json: bool, full: bool) -> None:
    """Coach one goal and print what comes of it.

    Raises:
        UsageError: what was asked cannot be meant.
        ReinError: a stage could not be done, or the result not saved (it has been printed then).
    """
    if ask and not sys.stdin.isatty():
        raise UsageError("--ask needs a terminal to read your answers from, and standard input is none here.")
    settings = open_settings(model)
    request = build_request(goal_text(goal), choices, settings)
    console = output()
    with asyncio.Runner() as runner:
        if ask:
            request = _with_answers(request, settings, model, runner)
        if as_json:
            result = _run_quietly(request, settings, model, runner)
        else:
            result = _run_watched(request, settings, model, runner, console, full=full)
    try:
        if as_json:
            print_json(result, console)
    finally:  # whoever reads may have left; the plan is kept all the same
        saved = save(settings.data_dir, request, result) if result.plan is not None else None
    if saved and not as_json:
        console.print(Text(f"Saved as {saved.id} · talk about it: rein chat {saved.id}", "dim"), soft_wrap=True)


def _run_watched(
    request: GoalRequest,
    settings: Settings,
    model: str | None,
    runner: asyncio.Runner,
    console: Console,
    *,
    full: bool,
) -> CoachingResult:
    with StageDisplay(console, full=full, notice=offline_notice(settings)) as display:
        result = runner.run(open_model(settings, model).run(request, on_event=display))
    if not display.refused:
        show_figures(result, console)
    return result


def _run_quietly(request: GoalRequest, settings: Settings, model: str | None, runner: asyncio.Runner) -> CoachingResult:
    if notice := offline_notice(settings):
        warnings().print(notice, soft_wrap=True)
    return runner.run(open_model(settings, model).run(request))


def _with_answers(request: GoalRequest, settings: Settings, model: str | None, runner: asyncio.Runner) -> GoalRequest:
    """Read the goal once, ask what is open, and add the answers to the request. Asks on stderr, for `--json`."""
    console = warnings()
    with console.status("Reading the goal") if is_live(console) else contextlib.nullcontext():
        goal = runner.run(open_model(settings, model).preprocess_goal(request))
    if goal.safety.action is not SafetyAction.ALLOW or not goal.is_goal or not goal.questions:
        return request
    console.print(Text("Enter skips a question.", "dim"))
    answers: list[Answer] = []
    for question in goal.questions:
        console.print(Text(clean_line(question), "bold"))
        console.print("> ", end="")
        try:
            answer = readable(input()).strip()
        except EOFError:
            console.print()
            break
        if answer:
            answers.append(Answer(question=question, answer=answer[:MAX_ANSWER_CHARS]))
    console.print()
    return request.model_copy(update={"answers": tuple(answers)})
