"""Representatives, as the forms and the API take and give them."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from services.registration.inputs import Day, Email, Line, known_municipality
from services.registration.words.representatives import KINDS, STATES, state_of
from shared.i18n import gettext as _
from shared.service import service

_IS_KIND = validate.OneOf([*KINDS])
_IS_CODE = validate.Regexp(r"^[0-9]{4}$")
_PERSON = ("given_name", "family_name", "email")
_TO_ON = {"description": "The last day; null until further notice."}
_UNIT = {"description": "The unit of a competence representative; a CKA has none."}


class NewMandate(Schema):
    """Who shall represent a place, and from when."""

    kind = fields.String(required=True, validate=_IS_KIND)
    municipality = fields.String(required=True, validate=known_municipality)
    district = fields.String(
        load_default=None,
        allow_none=True,
        metadata={"description": "Required where the municipality counts by city district."},
    )
    workplace = Line(200, shortest=0, load_default=None, allow_none=True, metadata=_UNIT)
    given_name = Line(100, required=True)
    family_name = Line(100, required=True)
    email = Email(required=True)
    from_on = Day(required=True)
    to_on = Day(load_default=None, allow_none=True, metadata=_TO_ON)
    succeeds = fields.Boolean(
        load_default=False,
        metadata={"description": "End the present CKA's mandate the day before."},
    )

    @validates_schema(skip_on_field_errors=False)
    def fits_its_place(self, data: dict[str, Any], **_options: Any) -> None:
        """Refuse a missing or foreign district, and a unit's representative without a unit."""
        municipality = service().region.municipality(data.get("municipality"))
        slug = data["district"] = data.get("district") or None
        if municipality and municipality.districts and not slug:
            raise ValidationError(_("Choose the city district."), "district")
        if municipality and slug and municipality.district(slug) is None:
            raise ValidationError(_("The municipality has no such city district."), "district")
        if data.get("kind") == "competence" and not data.get("workplace"):
            raise ValidationError(_("Write the workplace."), "workplace")
        if data.get("kind") == "cka":
            data["workplace"] = None


class NewMandateForm(NewMandate):
    """Who shall represent a place, by a form; a warning is accepted by a tick."""

    accept_warnings = fields.Boolean(load_default=False)


class MandateChange(Schema):
    """What may change of a mandate; what is left out stays. A person is given whole."""

    given_name = Line(100)
    family_name = Line(100)
    email = Email()
    workplace = Line(200, metadata=_UNIT)
    from_on = Day()
    to_on = Day(allow_none=True, metadata=_TO_ON)

    @validates_schema
    def has_the_whole_person(self, data: dict[str, Any], **_options: Any) -> None:
        """Refuse half a person."""
        missing = [name for name in _PERSON if name not in data]
        if 0 < len(missing) < len(_PERSON):
            raise ValidationError({name: [_("Fill in this field.")] for name in missing})


class MandateDays(Schema):
    """The days of a mandate whose holder's name the form does not show."""

    from_on = Day(required=True)
    to_on = Day(load_default=None)


class MandateForm(MandateDays):
    """A mandate as its form shows it, whole; a warning is accepted by a tick."""

    accept_warnings = fields.Boolean(load_default=False)
    given_name = Line(100, required=True)
    family_name = Line(100, required=True)
    email = Email(required=True)


class UnitMandateForm(MandateForm):
    """The mandate of a unit's representative."""

    workplace = Line(200, required=True)


class MandateEnd(Schema):
    """The last day of a mandate."""

    to_on = Day(required=True)


class RepresentativeQuery(Schema):
    """Filters of the list."""

    kind = fields.String(validate=_IS_KIND)
    municipality = fields.String(validate=_IS_CODE)
    state = fields.String(validate=validate.OneOf(STATES))


class PlaceQuery(Schema):
    """Of which municipality."""

    municipality = fields.String(validate=_IS_CODE)


class MandateView(Schema):
    """A mandate; somebody with a protected identity has no name and no address here."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    municipality = fields.String(required=True)
    district = fields.String(required=True, allow_none=True)
    workplace = fields.String(required=True, allow_none=True)
    name = fields.String(required=True, attribute="person.shown_name")
    email = fields.Function(
        lambda mandate: shown_email(mandate.person), required=True, metadata={"type": "string"}
    )
    from_on = fields.Date(required=True)
    to_on = fields.Date(required=True, allow_none=True)
    state = fields.Function(state_of, required=True, metadata={"type": "string", "enum": [*STATES]})


class VacantPlaceView(Schema):
    """A place without a CKA."""

    municipality = fields.String(required=True, attribute="place.municipality")
    district = fields.String(required=True, allow_none=True, attribute="place.district")
    name = fields.String(required=True, attribute="place.name")
    since = fields.Function(
        lambda found: found.last_cka and found.last_cka.to_on.isoformat(),
        required=True,
        metadata={
            "type": ["string", "null"],
            "format": "date",
            "description": "The last day of the latest one; null if there never was one.",
        },
    )
    next_from_on = fields.Function(
        lambda found: found.next_cka and found.next_cka.from_on.isoformat(),
        required=True,
        metadata={"type": ["string", "null"], "format": "date", "description": "When the next begins."},
    )


def shown_email(person: Any) -> str:
    """The address, unless the person's identity is protected or the person was erased."""
    return "" if person.is_protected or person.erased_at else person.email
