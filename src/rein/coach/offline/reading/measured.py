"""A measure as it is read, with what had to be assumed for it."""

from dataclasses import dataclass

from rein.coach.domain import Measure


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure, with what had to be assumed for it."""

    measure: Measure
    assumptions: tuple[str, ...] = ()
    asks_baseline: str = ""
    """The question whose answer would replace an assumed or unknown baseline."""


def _make(metric: str, unit: str, baseline: float | None, target: float) -> Measure | None:
    if not abs(target) <= 1e12 or (baseline is not None and not abs(baseline) <= 1e12):
        return None
    return Measure(metric=metric[:300], unit=unit[:40], baseline=baseline, target=round(target, 2))


def known(
    metric: str, unit: str, baseline: float | None, target: float, *assumed: str, ask: str = ""
) -> Measured | None:
    measure = _make(metric, unit, baseline, target)
    return Measured(measure, tuple(assumed), ask) if measure else None


def plural(noun: str) -> str:
    irregular = {"country": "countries", "person": "people", "child": "children", "city": "cities", "story": "stories"}
    if noun in irregular:
        return irregular[noun]
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")
