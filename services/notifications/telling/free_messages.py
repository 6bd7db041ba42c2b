"""Writing to the participants of an occasion: a draft to look at first, and then one e-mail to each."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.notifications.models import FreeMessage, Occasion, Registration
from services.notifications.operations import new_message, queue_messages
from services.notifications.problems import NobodyToWriteTo, NoSuchDraft, NoSuchOccasion
from shared import clock
from shared.audit import current_actor, note
from shared.i18n import LazyString
from shared.i18n import lazy as _
from shared.ids import new_id

AUDIENCES: dict[str, LazyString] = {
    "confirmed": _("Those with a place"),
    "waiting": _("Those on the waiting list"),
    "all": _("Everybody who is registered"),
    "present": _("Those who were present"),
}
_STATUSES = {
    "confirmed": ("confirmed",),
    "waiting": ("waiting", "offered", "held"),
    "all": ("confirmed", "waiting", "offered", "held"),
    "present": ("confirmed",),
}

# A registration and its contact.
Recipients = Sequence[tuple[UUID, UUID]]


def find_occasion(session: Session, occasion_id: UUID | None) -> Occasion:
    """What is written about. Raises NoSuchOccasion."""
    occasion = session.get(Occasion, occasion_id) if occasion_id else None
    if occasion is None:
        raise NoSuchOccasion()
    return occasion


def recipients(session: Session, occasion: Occasion, audience: str) -> Recipients:
    """Whom the audience holds at this moment; who is in it twice gets one e-mail."""
    rows = session.execute(
        sa.select(Registration.id, Registration.contact_id)
        .where(Registration.occasion_id == occasion.id, Registration.contact_id.is_not(None))
        .where(Registration.status.in_(_STATUSES[audience]))
        .order_by(Registration.id)
    )
    present = set(occasion.present or ())
    by_contact = {
        contact_id: registration_id
        for registration_id, contact_id in rows
        if contact_id and (audience != "present" or str(registration_id) in present)
    }
    return [(registration_id, contact_id) for contact_id, registration_id in by_contact.items()]


def draft_message(session: Session, occasion_id: UUID, new: Mapping[str, str]) -> FreeMessage:
    """Keep what a coordinator has written, until it is sent. Raises NoSuchOccasion."""
    occasion = find_occasion(session, occasion_id)
    draft = FreeMessage(
        id=new_id(),
        occasion_id=occasion.id,
        written_at=clock.now(),
        written_by=current_actor().staff_id,
        **{name: new[name].strip() for name in ("audience", "subject", "text")},
    )
    session.add(draft)
    session.flush()
    return draft


def find_draft(session: Session, draft_id: UUID, *, lock: bool = False) -> FreeMessage:
    """A message of the office's. Raises NoSuchDraft."""
    draft = session.get(FreeMessage, draft_id, with_for_update=lock, populate_existing=lock)
    if draft is None:
        raise NoSuchDraft()
    return draft


def send_draft(session: Session, draft_id: UUID) -> FreeMessage:
    """Queue one e-mail to each; what was sent already stays as it is, for somebody has pressed twice.

    Raises NoSuchDraft, and NobodyToWriteTo.
    """
    draft = find_draft(session, draft_id, lock=True)
    if draft.sent_at:
        return draft
    chosen = recipients(session, find_occasion(session, draft.occasion_id), draft.audience)
    if not chosen:
        raise NobodyToWriteTo()
    details = {"subject": draft.subject, "message": draft.text}
    mails = [
        new_message(
            "free_message",
            draft.id,
            contact_id,
            occasion_id=draft.occasion_id,
            registration_id=registration_id,
            details=details,
        )
        for registration_id, contact_id in chosen
    ]
    queue_messages(session, mails)
    draft.sent_at, draft.recipients = clock.now(), len(chosen)
    note(
        session,
        "free_message.sent",
        draft.id,
        occasion=draft.occasion_id,
        audience=draft.audience,
        recipients=len(chosen),
    )
    return draft
