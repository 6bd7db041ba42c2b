"""Masking what somebody wrote, where it tells who they are or speaks ill of a person.

Only pieces of it can be taken out: the rest stays as it was written, so that nobody is made to say what they
did not. What was there is overwritten, and cannot be had back.
"""

from uuid import UUID

from sqlalchemy.orm import Session

from services.evaluation.models import FreeText
from services.evaluation.operations.wiping import leave_nothing
from services.evaluation.problems import MaskAddsText, NothingIsMasked
from services.evaluation.queries.texts import published_text
from shared.audit import note

MASK = "[…]"


def mask_text(session: Session, text_id: UUID, masked: str) -> FreeText:
    """Keep of a text what `masked` keeps of it. Raises TextIsUnknown, NothingIsMasked, MaskAddsText."""
    row = published_text(session, text_id, lock=True)
    masked = _tidy(masked).replace("[...]", MASK)  # as a keyboard has it
    if masked == _tidy(row.text):
        raise NothingIsMasked()
    if not takes_away_only(_tidy(row.text), masked):
        raise MaskAddsText()
    leave_nothing(session)
    row.text = masked
    row.is_masked = True
    note(session, "text.masked", row.id)
    return row


def takes_away_only(written: str, masked: str) -> bool:
    """Whether the one text is the other with pieces of it, none of them empty, replaced by the mask."""
    first, *rest = masked.split(MASK)
    if not rest or not written.startswith(first):
        return False
    position = len(first)
    for piece in rest[:-1]:
        found = written.find(piece, position + 1)
        if found < 0:
            return False
        position = found + len(piece)
    return written.endswith(rest[-1]) and len(written) - len(rest[-1]) > position


def _tidy(text: str) -> str:
    """A browser sends each end of a line as two characters."""
    return text.replace("\r\n", "\n").strip()
