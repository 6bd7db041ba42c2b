"""Digests: what two services must agree on, put so short that they can be compared group by group.

A digest names no person: its lines have ids, states and counts, and contacts only by a fingerprint.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from shared.outbox import outbox

_SIZE = 12  # bytes of a digest


@dataclass(frozen=True)
class Line:
    """One thing of a group. Its state is compared; its version only helps whoever looks for the reason."""

    group: str
    id: str
    version: int
    state: Mapping[str, Any]


@dataclass(frozen=True)
class Aspect:
    """Something that a service keeps and another reports, in groups.

    `groups(session, after, limit)` lists them in order; `lines(session, groups)` gives all their lines.
    """

    groups: Callable[[Session, str, int], Sequence[str]]
    lines: Callable[[Session, Sequence[str]], Iterable[Line]]


Aspects = Mapping[str, Aspect]


@dataclass(frozen=True)
class GroupDigest:
    """How many lines a group has, and what they amount to."""

    group: str
    count: int
    hash: str


def digests(session: Session, aspect: Aspect, after: str, limit: int) -> list[GroupDigest]:
    """The digests of the groups that come after this one."""
    groups = aspect.groups(session, after, limit)
    return digests_of(session, aspect, groups)


def digests_of(session: Session, aspect: Aspect, groups: Sequence[str]) -> list[GroupDigest]:
    """The digests of these groups."""
    lines: dict[str, list[Line]] = defaultdict(list)
    for line in aspect.lines(session, groups) if groups else ():
        lines[line.group].append(line)
    return [GroupDigest(group, len(lines[group]), fingerprint(_canonical(lines[group]))) for group in groups]


def unpublished_since(session: Session, subjects: Iterable[str]) -> dict[str, datetime]:
    """Since when something about these subjects waits in the outbox, for those of which something does."""
    waiting = (
        sa.select(outbox.c.subject, sa.func.min(outbox.c.emitted_at))
        .where(outbox.c.published_at.is_(None), outbox.c.subject.in_(list(subjects)))
        .group_by(outbox.c.subject)
    )
    return {subject: since for subject, since in session.execute(waiting)}


def fingerprint(value: Any) -> str:
    """The same short text for the same value, from which the value cannot be had."""
    written = orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)
    return hashlib.blake2b(written, digest_size=_SIZE).hexdigest()


def by_id(column: InstrumentedAttribute[Any], *conditions: sa.ColumnElement[bool]) -> Any:
    """The `groups` of an aspect whose groups are the ids in this column."""

    def groups(session: Session, after: str, limit: int) -> Sequence[str]:
        found = sa.select(column).where(*conditions).distinct().order_by(column).limit(limit)
        if after:
            found = found.where(column > _read(column, after))
        return [str(key) for key in session.scalars(found)]

    return groups


def ids(groups: Sequence[str]) -> list[UUID]:
    """The groups as ids; what is no id is no group."""
    return [found for text in groups if (found := _id(text)) is not None]


def _read(column: InstrumentedAttribute[Any], text: str) -> Any:
    return (_id(text) or UUID(int=0)) if isinstance(column.type, sa.Uuid) else text


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _canonical(lines: Iterable[Line]) -> list[Any]:
    return [[line.id, line.state] for line in sorted(lines, key=lambda line: line.id)]
