"""What several events say alike: the schemas from which shared/events.py is put together."""

from marshmallow import Schema, fields


class SessionState(Schema):
    id = fields.UUID(required=True)
    starts_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)
    venue = fields.String(required=True)


class OccasionState(Schema):
    """The subject is the occasion; `bring` is what its participants should bring, empty for nothing."""

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
    bring = fields.String()


class FourFacts(Schema):
    """Municipality (with city district), employer, side and role: what may be known of a participant."""

    municipality = fields.String(required=True)
    district = fields.String(required=True, allow_none=True)
    employer = fields.String(required=True)
    side = fields.String(required=True)
    role = fields.String(required=True)


class RegistrationState(FourFacts):
    """The subject is the registration; a place that is yet to be named has no contact.

    `booker_contact_id` is told when such a place ends: whoever booked it is the only one to tell.
    """

    occasion_id = fields.UUID(required=True)
    contact_id = fields.UUID(required=True, allow_none=True)
    status = fields.String(required=True)
    position = fields.Integer(required=True, allow_none=True)
    party_id = fields.UUID(allow_none=True)
    booker_contact_id = fields.UUID(allow_none=True)


class GroupMember(Schema):
    registration_id = fields.UUID(required=True)
    contact_id = fields.UUID(required=True, allow_none=True)
    status = fields.String(required=True)
    position = fields.Integer(required=True, allow_none=True)


class GroupState(Schema):
    """The subject is the group; the contact is whoever booked for it.

    `expires_at` is until when offered or held places are kept for it.
    """

    occasion_id = fields.UUID(required=True)
    contact_id = fields.UUID(required=True)
    members = fields.List(fields.Nested(GroupMember), required=True)
    expires_at = fields.AwareDateTime(allow_none=True)


class Participant(FourFacts):
    registration_id = fields.UUID(required=True)
    contact_id = fields.UUID(required=True)


class Recipient(Schema):
    """A contact who gets a survey, and where they work, if that is known.

    `source` is where the address came from: list, participant (of an earlier course) or representative.
    """

    contact_id = fields.UUID(required=True)
    municipality = fields.String(required=True, allow_none=True)
    district = fields.String(required=True, allow_none=True)
    source = fields.String(required=True)


class Link(Schema):
    """A secret address for one contact."""

    contact_id = fields.UUID(required=True)
    token = fields.String(required=True)


class ExpiringLink(Link):
    expires_at = fields.AwareDateTime(required=True)


class Asked(Link):
    """Somebody is asked to answer until a day; `reminder` counts from one, a survey has no occasion."""

    evaluation_id = fields.UUID(required=True)
    occasion_id = fields.UUID(required=True, allow_none=True)
    title = fields.String(required=True)
    closes_on = fields.Date(required=True)
    reminder = fields.Integer()


class PersonRequest(Schema):
    """The subject is the contact whom the request is about."""

    request_id = fields.UUID(required=True)


class ErasureConfirmed(PersonRequest):
    """A service has forgotten a person."""


class PersonExported(PersonRequest):
    """What a service stores about a person."""

    content = fields.Dict(keys=fields.String(), required=True)


class StaffTokenUsed(Schema):
    """A program used its token on that day; the subject is its account, and no later use that day is told."""

    used_on = fields.Date(required=True)


class SessionAttendance(Schema):
    """The subject is the session."""

    occasion_id = fields.UUID(required=True)
    starts_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)
    present = fields.List(fields.UUID(), required=True)


class ContactState(Schema):
    """The subject is the contact."""

    name = fields.String(required=True)
    email = fields.String(required=True)
    language = fields.String(required=True)


class StaffAccess(Schema):
    """The subject is the member of staff."""

    role = fields.String(required=True)
    municipality = fields.String(required=True, allow_none=True)
    contact_id = fields.UUID(required=True, allow_none=True)
    is_active = fields.Boolean(required=True)
    epoch = fields.Integer(required=True)
    token_hashes = fields.List(fields.String(), required=True)


class ResponseCount(Schema):
    """The subject is the evaluation."""

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


class PublishedCut(Schema):
    """One value of one dimension: `others` gathers what is too few to show by itself."""

    dimension = fields.String(required=True)
    value = fields.String(required=True)
    invited = fields.Integer(allow_none=True)
    questions = fields.List(fields.Nested(PublishedQuestion), required=True)


class DigestOccasion(Schema):
    """An occasion that opened or soon closes for registration, and how many come from the reader's places.

    `registered` are those with a place, also an offered or held one; `waiting` those in the queue.
    """

    occasion_id = fields.UUID(required=True)
    title = fields.String(required=True)
    is_new = fields.Boolean(required=True)
    starts_at = fields.AwareDateTime(required=True)
    closes_at = fields.AwareDateTime(required=True)
    places_left = fields.Integer(required=True)
    registered = fields.Integer(required=True)
    waiting = fields.Integer(required=True)


class DigestPlace(Schema):
    """A place that the reader represents: who registered since the last digest, and who waits now."""

    municipality = fields.String(required=True)
    district = fields.String(required=True, allow_none=True)
    registered = fields.Integer(required=True)
    waiting = fields.Integer(required=True)


class Digest(Schema):
    """The subject is this digest, one for each person; `more` occasions are not listed."""

    contact_id = fields.UUID(required=True)
    since_on = fields.Date(required=True)
    places = fields.List(fields.Nested(DigestPlace), required=True)
    occasions = fields.List(fields.Nested(DigestOccasion), required=True)
    more = fields.Integer(required=True)


class Mandate(Schema):
    """How long somebody represents a place; `kind` is cka, or competence for a unit."""

    kind = fields.String(required=True)
    from_on = fields.Date(required=True)
    to_on = fields.Date(required=True, allow_none=True)


class ReportLink(Link):
    """The period is as 2026-T1; without a municipality the report is that of the region."""

    period = fields.String(required=True)
    municipality = fields.String(required=True, allow_none=True)
    expires_on = fields.Date(required=True)


class ReportAccess(Schema):
    """`token_hash` is the fingerprint of the link's token, from which the token cannot be had."""

    token_hash = fields.String(required=True)
    period = fields.String(required=True)
    municipality = fields.String(required=True, allow_none=True)
    expires_on = fields.Date(required=True)


class AddressState(Schema):
    """`reason` is bounced or stopped; empty when released."""

    reason = fields.String(required=True)


class ApprovalLink(ExpiringLink):
    """`contact_id` is the manager; role and workplace tell whose place it is."""

    participant_contact_id = fields.UUID(required=True)
    workplace = fields.String()
    role = fields.String()
    occasion_id = fields.UUID(required=True)


class Certificate(Schema):
    """The subject is the registration; the code is part of the certificate's address."""

    contact_id = fields.UUID(required=True)
    occasion_id = fields.UUID(required=True)
    code = fields.String(required=True)


class Recipients(Schema):
    """Those who are to get a survey."""

    survey_id = fields.UUID(required=True)
    recipients = fields.List(fields.Nested(Recipient), required=True)


class ResultsLink(Link):
    """The subject is the evaluation."""

    occasion_id = fields.UUID(required=True)
    title = fields.String(required=True)
    expires_on = fields.Date(required=True)


class Mandates(Schema):
    """All mandates of a place, those that ended too."""

    mandates = fields.List(fields.Nested(Mandate), required=True)
