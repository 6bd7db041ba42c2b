"""What is charged, as the API gives it."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate

from services.registration.inputs import Line, known_municipality
from services.registration.operations.charging import WHY
from services.registration.periods import Period, parse_period
from shared.i18n import gettext as _


def _known_period(code: str) -> None:
    if parse_period(code) is None:
        raise ValidationError(_("Write a period such as 2026, 2026-H1, 2026-T1 or 2026-03."))


class ChargeQuery(Schema):
    """The period in which the occasions ended, and whose charges."""

    period = fields.String(required=True, validate=_known_period, metadata={"example": "2026-T1"})
    municipality = fields.String(load_default=None, validate=known_municipality)

    @post_load
    def with_its_days(self, data: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """The period with its first and last day."""
        period: Period | None = parse_period(data["period"])
        return data | {"period": period}


class ChargeFilters(Schema):
    """What the office's page of charges is narrowed by."""

    period = fields.String(validate=_known_period)
    municipality = fields.String()
    q = Line(100, shortest=0, load_default="")
    page = fields.Integer(load_default=1, validate=validate.Range(1, 100_000))


class ChargeView(Schema):
    """What one registration costs; amounts are whole kronor."""

    registration_id = fields.UUID(required=True)
    occasion_id = fields.UUID(required=True)
    title = fields.String(required=True)
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)
    name = fields.String(required=True, allow_none=True)
    municipality = fields.String(required=True)
    district = fields.String(required=True, allow_none=True)
    workplace = fields.String(required=True)
    organisation_number = fields.String(required=True, allow_none=True)
    invoice_reference = fields.String(required=True, allow_none=True)
    fee = fields.Integer(required=True)
    why = fields.String(required=True, validate=validate.OneOf([*WHY]))
    percent = fields.Integer(required=True)
    amount = fields.Integer(required=True, metadata={"description": "0 of a charge that was waived."})
    waiver_reason = fields.String(
        required=True, allow_none=True, metadata={"description": "Null: it is to be invoiced."}
    )


class Waiver(Schema):
    """Why a charge is let go."""

    reason = Line(500, required=True)
