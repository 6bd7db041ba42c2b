"""Who is sent reports: the readers on the list the region's, and whoever represents a place its own."""

from collections.abc import Collection, Sequence
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from services.registration.models import Participant, ReportReader, Representative, TroubledAddress
from services.registration.queries.participation import as_in_swedish
from shared import clock

REGION = ""  # the place whose report is that of the whole region


class Wanted(NamedTuple):
    """Somebody who is sent the report on a municipality, or on the region."""

    contact_id: UUID
    municipality: str


def list_readers(session: Session) -> Sequence[ReportReader]:
    """Everybody on the list, by name."""
    query = sa.select(ReportReader).options(joinedload(ReportReader.person, innerjoin=True))
    return sorted(session.scalars(query), key=lambda reader: as_in_swedish(reader.person.shown_name))


def report_recipients(session: Session) -> list[Wanted]:
    """Everybody who is sent a report today, in one order; whoever is erased is not.

    The report on a city is also that of its districts. The persons are locked, so that nobody is erased
    meanwhile.
    """
    readers = session.scalars(sa.select(ReportReader.contact_id))
    wanted = {Wanted(contact_id, REGION) for contact_id in readers}
    wanted |= {Wanted(*row) for row in session.execute(_representatives())}
    people = (
        sa.select(Participant.id)
        .where(Participant.id.in_({item.contact_id for item in wanted}), Participant.erased_at.is_(None))
        .order_by(Participant.id)
        .with_for_update(read=True)
    )
    known = set(session.scalars(people))
    return sorted(item for item in wanted if item.contact_id in known)


def unreached(session: Session, contacts: Collection[UUID]) -> set[UUID]:
    """Those whom no mail reaches."""
    troubled = sa.select(TroubledAddress.contact_id).where(TroubledAddress.reason.is_not(None))
    return set(session.scalars(troubled.where(TroubledAddress.contact_id.in_(contacts))))


def count_representatives(session: Session) -> int:
    """How many persons are sent the report on a place today."""
    people = sa.select(_representatives().subquery().c.contact_id).distinct()
    return session.scalar(sa.select(sa.func.count()).select_from(people.subquery())) or 0


def _representatives() -> sa.Select[UUID, str]:
    return (
        sa.select(Representative.contact_id, Representative.municipality)
        .where(Representative.kind == "cka", Representative.from_on <= clock.today())
        .where(Representative.to_on.is_(None) | (Representative.to_on >= clock.today()))
        .distinct()
    )
