"""Participants and registrations, as the API takes and gives them."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from services.registration.inputs import Email, Line, OrganisationNumber, known_municipality
from shared import neighbours
from shared.i18n import LANGUAGES
from shared.i18n import gettext as _
from shared.service import service
from shared.vocabulary import EMPLOYERS, ROLES, SIDES

STATUSES = ("confirmed", "waiting", "offered", "held", "cancelled")


class Person(Schema):
    """Somebody by name and e-mail."""

    given_name = Line(100, required=True)
    family_name = Line(100, required=True)
    email = Email(required=True)


class Unit(Schema):
    """Where somebody works: three of the four facts, the workplace and what its invoice says."""

    workplace = Line(200, required=True)
    municipality = fields.String(required=True, validate=known_municipality)
    district = fields.String(
        load_default=None,
        allow_none=True,
        metadata={"description": "Required where the municipality counts by city district."},
    )
    employer = fields.String(required=True, validate=validate.OneOf([*EMPLOYERS]))
    side = fields.String(required=True, validate=validate.OneOf([*SIDES]))
    organisation_number = OrganisationNumber(load_default=None, allow_none=True)
    invoice_reference = Line(100, load_default=None, allow_none=True)

    @validates_schema(skip_on_field_errors=False)
    def district_fits_its_municipality(self, data: dict[str, Any], **_options: Any) -> None:
        """Refuse a missing, unknown or foreign district; a wrong municipality has its own message."""
        check_district(data)


def check_district(data: Mapping[str, Any]) -> None:
    """Hold a district against its municipality. Raises ValidationError."""
    municipality = service().region.municipality(data.get("municipality"))
    if municipality is None:
        return
    slug = data.get("district")
    district = municipality.district(slug)
    if municipality.open_districts and not slug:
        raise ValidationError(_("Choose the city district where you work."), "district")
    if slug and (district is None or district.is_closed):
        raise ValidationError(_("The municipality has no such city district."), "district")


def accepts_warnings() -> "fields.Boolean":
    """Whether somebody who was warned wants to register all the same."""
    return fields.Boolean(
        load_default=True,
        metadata={
            "description": "False: answer 409 `needs_confirmation` instead of registering with warnings."
        },
    )


class NewParticipant(Unit, Person):
    """Somebody who wants a place, with the four facts that are reported of each participant."""

    role = fields.String(required=True, validate=validate.OneOf([*ROLES]))
    needs = Line(500, shortest=0, load_default="")
    is_protected = fields.Boolean(
        load_default=False, metadata={"description": "Has protected personal data: no list shows the name."}
    )
    language = fields.String(load_default="sv", validate=validate.OneOf(LANGUAGES))
    manager = fields.Nested(
        Person,
        load_default=None,
        allow_none=True,
        metadata={"description": "Required where a manager approves the places."},
    )
    accept_warnings = accepts_warnings()


class WarningView(Schema):
    """What the person should know: `address`, `role`, `prerequisite` or `clash`; in a group with its row."""

    code = fields.String(required=True)
    text = fields.String(required=True)
    row = fields.Integer(required=True, allow_none=True)


class RegistrationReceipt(Schema):
    """What became of a registration; the link is told here and in the confirmation only."""

    id = fields.UUID(required=True)
    status = fields.String(required=True, validate=validate.OneOf(STATUSES))
    position = fields.Integer(required=True, allow_none=True)
    manage_url = fields.Function(
        lambda receipt: neighbours.manage_link(receipt.token),
        required=True,
        metadata={"type": "string", "format": "uri"},
    )
    warnings = fields.List(fields.Nested(WarningView), required=True)


class RegistrationStatus(Schema):
    """A registration and where it stands."""

    id = fields.UUID(required=True)
    status = fields.String(required=True, validate=validate.OneOf(STATUSES))
    held_until = fields.AwareDateTime(required=True, allow_none=True)


class OwnRegistration(RegistrationStatus):
    """A registration as its holder sees it; `position` only for whoever waits."""

    id = fields.UUID(required=True, attribute="registration.id")
    status = fields.String(required=True, validate=validate.OneOf(STATUSES), attribute="registration.status")
    held_until = fields.AwareDateTime(required=True, allow_none=True, attribute="registration.held_until")
    occasion_id = fields.UUID(required=True, attribute="registration.occasion_id")
    group_id = fields.UUID(required=True, allow_none=True, attribute="registration.party_id")
    position = fields.Integer(required=True, allow_none=True)
    workplace = fields.String(required=True, attribute="registration.workplace")
    municipality = fields.String(required=True, attribute="registration.municipality")
    district = fields.String(required=True, allow_none=True, attribute="registration.district")
    employer = fields.String(required=True, attribute="registration.employer")
    side = fields.String(required=True, attribute="registration.side")
    role = fields.String(required=True, attribute="registration.role")
    registered_at = fields.AwareDateTime(required=True, attribute="registration.registered_at")


class HolderProof(Schema):
    """The last part of the manage link; a coordinator needs none."""

    token = fields.String(validate=validate.Length(max=100))
