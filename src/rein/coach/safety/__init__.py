"""Safety: what a person may have written that must not be planned around, and what the coach must never say.

Pure rules over text and numbers, no model and no network: every goal, answer, log, message and reply passes here
before and after a model is asked. May import `coach.domain` only; called by the stages and the command line.
Concepts live one per file in `rules/`, what the person reads in `responses.py`, the numbers to call in
`helplines.py`. Every function returns for every text; if one should raise all the same, callers generate nothing.
"""

from rein.coach.safety.messages import check_message
from rein.coach.safety.numbers import check_goal_numbers
from rein.coach.safety.replies import check_reply
from rein.coach.safety.responses import verdict_for

__all__ = ["check_goal_numbers", "check_message", "check_reply", "verdict_for"]
