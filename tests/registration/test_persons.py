"""A person as the office sees them: found, protected, exported and erased, all noted in the audit log."""

from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from services.registration.models import Lecturer, Need, Participant, Registration, SignIn
from services.registration.operations.erasing import erase_person
from services.registration.operations.protecting import set_protected
from services.registration.operations.representatives import name_representative
from services.registration.operations.retaining import carry_out_retention
from services.registration.operations.sign_ins import send_sign_in_link
from services.registration.problems import PersonHasDuties, PersonIsErased
from services.registration.queries.retention import due_dates
from shared import clock, events
from shared.audit import audit_entries
from shared.ids import new_id
from shared.service import reading, transaction
from tests.registration.browsing import send, sign_in, text_of
from tests.registration.office import Office
from tests.registration.samples import sample_mandate, sample_participant
from tests.staff import bearer, token_for

MANAGE = "/registration/manage/persons"
API = "/registration/api/persons"
MARIA = {"given_name": "Maria", "family_name": "Lund", "email": "maria.lund@huddinge.example"}


def person(app: Flask, name: str) -> UUID:
    with app.app_context(), reading() as session:
        return session.scalars(sa.select(Participant.id).where(Participant.given_name == name)).one()


def does(app: Flask, act: object, *arguments: object) -> object:
    with app.app_context(), transaction() as session:
        return act(session, *arguments)


def stored(app: Flask, what: object) -> list:
    with app.app_context(), reading() as session:
        return list(session.scalars(sa.select(what)))


def noted(app: Flask) -> list[str]:
    return stored(app, audit_entries.c.action)


def test_an_erased_person_has_neither_name_nor_needs_nor_workplace(office: Office) -> None:
    office.register(office.open_occasion(), "Anna", needs="Vegan")
    contact = person(office.app, "Anna")
    does(office.app, erase_person, contact)
    (row,) = stored(office.app, Participant)
    assert (row.name.strip(), row.email.endswith("@erased.invalid")) == ("", True)
    assert stored(office.app, Need) == []
    assert stored(office.app, Registration.workplace) == [""]
    assert [event.subject for event in office.events(events.PersonErased)] == [str(contact)]
    assert not [event for event in office.events(events.ContactChanged) if event.subject == str(contact)]


def test_a_link_of_an_erased_person_leads_nowhere(web_office: Office, client: FlaskClient) -> None:
    receipt = web_office.register(web_office.open_occasion(), "Anna")
    does(web_office.app, erase_person, person(web_office.app, "Anna"))
    assert client.get(f"/registration/registrations/{receipt.token}").status_code == 404


def test_neither_session_nor_groups_link_of_an_erased_person_leads_anywhere(
    web_office: Office, client: FlaskClient
) -> None:
    group = web_office.register_group(web_office.open_occasion(), "Anna", None)
    does(web_office.app, send_sign_in_link, "boel.booker@huddinge.example")
    does(web_office.app, erase_person, person(web_office.app, "Boel"))
    assert client.get(f"/registration/groups/{group.token}").status_code == 404
    assert stored(web_office.app, SignIn) == []


def test_nobody_is_erased_twice(office: Office) -> None:
    office.register(office.open_occasion(), "Anna")
    contact = person(office.app, "Anna")
    does(office.app, erase_person, contact)
    with pytest.raises(PersonIsErased):
        does(office.app, erase_person, contact)


def test_who_teaches_is_not_erased_before_that_has_ended(office: Office) -> None:
    office.register(office.open_occasion(), "Anna")
    contact = person(office.app, "Anna")
    teaching = Lecturer(id=new_id(), kind="lecturer", name="Anna Ek", organisation="", contact_id=contact)
    does(office.app, lambda session: session.add(teaching))
    with pytest.raises(PersonHasDuties):
        does(office.app, erase_person, contact)
    assert office.events(events.PersonErased) == []


