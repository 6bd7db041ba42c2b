"""Own registrations, as the API gives them to whoever has signed in by a link."""

from marshmallow import Schema, fields, validate

from services.registration.inputs import Email
from services.registration.schemas.participation import STATUSES


class MailAddress(Schema):
    """Where a link is to be sent."""

    email = Email(required=True)


class Asked(Schema):
    """What is answered to every address."""

    email = fields.String(required=True)


class LinkToken(Schema):
    """The last part of the link in the e-mail."""

    token = fields.String(required=True, validate=validate.Length(max=100))


class SignedIn(Schema):
    """What is sent as bearer token from now on; it holds for half an hour."""

    token = fields.String(required=True)
    expires_at = fields.AwareDateTime(required=True)


class OwnQuery(Schema):
    """Which registrations are wanted."""

    earlier = fields.Boolean(load_default=True, metadata={"description": "False: what is yet to come alone."})


class OwnLineView(Schema):
    """One registration; `position` only for whoever waits, `held_until` where an answer is awaited."""

    id = fields.UUID(required=True)
    occasion_id = fields.UUID(required=True)
    name = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.String(required=True, validate=validate.OneOf(STATUSES))
    position = fields.Integer(required=True, allow_none=True)
    held_until = fields.AwareDateTime(required=True, allow_none=True)
    starts_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)
    has_certificate = fields.Boolean(required=True)


class OwnLines(Schema):
    """All registrations with the address, person by person, what comes first."""

    items = fields.List(fields.Nested(OwnLineView), required=True)
