"""The page behind the link by which a reader unsubscribes; a mail program may post to it by itself."""

from flask import request

from services.notifications.delivery import unsubscribing
from services.notifications.delivery.lanes import TOPICS
from shared.service import reading, transaction
from shared.web import PageBlueprint, public, render
from shared.web.access import from_any_service

blueprint = PageBlueprint("notifications", "unsubscribing")


@blueprint.get("/unsubscribe/<token>")
@public
def unsubscribe_form(token: str) -> str:
    """What the reader may unsubscribe from. Changes nothing, since programs open links to look at them."""
    contact_id, topic = unsubscribing.read_token(token)
    with reading() as session:
        is_subscribed = unsubscribing.is_subscribed(session, contact_id, topic)
    return render(
        "unsubscribe.html", token=token, topic=TOPICS[topic], is_subscribed=is_subscribed, is_done=False
    )


@blueprint.post("/unsubscribe/<token>")
@public
@from_any_service  # a mail program has no page of ours; the token is the secret
def unsubscribe(token: str) -> str:
    """Unsubscribe at once, or take that back."""
    contact_id, topic = unsubscribing.read_token(token)
    wants_it = request.form.get("want") == "again"
    with transaction() as session:
        change = unsubscribing.subscribe if wants_it else unsubscribing.unsubscribe
        change(session, contact_id, topic)
    return render("unsubscribe.html", token=token, topic=TOPICS[topic], is_subscribed=wants_it, is_done=True)
