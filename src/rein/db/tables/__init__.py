"""Every table, one class each. Others than repositories read rows, and change none.

A row of a person's is `Owned`: it goes when the person goes, and its foreign keys hold the person too, so that the
database itself refuses a row that points at somebody else's.
"""

from rein.db.tables.base import Base, Origin, Owned, utc_now
from rein.db.tables.coaching import CoachingSession, Message, MessageState
from rein.db.tables.goals import Goal, GoalStatus, Pause, ResolutionStatus, ResolutionVersion
from rein.db.tables.judgements import EvaluationRow, Feedback, Thumb
from rein.db.tables.operation import IdempotencyKey, JobLink, LlmSpend
from rein.db.tables.people import ApiToken, CalendarToken, Person, ResetToken, Role, SecretRow, UnitSystem, WebSession
from rein.db.tables.plans import ActionEvent, ActionRow, EventKind, PlanStatus, PlanVersion
from rein.db.tables.progress import CheckIn, Reminder, ReminderKind

__all__ = [
    "ActionEvent", "ActionRow", "ApiToken", "Base", "CalendarToken", "CheckIn", "CoachingSession", "EvaluationRow",
    "EventKind", "Feedback", "Goal", "GoalStatus", "IdempotencyKey", "JobLink", "LlmSpend", "Message", "MessageState",
    "Origin", "Owned", "Pause", "Person", "PlanStatus", "PlanVersion", "Reminder", "ReminderKind", "ResetToken",
    "ResolutionStatus", "ResolutionVersion", "Role", "SecretRow", "Thumb", "UnitSystem", "WebSession", "utc_now",
]  # fmt: skip
