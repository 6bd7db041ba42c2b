"""Bearer tokens: random, shown once, and known afterwards only by their hash."""

import hashlib
import secrets

_PREFIX = "kf_"


def new_token() -> str:
    """A token of 256 random bits; its prefix lets scanners of leaked secrets find it."""
    return _PREFIX + secrets.token_urlsafe(32)


def fingerprint(token: str) -> str:
    """The sha256 of a token, which is all that is stored; random tokens need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()
