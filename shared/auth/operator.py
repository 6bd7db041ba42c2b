"""The operator's pass: a command that has the services' secret key may read their archives and digests."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from itsdangerous import BadSignature, URLSafeSerializer

from shared import clock
from shared.auth.access import Staff

ROLE = "operator"
OPERATOR = Staff(UUID(int=0), ROLE, None, None)
# How long a pass holds, and how far the clocks of two hosts may be apart.
HOLDS = timedelta(minutes=5)
_PREFIX = "kfo_"


def make_pass(secret_key: str) -> str:
    """A bearer token for the next minutes; nothing is stored of it."""
    return _PREFIX + _serializer(secret_key).dumps(int(clock.now().timestamp()))


def is_pass(token: str) -> bool:
    """Whether a bearer token claims to be a pass."""
    return token.startswith(_PREFIX)


def operator_by_pass(secret_key: str, token: str) -> Staff | None:
    """The operator, unless the pass is forged or too old."""
    try:
        made_at = datetime.fromtimestamp(_serializer(secret_key).loads(token.removeprefix(_PREFIX)), UTC)
    except (BadSignature, ValueError, TypeError, OverflowError):
        return None
    return OPERATOR if abs(clock.now() - made_at) < HOLDS else None


def _serializer(secret_key: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret_key, salt="kursforum-operator")
