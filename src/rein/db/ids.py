"""UUIDv7: what every row is called. Ids made in one process rise strictly, so that their order is that of creation."""

import os
from threading import Lock
from time import time_ns
from typing import NewType
from uuid import UUID

PersonId = NewType("PersonId", UUID)
GoalId = NewType("GoalId", UUID)
PauseId = NewType("PauseId", UUID)
ResolutionId = NewType("ResolutionId", UUID)
PlanId = NewType("PlanId", UUID)
ActionId = NewType("ActionId", UUID)
EventId = NewType("EventId", UUID)
CheckInId = NewType("CheckInId", UUID)
SessionId = NewType("SessionId", UUID)
MessageId = NewType("MessageId", UUID)
EvaluationId = NewType("EvaluationId", UUID)
FeedbackId = NewType("FeedbackId", UUID)
ReminderId = NewType("ReminderId", UUID)
SecretId = NewType("SecretId", UUID)
"""Of an API token, a web session, a reset token or a calendar's token: never the secret itself."""

_lock = Lock()
_last = 0


def new_id() -> UUID:
    """A fresh UUIDv7: milliseconds since 1970, 12 bits of their fraction (RFC 9562, method 3), 62 random bits."""
    global _last
    ns = time_ns()
    moment = ns // 1_000_000 << 12 | (ns % 1_000_000 << 12) // 1_000_000
    with _lock:
        moment = _last = max(moment, _last + 1)
    random = int.from_bytes(os.urandom(8), "big") >> 2
    return UUID(int=moment >> 12 << 80 | 7 << 76 | (moment & 0xFFF) << 64 | 2 << 62 | random)
