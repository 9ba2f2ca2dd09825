"""Before a long run the load goes down, and the day itself is reached all the same."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from rein.coach.domain import ClarifiedGoal, Measure
from rein.coach.expand import expand
from rein.coach.limits import LIGHTER_RANGE
from rein.coach.load import training_minutes
from rein.coach.offline.outline import write_outline
from rein.coach.rules import Status, check_plan
from rein.coach.targets import lighter_weeks, taper_weeks, weeks_to_run
from tests.coach.strategies import goal


def a_race(km: float, weeks: int, hours: float = 8.0, now: float = 6.0) -> ClarifiedGoal:
    start = date(2027, 1, 4)
    return goal(
        statement=f"Run {km:g} km",
        text=f"Run {km:g} km",
        training="running",
        measure=Measure(metric="longest run", unit="km", baseline=now, target=km),
        start=start,
        weeks=weeks,
        deadline=start + timedelta(weeks=weeks, days=-1),
        hours_per_week=hours,
    )


@pytest.mark.parametrize(
    ("km", "weeks", "taper"), [(42.2, 36, 2), (42.2, 37, 2), (42.2, 39, 2), (21.1, 24, 1), (10, 16, 0)]
)
def test_the_longer_the_run_the_longer_the_taper(km, weeks, taper):
    race = a_race(km, weeks)
    plan = expand(write_outline(race), race)
    assert taper_weeks(race) == taper
    assert [w.lighter for w in plan.weeks[-taper - 2 :]] == [False, *[True] * taper, False]
    assert sum("Taper" in w.focus for w in plan.weeks) == taper
    assert plan.weeks[-1].target == km
    assert [f.message for f in check_plan(plan, race) if f.status is Status.FAIL] == []


def test_each_taper_week_trains_a_fifth_to_a_half_less_than_the_one_before():
    race = a_race(42.2, 36)
    weeks = expand(write_outline(race), race).weeks
    minutes = [training_minutes(w.actions) for w in weeks[-4:-1]]
    for before, after in pairwise(minutes):
        assert LIGHTER_RANGE[0] <= after / before <= LIGHTER_RANGE[1]
    assert 0.4 <= minutes[-1] / minutes[0] <= 0.6


def test_a_taper_never_costs_the_distance():
    tight = weeks_to_run(a_race(42.2, 30).measure, 8.0) - 2
    race = a_race(42.2, tight)
    assert expand(write_outline(race), race).weeks[-1].target == 42.2


@pytest.mark.parametrize("weeks", range(5, 60))
def test_no_more_than_four_full_weeks_stand_in_a_row(weeks):
    for taper in (0, 1, 2):
        flags = lighter_weeks(a_race(42.2, weeks), taper)
        runs = "".join("L" if lighter else "f" for lighter in flags[:-1]).split("L")
        assert max(map(len, runs)) <= 4
