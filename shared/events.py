"""Every event of the system, on one page.

A `fact` has no personal data and no secret; it is kept for ever and can be replayed. A `private` event
carries a contact or a token; its body is blanked soon after it was handled. Each event carries the full
state it reports, its envelope the version of its subject: read models keep the highest and skip the rest.
"""

from marshmallow import Schema, fields

from shared import event_parts as parts
from shared.envelope import EventPage

PAGE = EventPage()


@PAGE.fact("registration.occasion_published", listeners=("notifications", "reporting"))
class OccasionPublished(parts.OccasionState):
    """An occasion was opened for registration."""


@PAGE.fact("registration.occasion_changed", listeners=("notifications", "reporting"))
class OccasionChanged(parts.OccasionState):
    """The times, venue, places or text of a published occasion changed."""


@PAGE.fact("registration.occasion_cancelled", listeners=("notifications", "reporting"))
class OccasionCancelled(parts.OccasionState):
    """The organiser cancelled an occasion; all its registrations end."""

    reason = fields.String(required=True)


@PAGE.fact("registration.occasion_completed", listeners=("evaluation", "notifications", "reporting"))
class OccasionCompleted(parts.OccasionState):
    """An occasion was held; `present` are those who attended at least one session."""

    present = fields.List(fields.Nested(parts.Participant), required=True)


@PAGE.fact("registration.participant_registered", listeners=("notifications", "reporting"))
class ParticipantRegistered(parts.RegistrationState):
    """Somebody registered, and got a place, one that the manager must approve, or one in the queue."""


@PAGE.fact("registration.participant_moved_up", listeners=("notifications", "reporting"))
class ParticipantMovedUp(parts.RegistrationState):
    """Somebody in the queue got a place that became free."""


@PAGE.fact("registration.place_offered", listeners=("notifications", "reporting"))
class PlaceOffered(parts.RegistrationState):
    """The first in the queue was offered a free place, until it expires."""

    expires_at = fields.AwareDateTime(required=True)


@PAGE.fact("registration.place_held", listeners=("notifications", "reporting"))
class PlaceHeld(parts.RegistrationState):
    """A free place is held for the first in the queue until the manager has approved, or it expires."""

    expires_at = fields.AwareDateTime(required=True)


@PAGE.fact("registration.registration_approved", listeners=("notifications", "reporting"))
class RegistrationApproved(parts.RegistrationState):
    """The manager approved a held place, which now counts."""


@PAGE.fact("registration.participant_named", listeners=("notifications", "reporting"))
class ParticipantNamed(parts.RegistrationState):
    """A place of a group that had no name got its participant."""


@PAGE.fact("registration.registration_changed", listeners=("notifications", "reporting"))
class RegistrationChanged(parts.RegistrationState):
    """The facts of a registration were corrected, or two entries of the same person became one."""


@PAGE.fact("registration.group_registered", listeners=("notifications",))
class GroupRegistered(parts.GroupState):
    """Several were registered in one go, all with a place or all in the queue."""


@PAGE.fact("registration.group_moved_up", listeners=("notifications",))
class GroupMovedUp(parts.GroupState):
    """A group in the queue got its places, or the offer of them, all at once."""


@PAGE.fact("registration.registration_cancelled", listeners=("notifications", "reporting"))
class RegistrationCancelled(parts.RegistrationState):
    """A registration ended before the occasion.

    `by` is participant, coordinator, organiser, booker, manager (declined), deadline (an offer or held
    place ran out) or replacement (somebody else took the place).
    """

    by = fields.String(required=True)


@PAGE.fact("registration.attendance_recorded", listeners=("reporting",))
class AttendanceRecorded(parts.SessionAttendance):
    """Who was present at a session; the subject is the session, and the list is whole."""


@PAGE.private("registration.contact_changed", listeners=("notifications",))
class ContactChanged(parts.ContactState):
    """The name, address or language of a contact; the subject is the contact."""


@PAGE.private("registration.manage_link_issued", listeners=("notifications",))
class ManageLinkIssued(parts.Link):
    """A link by which the holder sees, changes or cancels a registration, which is the subject."""


@PAGE.private("registration.group_link_issued", listeners=("notifications",))
class GroupLinkIssued(parts.Link):
    """A link by which the booker sees, names or cancels the places of a group, which is the subject."""


@PAGE.private("registration.approval_requested", listeners=("notifications",))
class ApprovalRequested(parts.ApprovalLink):
    """A manager, the contact, is asked to approve a place, the subject; its role and workplace tell whose."""


@PAGE.private("registration.sign_in_link_issued", listeners=("notifications",))
class SignInLinkIssued(parts.ExpiringLink):
    """Somebody asked for a link to their own registrations; the subject is the request."""


@PAGE.private("registration.staff_link_issued", listeners=("notifications",))
class StaffLinkIssued(parts.ExpiringLink):
    """A link by which a member of staff, the subject, chooses a password; `purpose` is invite or reset."""

    purpose = fields.String(required=True)


@PAGE.private("registration.certificate_issued", listeners=("notifications",))
class CertificateIssued(parts.Certificate):
    """A participant earned a certificate; the subject is the registration, the code its address."""


@PAGE.fact("registration.recipients_added", listeners=("evaluation",))
class RecipientsAdded(parts.Recipients):
    """The office chose who is to get a survey; the subject is this choice, which adds to those of before."""


@PAGE.private("registration.digest_compiled", listeners=("notifications",))
class DigestCompiled(parts.Digest):
    """A representative is told what opened and what closes, and how many come from their places."""


