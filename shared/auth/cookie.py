"""The one cookie that all four services read: who signed in, when, and in which epoch."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from shared import clock

NAME = "kursforum_staff"
# A cookie is written anew only when this old, so that most answers carry none.
RENEW_AFTER = timedelta(minutes=5)


@dataclass(frozen=True)
class SignedIn:
    """What the cookie holds."""

    staff_id: UUID
    epoch: int
    since: datetime
    seen: datetime


class StaffCookie:
    """Signs and reads the cookie; `secret_key` is the same in all four services.

    A session ends when it was not used for `idle`, and at the latest when it is `longest` old.
    """

    def __init__(self, secret_key: str, base_url: str, idle: timedelta, longest: timedelta) -> None:
        self._serializer = URLSafeSerializer(secret_key, salt="kursforum-staff")
        self._is_secure = base_url.startswith("https://")
        self._idle, self._longest = idle, longest

    def write(self, response: Response, staff_id: UUID, epoch: int, since: datetime | None = None) -> None:
        """Sign somebody in, or keep them signed in `since` then."""
        now = int(clock.now().timestamp())
        value = [staff_id.hex, epoch, int(since.timestamp()) if since else now, now]
        response.set_cookie(
            NAME,
            self._serializer.dumps(value),
            max_age=self._longest,
            path="/",
            secure=self._is_secure,
            httponly=True,
            samesite="Lax",
        )

    def clear(self, response: Response) -> None:
        """Sign out this browser."""
        response.delete_cookie(NAME, path="/", secure=self._is_secure, httponly=True, samesite="Lax")

    def read(self, cookies: Mapping[str, str]) -> SignedIn | None:
        """Who signed in, unless the cookie is forged, too long unused or too old."""
        raw = cookies.get(NAME)
        if not raw:
            return None
        try:
            staff_id, epoch, since, seen = self._serializer.loads(raw)
            found = SignedIn(UUID(hex=staff_id), int(epoch), _moment(since), _moment(seen))
        except (BadSignature, ValueError, TypeError, OverflowError):
            return None
        now = clock.now()
        return found if now - found.seen < self._idle and now - found.since < self._longest else None


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