def test_a_protected_name_is_in_no_list_and_no_event(office: Office) -> None:
    occasion = office.open_occasion()
    office.register(occasion, "Anna", is_protected=True)
    assert list(office.standing(occasion)) == [None]
    assert [event["name"] for event in office.events(events.ContactChanged)] == ["Deltagare"]


def test_a_protected_name_stays_here_when_another_language_is_chosen(office: Office) -> None:
    anna = office.register(office.open_occasion(), "Anna", is_protected=True)
    office.does("change_registration", anna.id, {"language": "en"}, "participant")
    told = office.events(events.ContactChanged)[-1]
    assert (told["name"], told["language"]) == ("Participant", "en")


def test_only_the_office_ends_a_protection(office: Office) -> None:
    office.register(office.open_occasion(), "Anna", is_protected=True)
    office.register(office.open_occasion(), "Anna")
    assert stored(office.app, Participant.is_protected) == [True]
    does(office.app, set_protected, person(office.app, "Anna"), False)
    assert stored(office.app, Participant.is_protected) == [False]
    assert office.events(events.ContactChanged)[-1]["name"] == "Anna Ek"


def test_a_protected_identity_is_found_by_the_whole_name_only(
    web_office: Office, client: FlaskClient
) -> None:
    web_office.register(web_office.open_occasion(), "Anna", is_protected=True)
    headers = bearer(token_for(web_office.app))
    assert client.get(f"{API}?q=ann", headers=headers).json["total"] == 0
    (item,) = client.get(f"{API}?q=anna+ek", headers=headers).json["items"]
    assert (item["name"], item["email"]) == ("Skyddad identitet", None)


def test_who_looks_at_a_protected_name_is_noted(web_office: Office, client: FlaskClient) -> None:
    web_office.register(web_office.open_occasion(), "Anna", is_protected=True)
    sign_in(web_office.app, client)
    page = f"{MANAGE}/{person(web_office.app, 'Anna')}"
    assert "Anna Ek" not in text_of(client.get(page))
    assert "Anna Ek" in text_of(send(client, f"{page}/reveal", page))
    assert "person.revealed" in noted(web_office.app)


def test_the_page_erases_after_asking_and_says_who_has_done_so(
    web_office: Office, client: FlaskClient
) -> None:
    web_office.register(web_office.open_occasion(), "Anna")
    sign_in(web_office.app, client)
    page = f"{MANAGE}/{person(web_office.app, 'Anna')}"
    assert "Det går inte att ångra" in text_of(client.get(f"{page}/erase"))
    assert send(client, f"{page}/erase").status_code == 303
    shown = text_of(client.get(page))
    assert "Raderad person" in shown and "Pågår" in shown and "Inte än" in shown


def test_a_copy_is_not_given_before_all_have_answered(web_office: Office, client: FlaskClient) -> None:
    web_office.register(web_office.open_occasion(), "Anna")
    headers = bearer(token_for(web_office.app))
    request = client.post(f"{API}/{person(web_office.app, 'Anna')}/export", headers=headers)
    assert request.status_code == 202
    content = f"/registration/api/person-requests/{request.json['id']}/content"
    early = client.get(content, headers=headers)
    assert (early.status_code, early.json["type"].rpartition(":")[2]) == (409, "export_is_not_ready")


def test_a_representative_may_neither_search_nor_erase(web_office: Office, client: FlaskClient) -> None:
    web_office.register(web_office.open_occasion(), "Anna")
    headers = bearer(token_for(web_office.app, "representative", "0126"))
    contact = person(web_office.app, "Anna")
    assert client.get(API, headers=headers).status_code == 403
    assert client.post(f"{API}/{contact}/erase", headers=headers).status_code == 403
    assert person(web_office.app, "Anna") == contact


def test_needs_are_deleted_thirty_days_after_the_occasion(office: Office) -> None:
    office.register(office.open_occasion(days=10), "Anna", needs="Vegan")
    later(office.app, 39)
    assert len(stored(office.app, Need)) == 1
    later(office.app, 41)
    assert stored(office.app, Need) == []
    assert "retention.carried_out" in noted(office.app)


