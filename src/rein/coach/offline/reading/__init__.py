"""Reading a goal by rules: what a person's text says about area, measure, time, days, limits and motive.

Pure functions of the text and the date: no network, no clock, no state. Each file reads one thing; `goal.py` puts the
readings together. Imports only the coach's types; called by the offline coach.
"""

from rein.coach.offline.reading.goal import read_goal

__all__ = ["read_goal"]
