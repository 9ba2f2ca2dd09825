"""Nobody meets another's rows: not by any method of any repository, and not in the database's own eyes."""

import inspect
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, get_args, get_type_hints

import pytest
from sqlalchemy import event, update
from sqlalchemy.exc import IntegrityError

from rein.coach.domain import CoachingReply, Role, SafetyVerdict
from rein.db import Database, ids
from rein.db.documents import ActionState, ActionStatus, Scope, StoredResponse
from rein.db.erasure import delete_person, export_person
from rein.db.repositories import NewCheckIn, NewPlan, PersonData, Subject
from rein.db.repositories.base import Repository
from rein.db.tables import Base, EventKind, GoalStatus, MessageState, Owned, Person, ReminderKind
from rein.errors import Conflict, NotFound
from tests.cli import samples
from tests.db.world import (
    DAY,
    NOW,
    ORIGIN,
    World,
    add_goal,
    counts,
    everything,
    new_plan,
    secret_hash,
)

SUBJECTS = ("resolution_id", "plan_id", "message_id")
ID_TABLES = {
    "GoalId": "goals", "PauseId": "pauses", "ResolutionId": "resolutions", "PlanId": "plans", "ActionId": "actions",
    "EventId": "action_events", "CheckInId": "check_ins", "SessionId": "coaching_sessions", "MessageId": "messages",
    "EvaluationId": "evaluations", "FeedbackId": "feedback", "ReminderId": "reminders",
}  # fmt: skip
REPOSITORIES = sorted(
    name for name, value in vars(PersonData).items() if isinstance(value, property) or hasattr(value, "attrname")
)


def methods(repository: str) -> list[str]:
    kind = get_type_hints(vars(PersonData)[repository].func)["return"]
    return sorted(n for n, v in inspect.getmembers(kind, inspect.iscoroutinefunction) if not n.startswith("_"))


CALLS = [(repository, method) for repository in REPOSITORIES for method in methods(repository)]


def table_of(hint: object, repository: str) -> str | None:
    """The table whose id a parameter takes."""
    for option in (hint, *get_args(hint)):
        name = getattr(option, "__name__", "")
        if name == "SecretId":
            return repository
        if name in ID_TABLES:
            return ID_TABLES[name]
    return None


def other_values(world: World) -> dict[str, Any]:
    """A value for every parameter that is no id, as this person would give it."""
    return {
        "request": samples.request(), "clarified": samples.goal(), "origin": ORIGIN, "status": GoalStatus.PAUSED,
        "before": (), "failure": None, "cursor": None, "limit": 50, "statuses": (GoalStatus.ACTIVE,),
        "content": samples.resolution(), "first_day": DAY, "last_day": DAY + timedelta(days=5), "note": "",
        "first": DAY - timedelta(days=9), "last": DAY + timedelta(days=9), "revision": 3,
        "plan": new_plan(world.resolutions), "kind": EventKind.SICK, "at": NOW,
        "state": ActionState(on_date=DAY, title="Rest", minutes=10, status=ActionStatus.SICK),
        "new": NewCheckIn(DAY), "key": f"key-{world.person_id}", "due_at": NOW, "thread_id": f"new-{world.person_id}",
        "summary": "So far so good", "to_number": 2, "role": Role.PERSON, "text": "Hello", "after": 0, "states": (),
        "verdict": SafetyVerdict(), "reply": CoachingReply(message="Yes"), "subject": Subject(plan_id=world.plans),
        "rubric": "plan_quality", "stars": 4, "thumb": None, "trace_id": None, "workflow_id": f"new-{world.person_id}",
        "request_hash": secret_hash("r"), "response": StoredResponse(status=200), "day": DAY, "usd": 0.5, "calls": 1,
        "name": "laptop", "secret_hash": secret_hash(str(world.person_id)), "scopes": [Scope.READ],
        "expires_at": NOW, "browser": "", "lock": False,
    }  # fmt: skip


SPECIAL: dict[tuple[str, str], dict[str, Any]] = {
    ("actions", "between"): {"status": None},
    ("evaluations", "add"): {"content": samples.evaluation()},
    ("messages", "add"): {"state": MessageState.COMPLETE},
    ("reminders", "add"): {"kind": ReminderKind.ACTION},
    ("job_links", "add"): {"kind": "coach_goal"},
}
WORKING = {("messages", "complete"), ("messages", "fail")}
"""Take a message that is still being written."""
CLAIMED = {("idempotency_keys", "answer"), ("idempotency_keys", "release")}
PROPOSED = {("plans", "refuse")}


