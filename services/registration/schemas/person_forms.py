"""The office's forms about one participant: add somebody, correct a registration, name a place."""

from marshmallow import fields, validate

from services.registration.inputs import Line
from services.registration.schemas.participation import NewParticipant, Person, Unit
from shared.i18n import LANGUAGES
from shared.vocabulary import ROLES


class AddForm(NewParticipant):
    """Somebody whom the office registers; a warning is accepted by a tick."""

    accept_warnings = fields.Boolean(load_default=False)
    is_protected = fields.Boolean(load_default=False)


class CorrectionForm(Unit):
    """A registration as it should be; what is emptied is taken away."""

    role = fields.String(required=True, validate=validate.OneOf([*ROLES]))
    needs = Line(500, shortest=0, load_default="")
    reason = Line(500, load_default=None)


class PersonForm(Person):
    """Somebody's name and address as they should be; a warning is accepted by a tick."""

    accept_warnings = fields.Boolean(load_default=False)


class NameForm(Person):
    """Who takes a place that had no name."""

    role = fields.String(required=True, validate=validate.OneOf([*ROLES]))
    needs = Line(500, shortest=0, load_default="")
    language = fields.String(load_default="sv", validate=validate.OneOf(LANGUAGES))
    accept_warnings = fields.Boolean(load_default=False)
