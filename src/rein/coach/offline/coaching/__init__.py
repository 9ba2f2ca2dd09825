"""Stage 5 by rules: one turn of a conversation that listens before it advises.

`intents` tells what a message is about, `plan_view` reads the plan, `sayings` holds the words; this module puts a reply
together, so that no line comes back within a conversation.
"""

import re
from hashlib import sha256

from rein.coach.domain import CoachingContext, CoachingReply, PlanChange, Role
from rein.coach.limits import number
from rein.coach.offline.coaching.intents import Intent, intent_of
from rein.coach.offline.coaching.plan_view import PlanView, short_step, step
from rein.coach.offline.coaching.sayings import AFTER_QUESTION, NOTHING_TODAY, SAYINGS
from rein.coach.offline.words import capital, day, lower, quoted

MAX_WORDS = 120

_MAY_BE_EMPTY = frozenset({"target_line", "cause"})
_SLOT = re.compile(r"\{([a-z_]+)\}")
_QUOTE_CHARS = 80
_CAUSE = re.compile(r"\b(?:because (?:of )?|due to |since (?=my|the|i|we|it))(?P<cause>[^.?!;]{3,60})", re.IGNORECASE)
_DONE = re.compile(
    r"\bi (?:(?:just|finally|already|actually|even) )?(?P<what>(?:did|ran|walked|went|read|wrote|saved|paid|finished|completed|managed|made|trained|practi[cs]ed|"
    r"cooked|slept|meditated|called|applied|swam|cycled|kept|started)\b[^.?!;,]{0,60})",
    re.IGNORECASE,
)
_CHANGES: dict[Intent, tuple[str, str]] = {
    Intent.CHANGE_DAYS: ("Move the sessions to days that fit your week", "You say the days no longer work"),
    Intent.CHANGE_HOURS: (
        "Make the weeks smaller, built round the main action",
        "You have less time than the plan assumes",
    ),
    Intent.CHANGE_DATE: ("Move the deadline and make the steps in between smaller", "You ask for more time"),
    Intent.TOO_HARD: ("Repeat an easier week before going on", "It asks more than you can give right now"),
    Intent.TOO_EASY: ("Add one small step to the main action", "It has become easy"),
    Intent.PLAN_AHEAD: ("Make the week of the event a lighter one", "Something is coming up that changes your days"),
}
_QUIET = frozenset(
    {Intent.UNWELL, Intent.LOW, Intent.ADVICE_LIMIT, Intent.WHO_ARE_YOU, Intent.THANKS, Intent.CHANGE_GOAL}
)
"""Where a list of things to do would be deaf."""


def reply(context: CoachingContext) -> CoachingReply:
    """Answer `context.message` from the plan and the conversation so far; at most `MAX_WORDS` words."""
    intent = intent_of(context.message)
    view = PlanView(context)
    options = SAYINGS[intent]
    if intent is Intent.OTHER and _was_asked(context):
        options = AFTER_QUESTION
    elif intent is Intent.TODAY and not view.todays:
        options = NOTHING_TODAY
    message = _say(options, _slots(context, view), context)
    return CoachingReply(message=message, next_actions=_next_actions(intent, view), plan_change=_change(intent, view))


def _was_asked(context: CoachingContext) -> bool:
    return bool(context.history) and context.history[-1].role is Role.COACH and "?" in context.history[-1].text


def _say(options: tuple[str, ...], slots: dict[str, str], context: CoachingContext) -> str:
    """The first option, from a place that the message decides, that can be filled and was not said before."""
    said = " ".join(t.text for t in context.history if t.role is Role.COACH)
    seed = sha256(f"{len(context.history)}{context.message}".encode("utf-8", "replace")).digest()[0]
    turned = [options[(seed + i) % len(options)] for i in range(len(options))]
    fresh = [filled for o in turned if (filled := _filled(o, slots)) and _last_sentence(filled) not in said]
    anything = [filled for o in (*turned, *SAYINGS[Intent.OTHER]) if (filled := _filled(o, slots))]
    text = next(iter(fresh or [a for a in anything if _last_sentence(a) not in said] or anything))
    words = text.split()
    return text if len(words) <= MAX_WORDS else " ".join(words[:MAX_WORDS]).rstrip(",;:") + "…"


