"""The audit log as the administrator reads it: who did what, when, and to what."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import request, url_for
from sqlalchemy.orm import Session

from services.registration.models import CourseSession, Registration, StaffMember
from services.registration.pages.blueprints import office
from services.registration.words.audit import action_name, detail_text
from shared.audit_log import Wanted, find_entries, known_actions
from shared.service import reading
from shared.web import count_pages, render, requires
from shared.web.lists import wanted_page

SIZE = 50


@office.get("/audit")
@requires("admin")
def audit_log() -> str:
    """The entries, the newest first, with filters."""
    given = {name: request.args.get(name, "").strip()[:80] for name in ("subject", "staff", "action")}
    days = {name: _day(request.args.get(name, "")) for name in ("from", "to")}
    wanted = Wanted(
        subject=given["subject"] or None,
        staff_id=_id(given["staff"]),
        action=given["action"] or None,
        from_=days["from"],
        to=days["to"],
    )
    number = wanted_page()
    with reading() as session:
        entries, total = find_entries(session, wanted, number, SIZE)
        actions = known_actions(session)
        names = session.execute(sa.select(StaffMember.id, StaffMember.name).order_by(StaffMember.name))
        accounts = {row.id: row.name for row in names}
        addresses = _addresses(session, entries)
    return render(
        "manage/audit.html",
        entries=entries,
        total=total,
        page=number,
        pages=count_pages(total, SIZE),
        accounts=accounts,
        actions={code: action_name(code) for code in actions},
        addresses=addresses,
        detail_text=detail_text,
        chosen=given | {name: day.isoformat() if day else "" for name, day in days.items()},
    )


def _addresses(session: Session, entries: Any) -> Mapping[str, str]:
    """Where each subject can be seen, by its id."""
    by_kind: dict[str, set[UUID]] = {}
    for entry in entries:
        subject = _id(entry.subject)
        if subject:
            by_kind.setdefault(entry.action.partition(".")[0], set()).add(subject)
    found: dict[str, str] = {}
    for kind, endpoint, name in _PAGES:
        for key in by_kind.get(kind, ()):
            values: dict[str, Any] = {name: key}
            found[str(key)] = url_for(endpoint, **values)
    for kind, model in (("registration", Registration), ("attendance", CourseSession)):
        rows = session.execute(
            sa.select(model.id, model.occasion_id).where(model.id.in_(by_kind.get(kind, ())))
        )
        found |= {str(key): url_for("office.occasion", occasion_id=of) for key, of in rows}
    return found


_PAGES = (
    ("occasion", "office.occasion", "occasion_id"),
    ("person", "office.person", "person_id"),
    ("account", "staff.change_account", "account_id"),
)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year < 2100 else None
