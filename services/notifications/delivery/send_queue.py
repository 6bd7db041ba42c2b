"""What is due in the send queue, with its pieces: each statement is made once and finds many messages."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import fields
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.notifications.base import table_of
from services.notifications.delivery.lanes import Lane
from services.notifications.delivery.pieces import (
    DueMessage,
    GroupNow,
    OccasionNow,
    Pieces,
    Recipient,
    RegistrationNow,
)
from services.notifications.emails import EMAILS
from services.notifications.models import (
    Contact,
    Group,
    GroupLink,
    ManageLink,
    Mention,
    Message,
    Occasion,
    Registration,
)
from shared import clock

# Tables instead of models: what is read here is changed by statements, and needs no session's bookkeeping.
_MESSAGES, _CONTACTS, _OCCASIONS = table_of(Message), table_of(Contact), table_of(Occasion)
_REGISTRATIONS, _LINKS = table_of(Registration), table_of(ManageLink)
_GROUPS, _GROUP_LINKS, _MENTIONS = table_of(Group), table_of(GroupLink), table_of(Mention)


def _columns(table: sa.Table, of: type) -> list[sa.Column[Any]]:
    """The columns that a class of pieces has as fields, in their order."""
    return [table.c[field.name] for field in fields(of)]


def _is_one_of(names: Iterable[str]) -> sa.ColumnElement[bool]:
    # Written out, since a parameter for each of many names would cost more than the search itself.
    written = ", ".join(f"'{name}'" for name in sorted(names))
    return sa.literal_column(f"messages.template IN ({written})", sa.Boolean)


_NEED_NOTHING = frozenset(name for name, email in EMAILS.items() if email.about == "event")
_NEED_REGISTRATION = frozenset(name for name, email in EMAILS.items() if email.about == "registration")
_NEED_MANAGE_LINK = frozenset(name for name, email in EMAILS.items() if email.link == "manage")
_NEED_GROUP = frozenset(name for name, email in EMAILS.items() if email.link == "group")
_NAME_OTHERS = frozenset(name for name, email in EMAILS.items() if email.names_others)

# Written out as in the index, which a prepared statement could not prove to fit a parameter.
_IS_UNDER_WAY = sa.text("messages.state IN ('queued', 'sending')")
_HAS_OCCASION = _OCCASIONS.c.id.is_not(None) | _is_one_of(_NEED_NOTHING)
_HAS_LINK = _LINKS.c.token.is_not(None) | ~_is_one_of(_NEED_MANAGE_LINK)
_HAS_GROUP_LINK = sa.exists().where(_GROUP_LINKS.c.group_id == _MESSAGES.c.group_id).correlate(_MESSAGES)
_IS_UNKNOWN = ~sa.exists().where(_CONTACTS.c.id == _MENTIONS.c.contact_id).correlate(_MENTIONS)
_LACKS_A_NAME = (
    sa.exists().where(_MENTIONS.c.event_id == _MESSAGES.c.event_id, _IS_UNKNOWN).correlate(_MESSAGES)
)
# Asked of few mails only, so that the many to participants pay for no further table.
_HAS_OTHERS = (~_is_one_of(_NAME_OTHERS) | ~_LACKS_A_NAME) & (~_is_one_of(_NEED_GROUP) | _HAS_GROUP_LINK)
_CALLED_OFF = _is_one_of({"occasion_cancelled", "group_called_off"})
_KNOWS_REASON = ~_CALLED_OFF | (_OCCASIONS.c.state == "cancelled")

_COMPLETE = (
    sa.select(*_columns(_MESSAGES, DueMessage), *_columns(_CONTACTS, Recipient), _LINKS.c.token)
    .join_from(_MESSAGES, _CONTACTS, _CONTACTS.c.id == _MESSAGES.c.contact_id)
    .outerjoin(_OCCASIONS, _OCCASIONS.c.id == _MESSAGES.c.occasion_id)
    .outerjoin(_LINKS, _LINKS.c.registration_id == _MESSAGES.c.registration_id)
    .where(_IS_UNDER_WAY, _MESSAGES.c.lane == sa.bindparam("lane"))
    .where(_MESSAGES.c.due_at <= sa.bindparam("now"))
    .where(_HAS_OCCASION, _HAS_LINK, _HAS_OTHERS, _KNOWS_REASON)
)
_DUE = (
    _COMPLETE.order_by(_MESSAGES.c.due_at)
    .limit(sa.bindparam("limit"))
    .with_for_update(of=_MESSAGES, skip_locked=True)
)
_IS_DUE = _COMPLETE.with_only_columns(_MESSAGES.c.id).limit(1)
_THESE: sa.BindParameter[list[UUID]] = sa.bindparam("ids", expanding=True)
_ABOUT_REGISTRATIONS = (
    sa.select(*_columns(_REGISTRATIONS, RegistrationNow))
    .where(_REGISTRATIONS.c.id.in_(_THESE))
    .with_for_update(skip_locked=True)
)
_ABOUT_OCCASIONS = (
    sa.select(*_columns(_OCCASIONS, OccasionNow))
    .where(_OCCASIONS.c.id.in_(_THESE))
    .with_for_update(skip_locked=True, read=True)
)
_UNNAMED = (
    sa.select(sa.func.count())
    .where(_REGISTRATIONS.c.occasion_id == _GROUPS.c.occasion_id, _REGISTRATIONS.c.group_id == _GROUPS.c.id)
    .where(_REGISTRATIONS.c.contact_id.is_(None), _REGISTRATIONS.c.status == "confirmed")
    .scalar_subquery()
)
_ABOUT_GROUPS = (
    sa.select(_GROUPS.c.id, _GROUPS.c.version, _GROUPS.c.told, _GROUP_LINKS.c.token, _UNNAMED)
    .join_from(_GROUPS, _GROUP_LINKS, _GROUP_LINKS.c.group_id == _GROUPS.c.id)
    .where(_GROUPS.c.id.in_(_THESE))
    .with_for_update(of=_GROUPS, skip_locked=True)
)
_NAMED = (
    sa.select(_MENTIONS.c.event_id, _CONTACTS.c.id, _CONTACTS.c.name)
    .join_from(_MENTIONS, _CONTACTS, _CONTACTS.c.id == _MENTIONS.c.contact_id)
    .where(_MENTIONS.c.event_id.in_(_THESE))
)


def is_due(session: Session, lane: Lane) -> bool:
    """Whether a message of the lane is due and complete."""
    asked = {"now": clock.now(), "lane": lane}
    return session.connection().execute(_IS_DUE, asked).first() is not None


def due(session: Session, lane: Lane, limit: int) -> list[Pieces]:
    """Lock the messages of the lane that are due and complete, without those that a handler is changing.

    Registrations and groups are locked, for what was told about them is about to change; the occasions
    are shared, so that a change of one either is in the mail or finds out that it was not. Locked rows
    are passed by: their handler's commit wakes the sender, and nobody waits in a circle.
    """
    rows = session.connection().execute(_DUE, {"now": clock.now(), "lane": lane, "limit": limit}).all()
    width = len(fields(DueMessage))
    found = [Pieces(DueMessage(*row[:width]), Recipient(*row[width:-1]), None, None, row[-1]) for row in rows]
    messages = [pieces.message for pieces in found]
    registrations = _registrations(session, {item.registration_id for item in messages} - {None})
    need_occasion = [item for item in messages if item.template not in _NEED_NOTHING]
    occasions = _occasions(session, {item.occasion_id for item in need_occasion} - {None})
    groups = _groups(session, {item.group_id for item in messages if item.template in _NEED_GROUP} - {None})
    names = _names(session, {item.event_id for item in messages if item.template in _NAME_OTHERS})
    for pieces in found:
        message = pieces.message
        pieces.registration = registrations.get(message.registration_id)
        if message.template not in _NEED_NOTHING:
            pieces.occasion = occasions.get(message.occasion_id)
        pieces.group = groups.get(message.group_id)
        if pieces.group:
            pieces.link_token = pieces.group.token
        pieces.names = names[message.event_id]
    return [pieces for pieces in found if _is_whole(pieces)]


def _is_whole(pieces: Pieces) -> bool:
    """Whether nothing that the mail needs was being changed at this moment."""
    template = pieces.message.template
    return (
        (template in _NEED_NOTHING or pieces.occasion is not None)
        and (template not in _NEED_REGISTRATION or pieces.registration is not None)
        and (template not in _NEED_GROUP or pieces.group is not None)
    )


def _registrations(session: Session, ids: Collection[UUID | None]) -> dict[UUID | None, RegistrationNow]:
    rows = session.connection().execute(_ABOUT_REGISTRATIONS, {"ids": list(ids)}) if ids else ()
    return {row.id: RegistrationNow(*row) for row in rows}


def _occasions(session: Session, ids: Collection[UUID | None]) -> dict[UUID | None, OccasionNow]:
    rows = session.connection().execute(_ABOUT_OCCASIONS, {"ids": list(ids)}) if ids else ()
    return {row.id: OccasionNow(*row) for row in rows}


def _groups(session: Session, ids: Collection[UUID | None]) -> dict[UUID | None, GroupNow]:
    rows = session.connection().execute(_ABOUT_GROUPS, {"ids": list(ids)}) if ids else ()
    return {row.id: GroupNow(*row) for row in rows}


def _names(session: Session, event_ids: Collection[UUID]) -> dict[UUID, dict[str, str]]:
    names: dict[UUID, dict[str, str]] = defaultdict(dict)
    rows = session.connection().execute(_NAMED, {"ids": list(event_ids)}) if event_ids else ()
    for event_id, contact_id, name in rows:
        names[event_id][str(contact_id)] = name
    return names
