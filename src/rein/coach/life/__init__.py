"""A plan's life after it was made: what happened, and what follows from it.

Pure functions over frozen values: no database, no network, no clock of the machine; "today" and the person's way of
counting days are always given. It may import the coach's domain, rules and expansion; the backend calls it.
"""
