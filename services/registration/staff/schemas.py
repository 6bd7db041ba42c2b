"""What the forms and the API of staff accounts and tokens take, and give."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from services.registration.inputs import Email, Line
from shared.auth.passwords import LONGEST, SHORTEST
from shared.i18n import LANGUAGES
from shared.i18n import gettext as _
from shared.service import service
from shared.vocabulary import STAFF_ROLES

_IS_ROLE = validate.OneOf([*STAFF_ROLES])
_SCOPE = {"description": "The one municipality of a representative; of others nothing."}
_LECTURER = {"description": "The contact of the lecturer whose account it is; null for one of its own."}


class Credentials(Schema):
    """What somebody signs in with."""

    email = fields.String(required=True, validate=validate.Length(max=254))
    password = fields.String(required=True, validate=validate.Length(max=LONGEST))
    next = fields.String(load_default=None)


class ForgottenPassword(Schema):
    """Whose password is forgotten."""

    email = Email(required=True)


class _Scope(Schema):
    @validates_schema
    def check_scope(self, data: dict[str, Any], **_options: Any) -> None:
        """A representative has a municipality, and a lecturer may have a contact; others have neither."""
        if "role" not in data:
            for name in ("municipality", "contact_id"):
                if data.get(name) is not None:
                    raise ValidationError(_("Say the role too."), name)
            return
        if data["role"] != "representative":
            data["municipality"] = None
        elif service().region.municipality(data.get("municipality")) is None:
            raise ValidationError(_("Choose the representative's municipality."), "municipality")
        if data["role"] != "lecturer":
            data["contact_id"] = None


class AccountChange(_Scope):
    """Who somebody is and what they may do; what is left out stays."""

    name = Line(200)
    email = Email()
    language = fields.String(validate=validate.OneOf(LANGUAGES))
    role = fields.String(validate=_IS_ROLE)
    municipality = fields.String(allow_none=True, metadata=_SCOPE)
    contact_id = fields.UUID(allow_none=True, metadata=_LECTURER)


class NewAccount(_Scope):
    """Somebody who shall be able to sign in."""

    name = Line(200, required=True)
    email = Email(required=True)
    language = fields.String(load_default="sv", validate=validate.OneOf(LANGUAGES))
    role = fields.String(required=True, validate=_IS_ROLE)
    municipality = fields.String(load_default=None, allow_none=True, metadata=_SCOPE)
    contact_id = fields.UUID(load_default=None, allow_none=True, metadata=_LECTURER)


class NewProgram(_Scope):
    """A program that shall be able to call the API."""

    name = Line(200, required=True, metadata={"description": "What the token is for."})
    role = fields.String(required=True, validate=_IS_ROLE)
    municipality = fields.String(load_default=None, allow_none=True, metadata=_SCOPE)
    contact_id = fields.UUID(load_default=None, allow_none=True, metadata=_LECTURER)


class NewPassword(Schema):
    """A password, twice."""

    password = fields.String(required=True, validate=validate.Length(min=SHORTEST, max=LONGEST))
    again = fields.String(required=True)

    @validates_schema
    def check_again(self, data: dict[str, Any], **_options: Any) -> None:
        """What is typed blind is typed twice."""
        if data["password"] != data["again"]:
            raise ValidationError(_("The passwords are not the same."), "again")


class PasswordChange(NewPassword):
    """One's own password, old and new."""

    old = fields.String(required=True, validate=validate.Length(max=LONGEST))


class AccountView(Schema):
    """An account as administrators see it."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    email = fields.String(required=True)
    language = fields.String(required=True)
    role = fields.String(required=True)
    municipality = fields.String(required=True, allow_none=True)
    contact_id = fields.UUID(required=True, allow_none=True)
    is_active = fields.Boolean(required=True)
    has_password = fields.Function(
        lambda account: account.password_hash is not None,
        required=True,
        metadata={"type": "boolean", "description": "False until the invited person has chosen one."},
    )


class TokenView(Schema):
    """A program's token; the token itself nobody can see again."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    role = fields.String(required=True)
    municipality = fields.String(required=True, allow_none=True)
    created_at = fields.AwareDateTime(required=True)
    used_on = fields.Date(
        required=True,
        allow_none=True,
        metadata={"description": "The last day it was used in any of the services."},
    )
    is_active = fields.Boolean(required=True)


class TokenReceipt(Schema):
    """A new token, which is told here only."""

    id = fields.UUID(required=True)
    token = fields.String(required=True)