def test_who_was_last_seen_two_years_ago_is_erased(office: Office) -> None:
    office.register(office.open_occasion(days=10), "Anna")
    office.register(office.open_occasion(days=100), "Bo")
    later(office.app, 10 + 740)
    assert sorted(stored(office.app, Participant.given_name)) == ["", "Bo"]


def test_who_is_to_teach_or_represent_a_place_is_not_idle(office: Office) -> None:
    office.register(office.open_occasion(days=10), "Anna")
    office.register(office.open_occasion(days=10), "Eva")
    office.register(office.open_occasion(days=10), "Bo")
    office.open_occasion(days=760, lecturer_contact_id=person(office.app, "Anna"))
    to_come = clock.today() + timedelta(days=800)
    does(office.app, name_representative, sample_mandate("Eva", from_on=to_come))
    later(office.app, 10 + 740)
    assert sorted(stored(office.app, Participant.given_name)) == ["", "Anna", "Eva"]


def test_who_has_booked_for_or_approved_a_coming_occasion_is_not_idle(office: Office) -> None:
    office.register_group(office.open_occasion(days=760), None)
    occasion = office.open_occasion(days=760, needs_approval=True)
    office.register(occasion, "Anna", manager=MARIA)
    later(office.app, 750)
    assert sorted(stored(office.app, Participant.given_name)) == ["Anna", "Boel", "Maria"]


def test_the_preview_says_what_goes_on_which_day(office: Office) -> None:
    occasion = office.open_occasion(days=10)
    office.register(occasion, "Anna", needs="Vegan")
    with office.app.app_context(), reading() as session:
        until = clock.now() + timedelta(days=365)
        ((day, count),) = due_dates(session, "needs", until)
        assert due_dates(session, "persons", until) == []
        ((gone, persons),) = due_dates(session, "persons", until + timedelta(days=400))
    assert (day - clock.local(occasion.ends_at).date(), count, persons) == (timedelta(days=30), 1, 1)
    assert timedelta(days=735) < gone - clock.today() < timedelta(days=745)


def test_the_log_is_for_administrators(web_office: Office, client: FlaskClient) -> None:
    web_office.register(web_office.open_occasion(), "Anna")
    does(web_office.app, erase_person, person(web_office.app, "Anna"))
    path = "/registration/api/audit?action=person."
    assert client.get(path, headers=bearer(token_for(web_office.app))).status_code == 403
    found = client.get(path, headers=bearer(token_for(web_office.app, "admin"))).json
    assert [item["action"] for item in found["items"]] == ["person.erased"]
    sign_in(web_office.app, client, "admin")
    assert "Person raderad" in text_of(client.get("/registration/manage/audit?action=person."))


def test_the_privacy_notice_says_how_long_everything_is_kept(client: FlaskClient) -> None:
    shown = text_of(client.get("/registration/privacy"))
    assert "30 dagar efter kurstillfället" in shown and "24 månader efter" in shown
    assert "imy.se" in shown
    assert "30 days after the occasion" in text_of(client.get("/registration/privacy?lang=en"))


def test_every_page_leads_to_what_the_law_wants_to_be_told(client: FlaskClient) -> None:
    front = client.get("/registration/").text
    assert 'href="/registration/privacy"' in front and 'href="/registration/accessibility"' in front
    assert "Digg" in text_of(client.get("/registration/accessibility"))


def later(app: Flask, days: int) -> None:
    with clock.at(clock.now() + timedelta(days=days)), app.app_context():
        carry_out_retention()


def test_a_tick_at_registration_protects(web_office: Office, client: FlaskClient) -> None:
    occasion = web_office.open_occasion()
    new = sample_participant("Anna") | {"is_protected": True}
    answer = client.post(f"/registration/api/occasions/{occasion.id}/registrations", json=new)
    assert answer.status_code == 201
    assert stored(web_office.app, Participant.is_protected) == [True]
