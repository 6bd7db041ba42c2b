"""Shares: until a release at most so many places for each municipality."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models import Occasion, Registration, Status
from shared import clock

SEATED: tuple[Status, ...] = ("confirmed", "offered", "held")  # those who take a place


@dataclass
class Shares:
    """How many places each municipality may take, and has taken; districts count for their city."""

    limit: int
    taken: Counter[str]

    def have_room(self, municipalities: Iterable[str]) -> bool:
        """Whether a party with members from these municipalities stays within every share."""
        wanted = Counter(municipalities)
        return all(self.taken[code] + count <= self.limit for code, count in wanted.items())

    def take(self, municipalities: Iterable[str]) -> None:
        """Count the places of a party."""
        self.taken.update(municipalities)


def has_shares(occasion: Occasion) -> bool:
    """Whether the occasion's places are shared out among the municipalities now."""
    return occasion.share_limit is not None and (
        occasion.share_until is None or occasion.share_until > clock.now()
    )


def shares_of(session: Session, occasion: Occasion) -> Shares | None:
    """The shares as they stand, None when every place is free for all. The caller holds the occasion."""
    if occasion.share_limit is None or not has_shares(occasion):
        return None
    counted = session.execute(
        sa.select(Registration.municipality, sa.func.count())
        .where(Registration.occasion_id == occasion.id, Registration.status.in_(SEATED))
        .group_by(Registration.municipality)
    )
    return Shares(occasion.share_limit, Counter({code: count for code, count in counted}))
