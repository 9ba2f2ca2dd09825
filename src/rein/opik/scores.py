"""Feedback scores as Opik takes them: checked, masked, and each author one."""

from __future__ import annotations

from rein.opik.arguments import checked_name, checked_score
from rein.opik.content import ContentWriter

Score = dict[str, object]
"""A score without the id of what it is of."""


class ScoreWriter:
    """Makes scores for one project."""

    def __init__(self, project_name: str, content: ContentWriter) -> None:
        self._project_name = project_name
        self._content = content

    def score(self, name: str, value: float, reason: str | None, category: str | None, author: str | None) -> Score:
        """One score.

        Raises:
            UsageError: Opik would refuse it.
        """
        score: Score = {
            # Opik knows a score by name and author: a mark such as [email] would make two of them one, and the later
            # would overwrite the earlier.
            "name": self._content.pseudonym(checked_name(name, "name"), "score"),
            "value": checked_score(value),
            "source": "sdk",
            "project_name": self._project_name,
        }
        if (words := self._content.reason(reason)) is not None:
            score["reason"] = words
        if category is not None:
            score["category_name"] = self._content.redacted(checked_name(category, "category"))
        if author is not None:
            score["author"] = self._content.pseudonym(checked_name(author, "author"), "author")
        return score
