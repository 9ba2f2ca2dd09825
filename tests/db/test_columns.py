"""What goes into a column comes out as it was, on both databases, or is refused."""

from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text, update

from rein.coach.domain import GoalRequest, Measure
from rein.db.columns import storable
from rein.db.ids import new_id
from rein.db.repositories import NewCheckIn, NewPlan, People, PersonData
from rein.db.tables import CheckIn, Goal, Person, PlanVersion
from rein.errors import NotFound, StorageError, UsageError
from tests.cli import samples
from tests.db.world import DAY, add_goal, add_person, new_plan

MANY = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=200)
"""With NUL and lone surrogates."""


TEXTS = (
    "\0", "a\0b\ud800c", "\udfff", "日本語 🏃 é", "it's \"quoted\" \\ %s :x ?", "'; DROP TABLE people; --", "1" * 7000,
)  # fmt: skip


def test_ids_are_uuid7_and_rise_strictly():
    made = [new_id() for _ in range(5000)]
    assert all(one.version == 7 and one.variant == UUID(int=0x8 << 60).variant for one in made)
    assert made == sorted(made)
    assert len(set(made)) == len(made)
    assert abs((made[0].int >> 80) / 1000 - datetime.now(UTC).timestamp()) < 60


@given(ANY_TEXT)
def test_only_what_no_database_holds_is_changed_in_a_text(value):
    kept = storable(value)
    assert len(kept) == len(value)
    kept.encode()
    assert all(
        a == b or (a == "�" and (b == "\0" or 0xD800 <= ord(b) <= 0xDFFF)) for a, b in zip(kept, value, strict=True)
    )


@pytest.fixture
async def theirs(database):
    person_id = await add_person(database, "Ada")
    return person_id, await add_goal(database, person_id)


async def test_any_text_is_stored_alone_and_within_documents(database, theirs):
    person_id, _ = theirs
    for value in TEXTS:
        async with database.writing() as session:
            mine = PersonData(session, person_id)
            text_ = f"x{value}x".encode("utf-8", "replace").decode()  # pydantic takes no lone surrogate
            goal_id = (await mine.goals.add(GoalRequest(text=text_, today=DAY, timezone="UTC"))).id
            note_id = (await mine.check_ins.add(goal_id, NewCheckIn(DAY, note=value))).id
        async with database.reading() as session:
            mine = PersonData(session, person_id)
            assert (await mine.goals.get(goal_id)).request.text == storable(text_)
            assert (await mine.check_ins.get(note_id)).note == storable(value)


async def test_a_moment_comes_back_in_utc_from_whatever_zone(database):
    moments = [
        datetime(2031, 3, 30, 2, 30, tzinfo=timezone(timedelta(hours=9, minutes=45))),
        datetime(1970, 1, 1, tzinfo=UTC),
        datetime(2031, 10, 26, 0, 59, 59, 999_999, tzinfo=UTC),
        datetime(9998, 1, 1, tzinfo=timezone(-timedelta(hours=12))),
    ]  # fmt: skip
    for number, moment in enumerate(moments):
        person_id = await add_person(database, f"P{number}", age_confirmed_at=moment)
        async with database.reading() as session:
            found = (await People(session).get(person_id)).age_confirmed_at
        assert found == moment
        assert found.tzinfo is UTC


async def test_moments_sort_as_moments(database):
    later, earlier = (
        datetime(2031, 1, 1, 0, 30, tzinfo=UTC),
        datetime(2031, 1, 1, 1, tzinfo=timezone(timedelta(hours=1))),
    )
    one = await add_person(database, "Later", age_confirmed_at=later)
    other = await add_person(database, "Earlier", age_confirmed_at=earlier)
    async with database.reading() as session:
        found = (await session.scalars(select(Person.id).order_by(Person.age_confirmed_at))).all()
    assert found == [other, one]


async def test_a_naive_time_is_refused(database):
    with pytest.raises(ValueError, match="without a zone"):
        await add_person(database, "Ada", age_confirmed_at=datetime(2031, 1, 1))


async def test_an_id_of_another_version_is_refused_and_is_not_found(database, theirs):
    person_id, _ = theirs
    with pytest.raises(ValueError, match="version 7"):
        async with database.writing() as session:
            await PersonData(session, person_id).goals.add(samples.request(), as_id=uuid4())
    with pytest.raises(NotFound):
        async with database.reading() as session:
            await PersonData(session, person_id).goals.get(uuid4())


async def test_a_text_that_is_too_long_is_refused_and_is_not_found(database, theirs):
    person_id, goal_id = theirs
    with pytest.raises(ValueError, match="the most"):
        async with database.writing() as session:
            await PersonData(session, person_id).check_ins.add(goal_id, NewCheckIn(DAY, unit="k" * 41))
    async with database.reading() as session:
        assert await People(session).by_email("e" * 9999) is None


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
async def test_what_is_no_number_is_refused(database, theirs, value):
    person_id, goal_id = theirs
    with pytest.raises(ValueError, match="no number"):
        async with database.writing() as session:
            await PersonData(session, person_id).check_ins.add(goal_id, NewCheckIn(DAY, value=value))


