"""Passwords: argon2id, and the same work whether or not the address is known."""

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
LONGEST = 200

# OWASP's second choice (19 MiB, two rounds): many can sign in at once on a small server.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)

# The hash of nothing anybody knows; an unknown address is checked against it.
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$EWx7ju92FSA7u3/wQsVePw$2x/UwlW/kRw6t6yIl6BUHFgKkxDMXFBVuhdgFytJz04"


def hash_password(password: str) -> str:
    """The hash to store."""
    return _HASHER.hash(_normalised(password))


def is_right(password: str, stored: str | None) -> bool:
    """Whether the password belongs to the stored hash; None, for nobody, takes as long and is never right."""
    try:
        _HASHER.verify(stored or _NOBODY, _normalised(password))
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def _normalised(password: str) -> str:
    # One keyboard sends å as one code point, another as two.
    return unicodedata.normalize("NFC", password)
