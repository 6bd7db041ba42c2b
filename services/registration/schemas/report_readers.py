"""Who is sent the region's report, as the form takes it."""

from marshmallow import Schema, fields, validate

from services.registration.inputs import Email, Line
from shared.vocabulary import LANGUAGES


class NewReader(Schema):
    """Somebody who shall be sent the region's report; a warning is accepted by a tick."""

    given_name = Line(100, required=True)
    family_name = Line(100, required=True)
    email = Email(required=True)
    language = fields.String(required=True, validate=validate.OneOf([*LANGUAGES]))
    accept_warnings = fields.Boolean(load_default=False)