def _last_sentence(text: str) -> str:
    return re.split(r"(?<=[.!?])\s+", text)[-1]


def _filled(option: str, slots: dict[str, str]) -> str:
    """The option with its slots filled; empty when one of them has nothing to say (a target line may be missing)."""
    names = _SLOT.findall(option)
    if any(not slots.get(n) for n in names if n not in _MAY_BE_EMPTY):
        return ""
    text = _SLOT.sub(lambda m: slots[m[1]], option)
    return capital(re.sub(r" {2,}", " ", text).strip())


def _slots(context: CoachingContext, view: PlanView) -> dict[str, str]:
    message = context.message
    slots = {
        "week": str(view.week.number),
        "focus": view.week.focus if view.week.focus.endswith((".", "!", "?")) else f"{view.week.focus}.",
        "minutes": number(view.week.minutes),
        "target_line": view.target_line(),
        "milestone_line": view.milestone_line(),
        "weeks_left": str(view.weeks_left) if view.weeks_left > 1 else "",
        "deadline": day(view.plan.deadline),
        "approach": _first_sentences(view.plan.summary, 2),
        "why": quoted(context.resolution.why_it_matters, 160),
        "today": "; ".join(step(a) for a in view.todays),
        "quote": quoted(message, _QUOTE_CHARS) if len(message.split()) > 1 else "",
        "quote_cap": quoted(message, _QUOTE_CHARS) if len(message.split()) > 1 else "",
        "cause": _cause(message),
    }
    if view.main is not None:
        slots |= {
            "main": lower(view.main.title),
            "main_step": lower(step(view.main)),
            "short_step": lower(short_step(view.main)),
        }
    due = view.next_due()
    if due is not None:
        slots |= {"next_day": due[0], "next_day_cap": capital(due[0]), "next_step": lower(step(due[1]))}
        slots["next_step_plain"] = f"“{due[1].title}”"
    if (figure := re.search(r"\b(?:10|[1-9])\b", message)) is not None:
        slots |= {"number": figure[0], "less": str(int(figure[0]) - 1)}
    done = _DONE.search(message)
    if done is not None:
        what = re.sub(r"\bmy\b", "your", re.sub(r"\bI\b", "you", done["what"].strip(), flags=re.IGNORECASE))
        slots |= {"echo": f"you {what}", "echo_cap": f"You {what}"}
    return slots


def _cause(message: str) -> str:
    found = _CAUSE.search(message)
    if found is None:
        return ""
    cause = " ".join(found["cause"].split()).rstrip(" ,:")
    cause = re.sub(
        r"\bi was\b",
        "you were",
        re.sub(r"\bi am\b|\bi['’]m\b", "you are", cause, flags=re.IGNORECASE),
        flags=re.IGNORECASE,
    )
    cause = re.sub(r"\bmy\b", "your", re.sub(r"\bi\b", "you", cause, flags=re.IGNORECASE), flags=re.IGNORECASE)
    return (
        f", because {cause}"
        if re.match(r"(?:you|your|the|it|we|there) \w+ (?:was|were|is|are|had|got|ha[ds]|did)\b|you \w+", cause)
        else f", with {cause} in the way"
    )


def _first_sentences(text: str, count: int) -> str:
    return " ".join(re.split(r"(?<=[.!?])\s+", text)[:count])


def _next_actions(intent: Intent, view: PlanView) -> tuple[str, ...]:
    if intent in _QUIET or view.over:
        return ()
    if intent in (Intent.MISSED, Intent.NO_TIME, Intent.UNMOTIVATED, Intent.TOO_HARD):
        return (capital(short_step(view.main)),) if view.main else ()
    if intent is Intent.TODAY and view.todays:
        return tuple(step(a) for a in view.todays[:2])
    due = view.next_due()
    return (f"{capital(due[0])}: {lower(step(due[1]))}",) if due else ()


def _change(intent: Intent, view: PlanView) -> PlanChange | None:
    change = _CHANGES.get(intent)
    if change is None or view.over:
        return None
    last = view.plan.phases[-1].last_week
    return PlanChange(summary=change[0], reason=change[1], from_week=min(last, view.week.number + view.begun))
