"""Who keeps the entries, and who the summaries, at this moment: until their transaction ends.

Whoever needs both takes the summaries first, so that no two wait for each other.
"""

import sqlalchemy as sa
from sqlalchemy.orm import Session

# By the table's own number: a copy of it in another schema is kept by itself.
_KEY = "CAST(CAST('{}' AS regclass) AS bigint)"
_SUMMARIES = sa.text(f"SELECT pg_advisory_xact_lock({_KEY.format('summaries')})")
_SUMMARIES_IF_FREE = sa.text(f"SELECT pg_try_advisory_xact_lock({_KEY.format('summaries')})")
_ENTRIES = sa.text(f"SELECT pg_advisory_xact_lock({_KEY.format('entries')})")


def hold_summaries(session: Session) -> None:
    """Wait for whoever keeps the summaries, and then see what they have committed."""
    if _has_several_writers(session):
        session.execute(_SUMMARIES)


def has_summaries(session: Session) -> bool:
    """Keep the summaries, unless somebody else does."""
    return not _has_several_writers(session) or bool(session.scalar(_SUMMARIES_IF_FREE))


def hold_entries(session: Session) -> None:
    """Wait for whoever keeps the entries, and then see what they have committed."""
    if _has_several_writers(session):
        session.execute(_ENTRIES)


def hold_all(session: Session) -> None:
    """Let nobody else change what is counted; readers never wait."""
    hold_summaries(session)
    hold_entries(session)


def _has_several_writers(session: Session) -> bool:
    return session.get_bind().dialect.name != "sqlite"
