"""The forms of the region's lists: numbers as people write them."""

from marshmallow import Schema, fields, validate

from services.registration.files.staff_numbers import MOST, YEARS
from services.registration.files.tables import spaceless
from services.registration.inputs import Line

_ON_THE_MAP = validate.Range(1, 41)


class Number(fields.Integer):
    """A whole number, with or without spaces between its thousands."""

    def _validated(self, value: object) -> int:
        return super()._validated(spaceless(value) if isinstance(value, str) else value)


class MunicipalityForm(Schema):
    """A municipality; the squares of the map are counted from 1, as people do."""

    name = Line(100, required=True)
    column = Number(required=True, validate=_ON_THE_MAP)
    row = Number(required=True, validate=_ON_THE_MAP)


class NewMunicipalityForm(MunicipalityForm):
    """A municipality that joins."""

    code = fields.String(required=True, validate=validate.Regexp(r"[0-9]{4}\Z"))
    staff = Number(required=True, validate=validate.Range(0, MOST))


class DistrictForm(Schema):
    """A city district by its name."""

    name = Line(100, required=True)


class NewDistrictForm(DistrictForm):
    """A new city district."""

    staff = Number(required=True, validate=validate.Range(0, MOST))


class StaffRow(Schema):
    """One row of the staff numbers; empty: what holds goes on."""

    municipality = fields.String(required=True)
    district = fields.String(load_default=None)
    staff = Number(load_default=None, validate=validate.Range(0, MOST))


class StaffForm(Schema):
    """The staff numbers of one year."""

    year = Number(required=True, validate=validate.Range(YEARS[0], YEARS[-1]))
    numbers = fields.List(fields.Nested(StaffRow), required=True, validate=validate.Length(max=5000))
