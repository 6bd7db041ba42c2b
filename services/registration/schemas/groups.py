"""Groups and approvals, as the API takes and gives them."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from services.registration.inputs import Email, Line
from services.registration.operations.participants import person_keys
from services.registration.schemas.participation import (
    STATUSES,
    Person,
    Unit,
    WarningView,
    accepts_warnings,
)
from shared import neighbours
from shared.i18n import LANGUAGES
from shared.i18n import gettext as _
from shared.vocabulary import ROLES

MOST_MEMBERS = 60
NAMES = ("given_name", "family_name", "email")


class Booker(Person):
    """Who registers the others, and may be one of them."""

    language = fields.String(load_default="sv", validate=validate.OneOf(LANGUAGES))


class NewMember(Schema):
    """One place of a group: with name and e-mail, or with neither until it is named."""

    given_name = Line(100)
    family_name = Line(100)
    email = Email()
    role = fields.String(required=True, validate=validate.OneOf([*ROLES]))
    needs = Line(500, shortest=0, load_default="")

    @validates_schema
    def is_named_or_not(self, data: dict[str, Any], **_options: Any) -> None:
        """Refuse half a name: mail goes to somebody, or to nobody yet."""
        missing = [name for name in NAMES if name not in data]
        if 0 < len(missing) < len(NAMES):
            text = _("Give both names and the e-mail, or none of them until later.")
            raise ValidationError({name: [text] for name in missing})


class NewGroup(Unit):
    """Several people of one unit, registered in one go: all or none."""

    booker = fields.Nested(Booker, required=True)
    manager = fields.Nested(
        Person,
        load_default=None,
        allow_none=True,
        metadata={"description": "Required where a manager approves the places."},
    )
    members = fields.List(
        fields.Nested(NewMember), required=True, validate=validate.Length(min=1, max=MOST_MEMBERS)
    )
    accept_warnings = accepts_warnings()

    @validates_schema
    def everybody_is_listed_once(self, data: dict[str, Any], **_options: Any) -> None:
        """Refuse the same person in two rows."""
        seen: set[tuple[str, ...]] = set()
        errors = {}
        for row, member in enumerate(data["members"]):
            if "email" not in member:
                continue
            person = tuple(person_keys(member).values())
            if person in seen:
                errors[row] = {"email": [_("This person is in the list already.")]}
            seen.add(person)
        if errors:
            raise ValidationError({"members": errors})


class MemberView(Schema):
    """What became of one place of a group."""

    id = fields.UUID(required=True)
    status = fields.String(required=True, validate=validate.OneOf(STATUSES))
    position = fields.Integer(required=True, allow_none=True)


class GroupReceipt(Schema):
    """What became of a group; the link is told here and in the booker's e-mail only."""

    id = fields.UUID(required=True)
    status = fields.String(required=True, validate=validate.OneOf(STATUSES))
    members = fields.List(fields.Nested(MemberView), required=True)
    manage_url = fields.Function(
        lambda receipt: neighbours.group_link(receipt.token),
        required=True,
        metadata={"type": "string", "format": "uri"},
    )
    warnings = fields.List(fields.Nested(WarningView), required=True)


class NamedMemberView(MemberView):
    """One place of a group as its booker sees it; without a name until it is named."""

    given_name = fields.String(required=True, allow_none=True)
    family_name = fields.String(required=True, allow_none=True)
    email = fields.String(required=True, allow_none=True)
    role = fields.String(required=True)
    held_until = fields.AwareDateTime(required=True, allow_none=True)


class GroupView(Schema):
    """A group as its booker sees it, with those who have left it."""

    id = fields.UUID(required=True)
    occasion_id = fields.UUID(required=True)
    booker = fields.Nested(Person, required=True)
    members = fields.List(fields.Nested(NamedMemberView), required=True)


class TokenQuery(Schema):
    """The last part of the link; a coordinator needs none."""

    token = fields.String(validate=validate.Length(max=100))


class ApprovalView(Schema):
    """What a manager is asked to approve."""

    occasion_id = fields.UUID(required=True, attribute="occasion.id")
    title = fields.String(required=True, attribute="occasion.activity.title")
    starts_at = fields.AwareDateTime(required=True, attribute="occasion.starts_at")
    fee = fields.Integer(required=True, allow_none=True, attribute="occasion.activity.fee")
    given_name = fields.String(required=True, attribute="participant.given_name")
    family_name = fields.String(required=True, attribute="participant.family_name")
    status = fields.String(required=True, validate=validate.OneOf(STATUSES))
    held_until = fields.AwareDateTime(required=True, allow_none=True)


class ManagersReason(Schema):
    """Why the manager declines, as the participant is told."""

    reason = Line(500, required=True)
