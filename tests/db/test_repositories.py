"""What the repositories promise: versions, states, steps that are repeated, and people who come at the same time."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from rein.coach.domain import CoachingReply, Role, SafetyVerdict
from rein.db import Database
from rein.db.documents import ActionStatus, StoredResponse
from rein.db.ids import new_id
from rein.db.repositories import Doors, Housekeeping, NewCheckIn, People, PersonData, Subject
from rein.db.tables import (
    ActionEvent,
    EventKind,
    Goal,
    GoalStatus,
    MessageState,
    Person,
    PlanStatus,
    PlanVersion,
    ReminderKind,
    ResolutionStatus,
)  # fmt: skip
from rein.errors import Conflict, NotFound, StorageBusy, UsageError
from tests.cli import samples
from tests.db.world import DAY, NOW, ORIGIN, add_goal, add_person, new_plan, secret_hash


@pytest.fixture
async def theirs(database):
    person_id = await add_person(database, "Ada")
    return person_id, await add_goal(database, person_id)


async def write(database, person_id, repository, method, *args, **kwargs):
    async with database.writing() as session:
        return await getattr(getattr(PersonData(session, person_id), repository), method)(*args, **kwargs)


async def with_plan(database, theirs):
    person_id, goal_id = theirs
    resolution = await write(database, person_id, "resolutions", "add", goal_id, samples.resolution(), origin=ORIGIN)
    plan = await write(database, person_id, "plans", "propose", goal_id, new_plan(resolution.id))
    await write(database, person_id, "plans", "accept", plan.id)
    await write(database, person_id, "goals", "set_status", goal_id, GoalStatus.ACTIVE)
    return resolution.id, plan.id


async def test_resolutions_are_numbered_and_one_counts(database, theirs):
    person_id, goal_id = theirs
    first = await write(database, person_id, "resolutions", "add", goal_id, samples.resolution(), origin=ORIGIN)
    await write(database, person_id, "resolutions", "accept", first.id)
    edited = samples.resolution().model_copy(update={"title": "Mine"})
    second = await write(database, person_id, "resolutions", "add", goal_id, edited, origin=None)
    third = await write(database, person_id, "resolutions", "add", goal_id, samples.resolution(), origin=ORIGIN)
    await write(database, person_id, "resolutions", "accept", third.id)
    async with database.reading() as session:
        found = await PersonData(session, person_id).resolutions.of_goal(goal_id)
    states = {row.version: (row.status, row.origin) for row in found}
    assert states == {
        3: (ResolutionStatus.ACCEPTED, ORIGIN), 2: (ResolutionStatus.SUPERSEDED, None),
        1: (ResolutionStatus.SUPERSEDED, ORIGIN),
    }  # fmt: skip
    with pytest.raises(Conflict):
        await write(database, person_id, "resolutions", "accept", second.id)


async def test_a_plan_version_is_kept_as_it_was_whatever_comes_after(database, theirs):
    person_id, goal_id = theirs
    resolution_id, plan_id = await with_plan(database, theirs)
    before = samples.plan()
    second = await write(database, person_id, "plans", "propose", goal_id, new_plan(resolution_id, plan_id))
    third = await write(database, person_id, "plans", "propose", goal_id, new_plan(resolution_id, plan_id))
    await write(database, person_id, "plans", "refuse", third.id)
    fourth = await write(database, person_id, "plans", "propose", goal_id, new_plan(resolution_id, plan_id))
    await write(database, person_id, "plans", "accept", fourth.id)
    async with database.reading() as session:
        mine = PersonData(session, person_id)
        found = {row.id: row for row in await mine.plans.of_goal(goal_id)}
        assert (await mine.plans.current(goal_id)).id == fourth.id
        assert await mine.plans.proposed(goal_id) is None
    assert [row.version for row in found.values()] == [4, 3, 2, 1]
    assert {row_id: row.status for row_id, row in found.items()} == {
        plan_id: PlanStatus.SUPERSEDED, second.id: PlanStatus.SUPERSEDED, third.id: PlanStatus.REFUSED,
        fourth.id: PlanStatus.CURRENT,
    }  # fmt: skip
    assert all(row.content == before for row in found.values())


async def test_a_version_made_from_one_that_no_longer_counts_cannot_be_accepted(database, theirs):
    person_id, goal_id = theirs
    resolution_id, plan_id = await with_plan(database, theirs)
    fresh = await write(database, person_id, "plans", "propose", goal_id, new_plan(resolution_id))
    await write(database, person_id, "plans", "accept", fresh.id)
    stale = await write(database, person_id, "plans", "propose", goal_id, new_plan(resolution_id, plan_id))
    with pytest.raises(Conflict, match="changed"):
        await write(database, person_id, "plans", "accept", stale.id)


async def test_every_change_of_an_action_is_recorded_and_raises_the_revision(database, theirs):
    person_id, goal_id = theirs
    _, plan_id = await with_plan(database, theirs)
    async with database.reading() as session:
        mine = PersonData(session, person_id)
        action, revision = (await mine.actions.of_plan(plan_id))[0], (await mine.plans.get(plan_id)).revision
    planned = action.state
    moved = planned.model_copy(update={"on_date": planned.on_date + timedelta(days=1)})
    done = moved.model_copy(update={"status": ActionStatus.DONE, "done_at": NOW})
    await write(database, person_id, "actions", "change", action.id, EventKind.MOVED, moved, note="Rain")
    await write(database, person_id, "actions", "change", action.id, EventKind.DONE, done, at=NOW)
    async with database.reading() as session:
        mine = PersonData(session, person_id)
        events = await mine.action_events.of_action(action.id)
        assert [(e.kind, e.before, e.after, e.note) for e in events] == [
            (EventKind.MOVED, planned, moved, "Rain"), (EventKind.DONE, moved, done, ""),
        ]  # fmt: skip
        assert (await mine.actions.get(action.id)).state == done
        assert (await mine.plans.get(plan_id)).revision == revision + 2
        assert await mine.action_events.of_goal(goal_id) == events
        assert [row.id for row in await mine.actions.between(DAY, DAY)] == []
    with pytest.raises(Conflict, match="revision"):
        await write(database, person_id, "plans", "expect_revision", plan_id, revision)
    with pytest.raises(UsageError, match="done_at_when_done"):
        wrong = done.model_copy(update={"status": ActionStatus.SICK})
        await write(database, person_id, "actions", "change", action.id, EventKind.SICK, wrong)


async def test_an_action_of_a_plan_that_no_longer_counts_is_not_changed(database, theirs):
    person_id, goal_id = theirs
    resolution_id, plan_id = await with_plan(database, theirs)
    async with database.reading() as session:
        action = (await PersonData(session, person_id).actions.of_plan(plan_id))[0]
    newer = await write(database, person_id, "plans", "propose", goal_id, new_plan(resolution_id, plan_id))
    await write(database, person_id, "plans", "accept", newer.id)
    with pytest.raises(Conflict):
        await write(database, person_id, "actions", "change", action.id, EventKind.EDITED, action.state)


async def test_the_days_show_current_plans_of_active_goals_alone(database, theirs):
    person_id, goal_id = theirs
    resolution_id, plan_id = await with_plan(database, theirs)
    await write(database, person_id, "plans", "propose", goal_id, new_plan(resolution_id, plan_id))
    span = (DAY, DAY + timedelta(days=30))
    async with database.reading() as session:
        found = await PersonData(session, person_id).actions.between(*span)
    assert {row.plan_id for row in found} == {plan_id}
    assert len(found) == 3
    await write(database, person_id, "goals", "set_status", goal_id, GoalStatus.PAUSED)
    async with database.reading() as session:
        assert await PersonData(session, person_id).actions.between(*span) == ()


async def test_a_step_that_is_repeated_stores_nothing_twice(database, theirs):
    person_id, _ = theirs
    ids = {name: new_id() for name in ("goal", "resolution", "plan", "event", "evaluation", "message", "check_in")}
    for _ in range(2):
        goal = await write(database, person_id, "goals", "add", samples.request(), as_id=ids["goal"])
        resolution = await write(
            database, person_id, "resolutions", "add", goal.id, samples.resolution(), origin=ORIGIN,
            as_id=ids["resolution"],
        )  # fmt: skip
        plan = await write(database, person_id, "plans", "propose", goal.id, new_plan(resolution.id), as_id=ids["plan"])
        await write(database, person_id, "plans", "accept", plan.id)
        async with database.reading() as session:
            mine = PersonData(session, person_id)
            action, talks = (await mine.actions.of_plan(plan.id))[0], await mine.sessions.page(goal_id=goal.id)
        talk = talks.items[0] if talks.items else await write(database, person_id, "sessions", "start", goal.id, "t")
        sick = action.state.model_copy(update={"status": ActionStatus.SICK})
        await write(database, person_id, "actions", "change", action.id, EventKind.SICK, sick, as_id=ids["event"])
        await write(
            database, person_id, "evaluations", "add", goal.id, Subject(resolution_id=resolution.id), "quality",
            samples.evaluation(), origin=ORIGIN, as_id=ids["evaluation"],
        )  # fmt: skip
        await write(database, person_id, "messages", "add", talk.id, Role.PERSON, "Hi", as_id=ids["message"])
        await write(database, person_id, "check_ins", "add", goal.id, NewCheckIn(DAY), as_id=ids["check_in"])
        await write(database, person_id, "job_links", "add", goal.id, "workflow-1", "coach_goal")
        await write(database, person_id, "reminders", "add", ReminderKind.WEEKLY_REVIEW, "2031-W15", NOW)
    async with database.reading() as session:
        mine = PersonData(session, person_id)
        assert len((await mine.goals.page()).items) == 2
        assert len(await mine.resolutions.of_goal(goal.id)) == 1
        (plan,) = await mine.plans.of_goal(goal.id)
        assert (plan.status, plan.revision) == (PlanStatus.CURRENT, 3)
        assert len(await mine.actions.of_plan(plan.id)) == 3
        assert len((await session.scalars(select(ActionEvent))).all()) == 1
        assert len(await mine.evaluations.of_goal(goal.id)) == 1
        assert len((await mine.messages.page(talk.id)).items) == 1
        assert len((await mine.check_ins.page()).items) == 1
        assert len(await mine.job_links.of_goal(goal.id)) == 1
        assert len((await mine.reminders.page()).items) == 1


async def test_a_conversation_is_numbered_and_an_answer_is_completed_once(database, theirs):
    person_id, goal_id = theirs
    talk = await write(database, person_id, "sessions", "start", goal_id, "thread")
    await write(database, person_id, "messages", "add", talk.id, Role.PERSON, "I missed a week")
    answer = await write(database, person_id, "messages", "add", talk.id, Role.COACH, "", state=MessageState.WRITING)
    reply = CoachingReply(message="What got in the way?")
    done = {"origin": ORIGIN, "verdict": SafetyVerdict()}
    await write(database, person_id, "messages", "complete", answer.id, reply, **done)
    with pytest.raises(Conflict):
        await write(database, person_id, "messages", "complete", answer.id, reply, **done)
    with pytest.raises(Conflict):
        await write(database, person_id, "messages", "fail", answer.id, "")
    await write(database, person_id, "sessions", "summarise", talk.id, "They missed a week.", 2)
    await write(database, person_id, "sessions", "summarise", talk.id, "An older summary.", 1)
    async with database.reading() as session:
        mine = PersonData(session, person_id)
        said = await mine.messages.of_session(talk.id)
        assert [(m.number, m.role, m.text) for m in said] == [
            (1, Role.PERSON, "I missed a week"), (2, Role.COACH, "What got in the way?"),
        ]  # fmt: skip
        assert said[1].reply == reply
        assert await mine.messages.of_session(talk.id, after=1) == said[1:]
        assert (await mine.sessions.get(talk.id)).summary == "They missed a week."


async def test_a_deleted_conversation_leaves_the_plan_that_it_led_to(database, theirs):
    person_id, goal_id = theirs
    resolution_id, plan_id = await with_plan(database, theirs)
    talk = await write(database, person_id, "sessions", "start", goal_id, "thread")
    said = await write(database, person_id, "messages", "add", talk.id, Role.COACH, "Shorter runs?")
    plan = new_plan(resolution_id, plan_id, message_id=said.id)
    led_to = await write(database, person_id, "plans", "propose", goal_id, plan)
    await write(database, person_id, "sessions", "delete", talk.id)
    async with database.reading() as session:
        kept = await PersonData(session, person_id).plans.get(led_to.id)
    assert kept.message_id is None
    assert kept.content == plan.content


async def test_a_status_is_changed_from_the_expected_one_only(database, theirs):
    person_id, goal_id = theirs
    await write(database, person_id, "goals", "set_status", goal_id, GoalStatus.FAILED, failure="No model answered.")
    with pytest.raises(Conflict, match="failed"):
        await write(database, person_id, "goals", "set_status", goal_id, GoalStatus.PAUSED, before=[GoalStatus.ACTIVE])
    async with database.reading() as session:
        mine = PersonData(session, person_id)
        assert (await mine.goals.get(goal_id)).failure == "No model answered."
        assert [g.id for g in (await mine.goals.page(statuses=[GoalStatus.FAILED])).items] == [goal_id]
        assert (await mine.goals.page(statuses=[GoalStatus.PAUSED])).items == ()
        assert await mine.goals.in_status([GoalStatus.ACTIVE]) == ()


async def test_pauses_of_one_goal_and_of_all_are_found_by_their_days(database, theirs):
    person_id, goal_id = theirs
    other = await add_goal(database, person_id)
    day = timedelta(days=1)
    everywhere = await write(database, person_id, "pauses", "add", DAY, DAY + 3 * day)
    here = await write(database, person_id, "pauses", "add", DAY + 10 * day, goal_id=goal_id)
    with pytest.raises(UsageError, match="days_in_order"):
        await write(database, person_id, "pauses", "end", here.id, DAY)
    async with database.reading() as session:
        find = PersonData(session, person_id).pauses.overlapping

        async def found(first, last, goal=None):
            return [pause.id for pause in await find(DAY + first * day, DAY + last * day, goal)]

        assert await found(3, 3) == [everywhere.id]
        assert await found(4, 9) == []
        assert await found(0, 99, goal_id) == [everywhere.id, here.id]
        assert await found(0, 99, other) == [everywhere.id]


async def test_a_request_with_a_key_is_carried_out_once(database, theirs):
    person_id, _ = theirs
    response = StoredResponse(status=202, headers=(("Location", "/api/goals/1"),), body='{"id": 1}')
    assert await write(database, person_id, "idempotency_keys", "claim", "k", secret_hash("a")) is None
    with pytest.raises(Conflict, match="still"):
        await write(database, person_id, "idempotency_keys", "claim", "k", secret_hash("a"))
    await write(database, person_id, "idempotency_keys", "answer", "k", response)
    assert await write(database, person_id, "idempotency_keys", "claim", "k", secret_hash("a")) == response
    with pytest.raises(Conflict, match="another request"):
        await write(database, person_id, "idempotency_keys", "claim", "k", secret_hash("b"))
    await write(database, person_id, "idempotency_keys", "release", "k")
    assert await write(database, person_id, "idempotency_keys", "claim", "k", secret_hash("b")) is None


async def test_a_secret_opens_its_door_until_it_is_revoked_or_over(database, theirs):
    person_id, _ = theirs
    past, future = NOW - timedelta(days=9000), NOW + timedelta(days=9000)
    token = await write(database, person_id, "api_tokens", "add", "cli", secret_hash("api"), [])
    await write(database, person_id, "web_sessions", "add", secret_hash("old"), past)
    await write(database, person_id, "web_sessions", "add", secret_hash("new"), future)
    await write(database, person_id, "reset_tokens", "add", secret_hash("reset"), future)
    async with database.writing() as session:
        doors = Doors(session)
        assert (await doors.api_token(secret_hash("api"))).last_used_at is not None
        assert await doors.api_token(secret_hash("other")) is None
        assert await doors.web_session(secret_hash("old")) is None
        assert (await doors.web_session(secret_hash("new"))).person_id == person_id
        assert (await doors.use_reset(secret_hash("reset"))).person_id == person_id
        assert await doors.use_reset(secret_hash("reset")) is None
    await write(database, person_id, "api_tokens", "revoke", token.id)
    assert await write(database, person_id, "web_sessions", "revoke_all") == 2
    async with database.writing() as session:
        assert await Doors(session).api_token(secret_hash("api")) is None
        assert await Doors(session).web_session(secret_hash("new")) is None
        assert await PersonData(session, person_id).api_tokens.all() == ()
        await Housekeeping(session).forget(NOW + timedelta(days=9999))
    async with database.reading() as session:
        assert not (await session.execute(text("SELECT 1 FROM web_sessions UNION SELECT 1 FROM reset_tokens"))).all()


async def test_due_reminders_are_told_until_they_are_sent_or_dismissed(database, theirs):
    person_id, _ = theirs
    made = [
        await write(database, person_id, "reminders", "add", ReminderKind.ACTION, f"r{n}", NOW + timedelta(hours=n))
        for n in range(4)
    ]
    await write(database, person_id, "reminders", "mark_sent", made[0].id)
    await write(database, person_id, "reminders", "dismiss", made[1].id)
    async with database.reading() as session:
        due = await Housekeeping(session).due_reminders(NOW + timedelta(hours=2))
        assert [row.key for row in due] == ["r2"]
        assert [row.key for row in (await PersonData(session, person_id).reminders.page()).items] == ["r3", "r2", "r0"]


async def test_an_address_is_one_persons_however_it_is_written(database):
    await add_person(database, "Ada")
    async with database.reading() as session:
        assert (await People(session).by_email(" ADA@Example.org ")).name == "Ada"
    with pytest.raises(Conflict):
        await add_person(database, "ada")
    with pytest.raises(UsageError, match="email_lower_case"):
        async with database.writing() as session:
            await People(session).add(Person(email="Bob@example.org"))


# At the same time


async def test_writers_at_the_same_time_all_succeed_and_every_number_is_there_once(database, theirs):
    person_id, goal_id = theirs
    talk = await write(database, person_id, "sessions", "start", goal_id, "thread")
    count = 25
    await asyncio.gather(
        *(write(database, person_id, "messages", "add", talk.id, Role.PERSON, str(n)) for n in range(count)),
        *(write(database, person_id, "spend", "add", DAY, 0.25) for _ in range(count)),
        *(
            write(database, person_id, "resolutions", "add", goal_id, samples.resolution(), origin=ORIGIN)
            for _ in range(count)
        ),
    )
    async with database.reading() as session:
        mine = PersonData(session, person_id)
        assert [m.number for m in await mine.messages.of_session(talk.id)] == list(range(1, count + 1))
        assert await mine.spend.on(DAY) == count * 0.25
        assert await Housekeeping(session).spent_on(DAY) == count * 0.25
        versions = await mine.resolutions.of_goal(goal_id)
    assert sorted(row.version for row in versions) == list(range(1, count + 1))
    assert [row.version for row in versions if row.status is ResolutionStatus.PROPOSED] == [count]


async def test_of_several_processes_at_the_same_time_none_is_turned_away(database, address, theirs):
    """Each `Database` has connections of its own, as a process would."""
    person_id, goal_id = theirs
    others = [Database(address) for _ in range(4)]
    try:
        await asyncio.gather(
            *(
                write(other, person_id, "check_ins", "add", goal_id, NewCheckIn(DAY, value=float(n)))
                for n in range(10)
                for other in others
            )
        )
    finally:
        for other in others:
            await other.close()
    async with database.reading() as session:
        assert len(await PersonData(session, person_id).check_ins.between(DAY, DAY)) == 40


async def test_of_two_who_accept_or_change_at_the_same_time_both_end_in_one_order(database, theirs):
    person_id, goal_id = theirs
    resolution_id, _ = await with_plan(database, theirs)
    for _ in range(5):
        async with database.reading() as session:
            mine = PersonData(session, person_id)
            current = await mine.plans.current(goal_id)
            actions = await mine.actions.of_plan(current.id)
        proposed = await write(database, person_id, "plans", "propose", goal_id, new_plan(resolution_id, current.id))
        done = [
            write(database, person_id, "plans", "accept", proposed.id),
            write(database, person_id, "plans", "refuse", proposed.id),
            *(write(database, person_id, "actions", "change", a.id, EventKind.EDITED, a.state) for a in actions),
        ]
        results = await asyncio.gather(*done, return_exceptions=True)
        assert all(not isinstance(r, BaseException) or isinstance(r, Conflict) for r in results), results
        assert sum(isinstance(r, PlanVersion) for r in results) == 1
    async with database.reading() as session:
        states = [row.status for row in await PersonData(session, person_id).plans.of_goal(goal_id)]
    assert states.count(PlanStatus.CURRENT) == 1
    assert states.count(PlanStatus.PROPOSED) == 0


async def test_a_key_that_is_claimed_at_the_same_time_is_given_once(database, theirs):
    person_id, _ = theirs
    claims = [write(database, person_id, "idempotency_keys", "claim", "k", secret_hash("a")) for _ in range(10)]
    results = await asyncio.gather(*claims, return_exceptions=True)
    assert results.count(None) == 1
    assert sum(isinstance(r, Conflict) for r in results) == 9


async def test_there_is_one_local_owner_however_many_ask_at_once(database, address):
    async def ask(other):
        async with other.writing() as session:
            return (await People(session).local_owner()).id

    async with Database(address) as second:
        found = await asyncio.gather(*(ask(one) for one in (database, second) for _ in range(5)))
    assert len(set(found)) == 1


async def test_a_transaction_that_raises_keeps_nothing(database, theirs):
    person_id, goal_id = theirs
    with pytest.raises(NotFound):
        async with database.writing() as session:
            mine = PersonData(session, person_id)
            await mine.check_ins.add(goal_id, NewCheckIn(DAY))
            await mine.goals.get(new_id())
    async with database.reading() as session:
        assert (await PersonData(session, person_id).check_ins.page()).items == ()


async def test_a_task_that_is_cancelled_while_writing_leaves_the_next_one_its_turn(database, theirs):
    person_id, goal_id = theirs
    inside = asyncio.Event()

    async def hold():
        async with database.writing() as session:
            await PersonData(session, person_id).check_ins.add(goal_id, NewCheckIn(DAY, note="never"))
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(hold())
    await inside.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await write(database, person_id, "check_ins", "add", goal_id, NewCheckIn(DAY, note="kept"))
    async with database.reading() as session:
        assert [row.note for row in (await PersonData(session, person_id).check_ins.page()).items] == ["kept"]


@pytest.mark.parametrize("kind", ["sqlite"])
async def test_who_waits_too_long_for_the_file_is_told_so(database, theirs, monkeypatch, kind):
    monkeypatch.setattr("rein.db.engine.BUSY_MS", 50)
    with pytest.raises(StorageBusy):
        async with database.writing():
            await add_goal(database, theirs[0])
    async with database.reading() as session:
        assert len((await session.scalars(select(Goal))).all()) == 1


async def test_readers_do_not_wait_for_a_writer(database, theirs):
    async with database.writing() as session:
        await PersonData(session, theirs[0]).check_ins.add(theirs[1], NewCheckIn(DAY))
        async with database.reading() as other:
            assert (await PersonData(other, theirs[0]).check_ins.page()).items == ()
