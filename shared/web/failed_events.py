"""Failed events by API, the same in every service: looked at, tried once more, or discarded."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate

from shared.i18n import lazy as _
from shared.inbox import failed_events
from shared.inbox.described import described
from shared.service import reading, transaction
from shared.web.access import requires
from shared.web.blueprints import ApiBlueprint, raises
from shared.web.lists import Paging, count_pages, page_of, page_schema
from shared.web.problems import Problem


class NoSuchFailedEvent(Problem):
    """It was retried or discarded meanwhile, or never was."""

    status = 404
    slug = "no_such_failed_event"
    title = _("There is no such failed event. Somebody may have tried it again or discarded it.")


class EventCannotBeRetried(Problem):
    """What is no event of ours has no handler."""

    status = 409
    slug = "event_cannot_be_retried"
    title = _("The message could not be read, so it cannot be tried again. It can only be discarded.")


class FailedEvent(Schema):
    """An event whose handling failed too often, or a message that could not be read.

    `type` and `event_id` are none where it could not be read; `claimed_type` is what it says that it is.
    Nothing of what it carries is told, and of its error no address.
    """

    id = fields.UUID(required=True)
    event_id = fields.UUID(required=True, allow_none=True)
    type = fields.String(required=True, allow_none=True)
    claimed_type = fields.String(required=True, allow_none=True)
    subject = fields.String(required=True, allow_none=True)
    version = fields.Integer(required=True, allow_none=True)
    size = fields.Integer(required=True)
    error = fields.String(required=True)
    failed_at = fields.AwareDateTime(required=True)
    can_be_retried = fields.Boolean(required=True)


class Discarding(Schema):
    """Why an event need not take effect; names of persons do not belong here."""

    reason = fields.String(
        required=True,
        validate=[
            validate.Length(max=500),
            validate.Regexp(r"^[^\x00-\x1f]*[^\x00-\x20][^\x00-\x1f]*$"),
        ],
    )


@contextmanager
def told_as_problems() -> Iterator[None]:
    """What stands in the way, in the reader's language. Raises NoSuchFailedEvent, EventCannotBeRetried."""
    try:
        yield
    except failed_events.FailedEventIsGone as error:
        raise NoSuchFailedEvent() from error
    except failed_events.EventCannotBeRead as error:
        raise EventCannotBeRetried() from error


def failed_events_api(service: str) -> ApiBlueprint:
    """The blueprint of one service."""
    blueprint = ApiBlueprint(service, "failed_events", description="Events whose handling failed")

    @blueprint.get("/failed-events")
    @requires("operator")
    @blueprint.arguments(Paging, location="query")
    @blueprint.response(200, page_schema(FailedEvent))
    def list_failed_events(wanted: dict[str, Any]) -> Mapping[str, Any]:
        """The events that failed here, the newest first."""
        page, size = wanted["page"], wanted["per_page"]
        with reading() as session:
            rows, total = failed_events.find_failed(session, page, size)
        return page_of([described(row) for row in rows], total, page, count_pages(total, size))

    @blueprint.post("/failed-events/<uuid:failed_event_id>/retry")
    @requires("admin")
    @blueprint.response(204)
    @raises(NoSuchFailedEvent, EventCannotBeRetried)
    def retry_failed_event(failed_event_id: UUID) -> None:
        """Let it be handled now; if that fails once more it is listed again."""
        with told_as_problems(), transaction() as session:
            failed_events.retry(session, failed_event_id)

    @blueprint.post("/failed-events/<uuid:failed_event_id>/discard")
    @requires("admin")
    @blueprint.arguments(Discarding)
    @blueprint.response(204)
    @raises(NoSuchFailedEvent)
    def discard_failed_event(given: dict[str, Any], failed_event_id: UUID) -> None:
        """Decide that it need not take effect, and say why; it is kept for 90 days, and listed no more."""
        with told_as_problems(), transaction() as session:
            failed_events.discard(session, failed_event_id, given["reason"])

    return blueprint