@pytest.mark.parametrize(
    "wrong", [{"effort": 0}, {"effort": 11}, {"mood": 0}, {"mood": 6}, {"difficulty": 6}, {"difficulty": -1}]
)
async def test_a_value_out_of_its_range_is_refused_by_the_database(database, theirs, wrong):
    person_id, goal_id = theirs
    with pytest.raises(UsageError, match=f"{next(iter(wrong))}_range"):
        async with database.writing() as session:
            await PersonData(session, person_id).check_ins.add(goal_id, NewCheckIn(DAY, **wrong))


async def test_a_state_that_is_none_is_refused_by_the_database(database, theirs):
    _, goal_id = theirs
    with pytest.raises(UsageError, match="ck_goals_status"):
        async with database.writing() as session:
            await session.execute(text("UPDATE goals SET status = 'lost'"))
    async with database.reading() as session:
        assert (await session.scalars(select(Goal.id))).all() == [goal_id]


async def test_a_document_comes_back_equal(database, theirs):
    person_id, goal_id = theirs
    async with database.writing() as session:
        mine = PersonData(session, person_id)
        await mine.goals.set_clarified(goal_id, samples.goal(), None)
        resolution = await mine.resolutions.add(goal_id, samples.resolution(), origin=None)
        plan = new_plan(resolution.id)
        stored = await mine.plans.propose(goal_id, plan)
    async with database.reading() as session:
        mine = PersonData(session, person_id)
        assert (await mine.goals.get(goal_id)).clarified == samples.goal()
        assert (await mine.resolutions.get(resolution.id)).content == samples.resolution()
        assert (await mine.plans.get(stored.id)).content == plan.content
        assert (await mine.plans.get(stored.id)).diff == plan.diff
        assert (await mine.plans.get(stored.id)).origin == plan.origin


async def test_a_document_that_could_not_be_read_again_is_not_written(database, theirs):
    person_id, goal_id = theirs
    broken = samples.resolution().model_copy(update={"if_then_plans": ()})
    with pytest.raises(ValueError, match="if_then_plans"):
        async with database.writing() as session:
            await PersonData(session, person_id).resolutions.add(goal_id, broken, origin=None)
    endless = samples.plan().model_copy(update={"measure": Measure.model_construct(metric="km", target=float("inf"))})
    with pytest.raises(ValueError, match="no number"):
        async with database.writing() as session:
            mine = PersonData(session, person_id)
            resolution = await mine.resolutions.add(goal_id, samples.resolution(), origin=None)
            await mine.plans.propose(goal_id, NewPlan(endless, [], resolution.id, None))
    async with database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(PlanVersion)) == 0


async def test_a_document_that_cannot_be_read_is_named_without_its_words(database, theirs):
    person_id, goal_id = theirs
    async with database.writing() as session:
        await session.execute(text("""UPDATE goals SET request = '{"text": "my secret wish", "timezone": 7}'"""))
    with pytest.raises(StorageError, match="GoalRequest") as caught:
        async with database.reading() as session:
            await PersonData(session, person_id).goals.get(goal_id)
    assert "secret" not in str(caught.value)
    assert "timezone" in str(caught.value)


async def test_errors_never_repeat_what_a_person_wrote(database, theirs):
    person_id, goal_id = theirs
    for wrong in ({"mood": 9}, {"unit": "k" * 50}, {"value": float("nan")}):
        with pytest.raises((UsageError, ValueError)) as caught:
            async with database.writing() as session:
                new = NewCheckIn(DAY, note="I am so ashamed", **wrong)
                await PersonData(session, person_id).check_ins.add(goal_id, new)
        assert "ashamed" not in str(caught.value)
    with pytest.raises(Exception, match="already") as caught:
        await add_person(database, "Ada")
    assert "ada@" not in str(caught.value)


async def test_what_is_written_while_reading_fails_loudly(database, theirs):
    with pytest.raises(StorageError):
        async with database.reading() as session:
            await session.execute(update(CheckIn).values(note="lost?"))


@MANY
@given(note=ANY_TEXT, value=st.none() | st.floats(allow_nan=False, allow_infinity=False), day=st.dates())
async def test_every_check_in_comes_back_as_it_was(database, theirs, note, value, day):
    person_id, goal_id = theirs
    async with database.writing() as session:
        row = await PersonData(session, person_id).check_ins.add(goal_id, NewCheckIn(day, value=value, note=note))
    async with database.reading() as session:
        found = await PersonData(session, person_id).check_ins.get(row.id)
    assert (found.note, found.value, found.on_date) == (storable(note), value, day)
    assert isinstance(found.on_date, date)
