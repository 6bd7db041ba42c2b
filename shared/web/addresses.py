"""Addresses within the product: where it is safe to send a reader."""

import re

from shared.service import service

# A path of ours: one slash first, for two would name another host; no backslash, which browsers read as one.
_PATH = re.compile(r"/(?!/)[^\\\s\x00-\x1f\x7f]*")


def safe_next(wanted: str | None) -> str | None:
    """The path to go on to, if it is one of ours; else None."""
    return wanted if wanted and _PATH.fullmatch(wanted) else None


def here(address: str) -> str:
    """An address of ours without its host: the reader may have come by another name of it."""
    base = service().settings.base_url.rstrip("/")
    return address[len(base) :] if address.startswith(base + "/") else address
