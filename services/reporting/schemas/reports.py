"""Reports on tertials, years and other periods: which one is asked for, and how it is frozen."""

from marshmallow import Schema, fields, validate

from services.reporting import periods
from services.reporting.schemas.questions import PeriodField


class ReportQuestion(Schema):
    """Which report is asked for."""

    period = PeriodField(
        load_default=periods.this_year, metadata={"description": "As 2026-T1.", "example": "2026-T1"}
    )
    municipality = fields.String(
        validate=validate.Length(max=10),
        metadata={"description": "The four-digit code; without it, the whole region.", "example": "0182"},
    )
    today = fields.Boolean(
        load_default=False,
        metadata={"description": "A frozen report as it looks today, rather than as it was published."},
    )


class FreezeOrder(Schema):
    """How a report is frozen."""

    force = fields.Boolean(
        load_default=False,
        metadata={"description": "Freeze it even where evaluation results are not published yet."},
    )
    send = fields.Boolean(
        load_default=True,
        metadata={"description": "Send it at once to those who are sent reports."},
    )


class FreezeForm(FreezeOrder):
    """How a report is frozen, by a form: a box without a tick is not sent."""

    send = fields.Boolean(load_default=False)


class SendingForm(Schema):
    """On which day a report is sent; without one, on none."""

    send_on = fields.Date(load_default=None)
