"""Choosing who gets a survey; evaluation, which sends it, learns contacts and places, but no names."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models import SurveyRecipient
from services.registration.operations.participants import remember_participants
from services.registration.problems import NobodyIsChosen
from services.registration.queries.recipients import Choice, Recipient, chosen_recipients, recipients_of
from shared import clock, events
from shared.audit import note
from shared.envelope import Event
from shared.ids import new_id
from shared.outbox import emit

_IN_ONE_EVENT = 500


@dataclass(frozen=True)
class Added:
    """How many were added, and how many of the choice had been added before."""

    added: int
    already: int


def add_recipients(session: Session, survey_id: UUID, choice: Choice) -> Added:
    """Let everybody whom the choice means get a survey; whoever was chosen for it before is left as is.

    People on the list whom nobody knows become contacts. Raises NobodyIsChosen.
    """
    chosen = chosen_recipients(session, choice)
    if not chosen:
        raise NobodyIsChosen()
    before = recipients_of(session, survey_id)
    fresh = [item for item in chosen if item.contact_id not in before]
    contacts, told = _as_contacts(session, fresh)
    _remember(session, survey_id, fresh, contacts)
    note(session, "survey.recipients_added", survey_id, count=len(fresh), by=_sources(fresh))
    emit(session, *told, *_added(survey_id, fresh, contacts))
    return Added(len(fresh), len(chosen) - len(fresh))


def _as_contacts(session: Session, fresh: Sequence[Recipient]) -> tuple[list[UUID], list[Event]]:
    """The contact of each, and what is to be told of those who are new."""
    unknown = [item.new for item in fresh if item.new is not None]
    remembered = iter(remember_participants(session, unknown))
    contacts: list[UUID] = []
    told: list[Event] = []
    for item in fresh:
        if item.contact_id is not None:
            contacts.append(item.contact_id)
            continue
        them = next(remembered)
        contacts.append(them.contact_id)
        told += them.told
    return contacts, told


def _remember(
    session: Session, survey_id: UUID, fresh: Sequence[Recipient], contacts: Sequence[UUID]
) -> None:
    now = clock.now()
    rows = [
        {
            "id": new_id(),
            "survey_id": survey_id,
            "contact_id": contact_id,
            "source": item.source,
            "added_at": now,
        }
        for item, contact_id in zip(fresh, contacts, strict=True)
    ]
    if rows:
        session.execute(sa.insert(SurveyRecipient), rows)


def _added(survey_id: UUID, fresh: Sequence[Recipient], contacts: Sequence[UUID]) -> list[Event]:
    """What is told of them, some hundreds in an event."""
    recipients = [
        {
            "contact_id": contact_id,
            "municipality": item.municipality,
            "district": item.district,
            "source": item.source,
        }
        for item, contact_id in zip(fresh, contacts, strict=True)
    ]
    return [
        events.RecipientsAdded(
            new_id(),
            version=1,
            survey_id=survey_id,
            recipients=recipients[start : start + _IN_ONE_EVENT],
        )
        for start in range(0, len(recipients), _IN_ONE_EVENT)
    ]


def _sources(fresh: Sequence[Recipient]) -> list[str]:
    return sorted({item.source for item in fresh})
