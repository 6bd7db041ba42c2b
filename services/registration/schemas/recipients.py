"""Who is to get a survey, as programs and the office's form say it."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from services.registration.inputs import known_municipality
from services.registration.schemas.participation import Person
from shared.i18n import LANGUAGES
from shared.i18n import gettext as _
from shared.service import service
from shared.vocabulary import ROLES

KINDS = ("cka", "competence")
MOST_PEOPLE = 2_000


class NewRecipient(Person):
    """Somebody on the office's own list."""

    municipality = fields.String(load_default=None, allow_none=True, validate=known_municipality)
    district = fields.String(load_default=None, allow_none=True)
    language = fields.String(validate=validate.OneOf(LANGUAGES))

    @validates_schema
    def district_is_known(self, data: Mapping[str, Any], **_options: Any) -> None:
        """Refuse a district that the municipality does not have."""
        if data.get("district") is None:
            return
        municipality = service().region.municipality(data.get("municipality"))
        if municipality is None or municipality.district(data["district"]) is None:
            raise ValidationError(_("The municipality has no such city district."), "district")


def known_place(text: str) -> None:
    """Refuse a place, as 0126 or 0180/farsta, that the region does not have."""
    code, slash, slug = text.partition("/")
    municipality = service().region.municipality(code)
    if municipality is None or (slash and municipality.district(slug) is None):
        raise ValidationError(_("Choose one of the region's municipalities or city districts."))


def place_of(text: str) -> tuple[str, str | None]:
    """The municipality and district that are meant."""
    code, _slash, slug = text.partition("/")
    return code, slug or None


class _Meant(Schema):
    roles = fields.List(
        fields.String(validate=validate.OneOf([*ROLES])),
        load_default=list,
        metadata={"description": "Those who were at a course in the last 24 months, by their role then."},
    )
    municipalities = fields.List(
        fields.String(validate=known_place),
        load_default=list,
        validate=validate.Length(max=500),
        metadata={
            "description": "Narrows roles and representatives; alone, all who took part from there."
            " A code as 0126, or with a city district as 0180/farsta."
        },
    )


class NewRecipients(_Meant):
    """Everybody whom the choice means; whoever was chosen before is left as is."""

    people = fields.List(
        fields.Nested(NewRecipient), load_default=list, validate=validate.Length(max=MOST_PEOPLE)
    )
    representatives = fields.Boolean(
        load_default=False,
        metadata={"description": "Those who represent a municipality, district or unit now."},
    )


class RecipientReceipt(Schema):
    """How many were added, and how many of the choice had been added before."""

    added = fields.Integer(required=True)
    already = fields.Integer(required=True)


class RecipientsQuery(Schema):
    """Which survey, and what it is called, for the page to say."""

    survey = fields.UUID(required=True)
    title = fields.String(load_default="", validate=validate.Length(max=200))
    added = fields.Integer(validate=validate.Range(min=0))


class RecipientsForm(_Meant):
    """The office's form; the list comes as text or as a file."""

    representatives = fields.List(fields.String(validate=validate.OneOf(KINDS)), load_default=list)
    people = fields.String(load_default="", validate=validate.Length(max=400_000))
