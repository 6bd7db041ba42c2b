"""A person is a normalised e-mail together with a normalised name."""

import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models import Participant
from shared import events
from shared.db import insert_for
from shared.envelope import Event
from shared.ids import new_id

_participants = cast(sa.Table, Participant.__table__)
_WRITTEN = ("given_name", "family_name", "email", "language")


def remember_participant(session: Session, new: Mapping[str, Any]) -> tuple[UUID, list[Event]]:
    """The person's contact id, and the contact event where the person is new or written otherwise now."""
    person = {
        "id": new_id(),
        "given_name": _tidy(new["given_name"]),
        "family_name": _tidy(new["family_name"]),
        "email": new["email"].strip(),
        "language": new.get("language", "sv"),
        "version": 1,
    }
    name = f"{person['given_name']} {person['family_name']}"
    keys = {"email_key": _tidy(person["email"]).casefold(), "name_key": name.casefold()}
    row = session.execute(_upsert(session.get_bind().dialect.name), person | keys).one_or_none()
    if row is None:  # known, and written exactly so: the update had nothing to do
        return session.execute(_KNOWN, keys).scalar_one(), []
    contact = {"name": name, "email": person["email"], "language": person["language"]}
    return row.id, [events.ContactChanged(row.id, version=row.version, **contact)]


@cache
def _upsert(dialect: str) -> Any:
    statement = insert_for(dialect, _participants)
    changed = [_participants.c[name].is_distinct_from(statement.excluded[name]) for name in _WRITTEN]
    written = {name: statement.excluded[name] for name in _WRITTEN}
    return statement.on_conflict_do_update(
        index_elements=[_participants.c.email_key, _participants.c.name_key],
        set_=written | {"version": _participants.c.version + 1},
        where=sa.or_(*changed),
    ).returning(_participants.c.id, _participants.c.version)


_KNOWN = sa.select(Participant.id).where(
    Participant.email_key == sa.bindparam("email_key"), Participant.name_key == sa.bindparam("name_key")
)


def _tidy(text: str) -> str:
    """One form for each letter, and one space between words."""
    return " ".join(unicodedata.normalize("NFC", text).split())
