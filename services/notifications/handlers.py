"""What notifications does when something has happened elsewhere."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.notifications.bounces import reachability
from services.notifications.models import Contact, ManageLink, Occasion
from services.notifications.models.session_list import in_order
from services.notifications.operations import keep
from services.notifications.persons import export_person, forget_person
from services.notifications.telling.asking import ask_lecturers, ask_to_answer, show_results
from services.notifications.telling.changes import tell_changes
from services.notifications.telling.digests import tell_representatives
from services.notifications.telling.groups import keep_group_links, tell_bookers
from services.notifications.telling.own_links import (
    ask_managers,
    send_sign_in_links,
    send_staff_links,
    tell_of_certificates,
)
from services.notifications.telling.participation import keep_registrations, tell_participants
from services.notifications.telling.reminders import plan_reminders
from services.notifications.telling.reports import send_reports
from shared import events
from shared.auth import apply_access
from shared.envelope import Event
from shared.inbox import Handlers, takes_batch
from shared.region_content import apply_region


def keep_occasion(session: Session, event: Event) -> None:
    """Keep the occasion as it is now, tell those whose calendar says otherwise, and move its reminders."""
    occasion_id = UUID(event.subject)
    row: dict[str, Any] = {
        "id": occasion_id,
        "version": event.version,
        "title": event["title"],
        "state": event["state"],
        "sessions": in_order(event["sessions"]),
        "reason": event.data.get("reason"),
        "bring": event.data.get("bring"),
    }
    if event.type is events.OccasionCompleted:
        row["present"] = [str(person["registration_id"]) for person in event["present"]]
    keep(session, Occasion, [row])
    tell_changes(session, occasion_id, event.id)
    plan_reminders(session, session.get_one(Occasion, occasion_id, populate_existing=True))


@takes_batch
def keep_contacts(session: Session, batch: Sequence[Event]) -> None:
    """Keep the names, addresses and languages of contacts, and tell of whom a new address is a dead one."""
    rows = [
        {
            "id": UUID(event.subject),
            "version": event.version,
            "search_text": f"{event['name']} {event['email']}".casefold(),
            **{name: event[name] for name in ("name", "email", "language")},
        }
        for event in batch
    ]
    before = reachability.addresses_of(session, rows)
    keep(session, Contact, rows)
    reachability.tell_of_changes(session, before, rows)


@takes_batch
def keep_manage_links(session: Session, batch: Sequence[Event]) -> None:
    """Keep the links that mails about these registrations carry."""
    rows = [
        {"registration_id": UUID(event.subject), "version": event.version, "token": event["token"]}
        for event in batch
    ]
    keep(session, ManageLink, rows)


HANDLERS: Handlers = {
    events.ParticipantRegistered: tell_participants,
    events.ParticipantMovedUp: tell_participants,
    events.PlaceOffered: tell_participants,
    events.PlaceHeld: tell_participants,
    events.RegistrationApproved: tell_participants,
    events.ParticipantNamed: tell_participants,
    events.RegistrationCancelled: tell_participants,
    events.RegistrationChanged: keep_registrations,
    events.GroupRegistered: tell_bookers,
    events.GroupMovedUp: tell_bookers,
    events.OccasionPublished: keep_occasion,
    events.OccasionChanged: keep_occasion,
    events.OccasionCancelled: keep_occasion,
    events.OccasionCompleted: keep_occasion,
    events.ContactChanged: keep_contacts,
    events.ManageLinkIssued: keep_manage_links,
    events.GroupLinkIssued: keep_group_links,
    events.ApprovalRequested: ask_managers,
    events.SignInLinkIssued: send_sign_in_links,
    events.StaffLinkIssued: send_staff_links,
    events.CertificateIssued: tell_of_certificates,
    events.DigestCompiled: tell_representatives,
    events.ReportLinkIssued: send_reports,
    events.InvitationIssued: ask_to_answer,
    events.LecturerAsked: ask_lecturers,
    events.ResultsLinkIssued: show_results,
    events.StaffAccessChanged: apply_access,
    events.RegionChanged: apply_region,
    events.ExportRequested: export_person,
    events.PersonErased: forget_person,
}
