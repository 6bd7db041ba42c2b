"""What notifications does when something has happened elsewhere."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.notifications.models import Contact, ManageLink, Occasion, Registration
from services.notifications.models.session_list import in_order
from services.notifications.operations import keep, queue_message, tell_changes
from shared import events
from shared.auth import apply_access
from shared.envelope import Event


def confirm_registration(session: Session, event: Event) -> None:
    """Tell the participant of the place, or of the place in the queue."""
    _keep_registration(session, event)
    has_place = event["status"] == "confirmed"
    template = "registration_confirmed" if has_place else "registration_waiting"
    _queue(session, template, event, position=event["position"])


def tell_of_move_up(session: Session, event: Event) -> None:
    """Tell the first in the queue of the place that became free."""
    _keep_registration(session, event)
    _queue(session, "moved_up", event)


def tell_of_cancellation(session: Session, event: Event) -> None:
    """Tell the participant that the registration has ended, and why."""
    _keep_registration(session, event)
    by_organiser = event["by"] == "organiser"
    template = "occasion_cancelled" if by_organiser else "registration_cancelled"
    _queue(session, template, event, by=event["by"])


def keep_occasion(session: Session, event: Event) -> None:
    """Keep the occasion as it is now, and tell those whose calendar says otherwise."""
    occasion_id = UUID(event.subject)
    keep(
        session,
        Occasion,
        event.version,
        id=occasion_id,
        title=event["title"],
        state=event["state"],
        sessions=in_order(event["sessions"]),
        reason=event.data.get("reason"),
    )
    tell_changes(session, occasion_id, event.id)


def keep_contact(session: Session, event: Event) -> None:
    """Keep the name, address and language of a contact."""
    name, email = event["name"], event["email"]
    keep(
        session,
        Contact,
        event.version,
        id=UUID(event.subject),
        name=name,
        email=email,
        language=event["language"],
        search_text=f"{name} {email}".casefold(),
    )


def keep_manage_link(session: Session, event: Event) -> None:
    """Keep the link that mails about this registration carry."""
    subject = UUID(event.subject)
    keep(session, ManageLink, event.version, registration_id=subject, token=event["token"])


def invite_to_evaluation(session: Session, event: Event) -> None:
    """Ask somebody who took part to answer."""
    queue_message(
        session,
        "evaluation_invitation",
        event.id,
        event["contact_id"],
        occasion_id=event["occasion_id"],
        details={"title": event["title"]},
        token=event["token"],
        expires_on=event["closes_on"],
    )


def _keep_registration(session: Session, event: Event) -> None:
    keep(
        session,
        Registration,
        event.version,
        id=UUID(event.subject),
        occasion_id=event["occasion_id"],
        contact_id=event["contact_id"],
        status=event["status"],
    )


def _queue(session: Session, template: str, event: Event, **details: Any) -> None:
    queue_message(
        session,
        template,
        event.id,
        event["contact_id"],
        occasion_id=event["occasion_id"],
        registration_id=UUID(event.subject),
        details={name: value for name, value in details.items() if value is not None},
    )


HANDLERS = {
    events.ParticipantRegistered: confirm_registration,
    events.ParticipantMovedUp: tell_of_move_up,
    events.RegistrationCancelled: tell_of_cancellation,
    events.OccasionPublished: keep_occasion,
    events.OccasionChanged: keep_occasion,
    events.OccasionCancelled: keep_occasion,
    events.OccasionCompleted: keep_occasion,
    events.ContactChanged: keep_contact,
    events.ManageLinkIssued: keep_manage_link,
    events.InvitationIssued: invite_to_evaluation,
    events.StaffAccessChanged: apply_access,
}
