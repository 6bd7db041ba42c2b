"""The page of a failed event, in the service where it failed: looked at, tried again, or discarded.

Its forms stand where their act is done, so that it is this service's own CSRF token that they carry, and
its own knowledge of staff that says who may, and who did.
"""

from uuid import UUID

from flask.typing import ResponseReturnValue

from shared import neighbours
from shared.event_words import SERVICES, event_words
from shared.inbox import failed_events
from shared.inbox.described import described
from shared.service import reading, service, transaction
from shared.web.access import requires
from shared.web.blueprints import PageBlueprint
from shared.web.failed_events import Discarding, told_as_problems
from shared.web.forms import Form
from shared.web.pages import render_shared, see_other


def failed_pages(name: str) -> PageBlueprint:
    """The blueprint of one service."""
    blueprint = PageBlueprint(name, "failed", prefix=f"/{name}/failed")

    @blueprint.route("/<uuid:failed_event_id>", methods=["GET", "POST"])
    @requires("admin")
    def failed_event(failed_event_id: UUID) -> ResponseReturnValue:
        """What is known of it; sent, it is discarded for the reason given."""
        form = Form(Discarding)
        if form.ok:
            with told_as_problems(), transaction() as session:
                failed_events.discard(session, failed_event_id, form.data["reason"])
            return see_other(neighbours.flow(done="discarded"))
        with told_as_problems(), reading() as session:
            found = described(failed_events.failed_event(session, failed_event_id))
        told = {"words": event_words(found["type"]), "service": SERVICES[service().name]}
        page = render_shared("failed_event.html", event=found, form=form, **told)
        return page, 422 if form.is_sent else 200

    @blueprint.post("/<uuid:failed_event_id>/retry")
    @requires("admin")
    def retry_failed_event(failed_event_id: UUID) -> ResponseReturnValue:
        """Let it be handled now, and go back to where its way is seen."""
        with told_as_problems(), transaction() as session:
            event_id = failed_events.failed_event(session, failed_event_id).event_id
            failed_events.retry(session, failed_event_id)
        return see_other(neighbours.flow(str(event_id), done="retried"))

    return blueprint
