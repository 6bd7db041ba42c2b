"""Keeping whom mail does not reach, and giving somebody an address that works."""

from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models import Participant, TroubledAddress
from services.registration.operations.contacts import rewrite_contact
from services.registration.problems import PersonIsErased, PersonNotFound
from shared.audit import note
from shared.db import insert
from shared.envelope import Event
from shared.erasure import erased_among

_troubled = cast(sa.Table, TroubledAddress.__table__)


def keep_reachability(session: Session, event: Event) -> None:
    """Note that mail to a contact comes back, or is taken again; whichever was told last holds."""
    contact_id = UUID(event.subject)
    if erased_among(session, [contact_id]):
        return
    row = insert(session, TroubledAddress).values(
        contact_id=contact_id, version=event.version, reason=event["reason"] or None, since=event.time
    )
    newer = _troubled.c.version < row.excluded.version
    changes = {name: row.excluded[name] for name in ("version", "reason", "since")}
    session.execute(row.on_conflict_do_update(index_elements=["contact_id"], set_=changes, where=newer))


def correct_address(
    session: Session, contact_id: UUID, person: Mapping[str, Any], *, accept_warnings: bool = False
) -> Participant:
    """Give somebody another name or address; what was told of the old one holds until that is known to work.

    Raises PersonNotFound, PersonIsErased, ContactIsTaken, AddressLooksMistyped.
    """
    found = session.get(Participant, contact_id, with_for_update=True)
    if found is None:
        raise PersonNotFound()
    if found.erased_at:
        raise PersonIsErased()
    rewrite_contact(session, contact_id, person, accept_warnings=accept_warnings)
    note(session, "person.corrected", contact_id)
    return found


def forget_reachability(session: Session, contact_id: UUID) -> None:
    """Forget what was told of somebody who is erased."""
    session.execute(sa.delete(TroubledAddress).where(TroubledAddress.contact_id == contact_id))
