"""Every event of the system, on one page.

A `fact` has no personal data and no secret; it is kept for ever and can be replayed. A `private` event
carries a contact or a token; its body is blanked soon after it was handled. Each event carries the full
state it reports, its envelope the version of its subject: read models keep the highest and skip the rest.
"""

from marshmallow import Schema, fields

from shared.envelope import EventPage
from shared.event_parts import (
    Asked,
    ContactState,
    ErasureConfirmed,
    ExpiringLink,
    GroupState,
    Link,
    OccasionState,
    Participant,
    PersonExported,
    PublishedCut,
    PublishedQuestion,
    Recipient,
    RegistrationState,
    ResponseCount,
    SessionAttendance,
    StaffAccess,
    StaffTokenUsed,
)

PAGE = EventPage()


@PAGE.fact("registration.occasion_published", listeners=("notifications", "reporting"))
class OccasionPublished(OccasionState):
    """An occasion was opened for registration."""


@PAGE.fact("registration.occasion_changed", listeners=("notifications", "reporting"))
class OccasionChanged(OccasionState):
    """The times, venue, places or text of a published occasion changed."""


@PAGE.fact("registration.occasion_cancelled", listeners=("notifications", "reporting"))
class OccasionCancelled(OccasionState):
    """The organiser cancelled an occasion; all its registrations end."""

    reason = fields.String(required=True)


@PAGE.fact("registration.occasion_completed", listeners=("evaluation", "notifications", "reporting"))
class OccasionCompleted(OccasionState):
    """An occasion was held; `present` are those who attended at least one session."""

    present = fields.List(fields.Nested(Participant), required=True)


@PAGE.fact("registration.participant_registered", listeners=("notifications", "reporting"))
class ParticipantRegistered(RegistrationState):
    """Somebody registered, and got a place, one that the manager must approve, or one in the queue."""


@PAGE.fact("registration.participant_moved_up", listeners=("notifications", "reporting"))
class ParticipantMovedUp(RegistrationState):
    """Somebody in the queue got a place that became free."""


@PAGE.fact("registration.place_offered", listeners=("notifications", "reporting"))
class PlaceOffered(RegistrationState):
    """The first in the queue was offered a free place, until it expires."""

    expires_at = fields.AwareDateTime(required=True)


@PAGE.fact("registration.place_held", listeners=("notifications", "reporting"))
class PlaceHeld(RegistrationState):
    """A free place is held for the first in the queue until the manager has approved, or it expires."""

    expires_at = fields.AwareDateTime(required=True)


@PAGE.fact("registration.registration_approved", listeners=("notifications", "reporting"))
class RegistrationApproved(RegistrationState):
    """The manager approved a held place, which now counts."""


@PAGE.fact("registration.participant_named", listeners=("notifications", "reporting"))
class ParticipantNamed(RegistrationState):
    """A place of a group that had no name got its participant."""


@PAGE.fact("registration.registration_changed", listeners=("notifications", "reporting"))
class RegistrationChanged(RegistrationState):
    """The facts of a registration were corrected, or two entries of the same person became one."""


@PAGE.fact("registration.group_registered", listeners=("notifications",))
class GroupRegistered(GroupState):
    """Several were registered in one go, all with a place or all in the queue."""


@PAGE.fact("registration.group_moved_up", listeners=("notifications",))
class GroupMovedUp(GroupState):
    """A group in the queue got its places, or the offer of them, all at once."""


@PAGE.fact("registration.registration_cancelled", listeners=("notifications", "reporting"))
class RegistrationCancelled(RegistrationState):
    """A registration ended before the occasion.

    `by` is participant, coordinator, organiser, booker, manager (declined), deadline (an offer or held
    place ran out) or replacement (somebody else took the place).
    """

    by = fields.String(required=True)


@PAGE.fact("registration.attendance_recorded", listeners=("reporting",))
class AttendanceRecorded(SessionAttendance):
    """Who was present at a session; the subject is the session, and the list is whole."""


@PAGE.private("registration.contact_changed", listeners=("notifications",))
class ContactChanged(ContactState):
    """The name, address or language of a contact; the subject is the contact."""


@PAGE.private("registration.manage_link_issued", listeners=("notifications",))
class ManageLinkIssued(Link):
    """A link by which the holder sees, changes or cancels a registration, which is the subject."""


@PAGE.private("registration.group_link_issued", listeners=("notifications",))
class GroupLinkIssued(Link):
    """A link by which the booker sees, names or cancels the places of a group, which is the subject."""


@PAGE.private("registration.approval_requested", listeners=("notifications",))
class ApprovalRequested(ExpiringLink):
    """A manager, the contact, is asked to approve a place, the subject; its role and workplace tell whose."""

    participant_contact_id = fields.UUID(required=True)
    workplace = fields.String()
    role = fields.String()
    occasion_id = fields.UUID(required=True)


@PAGE.private("registration.sign_in_link_issued", listeners=("notifications",))
class SignInLinkIssued(ExpiringLink):
    """Somebody asked for a link to their own registrations; the subject is the request."""


