"""What the other services are told of staff: to all what each may do, to the mail name and address."""

from sqlalchemy.orm import Session

from services.registration.models.staff import StaffMember
from shared import events
from shared.auth import apply_access
from shared.envelope import Event
from shared.outbox import emit


def tell(session: Session, account: StaffMember, *more: Event) -> None:
    """Tell everybody, this service included, what the account may do; `more` goes out with it."""
    change = events.StaffAccessChanged(
        account.id,
        version=account.version,
        role=account.role,
        municipality=account.municipality,
        contact_id=account.contact_id,
        is_active=account.is_active,
        epoch=account.epoch,
        token_hashes=[account.token_hash] if account.token_hash and account.is_active else [],
    )
    apply_access(session, change)
    emit(session, change, *more)


def contact_of(account: StaffMember) -> Event:
    """The person of the account as a contact, who is written to."""
    contact: Event = events.ContactChanged(
        account.id,
        version=account.version,
        name=account.name,
        email=account.email,
        language=account.language,
    )
    return contact
