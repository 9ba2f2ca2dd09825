"""Pages: everything once, in order, whatever is added or deleted meanwhile; a cursor opens nothing else."""

import json
from base64 import urlsafe_b64encode
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rein.db.ids import new_id
from rein.db.paging import MAX_LIMIT, decode, encode
from rein.db.repositories import NewCheckIn, People, PersonData
from rein.db.tables import CheckIn, Goal, Message, Reminder
from rein.errors import UsageError
from tests.db.world import DAY, add_goal, add_person

ORDERS = [(Goal.id,), (CheckIn.on_date, CheckIn.id), (Message.number,), (Reminder.due_at, Reminder.id)]


@pytest.fixture
async def theirs(database):
    person_id = await add_person(database, "Ada")
    return person_id, await add_goal(database, person_id)


async def add(database, theirs, day):
    async with database.writing() as session:
        return (await PersonData(session, theirs[0]).check_ins.add(theirs[1], NewCheckIn(day))).id


@pytest.mark.parametrize("seed", range(4))
async def test_pages_hold_every_row_that_was_there_once_and_in_order(database, theirs, seed):
    chance = Random(seed)
    days = [DAY + timedelta(days=chance.randrange(9)) for _ in range(25)]
    there = {await add(database, theirs, day): day for day in days}
    seen, cursor, gone = [], None, set()
    while True:
        async with database.reading() as session:
            page = await PersonData(session, theirs[0]).check_ins.page(
                cursor, chance.choice([1, 3, 7]), goal_id=theirs[1]
            )
        seen += page.items
        cursor = page.next_cursor
        if cursor is None:
            break
        await add(database, theirs, DAY + timedelta(days=chance.randrange(9)))  # anywhere in the order
        left = sorted(there.keys() - gone - {row.id for row in seen})
        if left and chance.random() < 0.4:
            gone.add(lost := chance.choice(left))
            async with database.writing() as session:
                await PersonData(session, theirs[0]).check_ins.delete(lost)
    keys = [(row.on_date, row.id) for row in seen]
    assert keys == sorted(keys, reverse=True)
    assert len(set(keys)) == len(keys)
    assert there.keys() - {row.id for row in seen} == gone


async def test_the_last_page_has_no_cursor_and_an_empty_list_no_rows(database, theirs):
    async with database.reading() as session:
        mine = PersonData(session, theirs[0])
        assert (await mine.check_ins.page()).items == ()
        assert (await mine.goals.page(limit=1)).next_cursor is None


@pytest.mark.parametrize("limit", [0, -1, MAX_LIMIT + 1])
async def test_a_limit_out_of_range_is_refused(database, theirs, limit):
    with pytest.raises(UsageError, match="limit"):
        async with database.reading() as session:
            await PersonData(session, theirs[0]).goals.page(limit=limit)


@given(st.text() | st.binary().map(lambda raw: urlsafe_b64encode(raw).decode()), st.sampled_from(ORDERS))
def test_no_text_but_a_cursor_of_this_list_is_taken_for_one(text, order):
    with pytest.raises(UsageError):
        decode(text, order)


SCRAPS = st.text(max_size=40) | st.none() | st.integers() | st.lists(st.text(max_size=3), max_size=2)


@given(st.lists(SCRAPS, max_size=3), st.sampled_from(ORDERS))
def test_a_forged_cursor_is_refused_or_holds_values_that_can_be_asked_for(scraps, order):
    name = ".".join([order[0].class_.__tablename__, *(column.key for column in order)])
    forged = urlsafe_b64encode(json.dumps([name, *scraps]).encode()).decode()
    try:
        values = decode(forged, order)
    except UsageError:
        return
    for value, column in zip(values, order, strict=True):
        assert isinstance(value, column.type.python_type)


def test_a_cursor_of_another_list_is_refused():
    cursor = encode(Goal(id=new_id()), (Goal.id,))
    assert decode(cursor, (Goal.id,))
    with pytest.raises(UsageError):
        decode(cursor, (CheckIn.id,))


async def test_a_moment_at_the_end_of_time_in_a_cursor_is_no_defect(database, theirs):
    for when in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2031-01-01T00:00:00"):
        texts = ["reminders.due_at.id", when, "01a1fc957db17dc3bf0d90841b1fe422"]
        with pytest.raises(UsageError):
            async with database.reading() as session:
                cursor = urlsafe_b64encode(json.dumps(texts).encode()).decode()
                await PersonData(session, theirs[0]).reminders.page(cursor)


async def test_people_are_paged_too(database):
    for number in range(5):
        await add_person(database, f"P{number}")
    names, cursor = [], None
    while True:
        async with database.reading() as session:
            page = await People(session).page(cursor, 2)
        names += [person.name for person in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert names == ["P4", "P3", "P2", "P1", "P0"]
