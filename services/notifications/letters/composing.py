"""From a claimed message to the bytes that a mail server takes."""

from email.errors import MessageError
from email.headerregistry import Address
from email.utils import format_datetime

from services.notifications.delivery import unsubscribing
from services.notifications.delivery.pieces import Pieces
from services.notifications.emails import EMAILS
from services.notifications.letters import mime
from services.notifications.letters.calendars import calendar
from services.notifications.letters.content import Content
from services.notifications.letters.links import KEPT_LINKS, link_to
from services.notifications.letters.rendering import Rendered, render
from services.notifications.transports.post import Letter, Refused
from shared import clock
from shared.service import service


def compose(pieces: Pieces) -> Letter:
    """The finished letter of a claimed message. Raises Refused when the address can be no address."""
    message, content = pieces.message, pieces.content
    assert content is not None
    stop = unsubscribing.link_in(message.template, message.contact_id)
    rendered = render(message.template, content, link_of(pieces), stop)
    recipient = _address(content.email)
    region = service().region
    sender = service().settings.mail_from or region.email
    headers = {
        "From": mime.mailbox(region.office, sender),
        "To": mime.mailbox(content.name, recipient),
        "Reply-To": mime.mailbox(region.office, region.email),
        "Subject": mime.words(rendered.subject),
        "Message-ID": message.message_id,
        "Date": format_datetime(clock.local(clock.now())),
        "Auto-Submitted": "auto-generated",  # RFC 3834: no machine shall answer it
        "X-Auto-Response-Suppress": "All",  # the same for Exchange
        **unsubscribing.headers(message.template, message.contact_id),
    }
    comes_back_to = service().settings.mail_bounces_to or sender
    return Letter(str(message.id), comes_back_to, recipient, mime.mail(headers, _body(rendered, content)))


def link_of(pieces: Pieces) -> str | None:
    """Where the mail's button leads; a link of the reader's own holds a secret."""
    link = EMAILS[pieces.message.template].link
    return link_to(link, pieces.link_token if link in KEPT_LINKS else pieces.message.token)


def _body(rendered: Rendered, content: Content) -> mime.Part:
    """Text, HTML and calendar as alternatives, and the calendar as a file besides."""
    alternatives = [mime.text_part("plain", rendered.text), mime.text_part("html", rendered.html)]
    if content.calendar is None:
        return mime.multipart("alternative", alternatives)
    ics = calendar(content, content.calendar)
    alternatives.append(mime.calendar_part(ics, content.calendar.method))
    return mime.multipart(
        "mixed", [mime.multipart("alternative", alternatives), mime.attachment("calendar.ics", ics)]
    )


def _address(email: str) -> str:
    local_part, _, domain = email.strip().rpartition("@")
    try:
        ascii_domain = domain if domain.isascii() else domain.encode("idna").decode("ascii")
        return Address(addr_spec=f"{local_part}@{ascii_domain}").addr_spec
    except (MessageError, ValueError, IndexError) as error:
        raise Refused("The address cannot be an e-mail address.") from error
