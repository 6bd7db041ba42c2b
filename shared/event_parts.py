"""What several events say alike: the schemas from which shared/events.py is put together."""

from marshmallow import Schema, fields


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


class ErasureConfirmed(Schema):
    """A service has forgotten a person; the subject is the contact."""

    request_id = fields.UUID(required=True)


class PersonExported(Schema):
    """What a service stores about a person, the subject's contact."""

    request_id = fields.UUID(required=True)
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