@PAGE.fact("registration.representatives_changed", listeners=("reporting",))
class RepresentativesChanged(parts.Mandates):
    """Who represents a place, the subject (a code, or code/district), and when: mandates, no persons."""


@PAGE.private("registration.report_link_issued", listeners=("notifications",))
class ReportLinkIssued(parts.ReportLink):
    """Somebody who is sent reports gets a link to one; the subject is that link's id."""


@PAGE.fact("registration.report_access_granted", listeners=("reporting",))
class ReportAccessGranted(parts.ReportAccess):
    """Whoever holds a link may read a frozen report; the subject is that link's id."""


@PAGE.fact("registration.region_changed", listeners=("evaluation", "notifications", "reporting"))
class RegionChanged(Schema):
    """The municipalities, districts, staff numbers or areas of the region, the subject, changed."""

    content = fields.Dict(keys=fields.String(), required=True)


@PAGE.fact("registration.person_erased", listeners=("evaluation", "notifications", "reporting"))
class PersonErased(parts.PersonRequest):
    """All that names a person, the subject's contact, is to be forgotten; totals stay."""


@PAGE.fact("registration.export_requested", listeners=("evaluation", "notifications", "reporting"))
class ExportRequested(parts.PersonRequest):
    """Somebody, the subject's contact, wants to see all that is stored about them."""


@PAGE.fact("registration.staff_access_changed", listeners=("evaluation", "notifications", "reporting"))
class StaffAccessChanged(parts.StaffAccess):
    """What a member of staff, the subject, may do; a raised epoch ends every session they had."""


@PAGE.fact("evaluation.staff_token_used", listeners=("registration",))
class EvaluationStaffTokenUsed(parts.StaffTokenUsed):
    """A program called evaluation, for the first time that day."""


@PAGE.fact("notifications.staff_token_used", listeners=("registration",))
class NotificationsStaffTokenUsed(parts.StaffTokenUsed):
    """A program called notifications, for the first time that day."""


@PAGE.fact("reporting.staff_token_used", listeners=("registration",))
class ReportingStaffTokenUsed(parts.StaffTokenUsed):
    """A program called reporting, for the first time that day."""


@PAGE.fact("evaluation.erasure_confirmed", listeners=("registration",))
class EvaluationErasureConfirmed(parts.ErasureConfirmed):
    """Evaluation has forgotten a person."""


@PAGE.fact("notifications.erasure_confirmed", listeners=("registration",))
class NotificationsErasureConfirmed(parts.ErasureConfirmed):
    """Notifications has forgotten a person."""


@PAGE.fact("reporting.erasure_confirmed", listeners=("registration",))
class ReportingErasureConfirmed(parts.ErasureConfirmed):
    """Reporting has forgotten a person."""


@PAGE.private("evaluation.person_exported", listeners=("registration",))
class EvaluationPersonExported(parts.PersonExported):
    """What evaluation stores about a person."""


@PAGE.private("notifications.person_exported", listeners=("registration",))
class NotificationsPersonExported(parts.PersonExported):
    """What notifications stores about a person."""


@PAGE.private("reporting.person_exported", listeners=("registration",))
class ReportingPersonExported(parts.PersonExported):
    """What reporting stores about a person."""


@PAGE.private("evaluation.invitation_issued", listeners=("notifications",))
class InvitationIssued(parts.Asked):
    """Somebody is asked to answer, or reminded, with a link of its own; the subject is the invitation.

    `purpose` is occasion, follow_up or survey, which has no occasion; `reminder` counts from one. `source` is
    where the address of somebody who gets a survey came from: list, participant or representative.
    """

    purpose = fields.String()
    source = fields.String(allow_none=True)


@PAGE.private("evaluation.lecturer_asked", listeners=("notifications",))
class LecturerAsked(parts.Asked):
    """A lecturer or supplier is asked, by name, how their course went; the subject is their report."""


@PAGE.private("evaluation.results_link_issued", listeners=("notifications",))
class ResultsLinkIssued(parts.ResultsLink):
    """A lecturer or supplier gets a link to the results of their course; the subject is the evaluation."""


@PAGE.fact("evaluation.response_counted", listeners=("reporting",))
class ResponseCounted(parts.ResponseCount):
    """How many were asked and have answered, now and then while open and at the closing; no answer."""


@PAGE.fact("evaluation.occasion_results_published", listeners=("reporting",))
class OccasionResultsPublished(Schema):
    """The results of a closed evaluation with five answers or more; the subject is the evaluation."""

    occasion_id = fields.UUID(required=True)
    questions = fields.List(fields.Nested(parts.PublishedQuestion), required=True)


@PAGE.fact("evaluation.tertial_results_published", listeners=("reporting",))
class TertialResultsPublished(Schema):
    """The results of a tertial in the listed cuts, once it has ended; the subject is as 2026-T1."""

    cuts = fields.List(fields.Nested(parts.PublishedCut), required=True)


@PAGE.fact("notifications.address_suppressed", listeners=("registration",))
class AddressSuppressed(parts.AddressState):
    """Mail to a contact, the subject, came back for good: none is sent until somebody releases it."""


@PAGE.fact("notifications.address_released", listeners=("registration",))
class AddressReleased(parts.AddressState):
    """Mail to a contact, the subject, is sent again; versions are shared with the suppression."""


@PAGE.fact("reporting.report_published", listeners=("registration",))
class ReportPublished(Schema):
    """A tertial or a year, the subject, was frozen and is to reach those who are sent reports."""

    name = fields.String(required=True)
