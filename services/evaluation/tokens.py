"""The link to a questionnaire: it names its evaluation, so that a closed one can say so, and a secret."""

import base64
import binascii
import secrets
from uuid import UUID

_SECRET_BYTES = 24
_LENGTH = 16 + _SECRET_BYTES


def new_token(evaluation_id: UUID) -> str:
    """A token for one invitation; it is never stored in clear by the service."""
    raw = evaluation_id.bytes + secrets.token_bytes(_SECRET_BYTES)
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def evaluation_of(token: str) -> UUID | None:
    """The evaluation a token names, or None when it is no token of ours."""
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        return None
    return UUID(bytes=raw[:16]) if len(raw) == _LENGTH else None
