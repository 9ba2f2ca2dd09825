"""The coach answers for every word it writes, the person's own included."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum
from typing import TypeVar, cast

from pydantic import BaseModel

from rein.coach.domain import ClarifiedGoal, SafetyAction
from rein.coach.offline.person import Person
from rein.coach.safety import check_reply

Written = TypeVar("Written", bound=BaseModel)


def guarded(write: Callable[[Person], Written], goal: ClarifiedGoal) -> Written:
    """Write for `goal` in the person's own words; without them when those would not pass as a coach's.

    "Stop making excuses" is no way to speak to anybody, also when it is how someone speaks to themselves.
    """
    written = write(Person(goal))
    said = "\n".join(dict.fromkeys(_texts(written.model_dump())))
    if check_reply(said, message=goal.text).action is SafetyAction.ALLOW:
        return written
    return write(Person(goal, quotes=False))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, Enum):  # days and kinds of training are nobody's words
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in cast("Mapping[str, object]", value).values():
            yield from _texts(item)
    elif isinstance(value, tuple | list):
        for item in cast("Sequence[object]", value):
            yield from _texts(item)
