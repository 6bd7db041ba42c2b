"""Throttles: how often something may be tried, counted in the database, so once for all processes."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

import sqlalchemy as sa
from flask import current_app, g, request
from sqlalchemy.orm import Session

from shared import clock
from shared.db import UtcDateTime, backbone, insert
from shared.service import service
from shared.web.problems import TooManyTries

throttles = sa.Table(
    "throttles",
    backbone,
    sa.Column("key_hash", sa.String(64), primary_key=True),
    sa.Column("since", UtcDateTime, nullable=False, index=True),
    sa.Column("tries", sa.Integer, nullable=False),
)
KEEP, FREE = timedelta(days=1), timedelta(seconds=2)
_FREE, _MOST_FREE = "kursforum_free", 10_000
_TRIES = sa.select(throttles.c.since, throttles.c.tries).where(
    throttles.c.key_hash == sa.bindparam("key_hash")
)


@dataclass(frozen=True)
class Throttle:
    """At most `tries` within `per`, for each key."""

    name: str
    tries: int
    per: timedelta

    def count(self, key: str) -> None:
        """Count one try, in a transaction of its own that stays when the work is rolled back.

        Call it outside any other transaction. Raises TooManyTries, with Retry-After.
        """
        if "transaction" in g:
            raise RuntimeError("count a try before the transaction begins, or after it has ended")
        now = clock.now()
        current_app.extensions.get(_FREE, {}).pop((self.name, key), None)
        with service().database.begin() as session:
            since, tries = self._note(session, key, now)
        if tries > self.tries:
            seconds = max(1, int((since + self.per - now).total_seconds()))
            raise TooManyTries(headers={"Retry-After": str(seconds)})

    def check(self, session: Session, key: str) -> None:
        """Refuse while there were too many, without counting a try. Raises TooManyTries.

        Who was free is free for two seconds more: many colleagues share an address, and register together.
        """
        free_until: dict[tuple[str, str], datetime] = current_app.extensions.setdefault(_FREE, {})
        now = clock.now()
        if free_until.get((self.name, key), now) > now:
            return
        row = session.execute(_TRIES, {"key_hash": self._hash(key)}).one_or_none()
        if row is not None and row.tries >= self.tries and row.since > now - self.per:
            seconds = max(1, int((row.since + self.per - now).total_seconds()))
            raise TooManyTries(headers={"Retry-After": str(seconds)})
        if len(free_until) > _MOST_FREE:
            free_until.clear()
        free_until[self.name, key] = now + FREE

    def forget(self, key: str) -> None:
        """Start from nothing for this key, as after a right password."""
        with service().database.begin() as session:
            session.execute(sa.delete(throttles).where(throttles.c.key_hash == self._hash(key)))

    def _note(self, session: Session, key: str, now: datetime) -> tuple[datetime, int]:
        values = {"key_hash": self._hash(key), "since": now, "tries": 1}
        statement = insert(session, throttles).values(values)
        is_over = throttles.c.since <= now - self.per
        changed = statement.on_conflict_do_update(
            index_elements=[throttles.c.key_hash],
            set_={
                "since": sa.case((is_over, now), else_=throttles.c.since),
                "tries": sa.case((is_over, 1), else_=throttles.c.tries + 1),
            },
        )
        since, tries = session.execute(changed.returning(throttles.c.since, throttles.c.tries)).one()
        return since, tries

    def _hash(self, key: str) -> str:
        # Keyed, so that the table does not tell whose address or e-mail it was.
        secret = service().settings.secret_key.encode()
        return hmac.digest(secret, f"{self.name}\n{key}".encode(), "sha256").hex()


def caller_address() -> str:
    """Where the request came from: an address, or for IPv6 the network that one household has."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    return address.exploded[:19] if isinstance(address, IPv6Address) else str(address)


def forget_old_tries(session: Session, now: datetime) -> None:
    """Drop what is older than any throttle looks back."""
    session.execute(sa.delete(throttles).where(throttles.c.since < now - KEEP))
