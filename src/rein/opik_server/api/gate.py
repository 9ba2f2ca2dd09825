"""Who is let in, and into which workspace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

DEFAULT_WORKSPACE = "default"


@dataclass(frozen=True, slots=True)
class Sender:
    """Who is asking."""

    workspace: str
    by: str


class Gate:
    """Open to everyone who reaches it."""

    def enter(self, headers: Mapping[str, str]) -> Sender:
        """Who a request is from. Raises Unauthorized, Forbidden."""
        return Sender(headers.get("comet-workspace") or DEFAULT_WORKSPACE, "admin")
