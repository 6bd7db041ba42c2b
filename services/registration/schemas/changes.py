"""Changes of a registration: other facts, a colleague instead, a name where there was none."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from services.registration.inputs import Line, OrganisationNumber, known_municipality
from services.registration.schemas.participation import Person, accepts_warnings, check_district
from shared.i18n import LANGUAGES
from shared.i18n import gettext as _
from shared.vocabulary import EMPLOYERS, ROLES, SIDES


def check_moved(data: Mapping[str, Any]) -> None:
    """Hold a new district against its municipality, which is given with it. Raises ValidationError."""
    if data.get("district") and "municipality" not in data:
        raise ValidationError(_("Give the municipality together with its city district."), "municipality")
    check_district(data)


class ChangedFacts(Schema):
    """What may differ from the registration as it was; what is left out stays."""

    token = fields.String(validate=validate.Length(max=100))
    workplace = Line(200)
    municipality = fields.String(validate=known_municipality)
    district = fields.String(allow_none=True)
    employer = fields.String(validate=validate.OneOf([*EMPLOYERS]))
    side = fields.String(validate=validate.OneOf([*SIDES]))
    role = fields.String(validate=validate.OneOf([*ROLES]))
    needs = Line(500, shortest=0)
    language = fields.String(validate=validate.OneOf(LANGUAGES))

    @validates_schema(skip_on_field_errors=False)
    def district_fits_its_municipality(self, data: dict[str, Any], **_options: Any) -> None:
        """Refuse a missing, unknown or foreign district, and one without its municipality."""
        check_moved(data)


class Replacement(ChangedFacts, Person):
    """A colleague who takes the place, with the facts that differ from the old registration's."""

    accept_warnings = accepts_warnings()


class ParticipantName(Person):
    """Who takes a place that a group had without a name."""

    token = fields.String(validate=validate.Length(max=100))
    role = fields.String(validate=validate.OneOf([*ROLES]))
    needs = Line(500, shortest=0)
    language = fields.String(validate=validate.OneOf(LANGUAGES))
    accept_warnings = accepts_warnings()


class RegistrationChange(ChangedFacts):
    """What may change of a registration; what is left out stays."""

    organisation_number = OrganisationNumber(allow_none=True)
    invoice_reference = Line(100, allow_none=True)
    reason = Line(500, metadata={"description": "For coordinators, once the occasion has begun."})

    @post_load
    def leaves_its_old_district(self, data: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """Another municipality without districts has none."""
        return {"district": None, **data} if "municipality" in data else data
