"""Who acts on a registration by the public pages: its holder, or whoever booked for the group.

An address names a registration by its secret, as in the e-mail, or for whoever has signed in by its id.
"""

from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from flask import abort, url_for
from sqlalchemy.orm import Session

from services.registration import queries
from services.registration.models import SignIn
from services.registration.participant_session import signed_in
from services.registration.queries.held import HeldRegistration
from shared.service import reading
from shared.web import see_other


@dataclass(frozen=True)
class Holding:
    """A registration in the hands of whoever may act on it; `home` is the page that they come back to."""

    registration: HeldRegistration
    by: Literal["participant", "booker"]
    home: str


def held(session: Session, token: str) -> HeldRegistration:
    """The registration that an address names. Raises RegistrationNotFound."""
    registration_id = _id(token)
    if registration_id is None:
        return queries.find_held_registration(session, token)
    return queries.find_persons_registration(session, registration_id, _visitor().email_key)


def group_of(session: Session, token: str) -> queries.Group:
    """The group that an address names, for its booker. Raises GroupNotFound."""
    party_id = _id(token)
    if party_id is None:
        return queries.find_party(session, token)
    return queries.find_bookers_group(session, party_id, _visitor().email_key)


def of_holder(token: str) -> Holding:
    """The holder's own registration. Raises RegistrationNotFound."""
    with reading() as session:
        found = held(session, token)
    return Holding(found, "participant", url_for("pages.registration", token=token))


def of_booker(token: str, registration_id: UUID) -> Holding:
    """One place of a group. Raises GroupNotFound, RegistrationNotFound."""
    with reading() as session:
        group = group_of(session, token)
        found = queries.find_groups_registration(session, registration_id, group.id)
    return Holding(found, "booker", url_for("pages.group", token=token))


def may(found: HeldRegistration | Any, occasion: Any, by: str = "participant") -> frozenset[str]:
    """What can be done with a registration now; the operations hold it, and the pages show it."""
    if found.status == "cancelled" or occasion.state != "published" or occasion.has_begun:
        return frozenset()
    acts = {"change", "cancel"}
    is_single = found.party_id is None
    if found.status in ("confirmed", "held") or (found.status == "waiting" and not is_single):
        acts.add("replace")
    if found.status == "offered":
        acts -= {"cancel"}
        acts |= {"accept", "decline"} if is_single or by == "booker" else {"decline"}
    return frozenset(acts)


def _visitor() -> SignIn:
    """Whoever has signed in; anybody else is sent to where they can."""
    found = signed_in()
    if found is None:
        abort(see_other(url_for("pages.mine", ended="yes")))
    return found


def _id(token: str) -> UUID | None:
    # A secret has 32 letters, so none of them looks like an id as it is written here.
    try:
        return UUID(token) if len(token) == 36 else None
    except ValueError:
        return None
