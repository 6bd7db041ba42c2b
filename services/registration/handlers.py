"""What registration listens to: little, for it is where everything begins."""

from services.registration.operations.reachability import keep_reachability
from services.registration.operations.report_links import issue_report_links
from services.registration.operations.requests import keep_answer
from shared import events
from shared.auth.use import keep_use
from shared.inbox import Handlers

HANDLERS: Handlers = {
    events.EvaluationStaffTokenUsed: keep_use,
    events.NotificationsStaffTokenUsed: keep_use,
    events.ReportingStaffTokenUsed: keep_use,
    events.EvaluationPersonExported: keep_answer,
    events.NotificationsPersonExported: keep_answer,
    events.ReportingPersonExported: keep_answer,
    events.EvaluationErasureConfirmed: keep_answer,
    events.NotificationsErasureConfirmed: keep_answer,
    events.ReportingErasureConfirmed: keep_answer,
    events.AddressSuppressed: keep_reachability,
    events.AddressReleased: keep_reachability,
    events.ReportPublished: issue_report_links,
}
