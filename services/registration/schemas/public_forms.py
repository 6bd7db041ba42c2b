"""The forms that participants, bookers and managers fill in."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, pre_load, validate, validates_schema

from services.registration.inputs import Email, Line
from services.registration.schemas.groups import NewGroup
from services.registration.schemas.participation import NewParticipant, Person, Unit
from shared.i18n import LANGUAGES
from shared.i18n import gettext as _
from shared.vocabulary import ROLES


class RegistrationForm(NewParticipant):
    """Somebody who wants a place; a warning is accepted by a tick."""

    language = fields.String(load_default=None, validate=validate.OneOf(LANGUAGES))
    accept_warnings = fields.Boolean(load_default=False)


class GroupForm(NewGroup):
    """Several people of one unit; a warning is accepted by a tick."""

    accept_warnings = fields.Boolean(load_default=False)

    @pre_load
    def says_what_is_empty(self, data: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """Each field of the booker that is not filled in is told, also where none of them is."""
        return {"booker": {}, **data}


class OwnChangeForm(Unit):
    """A registration as its holder wants it to be; what is emptied is taken away."""

    role = fields.String(required=True, validate=validate.OneOf([*ROLES]))
    needs = Line(500, shortest=0, load_default="")
    language = fields.String(validate=validate.OneOf(LANGUAGES))


class ColleagueForm(Person):
    """Who takes a place: instead of somebody, or where there was no name."""

    role = fields.String(required=True, validate=validate.OneOf([*ROLES]))
    needs = Line(500, shortest=0, load_default="")
    accept_warnings = fields.Boolean(load_default=False)


class MailForm(Schema):
    """Where a sign-in link is to be sent."""

    email = Email(required=True)


class AnswerForm(Schema):
    """The manager's answer; whoever declines says why."""

    answer = fields.String(required=True, validate=validate.OneOf(["approve", "decline"]))
    reason = Line(500, shortest=0, load_default="")

    @validates_schema
    def decline_has_a_reason(self, data: dict[str, Any], **_options: Any) -> None:
        """Refuse a refusal without its reason: the participant is told it."""
        if data["answer"] == "decline" and not data["reason"]:
            raise ValidationError(_("Write why. The participant is told."), "reason")
