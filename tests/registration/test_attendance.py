"""Attendance: whole or by the one, frozen with its tertial, and what follows when it is noted."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from services.registration import operations
from services.registration.operations.completing import complete_due_occasions
from services.registration.operations.protecting import set_protected
from services.registration.problems import NotAParticipant, TertialIsFrozen
from services.registration.queries.attendance import list_expected, sessions_without_attendance
from shared import clock, events
from shared.audit import audit_entries
from shared.service import reading, transaction
from tests.registration.browsing import send, sign_in, text_of
from tests.registration.held import completed, opened
from tests.registration.office import Office
from tests.staff import bearer, token_for

MARCH = datetime(2027, 3, 1, 8, tzinfo=UTC)


def test_one_who_is_ticked_leaves_the_others_as_they_are(office: Office) -> None:
    occasion, (anna, bo) = opened(office, "Anna", "Bo")
    session_id = occasion.sessions[0].id
    office.attend(occasion, anna)
    with office.app.app_context(), transaction() as session:
        operations.change_attendance(session, session_id, come=[bo.id])
        assert operations.present_at(session, session_id) == {anna.id, bo.id}
        operations.change_attendance(session, session_id, gone=[anna.id])
        assert operations.present_at(session, session_id) == {bo.id}
    assert [event["present"] for event in office.events(events.AttendanceRecorded)][-1] == [bo.id]


def test_somebody_who_waits_cannot_be_noted_as_present(office: Office) -> None:
    occasion, _receipts = opened(office, "Anna", "Bo")
    waiting = office.register(occasion, "Cilla")
    with pytest.raises(NotAParticipant):
        office.attend(occasion, waiting)


@pytest.mark.parametrize("named", ["gone", "come"])
def test_somebody_from_elsewhere_is_neither_noted_nor_makes_the_session_noted(
    office: Office, named: str
) -> None:
    occasion, _receipts = opened(office, "Anna")
    stranger = office.register(office.open_occasion(), "Bo")
    with pytest.raises(NotAParticipant):
        office.does("change_attendance", occasion.sessions[0].id, **{named: [stranger.id]})
    assert office.now(occasion).sessions[0].recorded_at is None
    assert office.events(events.AttendanceRecorded) == []


def test_attendance_is_corrected_freely_until_the_tertial_is_frozen(office: Office) -> None:
    with clock.at(MARCH):
        occasion, (anna,) = opened(office, "Anna")
    completed(office, occasion, (anna,))
    with clock.at(datetime(2027, 5, 30, 12, tzinfo=UTC)):
        office.attend(occasion)
    with clock.at(datetime(2027, 5, 31, 12, tzinfo=UTC)), pytest.raises(TertialIsFrozen):
        office.attend(occasion, anna)


def test_a_frozen_list_that_stays_the_same_needs_no_reason(office: Office) -> None:
    with clock.at(MARCH):
        occasion, (anna,) = opened(office, "Anna")
    completed(office, occasion, (anna,))
    with clock.at(MARCH + timedelta(days=300)):
        office.attend(occasion, anna)
    assert len(office.events(events.AttendanceRecorded)) == 1


def test_the_reason_of_a_late_correction_is_kept_in_the_audit_log(office: Office) -> None:
    with clock.at(MARCH):
        occasion, (anna, bo) = opened(office, "Anna", "Bo")
    completed(office, occasion, (anna,))
    with clock.at(MARCH + timedelta(days=300)):
        office.does("record_attendance", occasion.sessions[0].id, [bo.id], "Listan var fel.")
    with office.app.app_context(), reading() as session:
        entries = session.execute(sa.select(audit_entries).order_by(audit_entries.c.at)).all()
    last = [entry for entry in entries if entry.action == "attendance.recorded"][-1]
    assert (last.reason, last.details) == ("Listan var fel.", {"come": 1, "gone": 1})


def test_an_occasion_completes_by_itself_once_all_attendance_is_noted(office: Office) -> None:
    occasion, (anna,) = opened(office, "Anna", sessions=2)
    office.does("change_occasion", occasion.id, {"completes_after_hours": 24})
    office.attend(occasion, anna, session=0)
    _run_at(office, occasion.ends_at + timedelta(hours=25))
    assert office.now(occasion).state == "published"
    office.attend(occasion, session=1)
    _run_at(office, occasion.ends_at + timedelta(hours=23))
    assert office.now(occasion).state == "published"
    _run_at(office, occasion.ends_at + timedelta(hours=25))
    assert office.now(occasion).state == "completed"
    assert [
        person["registration_id"] for person in office.events(events.OccasionCompleted)[0]["present"]
    ] == [anna.id]


def test_the_office_sees_which_days_lack_attendance(office: Office) -> None:
    occasion, (anna,) = opened(office, "Anna", sessions=3)
    office.attend(occasion, anna, session=0)
    with (
        clock.at(occasion.sessions[1].ends_at + timedelta(minutes=1)),
        office.app.app_context(),
        reading() as session,
    ):
        found = sessions_without_attendance(session)
    assert [item.id for item in found] == [occasion.sessions[1].id]


def test_the_list_is_in_swedish_order_without_the_names_of_the_protected(office: Office) -> None:
    occasion, _receipts = opened(office, "Anna", "Åke", "Örjan", "Bo")
    protected = office.events(events.ParticipantRegistered)[3]["contact_id"]
    with office.app.app_context(), transaction() as session:
        set_protected(session, protected, True)
    assert _names(office, occasion) == ["Anna Ek", "Åke Ek", "Örjan Ek", "Skyddad identitet"]


def _names(office: Office, occasion: object) -> list[str | None]:
    with office.app.app_context(), reading() as session:
        return [item.name for item in list_expected(session, occasion.id)]  # type: ignore[attr-defined]


def _run_at(office: Office, moment: datetime) -> None:
    with clock.at(moment), office.app.app_context():
        complete_due_occasions()


@pytest.fixture
def browser(web_app: Flask, client: FlaskClient) -> FlaskClient:
    """A coordinator's browser."""
    sign_in(web_app, client)
    return client


