"""The flow of events by API, the same in every service: its own part of their way, and how it fares."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema
from webargs.fields import DelimitedList

from shared import flow
from shared.beats import FIGURES, report
from shared.i18n import gettext as _
from shared.service import reading
from shared.web.access import requires
from shared.web.blueprints import ApiBlueprint

MOST_EVENTS = 200
STATES = ("received", "retrying", "failed", "discarded")
_MOMENTS = validate.Range(datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
_TRACE = validate.Regexp(r"^[0-9a-f]{12,32}$")


class FlowQuery(Schema):
    """Which events: of a subject, one by its id, or those of a trace about a moment. One of these is needed.

    Of a trace its first twelve digits suffice. Without `at` it is sought in the last 24 hours.
    """

    subject = fields.String(validate=validate.Length(1, 80))
    event = fields.UUID()
    trace = fields.String(validate=_TRACE)
    at = fields.AwareDateTime(validate=_MOMENTS)

    @validates_schema(skip_on_field_errors=True)
    def something_is_asked(self, data: dict[str, Any], **_options: Any) -> None:
        """Refuse a search for nothing."""
        if not data.keys() & {"subject", "event", "trace"}:
            raise ValidationError(_("Say which subject, event or trace you look for."))


class EmittedEvent(Schema):
    """An event in this service's outbox; `trace` is none where its body has been blanked."""

    event_id = fields.UUID(required=True)
    type = fields.String(required=True)
    subject = fields.String(required=True)
    version = fields.Integer(required=True)
    is_private = fields.Boolean(required=True)
    emitted_at = fields.AwareDateTime(required=True)
    published_at = fields.AwareDateTime(required=True, allow_none=True)
    trace = fields.String(required=True, allow_none=True)


class ReceivedEvent(Schema):
    """An event that this service listens to, and what became of it here.

    `received_at` is none where no process survived it; the fields after it belong to the states other than
    received.
    """

    event_id = fields.UUID(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    received_at = fields.AwareDateTime(allow_none=True)
    attempts = fields.Integer()
    due_at = fields.AwareDateTime()
    error = fields.String()
    failed_id = fields.UUID()
    failed_at = fields.AwareDateTime()
    discarded_at = fields.AwareDateTime(allow_none=True)
    discarded_by = fields.UUID(allow_none=True)
    reason = fields.String(allow_none=True)


class FlowPart(Schema):
    """One service's part of the way of some events."""

    emitted = fields.List(fields.Nested(EmittedEvent), required=True)
    received = fields.List(fields.Nested(ReceivedEvent), required=True)


class ReceivedQuery(Schema):
    """Ids of events, with commas between them."""

    events = DelimitedList(fields.UUID(), required=True, validate=validate.Length(1, MOST_EVENTS))


class ReceivedEvents(Schema):
    """Those of the events that have arrived."""

    received = fields.List(fields.Nested(ReceivedEvent), required=True)


class WaitingEvent(Schema):
    """An event that is tried again."""

    event_id = fields.UUID(required=True)
    type = fields.String(required=True)
    subject = fields.String(required=True, allow_none=True)
    attempts = fields.Integer(required=True)
    due_at = fields.AwareDateTime(required=True)
    error = fields.String(required=True)


class FlowState(Schema):
    """How this service's event path fares; `degraded` says what is wrong, in words for an operator."""

    degraded = fields.List(fields.String(), required=True)
    figures = fields.Dict(
        keys=fields.String(validate=validate.OneOf(list(FIGURES))), values=fields.Float(), required=True
    )
    waiting = fields.List(fields.Nested(WaitingEvent), required=True)


def _part(wanted: flow.Wanted) -> Mapping[str, Any]:
    with reading() as session:
        events = [wanted.event] if wanted.event else []
        events += flow.stuck(session, wanted.trace) if wanted.trace else []
        return {"emitted": flow.emitted(session, wanted), "received": flow.received(session, events)}


def flow_api(service: str) -> ApiBlueprint:
    """The blueprint of one service."""
    blueprint = ApiBlueprint(service, "flow", description="The flow of events")

    @blueprint.get("/flow")
    @requires("operator")
    @blueprint.arguments(FlowQuery, location="query")
    @blueprint.response(200, FlowPart)
    def show_flow(wanted: dict[str, Any]) -> Mapping[str, Any]:
        """What this service emitted of what is asked about.

        And what became here of the event, if one is; or what is stuck here of the trace, if one is.
        """
        return _part(flow.Wanted(**wanted))

    @blueprint.get("/flow/received")
    @requires("operator")
    @blueprint.arguments(ReceivedQuery, location="query")
    @blueprint.response(200, ReceivedEvents)
    def show_received(wanted: dict[str, Any]) -> Mapping[str, Any]:
        """What became of these events here; those that have not arrived are left out."""
        with reading() as session:
            return {"received": flow.received(session, wanted["events"])}

    @blueprint.get("/flow/state")
    @requires("operator")
    @blueprint.response(200, FlowState)
    def show_flow_state() -> Mapping[str, Any]:
        """What waits and for how long, whether the loops live, and what is tried again next."""
        with reading() as session:
            found = report(session)
            return {
                "degraded": found.degraded,
                "figures": found.figures,
                "waiting": flow.waiting(session),
            }

    return blueprint
