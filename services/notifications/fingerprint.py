"""A mark for an address in the log: the same for the same address, and of no use to anybody else."""

import hashlib
import hmac

from shared.service import service


def fingerprint(address: str) -> str:
    """Twelve hexadecimal digits, keyed, so that nobody can try addresses against the log."""
    key = service().settings.secret_key.encode()
    return hmac.new(key, address.strip().casefold().encode(), hashlib.sha256).hexdigest()[:12]
