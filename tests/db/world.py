"""A person with something in every table."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from rein.coach.domain import CoachingReply, Role, SafetyVerdict
from rein.db import Database
from rein.db.documents import ActionStatus, DiffLine, PlanDiff, Scope, StoredResponse
from rein.db.ids import ActionId, GoalId, PersonId, PlanId, ResolutionId, SessionId, new_id
from rein.db.repositories import NewAction, NewCheckIn, NewPlan, People, PersonData, Subject
from rein.db.tables import (
    Base,
    EventKind,
    GoalStatus,
    MessageState,
    Origin,
    Person,
    ReminderKind,
    Thumb,
)  # fmt: skip
from tests.cli import samples

NOW = datetime(2031, 4, 7, 6, 30, tzinfo=UTC)
DAY = date(2031, 4, 7)
ORIGIN = Origin("create_execution_plan", "a1b2c3", "offline", str(new_id()), 0.0012)


@dataclass(frozen=True)
class World:
    """The ids of one person's rows, by table: the latest one of each."""

    person_id: PersonId
    ids: dict[str, UUID]

    def __getattr__(self, table: str) -> Any:
        try:
            return self.__dict__["ids"][table]
        except KeyError:
            raise AttributeError(table) from None


@dataclass(frozen=True)
class Inhabited:
    """A database with two people in it."""

    database: Database
    ada: World
    bob: World


def secret_hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


async def add_person(database: Database, name: str, **settings: object) -> PersonId:
    async with database.writing() as session:
        person = Person(name=name, email=f"{name.lower()}@example.org", **settings)
        return PersonId((await People(session).add(person)).id)


async def add_goal(database: Database, person_id: PersonId) -> GoalId:
    async with database.writing() as session:
        return GoalId((await PersonData(session, person_id).goals.add(samples.request())).id)


def new_plan(resolution_id: ResolutionId, base: PlanId | None = None, **changes: object) -> NewPlan:
    days = [DAY + timedelta(days=n) for n in range(3)]
    return NewPlan(
        content=samples.plan(), resolution_id=resolution_id, origin=ORIGIN, base_plan_id=base,
        actions=[NewAction(f"run-{day}", 1, day, "Easy run", 30, "after work") for day in days],
        diff=PlanDiff(summary="Less", lines=(DiffLine(week=2, before="3 h", after="2 h", reason="You were ill."),)),
        **changes,
    )  # fmt: skip


async def fill(database: Database, name: str) -> World:
    """Make somebody, and at least one row of theirs in every table."""
    person_id = await add_person(database, name, timezone="Europe/Berlin", password_hash=f"argon2-{name}")
    ids: dict[str, UUID] = {"people": person_id}
    async with database.writing() as session:
        mine = PersonData(session, person_id)
        goal = await mine.goals.add(samples.request(f"{name} wants to run a half marathon"))
        goal_id = GoalId(goal.id)
        await mine.goals.set_clarified(goal_id, samples.goal(), ORIGIN)
        await mine.goals.set_status(goal_id, GoalStatus.ACTIVE)
        resolution = await mine.resolutions.add(goal_id, samples.resolution(), origin=ORIGIN)
        resolution_id = ResolutionId(resolution.id)
        await mine.resolutions.accept(resolution_id)
        ids["pauses"] = (await mine.pauses.add(DAY, DAY + timedelta(days=2), goal_id=goal_id, note="Holiday")).id
        plan = await mine.plans.propose(goal_id, new_plan(resolution_id))
        plan_id = PlanId(plan.id)
        await mine.plans.accept(plan_id)
        action = (await mine.actions.of_plan(plan_id))[0]
        action_id = ActionId(action.id)
        done = action.state.model_copy(update={"status": ActionStatus.DONE, "done_at": NOW})
        await mine.actions.change(action_id, EventKind.DONE, done, note="Felt good")
        ids["action_events"] = (await mine.action_events.of_action(action_id))[0].id
        check_in = NewCheckIn(DAY, action_id, 5.2, "km", effort=6, mood=4, difficulty=2, note=f"{name} ran")
        ids["check_ins"] = (await mine.check_ins.add(goal_id, check_in)).id
        reminder = await mine.reminders.add(ReminderKind.ACTION, "a", NOW, goal_id=goal_id, action_id=action_id)
        talk = await mine.sessions.start(goal_id, f"thread-{name}")
        session_id = SessionId(talk.id)
        await mine.messages.add(session_id, Role.PERSON, f"{name} asks")
        answer = await mine.messages.add(session_id, Role.COACH, "", state=MessageState.WRITING)
        reply = CoachingReply(message="Well done. What made it work?")
        await mine.messages.complete(answer.id, reply, origin=ORIGIN, verdict=SafetyVerdict())
        subject = Subject(resolution_id=resolution_id)
        judged = await mine.evaluations.add(goal_id, subject, "resolution_quality", samples.evaluation(), origin=ORIGIN)
        said = await mine.feedback.add(goal_id, Subject(message_id=answer.id), stars=5, thumb=Thumb.UP, text="Thanks")
        await mine.job_links.add(goal_id, f"workflow-{name}", "coach_goal", ORIGIN.trace_id)
        await mine.idempotency_keys.claim(f"key-{name}", secret_hash(name))
        await mine.idempotency_keys.answer(f"key-{name}", StoredResponse(status=202, body="{}"))
        await mine.spend.add(DAY, 0.25)
        for repository in (mine.job_links, mine.idempotency_keys, mine.spend):
            ids[repository.row.__tablename__] = (await session.scalars(repository._mine())).one().id
        later = NOW + timedelta(days=9000)
        ids["api_tokens"] = (await mine.api_tokens.add("cli", secret_hash(f"api-{name}"), [Scope.READ])).id
        ids["web_sessions"] = (await mine.web_sessions.add(secret_hash(f"web-{name}"), later, "Firefox")).id
        ids["reset_tokens"] = (await mine.reset_tokens.add(secret_hash(f"reset-{name}"), later)).id
        ids["calendar_tokens"] = (await mine.calendar_tokens.add(secret_hash(f"calendar-{name}"))).id
        for row in (goal, resolution, plan, action, reminder, talk, answer, judged, said):
            ids[row.__tablename__] = row.id
    assert ids.keys() == Base.metadata.tables.keys(), "a table has no row of this person's"
    return World(person_id, ids)


async def counts(database: Database, person_id: PersonId) -> dict[str, int]:
    """How many rows of each table are this person's."""
    found: dict[str, int] = {}
    async with database.reading() as session:
        for table in Base.metadata.sorted_tables:
            owner = table.c.get("person_id", table.c.id)
            query = select(func.count()).select_from(table).where(owner == person_id)
            found[table.name] = (await session.execute(query)).scalar_one()
    return found


async def everything(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Every value in the database."""
    async with database.reading() as session:
        return {
            table.name: [tuple(row) for row in await session.execute(select(table).order_by(table.c.id))]
            for table in Base.metadata.sorted_tables
        }
