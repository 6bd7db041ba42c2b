"""What keeps a letter from going out, whatever it says: an address that fails, or a reader who wants none."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.notifications.base import table_of
from services.notifications.delivery.lanes import TOPIC_OF
from services.notifications.delivery.pieces import Pieces
from services.notifications.models import Suppression, Unsubscription

SUPPRESSED, UNSUBSCRIBED = "address_suppressed", "unsubscribed"

_SUPPRESSED = sa.select(table_of(Suppression).c.address).where(
    table_of(Suppression).c.address.in_(sa.bindparam("addresses", expanding=True))
)
_UNSUBSCRIBED = sa.select(table_of(Unsubscription).c.contact_id, table_of(Unsubscription).c.topic).where(
    table_of(Unsubscription).c.contact_id.in_(sa.bindparam("contacts", expanding=True))
)


def address_key(address: str) -> str:
    """An address as the suppression list knows it."""
    return address.strip().casefold()


def find(session: Session, claimed: Sequence[Pieces]) -> dict[UUID, str]:
    """Why each of these messages must not go out, by its id; most have no reason."""
    connection = session.connection()
    keys = {address_key(pieces.contact.email) for pieces in claimed}
    failing = set(connection.execute(_SUPPRESSED, {"addresses": sorted(keys)}).scalars()) if keys else set()
    asked = {pieces.message.contact_id for pieces in claimed if pieces.message.template in TOPIC_OF}
    rows = connection.execute(_UNSUBSCRIBED, {"contacts": sorted(asked)}) if asked else ()
    unwanted = {(contact_id, topic) for contact_id, topic in rows}
    return {
        pieces.message.id: SUPPRESSED if address_key(pieces.contact.email) in failing else UNSUBSCRIBED
        for pieces in claimed
        if address_key(pieces.contact.email) in failing
        or (pieces.message.contact_id, TOPIC_OF.get(pieces.message.template)) in unwanted
    }
