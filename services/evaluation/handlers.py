"""What the evaluation service does when something happens elsewhere."""

from sqlalchemy.orm import Session

from services.evaluation import operations
from services.evaluation.operations.persons import export_person, forget_person
from services.evaluation.operations.recipients import invite_recipients
from shared import events
from shared.auth.access import apply_access
from shared.envelope import Event
from shared.inbox import Handlers
from shared.region_content import apply_region


def invite_those_present(session: Session, event: Event) -> None:
    """Ask those who were present at a completed occasion, or at a corrected one."""
    operations.invite_those_present(session, event)


HANDLERS: Handlers = {
    events.OccasionCompleted: invite_those_present,
    events.RecipientsAdded: invite_recipients,
    events.StaffAccessChanged: apply_access,
    events.RegionChanged: apply_region,
    events.ExportRequested: export_person,
    events.PersonErased: forget_person,
}
