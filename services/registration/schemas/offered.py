"""What may be asked of the feeds, the embeddable list and the leaflet, in their addresses."""

from typing import Any

from flask import request
from marshmallow import Schema, ValidationError, fields, validate

from services.registration.periods import Period, parse_period
from shared.i18n import gettext as _
from shared.vocabulary import KINDS, ROLES
from shared.web.problems import InputIsInvalid, flatten

MOST_EMBEDDED = 50


class FeedQuery(Schema):
    """Which sessions a calendar program wants: all, of one kind, or for one role."""

    kind = fields.String(load_default=None, validate=validate.OneOf([*KINDS]))
    role = fields.String(load_default=None, validate=validate.OneOf([*ROLES]))


class EmbedQuery(Schema):
    """Which occasions another site shows, and at most how many."""

    kind = fields.String(load_default=None, validate=validate.OneOf([*KINDS]))
    limit = fields.Integer(load_default=6, validate=validate.Range(1, MOST_EMBEDDED))


class HalfYear(fields.String):
    """A half-year as 2027-H1, read as its period."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        period: Period | None = parse_period(super()._deserialize(value, attr, data, **options))
        if period is None or "-H" not in period.code:
            raise ValidationError(_("Write a half-year such as 2027-H1."))
        return period


class LeafletQuery(Schema):
    """The half-year of a leaflet; without one the coming one."""

    half = HalfYear(load_default=None)


def asked(schema: type[Schema]) -> dict[str, Any]:
    """What the address asks of a page. Raises InputIsInvalid."""
    given = {name: value for name, value in request.args.items() if name != "lang" and value}
    try:
        found: dict[str, Any] = schema().load(given)
    except ValidationError as error:
        raise InputIsInvalid(errors=flatten(error.messages)) from error
    return found
