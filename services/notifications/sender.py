"""Sending mail: claim in one transaction, talk to the server outside any, settle each letter in another."""

from collections.abc import Callable
from datetime import timedelta

import structlog

from services.notifications.claiming import claim
from services.notifications.composing import compose
from services.notifications.emails import Pieces
from services.notifications.fingerprint import fingerprint
from services.notifications.models import Message
from services.notifications.post import NotNow, Post, Refused, ServerIsAway
from services.notifications.settling import settle_later, settle_refused, settle_sent
from services.notifications.transport import transport
from shared import clock
from shared.service import transaction

log = structlog.get_logger(__name__)

LONGEST_LETTER = timedelta(minutes=2)  # four answers of the server, each within its time-out


def send_due_messages() -> bool:
    """Send a batch of what is due; returns whether more may be waiting.

    A letter may reach its reader twice in one case only: the process dies after the server's yes and
    before our commit, which follows at once. Both then bear the same Message-ID.
    """
    with transaction() as session:
        claimed = claim(session)
    batch = [pieces for pieces in claimed if pieces.message.state == "sending"]
    # The database connection is given back before we talk to the mail server.
    try:
        with transport().post() as post:
            while batch and _holds_lease(batch[0].message):
                _send(post, batch[0])
                batch.pop(0)
    except ServerIsAway as error:
        log.warning("mail_server_away", waiting=len(batch))
        _put_back(batch, str(error))
        return False
    return bool(claimed)


def _holds_lease(message: Message) -> bool:
    return message.due_at - LONGEST_LETTER > clock.now()


def _send(post: Post, pieces: Pieces) -> None:
    message = pieces.message
    facts = {"template": message.template, "recipient": fingerprint(pieces.contact.email)}
    try:
        post.send(compose(pieces))
    except ServerIsAway:
        raise
    except Refused as error:
        log.warning("email_refused", **facts)
        _settle(settle_refused, message, str(error))
    except NotNow as error:
        log.info("email_postponed", **facts, attempts=message.attempts)
        _settle(settle_later, message, str(error))
    except Exception as error:  # a fault of ours in this one mail must not hold up the others
        log.error("email_not_written", **facts, error=type(error).__name__)
        _settle(settle_later, message, f"{type(error).__name__}: {error}")
    else:
        _settle(settle_sent, message)
        log.info("email_sent", **facts)


def _put_back(batch: list[Pieces], words: str) -> None:
    with transaction() as session:
        for pieces in batch:
            settle_later(session, pieces.message, words)


def _settle(outcome: Callable[..., None], message: Message, *words: str) -> None:
    with transaction() as session:
        outcome(session, message, *words)
