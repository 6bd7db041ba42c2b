"""Attendance, check-in and certificates, as the API takes and gives them."""

from marshmallow import Schema, fields, validate

from services.registration.inputs import Email, Line


class AttendanceList(Schema):
    """The registrations of all who were present at a session."""

    present = fields.List(fields.UUID(), required=True, validate=validate.Length(max=10_000))
    reason = Line(
        500,
        load_default=None,
        allow_none=True,
        metadata={"description": "Why it is corrected; needed once the session's tertial is frozen."},
    )


class Correction(Schema):
    """Why one line of a list is changed; needed once the session's tertial is frozen."""

    reason = Line(500, load_default=None, allow_none=True)


class AttendanceView(Schema):
    """The list as it is now kept; `recorded_at` is null before anybody was noted."""

    session_id = fields.UUID(required=True)
    recorded_at = fields.AwareDateTime(required=True, allow_none=True)
    present = fields.List(fields.UUID(), required=True)


class UnnotedSession(Schema):
    """A session that has ended without attendance being noted."""

    id = fields.UUID(required=True)
    occasion_id = fields.UUID(required=True)
    title = fields.String(attribute="occasion.activity.title", required=True)
    starts_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)
    venue = fields.String(required=True)


class CheckInCode(Schema):
    """What leads the participants of a session to its check-in, and when."""

    url = fields.URL(required=True)
    opens_at = fields.AwareDateTime(required=True)
    closes_at = fields.AwareDateTime(required=True)


class NewCheckIn(Schema):
    """Somebody at the door; several who share the address choose who they are."""

    email = Email(required=True)
    registration_id = fields.UUID(load_default=None, allow_none=True)


class Choice(Schema):
    """One of several who share an e-mail address."""

    registration_id = fields.UUID(required=True)
    name = fields.String(required=True)


class CheckInReceipt(Schema):
    """Whether somebody was noted as present; `choices` where the address has several."""

    is_present = fields.Boolean(required=True)
    choices = fields.List(fields.Nested(Choice), required=True)


class CertificateView(Schema):
    """What a certificate says; a protected identity has no name here."""

    code = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(("valid", "withdrawn")))
    name = fields.String(required=True, allow_none=True)
    title = fields.String(required=True)
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)
    minutes = fields.Integer(required=True, metadata={"description": "Attended time."})
    issued_on = fields.Date(required=True)


class OccasionCertificate(CertificateView):
    """A certificate as the coordinator sees it."""

    registration_id = fields.UUID(required=True)
    url = fields.URL(required=True)
