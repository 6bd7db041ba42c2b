"""The region's lists, as the API takes and gives them; the forms take the same."""

from marshmallow import Schema, fields, validate

from services.registration.files.staff_numbers import MOST, YEARS
from services.registration.inputs import Line

_CODE = validate.Regexp(r"[0-9]{4}\Z")
_MAP = validate.Range(0, 40)
_DESCRIBED = {"description": "The number of people in the target group."}


def _staff() -> fields.Integer:
    return fields.Integer(required=True, strict=True, validate=validate.Range(0, MOST), metadata=_DESCRIBED)


class MunicipalityChange(Schema):
    """What may change of a municipality; what is left out stays."""

    name = Line(100)
    column = fields.Integer(strict=True, validate=_MAP, metadata={"description": "On the map, from 0."})
    row = fields.Integer(strict=True, validate=_MAP, metadata={"description": "On the map, from 0."})
    is_closed = fields.Boolean(metadata={"description": "Closed for new use; reports still name it."})


class NewMunicipality(Schema):
    """A municipality that joins."""

    code = fields.String(required=True, validate=_CODE, metadata={"description": "Four digits."})
    name = Line(100, required=True)
    column = fields.Integer(required=True, strict=True, validate=_MAP)
    row = fields.Integer(required=True, strict=True, validate=_MAP)
    staff = _staff()


class DistrictChange(Schema):
    """What may change of a city district; what is left out stays."""

    name = Line(100)
    is_closed = fields.Boolean(metadata={"description": "Closed for new use; reports still name it."})


class NewDistrict(Schema):
    """A city district; its municipality then counts as the sum of its districts."""

    name = Line(100, required=True)
    staff = _staff()


class NewArea(Schema):
    """An area by its name, which stays as it is."""

    name = Line(100, required=True)


class AreaChange(NewArea):
    """An area that is closed for new activities, or open again."""

    is_closed = fields.Boolean(required=True)


class StaffNumber(Schema):
    """How many people the target group of a place has, from a year on."""

    municipality = fields.String(required=True, validate=_CODE)
    district = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=60))
    year = fields.Integer(required=True, strict=True, validate=validate.Range(YEARS[0], YEARS[-1]))
    staff = _staff()


class StaffNumbers(Schema):
    """A table of staff numbers, which is kept whole or not at all."""

    numbers = fields.List(
        fields.Nested(StaffNumber), required=True, validate=validate.Length(min=1, max=5000)
    )


class _PlaceView(Schema):
    name = fields.String(required=True)
    is_closed = fields.Boolean(required=True)
    staff = fields.Function(
        lambda place: {str(year): number for year, number in place.numbers},
        required=True,
        metadata={
            "type": "object",
            "additionalProperties": {"type": "integer"},
            "description": "The staff number from each year on.",
        },
    )


class DistrictView(_PlaceView):
    """A city district."""

    slug = fields.String(required=True)


class MunicipalityView(_PlaceView):
    """A municipality with its districts."""

    code = fields.String(required=True)
    column = fields.Function(lambda item: item.tile[0], required=True, metadata={"type": "integer"})
    row = fields.Function(lambda item: item.tile[1], required=True, metadata={"type": "integer"})
    districts = fields.List(fields.Nested(DistrictView), required=True)


class RegionView(Schema):
    """The region as it is now."""

    slug = fields.String(required=True)
    name = fields.String(required=True)
    areas = fields.List(fields.String(), required=True)
    closed_areas = fields.List(fields.String(), required=True)
    municipalities = fields.List(fields.Nested(MunicipalityView), required=True)
