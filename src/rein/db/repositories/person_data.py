"""All repositories of one person, in one transaction."""

from functools import cached_property

from sqlalchemy.ext.asyncio import AsyncSession

from rein.db.ids import PersonId
from rein.db.repositories.access import ApiTokens, CalendarTokens, ResetTokens, WebSessions
from rein.db.repositories.actions import ActionEvents, Actions
from rein.db.repositories.coaching import CoachingSessions, Messages
from rein.db.repositories.goals import Goals, Pauses, Resolutions
from rein.db.repositories.judgements import Evaluations, FeedbackGiven
from rein.db.repositories.operation import IdempotencyKeys, JobLinks, Spend
from rein.db.repositories.plans import Plans
from rein.db.repositories.progress import CheckIns, Reminders


class PersonData:
    """Everything that is one person's. What is another's is not found, whatever id is named."""

    def __init__(self, session: AsyncSession, person_id: PersonId) -> None:
        self._at = (session, person_id)

    @cached_property
    def goals(self) -> Goals:
        return Goals(*self._at)

    @cached_property
    def resolutions(self) -> Resolutions:
        return Resolutions(*self._at)

    @cached_property
    def pauses(self) -> Pauses:
        return Pauses(*self._at)

    @cached_property
    def plans(self) -> Plans:
        return Plans(*self._at)

    @cached_property
    def actions(self) -> Actions:
        return Actions(*self._at)

    @cached_property
    def action_events(self) -> ActionEvents:
        return ActionEvents(*self._at)

    @cached_property
    def check_ins(self) -> CheckIns:
        return CheckIns(*self._at)

    @cached_property
    def reminders(self) -> Reminders:
        return Reminders(*self._at)

    @cached_property
    def sessions(self) -> CoachingSessions:
        return CoachingSessions(*self._at)

    @cached_property
    def messages(self) -> Messages:
        return Messages(*self._at)

    @cached_property
    def evaluations(self) -> Evaluations:
        return Evaluations(*self._at)

    @cached_property
    def feedback(self) -> FeedbackGiven:
        return FeedbackGiven(*self._at)

    @cached_property
    def job_links(self) -> JobLinks:
        return JobLinks(*self._at)

    @cached_property
    def idempotency_keys(self) -> IdempotencyKeys:
        return IdempotencyKeys(*self._at)

    @cached_property
    def spend(self) -> Spend:
        return Spend(*self._at)

    @cached_property
    def api_tokens(self) -> ApiTokens:
        return ApiTokens(*self._at)

    @cached_property
    def web_sessions(self) -> WebSessions:
        return WebSessions(*self._at)

    @cached_property
    def reset_tokens(self) -> ResetTokens:
        return ResetTokens(*self._at)

    @cached_property
    def calendar_tokens(self) -> CalendarTokens:
        return CalendarTokens(*self._at)
