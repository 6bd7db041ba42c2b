"""Rows of figures; their fields come from the measures themselves."""

from typing import Any

from marshmallow import Schema, fields

from services.reporting.measures.catalogue import measures_of
from services.reporting.measures.measure import Row, Unit
from services.reporting.results import Withheld

_TYPES: dict[Unit, type[fields.Field[Any]]] = {
    Unit.COUNT: fields.Integer,
    Unit.HOURS: fields.Float,
    Unit.SHARE: fields.Float,
    Unit.MEAN: fields.Float,
}
_REVISED = fields.Dict(
    keys=fields.String(),
    metadata={"description": "Of a frozen period: what of today's figures differs from those published."},
)
_WITHHELD = fields.Enum(
    Withheld,
    by_value=True,
    allow_none=True,
    metadata={"description": "Why there are no evaluation results; null where there are."},
)


def figures_of(row: Row) -> dict[str, Any]:
    """A field for each measure that such a row has, and why results are withheld."""
    return {
        measure.code: _TYPES[measure.unit](allow_none=True, metadata={"description": measure.sentence})
        for measure in measures_of(row)
    } | {"withheld": _WITHHELD, "revised": _REVISED}


MunicipalityRow: type[Schema] = Schema.from_dict(
    {
        "municipality": fields.String(),
        "district": fields.String(allow_none=True),
        "name": fields.String(),
        "staff": fields.Integer(allow_none=True),
        **figures_of(Row.PLACE),
    },
    name="MunicipalityRow",
)

_TOTALS: dict[str, Any] = {
    "period": fields.String(metadata={"example": "2026-T1"}),
    "first_on": fields.Date(),
    "last_on": fields.Date(),
    "name": fields.String(),
    "published_tertials": fields.List(fields.String()),
    "staff": fields.Integer(allow_none=True),
    **figures_of(Row.REGION),
}
EarlierTotals: type[Schema] = Schema.from_dict(_TOTALS, name="EarlierTotals")

Totals: type[Schema] = Schema.from_dict(
    {
        **_TOTALS,
        "period_before": fields.Nested(
            EarlierTotals,
            allow_none=True,
            metadata={"description": "The period of the same length just before; null while this one runs."},
        ),
        "year_before": fields.Nested(
            EarlierTotals,
            metadata={
                "description": "The same days a year before; of a period that runs, those that have passed."
            },
        ),
    },
    name="Totals",
)

OccasionRow: type[Schema] = Schema.from_dict(
    {
        "id": fields.UUID(),
        "title": fields.String(),
        "kind": fields.String(),
        "form": fields.String(),
        "state": fields.String(),
        "first_on": fields.Date(allow_none=True),
        "last_on": fields.Date(),
        "places": fields.Integer(),
        **figures_of(Row.OCCASION),
    },
    name="OccasionRow",
)
