"""What embarrasses in a generated text, whoever it is about."""

import re
from collections.abc import Iterator

from rein.coach.domain import PlanOutline, Resolution

_FAULTS = {
    "an open slot": re.compile(r"\{[a-z_]*\}"),
    "two full stops": re.compile(r"\.\."),
    "a blank before a comma or stop": re.compile(r"\s[,.;:](?!\w)"),
    "two blanks": re.compile(r"  "),
    "a doubled word": re.compile(r"\b([a-z]+) \1\b", re.IGNORECASE),
    "a stop before a comma": re.compile(r"[.;:],|,\."),
    "a small letter after a full stop": re.compile(r"(?<![0-9]\.m)[.!?] [a-z]"),
}


def faults(text: str) -> list[str]:
    """The faults found in `text` by name, each with its place; what the person typed stands in quotation marks."""
    text = re.sub(r"“[^”]*”", "“it”", text)
    return [
        f"{name}: …{text[max(0, m.start() - 30) : m.end() + 20]}…"
        for name, expression in _FAULTS.items()
        if (m := expression.search(text))
    ]


def texts_of_outline(outline: PlanOutline) -> Iterator[str]:
    yield outline.approach
    for phase in outline.phases:
        yield from (phase.name, phase.purpose, *phase.focus, phase.milestone.title, phase.milestone.measure)
        for action in phase.actions:
            yield from (action.title, action.when)


def texts_of_resolution(resolution: Resolution) -> Iterator[str]:
    yield from (resolution.title, resolution.statement, resolution.why_it_matters, resolution.strategy)
    for plan in resolution.if_then_plans:
        yield f"If {plan.situation}, then I will {plan.response}."
    for obstacle in resolution.obstacles:
        yield from (obstacle.obstacle, obstacle.counter_move)
    yield from resolution.success_metrics