async def prepare(database: Database, world: World, call: tuple[str, str]) -> World:
    """Bring this person's rows into the state that the call needs."""
    async with database.writing() as session:
        mine = PersonData(session, world.person_id)
        if call in WORKING:
            row = await mine.messages.add(world.coaching_sessions, Role.COACH, "", state=MessageState.WRITING)
            return World(world.person_id, world.ids | {"messages": row.id})
        if call in CLAIMED:
            await mine.idempotency_keys.claim(f"key-{world.person_id}", secret_hash("r"))
        if call in PROPOSED:
            row = await mine.plans.propose(world.goals, new_plan(world.resolutions))
            return World(world.person_id, world.ids | {"plans": row.id})
    return world


async def call_as(database: Database, world: World, call: tuple[str, str], named: dict[str, Any]) -> Any:
    repository, method = call
    async with database.writing() as session:
        mine = getattr(PersonData(session, world.person_id), repository)
        function: Callable[..., Awaitable[Any]] = getattr(mine, method)
        return await function(**named)


def arguments(world: World, call: tuple[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """What this person would call it with, and the parameters of it that name a row: → its table."""
    repository, method = call
    kind = get_type_hints(vars(PersonData)[repository].func)["return"]
    function = getattr(kind, method)
    hints = get_type_hints(function)
    values = other_values(world) | SPECIAL.get(call, {})
    taken, naming = {}, {}
    for name in inspect.signature(function).parameters:
        if name in ("self", "as_id"):
            continue
        table = table_of(hints[name], repository)
        assert table is not None or not name.endswith("_id") or name in values, f"{call}: is {name} an id?"
        if table is not None:
            naming[name] = table
        taken[name] = world.ids[table] if table else values[name]
    return taken, naming


@pytest.mark.parametrize("call", CALLS, ids=".".join)
async def test_with_anothers_id_every_method_finds_nothing_and_changes_nothing(inhabited, call):
    database, hers, his = inhabited.database, inhabited.ada, inhabited.bob
    hers, his = await prepare(database, hers, call), await prepare(database, his, call)
    own, naming = arguments(his, call)
    foreign = [{**own, name: hers.ids[table]} for name, table in naming.items()]
    if "plan" in own and isinstance(own["plan"], NewPlan):
        plan = own["plan"]
        others = {"resolution_id": hers.resolutions, "base_plan_id": hers.plans, "message_id": hers.messages}
        foreign += [{**own, "plan": NewPlan(**_fields(plan) | {name: row_id})} for name, row_id in others.items()]
    if "subject" in own:
        others = zip(SUBJECTS, (hers.resolutions, hers.plans, hers.messages), strict=True)
        foreign += [{**own, "subject": Subject(**{name: row_id})} for name, row_id in others]
    if "new" in own:
        foreign.append({**own, "new": NewCheckIn(DAY, action_id=hers.actions)})
    if call == ("job_links", "get"):
        own["workflow_id"] = "workflow-Bob"
        foreign.append({"workflow_id": "workflow-Ada"})
    before = await everything(database)
    for named in foreign:
        try:
            found = await call_as(database, his, call, named)
        except NotFound:
            continue
        rows = getattr(found, "items", found)
        if rows in ((), None, False):
            continue
        # `pauses.overlapping` and `between` may find one's own beside the foreign filter, never hers
        assert all(row.person_id == his.person_id for row in rows), (call, named)
    assert await everything(database) == before
    await call_as(database, his, call, own)  # with one's own ids it works: what was not found was there


def _fields(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


@pytest.mark.parametrize("call", CALLS, ids=".".join)
async def test_every_statement_names_the_owner(inhabited, call):
    database, his = inhabited.database, await prepare(inhabited.database, inhabited.bob, call)
    own, _ = arguments(his, call)
    if call == ("job_links", "get"):
        own["workflow_id"] = "workflow-Bob"
    seen: list[str] = []

    def note(connection, cursor, statement, *rest):
        seen.append(statement)

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    await call_as(database, his, call, own)
    event.remove(database.engine.sync_engine, "before_cursor_execute", note)
    asked = [s for s in seen if not s.startswith(("PRAGMA", "BEGIN", "SAVEPOINT", "RELEASE"))]
    assert asked
    for statement in asked:
        # A row that was read by its owner is written by its id; everything else is asked for by owner.
        by_id = statement.startswith("UPDATE") and statement.rstrip().split(" WHERE ")[-1].count("=") == 1
        assert "person_id" in statement or by_id, statement


def test_every_repository_is_one_of_person_data_and_names_its_rows():
    kinds = {get_type_hints(vars(PersonData)[name].func)["return"] for name in REPOSITORIES}
    assert {kind.row for kind in kinds} == {m.class_ for m in Base.registry.mappers if issubclass(m.class_, Owned)}
    assert all(issubclass(kind, Repository) and kind.noun for kind in kinds)


def test_every_table_but_people_is_somebodys_and_goes_with_them():
    for table in Base.metadata.sorted_tables:
        if table is Person.__table__:
            continue
        (key,) = [k for k in table.c.person_id.foreign_keys if k.column.table is Person.__table__]
        assert key.ondelete == "CASCADE"
        assert not table.c.person_id.nullable
        for constraint in table.foreign_key_constraints:
            if constraint.referred_table is not Person.__table__ and constraint.ondelete == "CASCADE":
                assert "person_id" in constraint.column_keys, f"{constraint.name} could point at another's row"


def test_every_id_type_names_a_table():
    named = {name for name in vars(ids) if name.endswith("Id")} - {"PersonId", "SecretId"}
    assert named == ID_TABLES.keys()
    assert set(ID_TABLES.values()) <= Base.metadata.tables.keys()


async def test_the_database_itself_refuses_a_row_that_points_at_anothers(inhabited):
    database, hers, his = inhabited.database, inhabited.ada, inhabited.bob
    refused = 0
    for table in Base.metadata.sorted_tables:
        for constraint in table.foreign_key_constraints:
            if len(constraint.column_keys) == 2:
                column = constraint.column_keys[1]
                row_id = hers.ids[constraint.referred_table.name]
                change = update(table).where(table.c.id == his.ids[table.name]).values({column: row_id})
                # Nothing but the foreign key shall stand against it.
                if table.name in ("evaluations", "feedback") and column in SUBJECTS:
                    change = change.values({other: None for other in SUBJECTS if other != column})
                for name, free in (("number", 99), ("key", "free")):
                    change = change.values({name: free}) if name in table.c else change
                if "version" in table.c:
                    change = change.values(version=99, status="superseded")
                with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
                    async with database.engine.execution_options(rein_writes=True).begin() as connection:
                        await connection.execute(change)
                refused += 1
    assert refused > 20


async def test_an_id_that_is_anothers_cannot_be_taken(inhabited):
    database, hers, his = inhabited.database, inhabited.ada, inhabited.bob
    with pytest.raises(Conflict):
        async with database.writing() as session:
            await PersonData(session, his.person_id).goals.add(samples.request(), as_id=hers.goals)


async def test_deleting_a_person_removes_every_row_of_theirs_and_no_other(inhabited):
    database, hers, his = inhabited.database, inhabited.ada, inhabited.bob
    before = await counts(database, his.person_id)
    assert all(before.values())
    await delete_person(database, hers.person_id)
    assert not any((await counts(database, hers.person_id)).values())
    assert await counts(database, his.person_id) == before
    with pytest.raises(NotFound):
        await delete_person(database, hers.person_id)


@pytest.mark.parametrize("kind", ["sqlite"])
async def test_what_is_deleted_is_not_left_in_the_file(inhabited, kind):
    """PostgreSQL overwrites in its own time."""
    database = inhabited.database

    def words() -> bytes:
        return b"".join(path.read_bytes() for path in database.address.path.parent.glob("rein.sqlite3*"))

    assert b"Ada ran" in words()
    await delete_person(database, inhabited.ada.person_id)
    assert b"Bob ran" in words()
    assert b"Ada" not in words()
    assert b"ada@example.org" not in words()


async def test_deleting_a_goal_takes_all_that_belongs_to_it_and_no_other_goal(inhabited):
    database, his = inhabited.database, inhabited.bob
    other = await add_goal(database, his.person_id)
    async with database.writing() as session:
        await PersonData(session, his.person_id).goals.delete(his.goals)
    left = {name for name, number in (await counts(database, his.person_id)).items() if number}
    assert left == {
        "people", "goals", "api_tokens", "web_sessions", "reset_tokens", "calendar_tokens", "idempotency_keys",
        "llm_spend",
    }  # fmt: skip
    async with database.reading() as session:
        assert (await PersonData(session, his.person_id).goals.get(other)).id == other


async def test_an_export_holds_every_row_of_a_persons_and_no_secret(inhabited):
    database, hers, his = inhabited.database, inhabited.ada, inhabited.bob
    async with database.reading() as session:
        found = await export_person(session, hers.person_id)
    assert {name: len(rows) for name, rows in found.items()} == await counts(database, hers.person_id)
    text = repr(found)
    assert "Ada wants to run" in text
    assert "Bob" not in text
    assert str(his.person_id) not in text
    assert "argon2" not in text
    assert not any(secret_hash(f"{kind}-Ada") in text for kind in ("api", "web", "reset", "calendar"))
    assert found["plans"][0]["content"]["weeks"], "a document is an object"
    assert found["check_ins"][0]["on_date"] == DAY.isoformat()
