"""When programs last used their tokens: each service tells registration, once a day for each token."""

from uuid import UUID

from sqlalchemy.orm import Session

from shared import clock
from shared.auth.access import note_use
from shared.envelope import Event
from shared.events import PAGE
from shared.outbox import emit
from shared.service import service, transaction


def tell_use(staff_id: UUID) -> None:
    """Note today as the last use of a program's token; a neighbour of registration tells it so."""
    today = clock.today()
    told = PAGE.types.get(f"{service().name}.staff_token_used")
    with transaction() as session:
        if note_use(session, staff_id, today) and told:
            # Days only rise, so the day is its own version.
            emit(session, told(staff_id, version=today.toordinal(), used_on=today))


def keep_use(session: Session, event: Event) -> None:
    """Keep what a neighbour tells of a token's use."""
    note_use(session, UUID(event.subject), event["used_on"])
