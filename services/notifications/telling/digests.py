"""What the event of a digest means: its reader is told what opened, what closes, and who comes from there."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from services.notifications.letters.digest import Digest
from services.notifications.operations import Row, new_message, queue_messages
from shared.envelope import Event
from shared.inbox import takes_batch


@takes_batch
def tell_representatives(session: Session, batch: Sequence[Event]) -> None:
    """Write to representatives what their digests say."""
    queue_messages(session, [_letter(event) for event in batch])


def _letter(event: Event) -> Row:
    digest = Digest.of(event.data)
    details = {"title": ", ".join(digest.place_names), "digest": digest.to_json()}
    return new_message("representative_digest", event.id, event["contact_id"], details=details)
