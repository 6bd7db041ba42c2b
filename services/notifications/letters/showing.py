"""Showing a mail again: from what its row keeps, and in a frame that lets it do nothing."""

from flask import Response

from services.notifications.emails import EMAILS
from services.notifications.letters.content import Content
from services.notifications.letters.links import HIDDEN, hidden_stop, link_to
from services.notifications.letters.rendering import Rendered, render
from services.notifications.models import Message

_CSP = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; "
    "base-uri 'none'; form-action 'none'; sandbox"
)
_LINKS_OPEN = " allow-popups allow-popups-to-escape-sandbox"


def shown(message: Message) -> Rendered | None:
    """The mail as it was written, without the secret of its link; None when it was never written."""
    if message.content is None:
        return None
    name, content = message.template, Content.from_json(message.content)
    return render(name, content, link_to(EMAILS[name].link, HIDDEN), hidden_stop(name))


def html_answer(html: str, *, follows_links: bool) -> Response:
    """The HTML of a mail for a frame: it runs no script, loads nothing and sends no form."""
    response = Response(html, mimetype="text/html")
    response.headers["Content-Security-Policy"] = _CSP + (_LINKS_OPEN if follows_links else "")
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response
