"""Those who are sent the region's report: the office adds them to a list, and takes them off it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models import ReportReader
from services.registration.operations.addresses import confirm_address
from services.registration.operations.participants import remember_participant
from services.registration.problems import AlreadyAReader, ReaderNotFound
from shared import clock
from shared.audit import note
from shared.db import insert
from shared.outbox import emit


def add_reader(session: Session, new: Mapping[str, Any], *, accept_warnings: bool = True) -> UUID:
    """Let a person be sent the region's report; returns the contact's id.

    Raises AlreadyAReader, AddressLooksMistyped.
    """
    contact_id, told, _ = them = remember_participant(session, new)
    if them.is_new and not accept_warnings:
        confirm_address(session, new["email"], has_known_domain=them.has_known_domain)
    row = insert(session, ReportReader).values(contact_id=contact_id, added_at=clock.now())
    added = row.on_conflict_do_nothing().returning(ReportReader.contact_id)
    if session.scalar(added) is None:
        raise AlreadyAReader()
    if told:
        emit(session, *told)
    note(session, "report_reader.added", contact_id)
    return contact_id


def remove_reader(session: Session, contact_id: UUID) -> None:
    """Send a person no more reports; links that were sent before work on. Raises ReaderNotFound."""
    gone = sa.delete(ReportReader).where(ReportReader.contact_id == contact_id)
    if session.scalar(gone.returning(ReportReader.contact_id)) is None:
        raise ReaderNotFound()
    note(session, "report_reader.removed", contact_id)
