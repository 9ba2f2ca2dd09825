"""A prompt small enough to see through, with the coach's own shape of answer."""

from pydantic import BaseModel

from rein.coach.domain import CoachingReply
from rein.llm.types import Prompt


class Question(BaseModel):
    """What is asked."""

    text: str


COACH = Prompt("coaching_response", "12345678", "You are a coach.", Question, CoachingReply, "message")
