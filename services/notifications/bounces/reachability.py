"""Who is reached by mail, as registration is told: when a contact's address stops taking it, or does again.

An address is suppressed, and a unit may share one: each of those who have it is told of.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.notifications.base import table_of
from services.notifications.delivery.stops import address_key
from services.notifications.models import Contact, Suppression
from services.notifications.operations import Row
from shared import events
from shared.outbox import emit, outbox

BOUNCED = "bounced"

# What a contact's row said before: its address as it is compared, and its version.
Before = Mapping[UUID, tuple[str, int]]

_CONTACTS, _SUPPRESSIONS = table_of(Contact), table_of(Suppression)
_TYPES = (events.AddressSuppressed.name, events.AddressReleased.name)
_KNOWN = (
    sa.select(_CONTACTS.c.id, _CONTACTS.c.email, _CONTACTS.c.version)
    .where(_CONTACTS.c.id.in_(sa.bindparam("ids", expanding=True)))
    .order_by(_CONTACTS.c.id)
    .with_for_update()
)
_DEAD = sa.select(_SUPPRESSIONS.c.address).where(
    _SUPPRESSIONS.c.address.in_(sa.bindparam("keys", expanding=True))
)
_TOLD = (
    sa.select(outbox.c.subject, sa.func.max(outbox.c.version))
    .where(outbox.c.subject.in_(sa.bindparam("subjects", expanding=True)), outbox.c.type.in_(_TYPES))
    .group_by(outbox.c.subject)
)


def hold_addresses(session: Session) -> None:
    """Let no contact's address change until this transaction has ended, so that nobody is left out."""
    if session.get_bind().dialect.name == "postgresql":  # an SQLite transaction is alone anyhow
        session.execute(sa.text("LOCK TABLE contacts IN SHARE ROW EXCLUSIVE MODE"))


def holders_of(session: Session, key: str) -> list[UUID]:
    """Those who have the address now. A scan, which letters that come back are few enough for."""
    ends_so = Contact.search_text.endswith(key, autoescape=True)
    rows = session.execute(sa.select(Contact.id, Contact.email).where(ends_so).order_by(Contact.id))
    return [contact_id for contact_id, email in rows if address_key(email) == key]


def tell(session: Session, suppressed: Mapping[UUID, bool]) -> None:
    """Tell of each contact whether mail to it is suppressed; whoever calls holds their rows."""
    if not suppressed:
        return
    rows = session.connection().execute(_TOLD, {"subjects": [str(key) for key in suppressed]})
    versions = {subject: version for subject, version in rows}
    told = []
    for contact_id, is_suppressed in suppressed.items():
        kind = events.AddressSuppressed if is_suppressed else events.AddressReleased
        version = versions.get(str(contact_id), 0) + 1
        told.append(kind(contact_id, version=version, reason=BOUNCED if is_suppressed else ""))
    emit(session, *told)


def addresses_of(session: Session, rows: Sequence[Row]) -> Before:
    """What is known of these contacts, whose rows are held from now on."""
    found = session.connection().execute(_KNOWN, {"ids": sorted({row["id"] for row in rows})})
    return {contact_id: (address_key(email), version) for contact_id, email, version in found}


def tell_of_changes(session: Session, before: Before, rows: Sequence[Row]) -> None:
    """Tell of those whose new address is suppressed, or whose old one was."""
    newest: dict[UUID, Any] = {}
    for row in sorted(rows, key=lambda row: row["version"]):
        if row["version"] > before.get(row["id"], ("", 0))[1]:
            newest[row["id"]] = address_key(row["email"])
    changed = {key: now for key, now in newest.items() if now != before.get(key, ("", 0))[0]}
    asked = set(changed.values()) | {before[key][0] for key in changed if key in before}
    if not asked:
        return
    dead = set(session.connection().execute(_DEAD, {"keys": sorted(asked)}).scalars())
    was_dead = {key for key in changed if key in before and before[key][0] in dead}
    tell(session, {key: now in dead for key, now in changed.items() if now in dead or key in was_dead})
