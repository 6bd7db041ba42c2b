"""A report that was frozen and sent, and what its link ends with."""

from datetime import date

from flask import Flask

from services.reporting.operations.freezing import freeze
from services.reporting.periods import parse
from shared import events
from shared.auth.tokens import fingerprint
from shared.ids import new_id
from shared.service import service, transaction
from tests.events import handed
from tests.reporting import stories


def send_report(app: Flask, token: str = "report-secret") -> str:
    """Freeze the last tertial of 2025, let a link open the report on the region; returns its token."""
    handed(app, stories.occasion("Earlier", [stories.meeting("earlier", "2025-10-01")]))
    with app.app_context(), transaction() as session:
        freeze(session, service().region, parse("2025-T3"), force=True)
    opens = {"period": "2025-T3", "municipality": None, "expires_on": date(2099, 1, 1)}
    granted = events.ReportAccessGranted(new_id(), version=1, token_hash=fingerprint(token), **opens)
    handed(app, granted)
    return token
