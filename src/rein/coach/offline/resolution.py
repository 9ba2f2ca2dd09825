"""Stage 2 by rules: from a clarified goal to a resolution the person can commit to."""

from hashlib import sha256

from rein.coach.domain import ClarifiedGoal, IfThen, Obstacle, OutlineAction, Resolution
from rein.coach.offline import words
from rein.coach.offline.filling import Filling
from rein.coach.offline.fit import fit
from rein.coach.offline.guard import guarded
from rein.coach.offline.match import pattern_for
from rein.coach.offline.outline import choose_phases
from rein.coach.offline.person import Person
from rein.coach.offline.seeds import Pattern

MAX_TITLE = 70

_CONTRASTS = (
    "Picture it: {outcome}. What most often gets in the way is {hurdle}, and the if-then plans below are made for that moment.",
    "Hold two pictures side by side: {outcome}; and then {hurdle}, which is what usually stops people. The if-then plans join the two.",
    "The wish is clear; the best of it is that {outcome}. Between here and there stands {hurdle}. Decide now what you do when it comes.",
)


def write_resolution(goal: ClarifiedGoal) -> Resolution:
    """Write the resolution: what, how much, by when and how often, with a cue for every act."""
    return guarded(_write, goal)


def _write(person: Person) -> Resolution:
    pattern = pattern_for(person)
    fill = Filling(pattern, person)
    phase = choose_phases(pattern.phases, person.goal.weeks)[0]
    first = fit(phase.do, person, phase.load or (0.0, 0.5))[0]
    first = first.model_copy(update={"title": fill(first.title), "when": fill.within(first.when)})
    return Resolution(
        title=_title(person, pattern, fill),
        statement=_statement(person, pattern, fill, first),
        why_it_matters=_why(person, fill.within(pattern.gain)),
        strategy=f"{fill(pattern.strategy)} {_contrast(person, pattern, fill)}",
        if_then_plans=(_first_step(person, first), *(_if_then(fill, s, r) for s, r in pattern.if_then)),
        obstacles=tuple(Obstacle(obstacle=fill(o), counter_move=fill(c)) for o, c in pattern.obstacles),
        success_metrics=_metrics(person, pattern, fill, first),
    )


def _title(person: Person, pattern: Pattern, fill: Filling) -> str:
    if person.phrase and len(person.phrase) <= MAX_TITLE:
        return words.capital(person.phrase)
    title = words.capital(fill(pattern.title))
    return title if len(title) <= MAX_TITLE else title[:MAX_TITLE].rsplit(" ", 1)[0]


def _statement(person: Person, pattern: Pattern, fill: Filling, first: OutlineAction) -> str:
    """ "I will run a half marathon by 30 May 2027. On Tuesdays and Thursdays, right after I get up, I …"."""
    goal = person.goal
    wish = person.phrase or fill.within(pattern.commit)
    if _falls_short(person):
        # Promising the marathon when the plan ends at half of it would be no kindness.
        what = f"By {words.day(goal.deadline)}, I will get as far as {_article(person)}, on the way to this: {wish}."
    else:
        what = words.by_day(f"{wish}{_how_much(person, wish)}", goal.deadline)
    days = words.capital(words.on_days(first.days))
    return f"{what} {days}, {words.own(first.when)}, I {words.own(words.lower(first.title))}."


def _falls_short(person: Person) -> bool:
    """Whether the plan's safe target is less than the goal's own."""
    asked, safe = person.goal.measure, person.measure
    return asked is not None and safe is not None and asked.target != safe.target


def _article(person: Person) -> str:
    measure = person.measure
    return f"{words.target(measure)} in one go" if measure is not None else ""


def _how_much(person: Person, wish: str) -> str:
    """The measure in brackets, unless the wish says the number itself."""
    measure = person.measure
    if measure is None or measure.target is None or words.says_number(wish, measure.target):
        return ""
    return f" ({_from_to(person)})"


def _from_to(person: Person) -> str:
    measure = person.measure
    if measure is None:
        return ""
    metric, target = words.lower(measure.metric), words.target(measure)
    counted = words.counted(measure)
    if counted and measure.baseline and measure.baseline != measure.target:
        return f"from {words.number(measure.baseline)} to {counted}"
    if counted:
        return counted
    if measure.baseline and measure.baseline != measure.target:
        return f"{metric} from {words.baseline(measure)} to {target}"
    return f"{metric}: {target}"


def _why(person: Person, gain: str) -> str:
    if person.goal.motivation and person.quotes:
        return (
            f"In your own words: {words.quoted(person.goal.motivation, 400)}. Put that sentence where you will see it on the day "
            "you would rather not begin."
        )
    return (
        f"You did not say why, and I will not guess. Many people want this because {gain}. If that is not it, write "
        "your own reason in one sentence before the first session; on a bad day it does more than willpower."
    )


def _contrast(person: Person, pattern: Pattern, fill: Filling) -> str:
    pick = sha256(person.goal.statement.encode("utf-8", "replace")).digest()[0] % len(_CONTRASTS)
    return _CONTRASTS[pick].format(outcome=fill.within(pattern.outcome), hurdle=fill.within(pattern.hurdle))


def _first_step(person: Person, first: OutlineAction) -> IfThen:
    """The first action as an implementation intention, with its day and cue."""
    return IfThen(
        situation=f"it is {words.of_days(first.days)}, {words.own(first.when)}",
        response=words.own(words.lower(first.title)),
    )


def _if_then(fill: Filling, situation: str, response: str) -> IfThen:
    return IfThen(situation=fill.within(situation), response=fill.within(response))


def _metrics(person: Person, pattern: Pattern, fill: Filling, first: OutlineAction) -> tuple[str, ...]:
    by = words.day(person.goal.deadline)
    measure = person.measure
    main = (
        f"{words.capital(_from_to(person))} by {by}"
        if measure and measure.target is not None
        else f"By {by}: {fill.within(pattern.done)}"
    )
    often = (
        f"{'Both' if len(first.days) == 2 else f'All {len(first.days)}'} planned sessions done in a normal week, at least 1 in a bad one"
        if len(first.days) > 1
        else "The week's planned session done, or its ten-minute version in a bad week"
    )
    return (main, often, *(fill(m) for m in pattern.metrics))
