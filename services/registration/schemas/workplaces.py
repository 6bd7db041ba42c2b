"""Workplaces, as the API and the forms take and give them."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from services.registration.inputs import Line, OrganisationNumber, known_municipality
from shared.i18n import gettext as _
from shared.service import service
from shared.vocabulary import EMPLOYERS


class WorkplaceChange(Schema):
    """What may change of a workplace; what is left out stays."""

    name = Line(200)
    employer = fields.String(validate=validate.OneOf([*EMPLOYERS]))
    organisation_number = OrganisationNumber(allow_none=True)
    invoice_reference = Line(100, allow_none=True)
    is_active = fields.Boolean()


class WorkplaceForm(WorkplaceChange):
    """The form of a workplace: what is left empty is taken away."""

    name = Line(200, required=True)
    employer = fields.String(required=True, validate=validate.OneOf([*EMPLOYERS]))
    organisation_number = OrganisationNumber(load_default=None)
    invoice_reference = Line(100, load_default=None)


class NewWorkplace(WorkplaceForm):
    """A workplace in a municipality, and in a district where it has them."""

    class Meta:
        exclude = ("is_active",)

    municipality = fields.String(required=True, validate=known_municipality)
    district = fields.String(load_default=None, allow_none=True)

    @validates_schema(skip_on_field_errors=False)
    def district_fits(self, data: dict[str, Any], **_options: Any) -> None:
        """Refuse a missing, unknown or foreign district."""
        municipality = service().region.municipality(data.get("municipality"))
        if municipality is None:
            return
        slug = data.get("district")
        if municipality.open_districts and not slug:
            raise ValidationError(_("Choose the city district of the workplace."), "district")
        district = municipality.district(slug)
        if slug and (district is None or district.is_closed):
            raise ValidationError(_("The municipality has no such city district."), "district")


class WorkplaceView(Schema):
    """A workplace on the list."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    municipality = fields.String(required=True)
    district = fields.String(required=True, allow_none=True)
    employer = fields.String(required=True)
    organisation_number = fields.String(required=True, allow_none=True)
    invoice_reference = fields.String(required=True, allow_none=True)
    is_active = fields.Boolean(required=True)
    merged_into_id = fields.UUID(required=True, allow_none=True)


class WorkplaceQuery(Schema):
    """Filters of the office's list."""

    q = Line(100, shortest=0, load_default="")
    municipality = fields.String(validate=validate.Length(max=4))
    is_active = fields.Boolean(load_default=True)
    page = fields.Integer(load_default=1, validate=validate.Range(1, 100_000))


class SuggestionQuery(Schema):
    """What somebody has typed so far, and where."""

    q = Line(100, shortest=0, load_default="")
    municipality = fields.String(validate=validate.Length(max=4))


class Suggestions(Schema):
    """Names of workplaces, at most twenty."""

    items = fields.List(fields.String(), required=True)


class WorkplaceMerger(Schema):
    """Which workplace stays."""

    into_id = fields.UUID(required=True)


class TypedName(Schema):
    """A name that people typed in the workplace's municipality and district."""

    name = Line(200, required=True)


class TypedQuery(Schema):
    """Filters of what people typed."""

    q = Line(100, shortest=0, load_default="")
    municipality = fields.String(validate=validate.Length(max=4))
    page = fields.Integer(load_default=1, validate=validate.Range(1, 100_000))


class TypedWorkplaceView(Schema):
    """A workplace that people typed and that is not on the list."""

    name = fields.String(required=True)
    municipality = fields.String(required=True)
    district = fields.String(required=True, allow_none=True)
    employer = fields.String(required=True)
    registrations = fields.Integer(required=True)


class AdoptionReceipt(Schema):
    """How many registrations were written otherwise."""

    registrations = fields.Integer(required=True)
