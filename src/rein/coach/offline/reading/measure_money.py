"""Measures of money: saved, paid off, raised, earned, spent."""

import re
from collections.abc import Sequence
from dataclasses import replace

from rein.coach.domain import LifeArea
from rein.coach.offline.reading.measured import Measured, known
from rein.coach.offline.reading.numbers import parse_number, tidy
from rein.coach.offline.reading.quantities import Quantity, QuantityKind

_SAVE = re.compile(
    r"\b(?:sav\w*|put\s+(?:aside|away)|set\s+aside|emergency\s+fund|deposit|down\s?payment|spar\w*|ahorr\w*"
    r"|épargn\w*|économis\w*|risparmi\w*|poup\w*|economiz\w*|besparen|oszczędz\w*|накоп\w*|stash)\b",
    re.IGNORECASE,
)


_DEBT = re.compile(
    r"\b(?:debts?|pay\w*\s+(?:off|down|back)|clear\s+(?:my|the)|loans?|credit\s+cards?|overdraft|owe|mortgage"
    r"|schulden|deudas?|dettes?|debiti|dívidas?|долг\w*)\b",
    re.IGNORECASE,
)


_RAISE = re.compile(r"\b(?:rais\w*|fundrais\w*|donat\w*|charity)\b", re.IGNORECASE)


_EARN = re.compile(
    r"\b(?:earn\w*|mak(?:e|ing)|salary|income|revenue|sales|sell\w*|raise|profit|verdien\w*|ganar|gagner)\b",
    re.IGNORECASE,
)


_INVEST = re.compile(r"\b(?:invest\w*|retirement|pension|401k|isa|ira)\b", re.IGNORECASE)


_EACH = re.compile(
    r"\b(?:every|each|per|jeden|jede|pro|cada|chaque)\s+(?P<p>month|monat|mes|mois|week|woche|semana|semaine)\b",
    re.IGNORECASE,
)
_EACH_IN = {"monat": "month", "mes": "month", "mois": "month", "woche": "week", "semana": "week", "semaine": "week"}


def _with_rate_before(q: Quantity, goal: str) -> Quantity:
    """ "Every month put away 200": the rate stands before the amount."""
    m = None if q.per else _EACH.search(goal)
    return replace(q, per=_EACH_IN.get(m["p"].lower(), m["p"].lower())) if m else q


def money(goal: str, quantities: Sequence[Quantity], area: LifeArea, days: int | None) -> Measured | None:
    """An amount to save, pay off, raise, invest, spend or earn."""
    amounts = [q for q in quantities if q.kind is QuantityKind.MONEY]
    bare = [q for q in quantities if q.kind is QuantityKind.COUNT and q.unit in {"debt", "loan", "saving"}]
    if not amounts and not bare and (_SAVE.search(goal) or _DEBT.search(goal)):
        loose = re.search(r"(?<![\w.,:/-])\d{1,3}(?:,\d{3})+(?![\w,])|(?<![\w.,:/-])\d{3,7}(?![\w,:/-])", goal)
        if loose and not 1990 <= parse_number(loose.group()) <= 2100:
            amounts = [Quantity(QuantityKind.MONEY, parse_number(loose.group()), "", loose.start(), loose.end())]
    percent = next((q for q in quantities if q.kind is QuantityKind.PERCENT), None)
    if not amounts and percent and _SAVE.search(goal):
        return known(
            "share of income saved",
            "%",
            0.0,
            percent.value,
            "You save nothing of your income today.",
            ask="What share of your income do you save now?",
        )
    for q in (_with_rate_before(q, goal) for q in (*amounts, *bare)):
        unit = "" if q.kind is QuantityKind.COUNT else q.unit
        each = f" a {q.per}" if q.per else ""
        if _DEBT.search(goal):
            return known(f"debt paid off{each}", unit, None if each else 0.0, q.value)
        if _SAVE.search(goal):
            return _saved(q, unit, days, goal)
        if _RAISE.search(goal) and area is not LifeArea.CAREER:
            return known(
                f"money given{each}" if re.search(r"donat|giv", goal, re.IGNORECASE) else f"money raised{each}",
                unit,
                None if each else 0.0,
                q.value,
            )
        if _INVEST.search(goal):
            return known(f"money invested{each}", unit, None if each else 0.0, q.value)
        if re.search(r"\bspend", goal, re.IGNORECASE):
            return known(f"spending{each}", unit, None, q.value, ask="How much do you spend on it now?")
        if _EARN.search(goal):
            return known(
                f"income{each}", unit, None if q.per else 0.0, q.value, ask="What do you earn now?" if q.per else ""
            )
        if area is LifeArea.FINANCE:
            return known(f"money saved{each}", unit, None if each else 0.0, q.value)
    return None


def _saved(q: Quantity, unit: str, days: int | None, goal: str) -> Measured | None:
    """Money put aside: a rate becomes a total when the time is known."""
    months = {"month": 1.0, "week": 52 / 12, "day": 365.25 / 12, "year": 1 / 12}.get(q.per, 0.0)
    if not q.per:
        return known("money saved", unit, 0.0, q.value)
    if not days or not months:
        return known(f"money saved a {q.per}", unit, None, q.value)
    spans = days / 30.4375 * months
    if abs(spans - round(spans)) < 0.1:
        spans = round(spans)  # "six months" are 26 weeks, and meant as six
    total = round(q.value * spans)
    return known("money saved", unit, 0.0, total, f"{tidy(q.value)} a {q.per} comes to {tidy(total)} in that time.")
