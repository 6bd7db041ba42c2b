"""Beginning a rebuild: an empty shadow, and the note that makes every process fill it."""

from uuid import UUID

import sqlalchemy as sa

from shared.db import Database
from shared.ids import new_id
from shared.migrate import revisions, upgrade
from shared.rebuilding import GIVEN_UP, begin_rebuild, end_rebuild, open_rebuild
from shared.rebuilding.shadow import drop_shadows, schema_of, shadow_of


class SchemaIsOld(Exception):
    """The database in use lacks migrations that the shadow has: tables of two ages cannot be swapped."""


def begin_or_resume(service: str, live: Database, *, anew: bool) -> tuple[UUID, bool]:
    """The open rebuild, or a new one, also where `anew` is wanted; and whether it goes on from before.

    Raises SchemaIsOld.
    """
    with live.begin() as session:
        known = open_rebuild(session)
        if known and anew:
            end_rebuild(session, known, GIVEN_UP, "another was begun")
    if known and not anew:
        return known, True
    drop_shadows(live)
    rebuild_id = new_id()
    _make_shadow(service, live, rebuild_id)
    with live.begin() as session:
        begin_rebuild(session, rebuild_id)
    return rebuild_id, False


def _make_shadow(service: str, live: Database, rebuild_id: UUID) -> None:
    """Make its tables by the migrations that made those in use."""
    if not live.is_sqlite:
        with live.begin() as session:
            session.execute(sa.schema.CreateSchema(schema_of(rebuild_id)))
    shadow = shadow_of(live, rebuild_id)
    try:
        upgrade(service, shadow)
        if revisions(service, shadow) != revisions(service, live):
            raise SchemaIsOld(service)
    finally:
        shadow.dispose()
