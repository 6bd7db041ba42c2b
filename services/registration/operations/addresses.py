"""Addresses that look mistyped: the domain is one slip away from one that many people have.

Nothing is looked up on the net: a domain is held against those of large mailbox providers and our contacts.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.registration.models import Participant
from services.registration.models.registration import domain_of
from services.registration.operations.caveats import Caveat
from services.registration.operations.participants import HAS_KNOWN_DOMAIN, Remembered, address_key
from services.registration.problems import AddressLooksMistyped
from shared.i18n import gettext as _

MANY = 5  # contacts with a domain, for it to be what others probably meant

# What people in Sweden misspell, and where they have mail besides: nobody is asked about either.
PROVIDERS = (
    "gmail.com",
    "hotmail.com",
    "hotmail.se",
    "outlook.com",
    "icloud.com",
    "yahoo.com",
    "yahoo.se",
    "telia.com",
)
_OTHERS = (
    "mail.com ymail.com googlemail.com live.com live.se me.com mac.com msn.com gmx.com proton.me"
    " protonmail.com comhem.se bredband.net tele2.se spray.se hotmail.de hotmail.es yahoo.de yahoo.es"
)
WELL_KNOWN = frozenset((*PROVIDERS, *_OTHERS.split()))
_MEANT = {"gmail.se": "gmail.com"}  # more than a slip, and yet no address

_participants = cast(sa.Table, Participant.__table__)
_domain = _participants.c.email_domain
_OF_MANY = (
    sa.select(_domain)
    .where(sa.func.length(_domain).between(sa.bindparam("length") - 1, sa.bindparam("length") + 1))
    .group_by(_domain)
    .having(sa.func.count() >= MANY)
    .order_by(sa.func.count().desc(), _domain)
)


def check_addresses(
    session: Session,
    people: Sequence[Mapping[str, Any]],
    found: Sequence[Remembered],
    rows: Sequence[int | None] = (),
) -> tuple[Caveat, ...]:
    """A warning for each new person whose address looks mistyped.

    `found` is what remember_participants said of the people, `rows` where they stand in a group.
    """
    new = [
        (person["email"], row, them.has_known_domain)
        for person, them, row in zip(people, found, rows or [None] * len(people), strict=True)
        if them.is_new
    ]
    # Of several with the same new domain the first is alone with it.
    unknown = {_domain_in(email) for email, _row, is_known in new if not is_known}
    domains = {_domain_in(email) for email, _row, _is_known in new} - WELL_KNOWN
    meant = {
        domain: likely for domain in domains if (likely := _meant(session, domain, domain not in unknown))
    }
    return tuple(
        Caveat("address", _text(email, meant[domain]), row)
        for email, row, _is_known in new
        if (domain := _domain_in(email)) in meant
    )


def confirm_new_address(session: Session, email: str, contact_id: UUID) -> None:
    """As `confirm_address`, for a contact that is known and gets another. Raises AddressLooksMistyped."""
    given = {"domain": _domain_in(email), "person": contact_id}
    is_known = bool(session.connection().scalar(sa.select(HAS_KNOWN_DOMAIN), given))
    confirm_address(session, email, has_known_domain=is_known)


def confirm_address(session: Session, email: str, *, has_known_domain: bool) -> None:
    """Ask whether an address that looks mistyped is right for a contact. Raises AddressLooksMistyped."""
    domain = _domain_in(email)
    likely = None if domain in WELL_KNOWN else _meant(session, domain, has_known_domain)
    if likely:
        raise AddressLooksMistyped([("address", _text(email, likely), None)])


def _domain_in(email: str) -> str:
    return domain_of(address_key(email)) or ""


def _meant(session: Session, domain: str, is_known: bool) -> str | None:
    """The domain that was probably meant, where there is one."""
    if likely := _MEANT.get(domain) or _one_slip_away(domain, PROVIDERS):
        return likely
    if is_known:
        return None
    return _one_slip_away(domain, session.connection().execute(_OF_MANY, {"length": len(domain)}).scalars())


def _text(email: str, domain: str) -> str:
    likely = f"{email.rpartition('@')[0]}@{domain}"
    return _("You wrote %(email)s. Did you mean %(likely)s?", email=email, likely=likely)


def _one_slip_away(domain: str, others: Iterable[str]) -> str | None:
    return next((other for other in others if _is_one_slip(domain, other)), None)


def _is_one_slip(one: str, other: str) -> bool:
    """Whether one letter is missing, added or another, or two neighbours have changed places."""
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return max(len(one), len(other)) == 1 or (len(one) == 2 and one == other[::-1])
