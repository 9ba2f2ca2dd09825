"""What a check of `rein doctor` says."""

from enum import StrEnum

from rein.coach.domain import Frozen


class Health(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARNING = "warning"
    """It works, but perhaps not as meant."""
    BROKEN = "broken"


class Finding(Frozen):
    """One thing that was looked at."""

    subject: str
    health: Health
    finding: str
    cure: str = ""
    """What to do; empty when nothing needs to be done."""


def ok(subject: str, finding: str) -> Finding:
    return Finding(subject=subject, health=Health.OK, finding=finding)


def warning(subject: str, finding: str, cure: str) -> Finding:
    return Finding(subject=subject, health=Health.WARNING, finding=finding, cure=cure)


def broken(subject: str, finding: str, cure: str) -> Finding:
    return Finding(subject=subject, health=Health.BROKEN, finding=finding, cure=cure)
