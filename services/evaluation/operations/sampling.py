"""Random samples of those present: by municipality, drawn once, and drawn alike by whoever draws again.

How a sample is drawn, so that anybody can check it with the seed and the list:

1. Each municipality's share of the sample is its share of those present, by largest remainder; where the
   sample has room for it, each municipality has at least one.
2. Within a municipality people are put in the order of sha256("seed:registration"), and the first are drawn.
   Those who were drawn too often of late are passed over, and the next one is drawn.
3. A municipality with too few left gives its places to those whose shares were rounded down the most.

Equal remainders go by sha256("seed:municipality").
"""

import secrets
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.evaluation.models import Evaluation, Invitation
from services.evaluation.models.questionnaire import SampleBy
from services.evaluation.small_groups import FEWEST
from shared import clock
from shared.db import lock_key
from shared.service import service

Person = Mapping[str, Any]  # registration_id, contact_id, municipality …

WINDOW = timedelta(days=30)
_LOCK = lock_key("sampling")


def new_seed() -> str:
    """A seed that nobody can have chosen."""
    return secrets.token_hex(16)


def sample_size(present: int, by: SampleBy, size: int) -> int:
    """How many of those present are drawn: a share is rounded up, and five are asked if so many are there.

    Fewer than five could never be shown.
    """
    wanted = -(-present * size // 100) if by == "share" else size
    return min(present, max(wanted, FEWEST))


def draw(seed: str, present: Sequence[Person], size: int, passed_over: Collection[UUID] = ()) -> list[Person]:
    """Draw so many of those present, passing over some contacts; fewer where there are not so many left."""
    present_in: dict[str, int] = defaultdict(int)
    left: dict[str, list[Person]] = {}
    for person in sorted(present, key=lambda person: _order(seed, person["registration_id"])):
        municipality = person["municipality"] or ""
        present_in[municipality] += 1
        waiting = left.setdefault(municipality, [])
        if person["contact_id"] not in passed_over:
            waiting.append(person)
    room = {municipality: len(waiting) for municipality, waiting in left.items()}
    places = _places(seed, present_in, room, size)
    return [person for municipality, number in places.items() for person in left[municipality][:number]]


def often_drawn(session: Session, contact_ids: Collection[UUID], occasion_id: UUID | None) -> set[UUID]:
    """Those who got as many sampled invitations in these days as anybody is to get; not counting this one.

    Nobody else draws until this transaction ends, or two samples might both take somebody's last turn.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    most: int = service().settings.sampled_per_month
    drawn = (
        sa.select(Invitation.contact_id)
        .join(Evaluation, Evaluation.id == Invitation.evaluation_id)
        .where(Invitation.contact_id.in_(contact_ids), Invitation.state != "withdrawn")
        .where(Evaluation.purpose == "occasion", Evaluation.sample_seed.is_not(None))
        .where(Evaluation.due_at > clock.now() - WINDOW, Evaluation.occasion_id != occasion_id)
        .group_by(Invitation.contact_id)
        .having(sa.func.count() >= most)
    )
    return set(session.scalars(drawn))


def _places(seed: str, present_in: Mapping[str, int], room: Mapping[str, int], size: int) -> dict[str, int]:
    """How many are drawn in each municipality, as far as there is room."""
    total = sum(present_in.values())
    has_room = [municipality for municipality in room if room[municipality]]
    size = min(size, sum(room.values()))
    fewest = 1 if size >= len(has_room) else 0

    def owed(municipality: str) -> tuple[int, str]:
        share = size * present_in[municipality] - places[municipality] * total  # in parts of the total
        return share, _order(seed, municipality)

    places = {name: min(room[name], max(fewest, size * present_in[name] // total)) for name in has_room}
    while sum(places.values()) < size:
        places[max((name for name in has_room if places[name] < room[name]), key=owed)] += 1
    while sum(places.values()) > size:
        places[min((name for name in has_room if places[name] > fewest), key=owed)] -= 1
    return places


def _order(seed: str, name: object) -> str:
    return sha256(f"{seed}:{name}".encode()).hexdigest()
