"""Occasions and sessions, as the API takes and gives them."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from services.registration.inputs import Day, Line, Moment, Paragraphs, known_municipality
from services.registration.schemas.activities import whole
from shared import neighbours
from shared.i18n import gettext as _
from shared.vocabulary import KINDS, ROLES

MOST_PLACES = 10_000
MOST_SESSIONS = 60
MOST_TO_BRING = 1_000
MOST_HOURS = 24 * 60
QUEUE_POLICIES = ("move_up", "offer")


class NewSession(Schema):
    """One dated meeting."""

    starts_at = Moment(required=True)
    ends_at = Moment(required=True)
    venue = Line(200, required=True)

    @validates_schema
    def ends_after_its_start(self, data: dict[str, Any], **_options: Any) -> None:
        """Refuse a session that ends before it starts."""
        if data["ends_at"] <= data["starts_at"]:
            raise ValidationError(_("The session must end after it starts."), "ends_at")


class SessionChange(NewSession):
    """A session as it should be from now on: with its id if it exists, without if it is new."""

    id = fields.UUID()


def _sessions(schema: type[Schema], **options: Any) -> "fields.List[Any]":
    return fields.List(fields.Nested(schema), validate=validate.Length(min=1, max=MOST_SESSIONS), **options)


class OccasionChange(Schema):
    """What may change of an occasion; what is left out stays."""

    places = fields.Integer(strict=True, validate=validate.Range(1, MOST_PLACES))
    waiting_places = fields.Integer(
        strict=True,
        allow_none=True,
        validate=validate.Range(0, MOST_PLACES),
        metadata={"description": "How many may wait; null for a waiting list without end."},
    )
    closes_at = Moment(
        allow_none=True,
        metadata={"description": "The last moment to register; null for the start of the first session."},
    )
    allow_passing = fields.Boolean(
        metadata={"description": "Whether a smaller party may pass a group that does not fit."}
    )
    queue_policy = fields.String(
        validate=validate.OneOf(QUEUE_POLICIES),
        metadata={
            "description": "Whether the next in the queue gets a free place at once, or is offered it."
        },
    )
    offer_hours = whole(1, MOST_HOURS, "How long an offered place waits for its answer.")
    needs_approval = fields.Boolean(
        metadata={"description": "Whether a place counts only when the manager has approved it."}
    )
    approval_hours = whole(1, MOST_HOURS, "How long a place is held for the manager's approval.")
    share_limit = whole(
        1,
        MOST_PLACES,
        "Places for each municipality until `share_until`; null for no limit.",
        allow_none=True,
    )
    share_until = Moment(
        allow_none=True,
        metadata={"description": "When the shares are released; null for never."},
    )
    municipality = fields.String(
        allow_none=True,
        validate=known_municipality,
        metadata={"description": "Where it is held; null for what is digital or elsewhere."},
    )
    completes_after_hours = whole(
        0,
        24 * 365,
        "Hours after the last session when it completes by itself; null: by hand.",
        allow_none=True,
    )
    series_id = fields.UUID(
        allow_none=True, metadata={"description": "What the dates of a network have in common."}
    )
    bring = Paragraphs(
        MOST_TO_BRING,
        shortest=0,
        metadata={"description": "What participants should bring: shown to everybody, and told in e-mail."},
    )
    note = Paragraphs(5_000, shortest=0, metadata={"description": "For the office only."})
    lecturer_contact_id = fields.UUID(allow_none=True)
    sessions = _sessions(SessionChange)


class NewOccasion(OccasionChange):
    """One running of an activity; it begins as a draft."""

    places = fields.Integer(required=True, strict=True, validate=validate.Range(1, MOST_PLACES))
    sessions = _sessions(NewSession, required=True)


class SessionView(NewSession):
    """A session with its id."""

    id = fields.UUID(required=True)


class OccasionReceipt(Schema):
    """The occasion that was made, with the ids of its sessions in the order of time."""

    id = fields.UUID(required=True)
    state = fields.String(required=True)
    sessions = fields.List(fields.Nested(SessionView), required=True)


class OccasionStatus(Schema):
    """An occasion and the state that it is in now."""

    id = fields.UUID(required=True)
    state = fields.String(required=True)


class OccasionView(Schema):
    """An occasion as everybody may see it."""

    id = fields.UUID(required=True)
    activity_id = fields.UUID(required=True)
    title = fields.String(required=True, attribute="activity.title")
    kind = fields.String(required=True, attribute="activity.kind")
    form = fields.String(required=True, attribute="activity.form")
    area = fields.String(required=True, allow_none=True, attribute="activity.area")
    audience = fields.String(required=True, attribute="activity.audience")
    description = fields.String(required=True, attribute="activity.description")
    fee = fields.Integer(required=True, allow_none=True, attribute="activity.fee")
    target_roles = fields.List(fields.String(), required=True, attribute="activity.target_roles")
    target_rule = fields.String(required=True, attribute="activity.target_rule")
    prerequisite_id = fields.UUID(required=True, allow_none=True, attribute="activity.prerequisite_id")
    certificate_percent = fields.Integer(
        required=True, allow_none=True, attribute="activity.certificate_percent"
    )
    late_cancellation_days = fields.Integer(
        required=True, allow_none=True, attribute="activity.late_cancellation_days"
    )
    late_cancellation_percent = fields.Integer(required=True, attribute="activity.late_cancellation_percent")
    absence_percent = fields.Integer(required=True, attribute="activity.absence_percent")
    state = fields.String(required=True)
    municipality = fields.String(required=True, allow_none=True)
    bring = fields.String(required=True)
    allow_passing = fields.Boolean(required=True)
    queue_policy = fields.String(required=True)
    offer_hours = fields.Integer(required=True)
    needs_approval = fields.Boolean(required=True)
    approval_hours = fields.Integer(required=True)
    share_limit = fields.Integer(required=True, allow_none=True)
    share_until = fields.AwareDateTime(required=True, allow_none=True)
    places = fields.Integer(required=True)
    places_left = fields.Integer(required=True)
    waiting = fields.Integer(required=True, attribute="waiting_count")
    waiting_places = fields.Integer(required=True, allow_none=True)
    closes_at = fields.AwareDateTime(required=True, attribute="registration_closes_at")
    starts_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)
    sessions = fields.List(fields.Nested(SessionView), required=True)
    url = fields.Function(
        lambda occasion: neighbours.occasion(occasion.id),
        required=True,
        metadata={"type": "string", "format": "uri"},
    )


class OccasionQuery(Schema):
    """Filters of the catalogue; days are Swedish ones, and both are included."""

    kind = fields.String(validate=validate.OneOf([*KINDS]))
    from_ = Day(data_key="from")
    to = Day()
    q = Line(100, shortest=0)
    role = fields.String(
        validate=validate.OneOf([*ROLES]),
        metadata={"description": "Those meant for this role, or for everybody."},
    )
    municipality = fields.String(validate=known_municipality, metadata={"description": "Where it is held."})
    area = Line(100)
    open_places = fields.Boolean(
        metadata={"description": "True: those alone where whoever registers now gets a place."}
    )
    page = fields.Integer(load_default=1, validate=validate.Range(1, 100_000))


class Cancellation(Schema):
    """Why an occasion will not be held, as its participants are told."""

    reason = Line(500, required=True)
