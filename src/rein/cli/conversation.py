"""A conversation about a saved plan, kept as JSON lines: one message a line, written as soon as it is complete."""

import os
from datetime import UTC, datetime
from pathlib import Path

import orjson
from pydantic import ValidationError

from rein.cli.saved import open_private
from rein.coach.domain import CoachingReply, Frozen, PlanChange, Role, Turn
from rein.errors import StorageError

REMEMBERED_TURNS = 20
"""What the coach is told of the conversation so far: ten exchanges, about 4,000 tokens."""


class Message(Frozen):
    """One line of the file."""

    at: datetime
    """UTC."""
    role: Role
    text: str
    next_actions: tuple[str, ...] = ()
    plan_change: PlanChange | None = None
    interrupted: bool = False
    """Whether the coach was stopped in the middle of this message."""
    trace_id: str | None = None


class Conversation:
    """The messages about one plan, so far and to come.

    Raises:
        StorageError: the file cannot be read; from `add_…`: it cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.messages = _read(path)

    @property
    def history(self) -> tuple[Turn, ...]:
        """The latest turns, oldest first."""
        return tuple(Turn(role=m.role, text=m.text) for m in self.messages[-REMEMBERED_TURNS:])

    def add_person(self, text: str) -> None:
        """Keep what the person said, before the coach is asked."""
        self._add(Message(at=datetime.now(UTC), role=Role.PERSON, text=text))

    def add_reply(self, reply: CoachingReply, trace_id: str | None) -> None:
        """Keep the coach's whole reply."""
        self._add(
            Message(
                at=datetime.now(UTC),
                role=Role.COACH,
                text=reply.message,
                next_actions=reply.next_actions,
                plan_change=reply.plan_change,
                trace_id=trace_id,
            )
        )

    def add_interrupted(self, text: str, trace_id: str | None) -> None:
        """Keep what the coach had said when it was stopped."""
        self._add(Message(at=datetime.now(UTC), role=Role.COACH, text=text, interrupted=True, trace_id=trace_id))

    def _add(self, message: Message) -> None:
        self.messages.append(message)
        line = message.model_dump_json(exclude_defaults=True).encode() + b"\n"
        try:
            descriptor = open_private(self._path, os.O_RDWR | os.O_APPEND)
            with open(descriptor, "ab") as file:
                if _is_torn(descriptor):
                    line = b"\n" + line
                file.write(line)
        except OSError as error:
            raise StorageError(f"the conversation cannot be saved in {self._path} ({error.strerror}).") from None


def _is_torn(descriptor: int) -> bool:
    """Whether a crash or a full disk left a line without its end."""
    size = os.fstat(descriptor).st_size
    return size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"


def _read(path: Path) -> list[Message]:
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise StorageError(f"the conversation in {path} cannot be read ({error.strerror}).") from None
    messages: list[Message] = []
    for line in lines:
        try:
            messages.append(Message.model_validate(orjson.loads(line)))
        except (orjson.JSONDecodeError, ValidationError):
            continue  # a torn line: the rest of the conversation is still good
    return messages
