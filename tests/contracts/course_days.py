"""Course days with something in them: a session whose door is open, and a certificate."""

from datetime import datetime, timedelta
from typing import Any

from services.registration.check_ins import code_of
from services.registration.operations.waiving import waive_charge
from shared import clock, events
from shared.service import transaction
from tests.registration.office import Office
from tests.registration.samples import sample_activity


def course_days(office: Office, now: datetime) -> dict[str, list[Any]]:
    """Hold a course with a certificate, and begin a session now; what may be named in calls about them."""
    activity = office.does("create_activity", sample_activity(certificate_percent=80, fee=4500)).id
    with clock.at(now - timedelta(days=8)):
        held, going_on = office.open_occasion(activity, days=7), office.open_occasion(activity, days=8)
        people = office.fill(held, "Anna", "Bo")
        office.fill(going_on, "Anna", "Bo")
    with clock.at(now):
        office.attend(held, people[0])
        office.does("complete_occasion", held.id)
        with office.app.app_context(), transaction() as session:
            waive_charge(session, people[1].id, "Bussen gick inte.")
    with office.app.app_context():
        code = code_of(office.now(going_on).sessions[0].id)
    certificate = office.events(events.CertificateIssued)[0]["code"]
    return {
        "check_in_code": [code],
        "certificate_code": [certificate],
        "pages.own_certificate.token": [people[0].token],
        "office.waive_charge.registration_id": [item.id for item in people],
        "charged": [people[0].id],
        "Waiver": [{"reason": "Bussen gick inte."}],
        "period": ["2026", "2026-T2", "2026-05"],
        "half": ["2026-H1", "2027-H1"],
        "NewCheckIn": [{"email": f"{name}.ek@huddinge.example"} for name in ("anna", "bo", "nobody")],
        "Correction": [{}, {"reason": "Listan var fel."}],
    }
