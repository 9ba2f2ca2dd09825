"""How a whole result looks: its sections in order, its figures on one line, and itself as JSON."""

from collections.abc import Iterator

from rich.console import Console, RenderableType
from rich.text import Text

from rein.cli.console import is_live, warnings
from rein.cli.show_goal import goal_section, show_refusal
from rein.cli.show_plan import PlanSection
from rein.cli.show_resolution import EvaluationSection, resolution_section
from rein.cli.text import clean_json, clean_line, cost, seconds
from rein.coach.domain import ClarifiedGoal, Evaluation, Plan, Resolution
from rein.coach.model import CoachingResult
from rein.coach.stages import Stage
from rein.settings import OFFLINE_MODEL, Settings
from rein.tracing import trace_url

OFFLINE_NOTICE = (
    "This is the offline coach: it works by rules and is not an LLM. Set GEMINI_API_KEY to have Gemini coach you."
)
STAGE_NAMES = {
    Stage.PREPROCESS_GOAL: "Reading the goal",
    Stage.GENERATE_RESOLUTION: "Writing the resolution",
    Stage.CHECK_RESOLUTION: "Checking the resolution",
    Stage.CREATE_EXECUTION_PLAN: "Making the plan",
    Stage.EVALUATE_RESOLUTION: "Judging the resolution",
}
OFFLINE_CHOSEN = "This is the offline coach: it works by rules and is not an LLM."


def section(
    result: ClarifiedGoal | Resolution | Plan | Evaluation, took: str = "", *, full: bool = False
) -> RenderableType:
    """What one stage gave, as it is printed."""
    match result:
        case ClarifiedGoal():
            return goal_section(result, took)
        case Resolution():
            return resolution_section(result, took)
        case Plan():
            return PlanSection(result, took, full=full)
        case Evaluation():
            return EvaluationSection(result, took)


def show_whole(result: CoachingResult, console: Console, *, full: bool = False) -> None:
    """A result that is already complete, such as a saved one."""
    if show_refusal(result.goal, console):
        return
    for part in (result.goal, result.resolution, result.plan, result.evaluation):
        if part is not None:
            console.print(section(part, full=full))


def show_figures(result: CoachingResult, console: Console) -> None:
    """Model, tokens, cost, time, trace: one line; before it, what did not go as it should."""
    for line in shortcomings(result):
        console.print(Text.assemble(("! ", "bold yellow"), line))
    usage = result.usage
    tokens = f"{'about ' if usage.estimated else ''}{usage.total_tokens:,} tokens"
    address = trace_url(result.trace_id) if result.trace_id else None
    trace = f"trace {result.trace_id} · {address}" if address else f"rein traces show {result.trace_id}"
    trace = trace if result.trace_id else "not traced"
    line = " · ".join(
        (clean_line(_answered_by(result)), tokens, cost(result.cost_usd), seconds(result.duration_ms), trace)
    )
    console.print(Text(line, "dim"), soft_wrap=True)


def shortcomings(result: CoachingResult) -> Iterator[str]:
    """Stages that another model had to answer, and an evaluation that is missing."""
    for missing in dict.fromkeys(s.fallback_from for s in result.stages if s.fallback_from):
        stages = [s for s in result.stages if s.fallback_from == missing]
        models = " and ".join(dict.fromkeys(_model_name(s.model) for s in stages))
        names = ", ".join(STAGE_NAMES[s.stage].lower() for s in stages)
        where = "everywhere" if len(stages) == len(result.stages) else names
        why = next((s.fallback_reason for s in stages if s.fallback_reason), "`rein doctor` says why.")
        yield clean_line(f"{missing} gave no answer; {models} answered instead ({where}). {why}")
    for stage in result.stages:
        if stage.error:
            yield clean_line(f"{STAGE_NAMES[stage.stage]} gave no result. {stage.error}")


def _answered_by(result: CoachingResult) -> str:
    """The model that was asked, or the one that answered in its place throughout."""
    models = {f"{s.provider}:{s.model}" for s in result.stages}
    replaced = bool(result.stages) and all(s.fallback_from for s in result.stages)
    return models.pop() if replaced and len(models) == 1 else result.model


def _model_name(model: str) -> str:
    return "the offline coach, which is not an LLM," if model == OFFLINE_MODEL else model


def offline_notice(settings: Settings) -> str | None:
    """What must be said when the offline coach answers; None when an LLM does."""
    if settings.resolved_model != OFFLINE_MODEL:
        return None
    return OFFLINE_CHOSEN if settings.model else OFFLINE_NOTICE


def print_json(result: CoachingResult, console: Console) -> None:
    """One JSON object on stdout, indented for eyes when they are there; warnings go to stderr."""
    beside = warnings()
    for line in shortcomings(result):
        beside.print(f"warning: {line}", soft_wrap=True)
    print(clean_json(result.model_dump_json(indent=2 if is_live(console) else None)), file=console.file)
