"""Who gets a survey: chosen by mandate, role, place or list, shown before anybody is added, and each once."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from services.registration.models import Participant, SurveyRecipient
from services.registration.operations.erasing import erase_person
from services.registration.operations.recipients import Added, add_recipients
from services.registration.operations.representatives import name_representative
from services.registration.operations.retaining import carry_out_retention
from services.registration.problems import NobodyIsChosen
from services.registration.queries.recipients import Choice, chosen_recipients
from shared import clock, events
from shared.audit import audit_entries
from shared.service import reading, transaction
from tests.registration.browsing import send, sign_in, text_of
from tests.registration.office import Office
from tests.registration.samples import sample_mandate, sample_participant
from tests.staff import bearer, token_for

SURVEY = uuid4()
PAGE = f"/registration/manage/recipients?survey={SURVEY}&title=Behov+2027"
API = f"/registration/api/surveys/{SURVEY}/recipients"
SIV = {
    "given_name": "Siv",
    "family_name": "Lund",
    "email": "siv@nacka.example",
    "municipality": "0182",
    "district": None,
}


def _add(office: Office, survey: UUID = SURVEY, **choice: Any) -> Added:
    with office.app.app_context(), transaction() as session:
        return add_recipients(session, survey, Choice(**choice))


def _named(office: Office, name: str, **given: Any) -> None:
    with office.app.app_context(), transaction() as session:
        name_representative(session, sample_mandate(name, **given))


def _attended(office: Office, name: str, months_ago: int = 2, is_present: bool = True, **facts: Any) -> None:
    with clock.at(clock.now() - timedelta(days=31 * months_ago)):
        occasion = office.open_occasion(days=1)
        receipt = office.register(occasion, name, **facts)
    with clock.at(clock.now() - timedelta(days=31 * months_ago - 2)):
        office.attend(occasion, *([receipt] if is_present else []))


def _chosen(office: Office, **choice: Any) -> dict[str, str]:
    with office.app.app_context(), reading() as session:
        return {item.name: item.source for item in chosen_recipients(session, Choice(**choice))}


def _stored(office: Office, what: Any) -> list[Any]:
    with office.app.app_context(), reading() as session:
        return list(session.scalars(sa.select(what)))


def test_representatives_are_those_who_have_the_assignment_today(office: Office) -> None:
    _named(office, "Eva")
    _named(office, "Omar", municipality="0127", to_on=clock.today() - timedelta(days=1))
    _named(office, "Ali", kind="competence", workplace="Solgården")
    assert _chosen(office, representatives=["cka"]) == {"Eva Ek": "representative"}
    both = {"Eva Ek": "representative", "Ali Ek": "representative"}
    assert _chosen(office, representatives=["cka", "competence"]) == both


def test_participants_are_chosen_by_what_their_last_course_says_of_them(office: Office) -> None:
    _attended(office, "Anna", months_ago=6, role="nurse")
    _attended(office, "Anna", months_ago=2, role="manager")
    _attended(office, "Bo", role="nurse")
    _attended(office, "Cilla", role="nurse", is_present=False)
    _attended(office, "Disa", months_ago=26, role="nurse")
    assert _chosen(office, roles=["nurse"]) == {"Bo Ek": "participant"}
    assert _chosen(office, roles=["manager"]) == {"Anna Ek": "participant"}


def test_places_narrow_the_choice_and_alone_mean_everybody_who_took_part_from_there(office: Office) -> None:
    farsta = {"municipality": "0180", "district": "farsta"}
    _attended(office, "Anna", **farsta)
    _attended(office, "Bo", municipality="0180", district="jarva", role="nurse")
    _attended(office, "Cilla")
    _named(office, "Eva")
    _named(office, "Omar", **farsta)
    stockholm, district = [("0180", None)], [("0180", "farsta")]
    assert _chosen(office, places=stockholm).keys() == {"Anna Ek", "Bo Ek"}
    assert _chosen(office, places=district).keys() == {"Anna Ek"}
    assert _chosen(office, places=stockholm, roles=["nurse"]).keys() == {"Bo Ek"}
    assert _chosen(office, places=stockholm, representatives=["cka"]).keys() == {"Omar Ek"}
    both = _chosen(office, places=stockholm, representatives=["cka"], roles=["nurse"])
    assert both.keys() == {"Omar Ek", "Bo Ek"}


def test_whoever_is_chosen_in_several_ways_is_added_once(office: Office) -> None:
    _named(office, "Anna")
    _attended(office, "Anna")
    twice = [sample_participant("Anna"), SIV, SIV | {"email": "SIV@nacka.example"}]
    assert _add(office, representatives=["cka"], roles=["base_staff"], people=twice) == Added(2, 0)
    (event,) = office.events(events.RecipientsAdded)
    assert [item["source"] for item in event["recipients"]] == ["representative", "list"]
    assert (event["survey_id"], event["recipients"][1]["municipality"]) == (SURVEY, "0182")


def test_adding_again_adds_only_those_who_are_new(office: Office) -> None:
    _named(office, "Eva")
    _add(office, representatives=["cka"])
    assert _add(office, representatives=["cka"], people=[SIV]) == Added(1, 1)
    assert _add(office, people=[SIV]) == Added(0, 1)
    told = office.events(events.RecipientsAdded)
    assert [len(event["recipients"]) for event in told] == [1, 1]
    assert len({event.subject for event in told}) == 2
    assert _add(office, survey=uuid4(), people=[SIV]) == Added(1, 0)


def test_somebody_new_becomes_a_contact_and_somebody_known_stays_as_written(office: Office) -> None:
    office.register(office.open_occasion(), "Anna")
    before = len(office.events(events.ContactChanged))
    split_otherwise = sample_participant("Anna") | {"email": "Anna.Ek@huddinge.example", "language": "en"}
    _add(office, people=[SIV, split_otherwise])
    (told,) = office.events(events.ContactChanged)[before:]
    assert (told["name"], told["email"]) == ("Siv Lund", "siv@nacka.example")
    assert "anna.ek@huddinge.example" in _stored(office, Participant.email)


def test_facts_about_recipients_carry_no_name_and_no_address(office: Office) -> None:
    _add(office, people=[SIV])
    assert "nacka.example" not in str(office.events(events.RecipientsAdded)[0].data)


def test_a_choice_that_fits_nobody_is_refused(office: Office) -> None:
    with pytest.raises(NobodyIsChosen):
        _add(office, roles=["nurse"])
    assert not _stored(office, SurveyRecipient.id)


def test_an_erased_person_is_not_chosen_and_what_was_chosen_of_them_is_gone(office: Office) -> None:
    _attended(office, "Anna")
    _add(office, roles=["base_staff"])
    (anna,) = _stored(office, Participant.id)
    with office.app.app_context(), transaction() as session:
        erase_person(session, anna)
    assert not _stored(office, SurveyRecipient.id)
    assert not _chosen(office, roles=["base_staff"])


def test_a_contact_of_surveys_alone_is_forgotten_two_years_after_the_last_one(office: Office) -> None:
    _add(office, people=[SIV])
    with clock.at(clock.now() + timedelta(days=400)):
        _add(office, survey=uuid4(), people=[SIV])
    for days, erased in ((760, 0), (400 + 760, 1)):
        with clock.at(clock.now() + timedelta(days=days)), office.app.app_context():
            carry_out_retention()
        assert len(office.events(events.PersonErased)) == erased


def test_choosing_is_noted_in_numbers(office: Office) -> None:
    _add(office, people=[SIV])
    (details,) = _stored(office, audit_entries.c.details)
    assert details == {"count": 1, "by": ["list"]}


def test_a_program_chooses_recipients(web_office: Office, client: FlaskClient, web_app: Flask) -> None:
    _named(web_office, "Eva")
    headers = bearer(token_for(web_app))
    given = {"people": [SIV], "representatives": True, "municipalities": ["0126"]}
    answer = client.post(API, json=given, headers=headers)
    assert (answer.status_code, answer.json) == (202, {"added": 2, "already": 0})


@pytest.mark.parametrize(
    ("given", "slug"),
    [
        ({}, "nobody_is_chosen"),
        ({"roles": ["king"]}, "invalid_input"),
        ({"municipalities": ["9999"]}, "invalid_input"),
        ({"municipalities": ["0180/nowhere"]}, "invalid_input"),
        ({"people": [SIV | {"email": "siv"}]}, "invalid_input"),
        ({"people": [SIV | {"district": "farsta"}]}, "invalid_input"),
        ({"people": [{"email": "siv@nacka.example"}]}, "invalid_input"),
    ],
)
def test_a_wrong_choice_of_a_program_adds_nobody(
    web_office: Office, client: FlaskClient, web_app: Flask, given: dict[str, Any], slug: str
) -> None:
    answer = client.post(API, json=given, headers=bearer(token_for(web_app)))
    assert (answer.status_code, answer.json["type"]) == (422, f"urn:kursforum:problem:{slug}")
    assert not _stored(web_office, SurveyRecipient.id)


def test_only_the_office_chooses_recipients(web_app: Flask, client: FlaskClient) -> None:
    for role in ("lecturer", "representative"):
        headers = bearer(token_for(web_app, role, municipality="0182"))
        assert client.post(API, json={"people": [SIV]}, headers=headers).status_code == 403
        assert client.get(PAGE, headers=headers).status_code == 403


def test_the_page_shows_how_many_and_who_before_anybody_is_added(
    web_office: Office, client: FlaskClient, web_app: Flask
) -> None:
    _named(web_office, "Eva")
    sign_in(web_app, client)
    choice = {"representatives": ["cka", "competence"], "people": "Siv Lund; siv@nacka.example; Nacka"}
    page = text_of(send(client, PAGE, **choice))
    assert "2 personer får enkäten" in page and "Eva Ek" in page and "Siv Lund" in page
    assert "kan det gå att gissa" in page
    assert not _stored(web_office, SurveyRecipient.id)
    done = send(client, PAGE, **choice, confirm="yes")
    assert done.status_code == 303
    assert "2 mottagare har lagts till" in text_of(client.get(done.location))
    assert "redan valda" in text_of(send(client, PAGE, **choice))


@pytest.mark.parametrize(
    ("lines", "row", "text"),
    [
        ("Siv Lund;siv@nacka.example\nBo Berg", 2, "Skriv en e-postadress på varje rad"),
        ("Siv;siv@nacka.example", 1, "Skriv både förnamn och efternamn"),
        ("Bo Berg;bo@x.example\n\nSiv Lund;siv@nacka", 3, "e-postadress"),
        ("Siv Lund;siv@nacka.example;Lund", 1, "Välj en av regionens kommuner"),
        ("Siv Lund;siv@nacka.example;Nacka;Farsta", 1, "Kommunen har ingen sådan stadsdel"),
        ("okand@nacka.example", 1, "Vi känner ingen med den adressen"),
    ],
)
def test_each_bad_line_is_named_and_nobody_is_added(
    web_office: Office, client: FlaskClient, web_app: Flask, lines: str, row: int, text: str
) -> None:
    sign_in(web_app, client)
    answer = send(client, PAGE, people=lines, confirm="yes")
    page = text_of(answer)
    assert answer.status_code == 422 and f"Rad {row}" in page and text in page
    assert not _stored(web_office, SurveyRecipient.id)


def test_lines_are_read_as_people_write_them(web_office: Office, client: FlaskClient, web_app: Flask) -> None:
    web_office.register(web_office.open_occasion(), "Anna")
    sign_in(web_app, client)
    lines = (
        'Namn;E-post;Kommun\n"Siv Lund" <siv@nacka.example>\n'
        "Bo Berg;bo@x.example;0180;Farsta\nanna.ek@huddinge.example"
    )
    assert send(client, PAGE, people=lines, confirm="yes").status_code == 303
    (event,) = web_office.events(events.RecipientsAdded)
    places = [(item["municipality"], item["district"]) for item in event["recipients"]]
    assert places == [(None, None), ("0180", "farsta"), (None, None)]
    assert len(_stored(web_office, Participant.id)) == 3


def test_a_list_that_is_not_a_list_and_an_address_without_a_survey_are_refused_kindly(
    client: FlaskClient, web_app: Flask
) -> None:
    sign_in(web_app, client)
    assert client.get("/registration/manage/recipients").status_code == 404
    answer = send(client, PAGE)
    assert answer.status_code == 422 and "Valet passar ingen" in text_of(answer)
    wrong = send(client, PAGE, roles="king")
    assert wrong.status_code == 422 and "alternativen" in text_of(wrong)
