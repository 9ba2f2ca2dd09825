"""Constraints that several tables have."""

from sqlalchemy import CheckConstraint, Index, text


def partial_index(name: str, column: str, where: str, *, unique: bool = False) -> Index:
    """An index of the rows for which `where` holds."""
    condition = text(where)
    return Index(name, column, unique=unique, sqlite_where=condition, postgresql_where=condition)


def only_one(table: str, within: str, status: str) -> Index:
    """At most one row with this status for each `within`."""
    return partial_index(f"uq_{table}_{within}_{status}", within, f"status = '{status}'", unique=True)


SUBJECTS = ("resolution_id", "plan_id", "message_id")
"""The columns of which one names what a judgement is about."""


def subjects(least: int) -> CheckConstraint:
    """At most one subject, and at least so many."""
    named = " + ".join(f"(CASE WHEN {column} IS NULL THEN 0 ELSE 1 END)" for column in SUBJECTS)
    return CheckConstraint(f"{named} BETWEEN {least} AND 1", name="one_subject")
