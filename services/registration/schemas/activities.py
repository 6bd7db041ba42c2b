"""Activities with their rules, as the API takes and gives them."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from services.registration.inputs import Line, Paragraphs, known_area
from shared.vocabulary import FORMS, KINDS, ROLES

TARGET_RULES = ("none", "warn", "refuse")


def whole(least: int, most: int, description: str, **options: Any) -> fields.Integer:
    """A whole number between these."""
    limits = validate.Range(least, most)
    return fields.Integer(strict=True, validate=limits, metadata={"description": description}, **options)


class ActivityChange(Schema):
    """What may change of an activity; what is left out stays."""

    title = Line(200)
    kind = fields.String(validate=validate.OneOf([*KINDS]))
    form = fields.String(validate=validate.OneOf([*FORMS]))
    area = fields.String(allow_none=True, validate=known_area)
    audience = Line(300, shortest=0)
    description = Paragraphs(10_000, shortest=0)
    fee = whole(
        0, 1_000_000, "Whole kronor for each participant; null where it costs nothing.", allow_none=True
    )
    target_roles = fields.List(
        fields.String(validate=validate.OneOf([*ROLES])),
        validate=validate.Length(max=len(ROLES)),
        metadata={"description": "For whom it is meant; an empty list for everybody."},
    )
    target_rule = fields.String(
        validate=validate.OneOf(TARGET_RULES),
        metadata={"description": "What becomes of somebody with another role."},
    )
    prerequisite_id = fields.UUID(
        allow_none=True, metadata={"description": "The activity that must have been attended before."}
    )
    certificate_percent = whole(
        1, 100, "The share of the sessions' time that earns a certificate; null for none.", allow_none=True
    )
    late_cancellation_days = whole(
        0, 365, "A cancellation so many days before the start, or later, is charged.", allow_none=True
    )
    late_cancellation_percent = whole(0, 100, "What is charged of the fee for a late cancellation.")
    absence_percent = whole(0, 100, "What is charged of the fee from whoever never came.")

    @post_load
    def lists_each_role_once(self, data: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """Roles in the order of the controlled list."""
        if "target_roles" in data:
            data["target_roles"] = tuple(role for role in ROLES if role in data["target_roles"])
        return data


class NewActivity(ActivityChange):
    """What is offered."""

    title = Line(200, required=True)
    kind = fields.String(required=True, validate=validate.OneOf([*KINDS]))
    form = fields.String(required=True, validate=validate.OneOf([*FORMS]))


class ActivityReceipt(Schema):
    """The activity that was made."""

    id = fields.UUID(required=True)
