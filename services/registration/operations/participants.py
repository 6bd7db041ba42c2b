"""A person is a normalised e-mail together with a normalised name."""

import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models import Participant
from services.registration.models.registration import domain_of
from services.registration.operations.telling import mail_name
from shared import events
from shared.db import insert_for
from shared.envelope import Event
from shared.ids import new_id

_participants = cast(sa.Table, Participant.__table__)
_WRITTEN = ("given_name", "family_name", "email", "language")

_others = _participants.alias("others")
# Asked along with what RETURNING gives: a statement of its own would be a trip for each new person.
HAS_KNOWN_DOMAIN = (
    sa.exists()
    .where(_others.c.email_domain == sa.bindparam("domain"), _others.c.id != sa.bindparam("person"))
    .label("has_known_domain")
)


class Remembered(NamedTuple):
    """A person's contact id, and the contact event where the person is new or written otherwise now."""

    contact_id: UUID
    told: list[Event]
    has_known_domain: bool = True  # whether others have their addresses where this one is

    @property
    def is_new(self) -> bool:
        """Whether nobody had heard of them before."""
        return any(event.version == 1 for event in self.told)


def remember_participant(session: Session, new: Mapping[str, Any]) -> Remembered:
    """Note how a person is written now, and tell it where that is news.

    Without a `language` a known person keeps theirs, and a new one is written to in `language_if_new`.
    """
    language = new.get("language")
    person = {
        "id": new_id(),
        "given_name": _tidy(new["given_name"]),
        "family_name": _tidy(new["family_name"]),
        "email": new["email"].strip(),
        "language": language or new.get("language_if_new", "sv"),
        "is_protected": bool(new.get("is_protected")),
        "version": 1,
    }
    keys = person_keys(new)
    upsert = _upsert(session.get_bind().dialect.name, _WRITTEN if language else _WRITTEN[:-1])
    domain = domain_of(keys["email_key"])
    asked = {"domain": domain, "person": person["id"]}
    row = session.connection().execute(upsert, person | keys | {"email_domain": domain} | asked).one_or_none()
    if row is None:  # known, and written exactly so: the update had nothing to do
        return Remembered(session.execute(_KNOWN, keys).scalar_one(), [])
    name = f"{person['given_name']} {person['family_name']}"
    shown = mail_name(name, row.language, is_protected=row.is_protected)
    contact = {"name": shown, "email": person["email"], "language": row.language}
    told: Event = events.ContactChanged(row.id, version=row.version, **contact)
    return Remembered(row.id, [told], row.has_known_domain)


def remember_participants(session: Session, people: Sequence[Mapping[str, Any]]) -> list[Remembered]:
    """As `remember_participant`, for several; the answers are in the order of the people."""
    found = {}
    # In one order for everybody: two groups with the same people would else wait for each other.
    for index in sorted(range(len(people)), key=lambda index: tuple(person_keys(people[index]).values())):
        found[index] = remember_participant(session, people[index])
    return [found[index] for index in range(len(people))]


def person_keys(person: Mapping[str, Any]) -> dict[str, str]:
    """What tells one person from another: the e-mail and the name, as if written in one way."""
    name = f"{_tidy(person['given_name'])} {_tidy(person['family_name'])}"
    return {"email_key": address_key(person["email"]), "name_key": name.casefold()}


def address_key(email: str) -> str:
    """An e-mail address as it is compared with others."""
    return _tidy(email).casefold()


@cache
def _upsert(dialect: str, names: tuple[str, ...]) -> Any:
    statement = insert_for(dialect, _participants)
    changed = [_participants.c[name].is_distinct_from(statement.excluded[name]) for name in names]
    written = {name: statement.excluded[name] for name in names}
    # Anybody may say that they are protected; only the office takes it away.
    is_protected = sa.or_(_participants.c.is_protected, statement.excluded.is_protected)
    changed.append(_participants.c.is_protected.is_distinct_from(is_protected))
    return statement.on_conflict_do_update(
        index_elements=[_participants.c.email_key, _participants.c.name_key],
        set_=written | {"is_protected": is_protected, "version": _participants.c.version + 1},
        where=sa.or_(*changed),
    ).returning(
        *(_participants.c[name] for name in ("id", "version", "language", "is_protected")), HAS_KNOWN_DOMAIN
    )


_KNOWN = sa.select(Participant.id).where(
    Participant.email_key == sa.bindparam("email_key"), Participant.name_key == sa.bindparam("name_key")
)


def _tidy(text: str) -> str:
    """One form for each letter, and one space between words."""
    return " ".join(unicodedata.normalize("NFC", text).split())
