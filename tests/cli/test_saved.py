"""A saved plan is whole, private, and found again; a conversation survives a torn line."""

import stat
from pathlib import Path

import pytest

from rein.cli.conversation import REMEMBERED_TURNS, Conversation
from rein.cli.saved import find, save, saved_results
from rein.coach.domain import CoachingReply, PlanChange, Role
from rein.errors import StorageError, UsageError
from tests.cli import samples


def test_a_saved_result_is_read_back_equal(tmp_path: Path) -> None:
    result = samples.result()
    saved = save(tmp_path, samples.request(), result)
    assert find(tmp_path, saved.id).result == result
    assert find(tmp_path, saved.id).request == samples.request()
    assert saved.title == "A half marathon with my sister"


def test_only_the_owner_can_read_what_is_saved(tmp_path: Path) -> None:
    saved = save(tmp_path / "data", samples.request(), samples.result())
    conversation = Conversation(tmp_path / "data" / "results" / f"{saved.id}.chat.jsonl")
    conversation.add_person("hello")
    for path in (tmp_path / "data", tmp_path / "data" / "results"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
    files = list((tmp_path / "data" / "results").iterdir())
    assert len(files) == 2
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def test_the_latest_is_found_without_an_id_and_any_by_the_beginning_of_its_id(tmp_path: Path) -> None:
    saved = [save(tmp_path, samples.request(), samples.result()) for _ in range(5)]
    assert find(tmp_path, None).id == saved[-1].id
    assert [s.id for s in saved_results(tmp_path)] == [s.id for s in reversed(saved)]
    assert find(tmp_path, saved[0].id[:5].upper()).id == saved[0].id


def test_an_unknown_or_ambiguous_id_is_told_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="rein coach"):
        find(tmp_path, None)
    saved = save(tmp_path, samples.request(), samples.result())
    (tmp_path / "results" / f"{saved.id}x.json").write_bytes((tmp_path / "results" / f"{saved.id}.json").read_bytes())
    assert find(tmp_path, saved.id).id == saved.id  # a whole id wins over a longer one that begins with it
    with pytest.raises(UsageError, match="2 saved plans begin"):
        find(tmp_path, saved.id[:4])
    for prefix in ("zzzzzz", "", "../../etc"):
        with pytest.raises(UsageError, match=r"no saved plan|saved plans begin"):
            find(tmp_path, prefix)


def test_a_file_that_is_no_plan_spoils_neither_the_list_nor_the_latest(tmp_path: Path) -> None:
    saved = save(tmp_path, samples.request(), samples.result())
    (tmp_path / "results" / "broken.json").write_text("{")
    (tmp_path / "results" / ".abc.json.part").write_text("{")
    assert [s.id for s in saved_results(tmp_path)] == [saved.id]
    assert find(tmp_path, None).id == saved.id
    with pytest.raises(StorageError, match="no saved plan of this version"):
        find(tmp_path, "broken")


def test_a_directory_that_cannot_be_written_is_named_with_a_cure(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="REIN_DATA_DIR"):
        save(tmp_path / "file" / "data", samples.request(), samples.result())


def test_a_conversation_is_kept_message_by_message(tmp_path: Path) -> None:
    path = tmp_path / "x.chat.jsonl"
    change = PlanChange(summary="Move Sunday to Saturday", reason="You work on Sundays", from_week=3)
    first = Conversation(path)
    first.add_person("I work on Sundays now")
    assert [m.text for m in Conversation(path).messages] == ["I work on Sundays now"]
    first.add_reply(CoachingReply(message="Shall we move it?", next_actions=("Tell me",), plan_change=change), "id")
    first.add_person("yes")
    first.add_interrupted("Then let us", None)
    again = Conversation(path)
    assert again.messages == first.messages
    assert again.messages[1].plan_change == change
    assert [t.role for t in again.history] == [Role.PERSON, Role.COACH, Role.PERSON, Role.COACH]


def test_a_torn_line_costs_that_message_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "x.chat.jsonl"
    Conversation(path).add_person("before")
    with path.open("ab") as file:
        file.write(b'{"at":"2026-11-21T00:00:00Z","role":"per')
    torn = Conversation(path)
    torn.add_person("after")
    assert [m.text for m in Conversation(path).messages] == ["before", "after"]


def test_the_coach_is_told_the_latest_turns_only(tmp_path: Path) -> None:
    conversation = Conversation(tmp_path / "x.chat.jsonl")
    for number in range(REMEMBERED_TURNS + 5):
        conversation.add_person(str(number))
    assert [t.text for t in conversation.history] == [str(n) for n in range(5, REMEMBERED_TURNS + 5)]