@PAGE.private("registration.staff_link_issued", listeners=("notifications",))
class StaffLinkIssued(ExpiringLink):
    """A link by which a member of staff, the subject, chooses a password; `purpose` is invite or reset."""

    purpose = fields.String(required=True)


@PAGE.private("registration.certificate_issued", listeners=("notifications",))
class CertificateIssued(Schema):
    """A participant earned a certificate; the subject is the registration, the code its address."""

    contact_id = fields.UUID(required=True)
    occasion_id = fields.UUID(required=True)
    code = fields.String(required=True)


@PAGE.fact("registration.recipients_added", listeners=("evaluation",))
class RecipientsAdded(Schema):
    """The office chose who is to get a survey; the subject is this choice, which adds to those of before."""

    survey_id = fields.UUID(required=True)
    recipients = fields.List(fields.Nested(Recipient), required=True)


@PAGE.fact("registration.region_changed", listeners=("evaluation", "notifications", "reporting"))
class RegionChanged(Schema):
    """The municipalities, districts, staff numbers or areas of the region, the subject, changed."""

    content = fields.Dict(keys=fields.String(), required=True)


@PAGE.fact("registration.person_erased", listeners=("evaluation", "notifications", "reporting"))
class PersonErased(Schema):
    """All that names a person, the subject's contact, is to be forgotten; totals stay."""

    request_id = fields.UUID(required=True)


@PAGE.fact("registration.export_requested", listeners=("evaluation", "notifications", "reporting"))
class ExportRequested(Schema):
    """Somebody, the subject's contact, wants to see all that is stored about them."""

    request_id = fields.UUID(required=True)


@PAGE.fact("registration.staff_access_changed", listeners=("evaluation", "notifications", "reporting"))
class StaffAccessChanged(StaffAccess):
    """What a member of staff, the subject, may do; a raised epoch ends every session they had."""


@PAGE.fact("evaluation.staff_token_used", listeners=("registration",))
class EvaluationStaffTokenUsed(StaffTokenUsed):
    """A program called evaluation, for the first time that day."""


@PAGE.fact("notifications.staff_token_used", listeners=("registration",))
class NotificationsStaffTokenUsed(StaffTokenUsed):
    """A program called notifications, for the first time that day."""


@PAGE.fact("reporting.staff_token_used", listeners=("registration",))
class ReportingStaffTokenUsed(StaffTokenUsed):
    """A program called reporting, for the first time that day."""


@PAGE.fact("evaluation.erasure_confirmed", listeners=("registration",))
class EvaluationErasureConfirmed(ErasureConfirmed):
    """Evaluation has forgotten a person."""


@PAGE.fact("notifications.erasure_confirmed", listeners=("registration",))
class NotificationsErasureConfirmed(ErasureConfirmed):
    """Notifications has forgotten a person."""


@PAGE.fact("reporting.erasure_confirmed", listeners=("registration",))
class ReportingErasureConfirmed(ErasureConfirmed):
    """Reporting has forgotten a person."""


@PAGE.private("evaluation.person_exported", listeners=("registration",))
class EvaluationPersonExported(PersonExported):
    """What evaluation stores about a person."""


@PAGE.private("notifications.person_exported", listeners=("registration",))
class NotificationsPersonExported(PersonExported):
    """What notifications stores about a person."""


@PAGE.private("reporting.person_exported", listeners=("registration",))
class ReportingPersonExported(PersonExported):
    """What reporting stores about a person."""


@PAGE.private("evaluation.invitation_issued", listeners=("notifications",))
class InvitationIssued(Asked):
    """Somebody is asked to answer, or reminded, with a link of its own; the subject is the invitation.

    `purpose` is occasion, follow_up or survey, which has no occasion; `reminder` counts from one. `source` is
    where the address of somebody who gets a survey came from: list, participant or representative.
    """

    purpose = fields.String()
    source = fields.String(allow_none=True)


@PAGE.private("evaluation.lecturer_asked", listeners=("notifications",))
class LecturerAsked(Asked):
    """A lecturer or supplier is asked, by name, how their course went; the subject is their report."""


@PAGE.private("evaluation.results_link_issued", listeners=("notifications",))
class ResultsLinkIssued(Link):
    """A lecturer or supplier gets a link to the results of their course; the subject is the evaluation."""

    occasion_id = fields.UUID(required=True)
    title = fields.String(required=True)
    expires_on = fields.Date(required=True)


@PAGE.fact("evaluation.response_counted", listeners=("reporting",))
class ResponseCounted(ResponseCount):
    """How many were asked and have answered, now and then while open and at the closing; no answer."""


@PAGE.fact("evaluation.occasion_results_published", listeners=("reporting",))
class OccasionResultsPublished(Schema):
    """The results of a closed evaluation with five answers or more; the subject is the evaluation."""

    occasion_id = fields.UUID(required=True)
    questions = fields.List(fields.Nested(PublishedQuestion), required=True)


@PAGE.fact("evaluation.tertial_results_published", listeners=("reporting",))
class TertialResultsPublished(Schema):
    """The results of a tertial in the listed cuts, once it has ended; the subject is as 2026-T1."""

    cuts = fields.List(fields.Nested(PublishedCut), required=True)
