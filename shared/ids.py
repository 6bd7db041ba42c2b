"""Identifiers: ordered by time for rows that are many, random for all that must not tell its age."""

from uuid import UUID, uuid4

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A UUIDv7, whose order is the order of creation (RFC 9562)."""
    return uuid7()


def random_id() -> UUID:
    """A UUIDv4, which tells nothing about when it was made (RFC 9562)."""
    return uuid4()
