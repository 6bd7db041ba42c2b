"""Persons and what they ask of us, as the API takes and gives them."""

from marshmallow import Schema, fields, validate

from services.registration.inputs import Line


class PersonQuery(Schema):
    """Words of a name or an address."""

    q = Line(100, shortest=0, load_default="")
    page = fields.Integer(load_default=1, validate=validate.Range(1, 100_000))


class PersonView(Schema):
    """A person; a protected identity is without name and address here."""

    id = fields.UUID(required=True)
    name = fields.String(required=True, attribute="shown_name")
    email = fields.String(required=True, allow_none=True, attribute="shown_email")
    language = fields.String(required=True)
    is_protected = fields.Boolean(required=True)
    erased_at = fields.AwareDateTime(required=True, allow_none=True)


class Protection(Schema):
    """Whether somebody has a protected identity."""

    is_protected = fields.Boolean(required=True)


class ServiceAnswer(Schema):
    """A service, and when it answered."""

    service = fields.String(required=True)
    answered_at = fields.AwareDateTime(required=True, allow_none=True)


class PersonRequestView(Schema):
    """A request about a person, and which services have carried it out."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(["export", "erasure"]))
    requested_at = fields.AwareDateTime(required=True)
    is_complete = fields.Boolean(required=True)
    services = fields.List(fields.Nested(ServiceAnswer), required=True)


class PersonContent(Schema):
    """What each service stores about a person."""

    requested_at = fields.AwareDateTime(required=True, metadata={"description": "When it was asked for."})
    registration = fields.Dict(keys=fields.String(), required=True)
    evaluation = fields.Dict(keys=fields.String(), required=True)
    notifications = fields.Dict(keys=fields.String(), required=True)
    reporting = fields.Dict(keys=fields.String(), required=True)