def _address(occasion: object, page: str = "attendance") -> str:
    return f"/registration/manage/sessions/{occasion.sessions[0].id}/{page}"  # type: ignore[attr-defined]


def test_a_page_that_was_open_keeps_those_who_checked_in_meanwhile(
    browser: FlaskClient, web_office: Office
) -> None:
    occasion, (anna, bo, cilla) = opened(web_office, "Anna", "Bo", "Cilla")
    web_office.attend(occasion, anna)
    shown = {"shown": [str(item.id) for item in (anna, bo, cilla)], "were": str(anna.id)}
    web_office.attend(occasion, anna, bo)  # Bo checks in while the page is open
    send(browser, _address(occasion), present=str(cilla.id), **shown)
    assert browser.get(_address(occasion)).text.count(" checked") == 2
    assert _present(web_office, occasion) == {bo.id, cilla.id}


def test_everybody_on_the_page_is_noted_by_one_button(browser: FlaskClient, web_office: Office) -> None:
    occasion, (anna, bo) = opened(web_office, "Anna", "Bo")
    send(browser, _address(occasion), everyone="yes", shown=[str(anna.id), str(bo.id)])
    assert _present(web_office, occasion) == {anna.id, bo.id}


def test_a_search_shows_those_who_fit_and_saves_only_them(browser: FlaskClient, web_office: Office) -> None:
    occasion, (anna, bo) = opened(web_office, "Anna", "Bo")
    web_office.attend(occasion, bo)
    page = browser.get(f"{_address(occasion)}?q=anna")
    assert str(anna.id) in page.text
    assert str(bo.id) not in page.text
    send(browser, _address(occasion), everyone="yes", shown=str(anna.id), q="anna")
    assert _present(web_office, occasion) == {anna.id, bo.id}


def test_a_frozen_page_asks_for_the_reason_and_keeps_the_ticks(
    browser: FlaskClient, web_office: Office
) -> None:
    occasion, (anna,) = opened(web_office, "Anna")
    with clock.at(occasion.ends_at + timedelta(days=300)):
        sign_in(web_office.app, browser)
        fields = {"shown": str(anna.id), "present": str(anna.id)}
        refused = send(browser, _address(occasion), **fields)
        assert refused.status_code == 409
        assert "Tertialet är fryst" in text_of(refused)
        assert refused.text.count(" checked") == 1
        send(browser, _address(occasion), reason="Glömdes bort.", **fields)
    assert _present(web_office, occasion) == {anna.id}


def test_the_api_answers_409_for_a_frozen_tertial_and_takes_a_reason(
    web_app: Flask, client: FlaskClient, web_office: Office
) -> None:
    with clock.at(datetime(2025, 3, 1, tzinfo=UTC)):
        occasion, (anna,) = opened(web_office, "Anna")
    headers = bearer(token_for(web_app))
    address = f"/registration/api/sessions/{occasion.sessions[0].id}/attendance"
    body = {"present": [str(anna.id)]}
    refused = client.put(address, json=body, headers=headers)
    assert (refused.status_code, refused.json["type"]) == (409, "urn:kursforum:problem:tertial_is_frozen")
    kept = client.put(address, json=body | {"reason": "Glömdes bort."}, headers=headers)
    assert kept.json["present"] == [str(anna.id)]
    removed = client.delete(f"{address}/{anna.id}?reason=Fel", headers=headers)
    assert removed.json["present"] == []
    unknown = client.delete(f"{address}/{occasion.id}", headers=headers)
    assert unknown.json["type"] == "urn:kursforum:problem:not_a_participant"


def test_the_attendance_list_to_print_names_everybody_with_a_place(
    web_app: Flask, client: FlaskClient, web_office: Office
) -> None:
    from io import BytesIO

    from pypdf import PdfReader

    occasion, _receipts = opened(web_office, "Anna", "Bo", sessions=3)
    address = f"/registration/api/occasions/{occasion.id}/attendance-list.pdf"
    answer = client.get(address, headers=bearer(token_for(web_app)))
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
    assert "Anna Ek" in text
    assert "Bo Ek" in text
    assert "1 / 1" in text


def _present(office: Office, occasion: object) -> set[object]:
    with office.app.app_context(), reading() as session:
        return set(operations.present_at(session, occasion.sessions[0].id))  # type: ignore[attr-defined]
