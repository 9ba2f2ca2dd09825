"""What opens the door to a person: API tokens, browsers that are signed in, reset and calendar links.

Here are a person's own; whose a secret is that somebody brings, `instance.Doors` tells.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from rein.db.documents import Scope
from rein.db.ids import SecretId
from rein.db.repositories.base import Repository
from rein.db.tables import ApiToken, CalendarToken, ResetToken, SecretRow, WebSession, utc_now

S = TypeVar("S", bound=SecretRow)


class Secrets(Repository[S]):
    """What all four kinds have in common."""

    async def get(self, secret_id: SecretId) -> S:
        """One of them.

        Raises:
            NotFound: there is none.
        """
        return await self._get(secret_id)

    async def all(self) -> tuple[S, ...]:
        """Those that are not revoked, the newest first."""
        row: Any = self.row
        return await self._all(self._mine().where(row.revoked_at.is_(None)).order_by(row.id.desc()))

    async def revoke(self, secret_id: SecretId) -> None:
        """Withdraw one; it opens nothing from now on.

        Raises:
            NotFound: there is none.
        """
        row = await self._get(secret_id, lock=True)
        row.revoked_at = row.revoked_at or utc_now()
        await self._flush()

    async def revoke_all(self) -> int:
        """Withdraw all of them, and tell how many."""
        row: Any = self.row
        return await self._run(self._change().where(row.revoked_at.is_(None)).values(revoked_at=utc_now()))


class ApiTokens(Secrets[ApiToken]):
    """For programs."""

    row = ApiToken
    noun = "token"

    async def add(self, name: str, secret_hash: str, scopes: Sequence[Scope]) -> ApiToken:
        """Store one by the SHA-256 of its secret, in hexadecimal digits."""
        return await self._add(ApiToken(name=name, hash=secret_hash, scopes=tuple(scopes)))


class WebSessions(Secrets[WebSession]):
    """Browsers."""

    row = WebSession
    noun = "web session"

    async def add(self, secret_hash: str, expires_at: datetime, browser: str = "") -> WebSession:
        """Store one by the SHA-256 of its secret, in hexadecimal digits."""
        return await self._add(WebSession(hash=secret_hash, expires_at=expires_at, browser=browser))


class ResetTokens(Secrets[ResetToken]):
    """Ways back to a forgotten password."""

    row = ResetToken
    noun = "reset token"

    async def add(self, secret_hash: str, expires_at: datetime) -> ResetToken:
        """Store one by the SHA-256 of its secret, in hexadecimal digits."""
        return await self._add(ResetToken(hash=secret_hash, expires_at=expires_at))


class CalendarTokens(Secrets[CalendarToken]):
    """Addresses of calendar feeds."""

    row = CalendarToken
    noun = "calendar token"

    async def add(self, secret_hash: str) -> CalendarToken:
        """Store one by the SHA-256 of its secret, in hexadecimal digits."""
        return await self._add(CalendarToken(hash=secret_hash))
