"""What the forms of staff accounts take."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from shared.auth.passwords import LONGEST, SHORTEST
from shared.i18n import gettext as _
from shared.service import service
from shared.vocabulary import STAFF_ROLES


class Credentials(Schema):
    """What somebody signs in with."""

    email = fields.String(required=True, validate=validate.Length(max=254))
    password = fields.String(required=True, validate=validate.Length(max=LONGEST))
    next = fields.String(load_default=None)


class AccountChange(Schema):
    """Who somebody is and what they may do."""

    name = fields.String(required=True, validate=validate.Length(max=200))
    role = fields.String(required=True, validate=validate.OneOf(list(STAFF_ROLES)))
    municipality = fields.String(load_default=None)

    @validates_schema
    def check_scope(self, data: dict[str, Any], **_options: Any) -> None:
        """A representative has a municipality; for all others it means nothing."""
        if data.get("role") != "representative":
            data["municipality"] = None
        elif service().region.municipality(data.get("municipality")) is None:
            raise ValidationError(_("Choose the representative's municipality."), "municipality")


class NewAccount(AccountChange):
    """Somebody who shall be able to sign in."""

    email = fields.Email(required=True, validate=validate.Length(max=254))


class NewPassword(Schema):
    """A password, twice."""

    password = fields.String(required=True, validate=validate.Length(min=SHORTEST, max=LONGEST))
    again = fields.String(required=True)

    @validates_schema
    def check_again(self, data: dict[str, Any], **_options: Any) -> None:
        """What is typed blind is typed twice."""
        if data["password"] != data["again"]:
            raise ValidationError(_("The passwords are not the same."), "again")
