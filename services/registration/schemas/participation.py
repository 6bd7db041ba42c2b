"""Participants, registrations and attendance, as the API takes and gives them."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from services.registration.inputs import Email, Line, known_municipality
from shared import neighbours
from shared.i18n import LANGUAGES
from shared.i18n import gettext as _
from shared.service import service
from shared.vocabulary import EMPLOYERS, ROLES, SIDES

STATUSES = ("confirmed", "waiting", "cancelled")


class NewParticipant(Schema):
    """Somebody who wants a place, with the four facts that are reported of each participant."""

    given_name = Line(100, required=True)
    family_name = Line(100, required=True)
    email = Email(required=True)
    workplace = Line(200, required=True)
    municipality = fields.String(required=True, validate=known_municipality)
    district = fields.String(
        load_default=None,
        allow_none=True,
        metadata={"description": "Required where the municipality counts by city district."},
    )
    role = fields.String(required=True, validate=validate.OneOf([*ROLES]))
    employer = fields.String(required=True, validate=validate.OneOf([*EMPLOYERS]))
    side = fields.String(required=True, validate=validate.OneOf([*SIDES]))
    needs = Line(500, shortest=0, load_default="")
    language = fields.String(load_default="sv", validate=validate.OneOf(LANGUAGES))

    @validates_schema(skip_on_field_errors=False)
    def district_fits_its_municipality(self, data: dict[str, Any], **_options: Any) -> None:
        """Refuse a missing, unknown or foreign district; a wrong municipality has its own message."""
        municipality = service().region.municipality(data.get("municipality"))
        if municipality is None:
            return
        slug = data.get("district")
        if municipality.districts and not slug:
            raise ValidationError(_("Choose the city district where you work."), "district")
        if slug and municipality.district(slug) is None:
            raise ValidationError(_("The municipality has no such city district."), "district")


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


class RegistrationStatus(Schema):
    """A registration and where it stands."""

    id = fields.UUID(required=True)
    status = fields.String(required=True, validate=validate.OneOf(STATUSES))


class RegistrationView(Schema):
    """A registration as the coordinator sees it."""

    id = fields.UUID(required=True)
    status = fields.String(required=True, validate=validate.OneOf(STATUSES))
    position = fields.Integer(required=True, allow_none=True)
    given_name = fields.String(required=True)
    family_name = fields.String(required=True)
    email = fields.String(required=True)
    municipality = fields.String(required=True)
    district = fields.String(required=True, allow_none=True)
    workplace = fields.String(required=True)
    employer = fields.String(required=True)
    side = fields.String(required=True)
    role = fields.String(required=True)
    needs = fields.String(required=True)
    registered_at = fields.AwareDateTime(required=True)
    attended = fields.Integer(required=True, metadata={"description": "Sessions attended."})


class RegistrationQuery(Schema):
    """Filters of the coordinator's list."""

    status = fields.String(validate=validate.OneOf(STATUSES))
    page = fields.Integer(load_default=1, validate=validate.Range(1, 100_000))


class HolderProof(Schema):
    """The last part of the manage link; a coordinator needs none."""

    token = fields.String(validate=validate.Length(max=100))


class AttendanceList(Schema):
    """The registrations of all who were present at a session."""

    present = fields.List(fields.UUID(), required=True, validate=validate.Length(max=10_000))


class AttendanceView(AttendanceList):
    """The list as it is now kept."""

    session_id = fields.UUID(required=True)
    recorded_at = fields.AwareDateTime(required=True)
