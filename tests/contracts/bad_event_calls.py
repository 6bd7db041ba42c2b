"""What is wrong about failed events and the flow of events, in every service alike; here in notifications."""

from tests.contracts.bad_calls import NOBODY, Bad
from tests.contracts.bad_forms import BadForm

_FAILED = "/notifications/api/failed-events"
_FLOW = "GET /notifications/api/flow"

EVENTS = (
    Bad("no such failed event", f"POST {_FAILED}/{NOBODY}/retry", 404, "no_such_failed_event", "admin"),
    Bad(
        "a message that nobody can read",
        f"POST {_FAILED}/{{unreadable_event_id}}/retry",
        409,
        "event_cannot_be_retried",
        "admin",
    ),
    Bad(
        "discarded without a reason",
        f"POST {_FAILED}/{{failed_event_id}}/discard",
        422,
        "invalid_input",
        "admin",
        {"json": {"reason": " "}},
    ),
    Bad(
        "a coordinator who retries",
        f"POST {_FAILED}/{{failed_event_id}}/retry",
        403,
        "not_allowed",
        "coordinator",
    ),
    Bad("a search for nothing", _FLOW, 422, "invalid_input", "admin"),
    Bad("no trace", f"{_FLOW}?trace=Anna", 422, "invalid_input", "admin"),
    Bad("a year too far", f"{_FLOW}?subject=a&at=9999-12-31T23:59:59Z", 422, "invalid_input", "admin"),
    Bad("no ids", f"{_FLOW}/received?events=1,2", 422, "invalid_input", "admin"),
)

EVENT_FORMS = (
    BadForm(
        "a failed event discarded without a reason",
        "/notifications/failed/{failed_event_id}",
        {"reason": ""},
        422,
        "Fill in this field.",
        "Fyll i det här fältet.",
        role="admin",
    ),
    BadForm(
        "a message retried that nobody can read",
        "/notifications/failed/{unreadable_event_id}/retry",
        {},
        409,
        "It can only be discarded.",
        "Det kan bara kastas.",
        page="/notifications/failed/{unreadable_event_id}",
        role="admin",
    ),
)
