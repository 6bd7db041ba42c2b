"""Every event of the system, on one page.

A `fact` has no personal data and no secret; it is kept for ever and can be replayed. A `private` event
carries a contact or a token; its body is blanked soon after it was handled. Each event carries the full
state it reports, its envelope the version of its subject: read models keep the highest and skip the rest.
"""

from marshmallow import Schema, fields

from shared.envelope import EventPage

PAGE = EventPage()


class SessionState(Schema):
    id = fields.UUID(required=True)
    starts_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)
    venue = fields.String(required=True)


class OccasionState(Schema):
    """The subject is the occasion."""

    activity_id = fields.UUID(required=True)
    title = fields.String(required=True)
    kind = fields.String(required=True)
    form = fields.String(required=True)
    area = fields.String(required=True, allow_none=True)
    is_new_activity = fields.Boolean(required=True)
    lecturer_contact_id = fields.UUID(required=True, allow_none=True)
    places = fields.Integer(required=True)
    state = fields.String(required=True)
    closes_at = fields.AwareDateTime(required=True, allow_none=True)
    sessions = fields.List(fields.Nested(SessionState), required=True)


class FourFacts(Schema):
    """Municipality (with city district), employer, side and role: what may be known of a participant."""

    municipality = fields.String(required=True)
    district = fields.String(required=True, allow_none=True)
    employer = fields.String(required=True)
    side = fields.String(required=True)
    role = fields.String(required=True)


class RegistrationState(FourFacts):
    """The subject is the registration."""

    occasion_id = fields.UUID(required=True)
    contact_id = fields.UUID(required=True)
    status = fields.String(required=True)
    position = fields.Integer(required=True, allow_none=True)


class Participant(FourFacts):
    registration_id = fields.UUID(required=True)
    contact_id = fields.UUID(required=True)


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
    """Somebody registered, and got a place or a place in the queue."""


@PAGE.fact("registration.participant_moved_up", listeners=("notifications", "reporting"))
class ParticipantMovedUp(RegistrationState):
    """Somebody in the queue got a place that became free."""


@PAGE.fact("registration.registration_cancelled", listeners=("notifications", "reporting"))
class RegistrationCancelled(RegistrationState):
    """A registration ended before the occasion; `by` is participant, coordinator or organiser."""

    by = fields.String(required=True)


@PAGE.fact("registration.attendance_recorded", listeners=("reporting",))
class AttendanceRecorded(Schema):
    """Who was present at a session; the subject is the session, and the list is whole."""

    occasion_id = fields.UUID(required=True)
    starts_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)
    present = fields.List(fields.UUID(), required=True)


@PAGE.private("registration.contact_changed", listeners=("notifications",))
class ContactChanged(Schema):
    """The name, address or language of a contact; the subject is the contact."""

    name = fields.String(required=True)
    email = fields.String(required=True)
    language = fields.String(required=True)


@PAGE.private("registration.manage_link_issued", listeners=("notifications",))
class ManageLinkIssued(Schema):
    """A link by which the holder sees, changes or cancels a registration, which is the subject."""

    contact_id = fields.UUID(required=True)
    token = fields.String(required=True)


@PAGE.fact("registration.staff_access_changed", listeners=("evaluation", "notifications", "reporting"))
class StaffAccessChanged(Schema):
    """What a member of staff, the subject, may do; a raised epoch ends every session they had."""

    role = fields.String(required=True)
    municipality = fields.String(required=True, allow_none=True)
    contact_id = fields.UUID(required=True, allow_none=True)
    is_active = fields.Boolean(required=True)
    epoch = fields.Integer(required=True)
    token_hashes = fields.List(fields.String(), required=True)


@PAGE.private("evaluation.invitation_issued", listeners=("notifications",))
class InvitationIssued(Schema):
    """Somebody who took part is asked to evaluate; the subject is the invitation."""

    evaluation_id = fields.UUID(required=True)
    occasion_id = fields.UUID(required=True)
    contact_id = fields.UUID(required=True)
    title = fields.String(required=True)
    token = fields.String(required=True)
    closes_on = fields.Date(required=True)


@PAGE.fact("evaluation.response_counted", listeners=("reporting",))
class ResponseCounted(Schema):
    """How many were asked and have answered, now and then while open and at the closing; no answer."""

    occasion_id = fields.UUID(required=True)
    state = fields.String(required=True)
    invited = fields.Integer(required=True)
    answered = fields.Integer(required=True)


class PublishedQuestion(Schema):
    code = fields.String(required=True)
    answered = fields.Integer(required=True)
    mean = fields.Float(required=True, allow_none=True)
    satisfied = fields.Integer(required=True, allow_none=True)
    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)


@PAGE.fact("evaluation.occasion_results_published", listeners=("reporting",))
class OccasionResultsPublished(Schema):
    """The results of a closed evaluation with five answers or more; the subject is the evaluation."""

    occasion_id = fields.UUID(required=True)
    questions = fields.List(fields.Nested(PublishedQuestion), required=True)


class PublishedCut(Schema):
    """One value of one dimension: `others` gathers what is too few to show by itself."""

    dimension = fields.String(required=True)
    value = fields.String(required=True)
    invited = fields.Integer(allow_none=True)
    questions = fields.List(fields.Nested(PublishedQuestion), required=True)


@PAGE.fact("evaluation.tertial_results_published", listeners=("reporting",))
class TertialResultsPublished(Schema):
    """The results of a tertial in the listed cuts, once it has ended; the subject is as 2026-T1."""

    cuts = fields.List(fields.Nested(PublishedCut), required=True)
