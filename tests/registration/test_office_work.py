"""The office's everyday work by page: lists, notes, several at once, copies, dates, files."""

import io
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.registration.browsing import send, sign_in, text_of
from tests.registration.office import Office
from tests.registration.samples import sample_activity, sample_participant

MANAGE = "/registration/manage"
LIST = "given_name;family_name;email;workplace;municipality;employer;side;role\r\n"
ANNA = "Anna;Ek;anna@x.example;LSS;Huddinge;municipal;provider;nurse\r\n"


@pytest.fixture
def office_client(web_app: Flask, client: FlaskClient) -> FlaskClient:
    """A coordinator's browser."""
    sign_in(web_app, client)
    return client


def _person(name: str = "Anna", **given: Any) -> dict[str, Any]:
    return {key: value for key, value in (sample_participant(name) | given).items() if value is not None}


def _fields(page: str) -> dict[str, str]:
    """The hidden fields of a page, to be sent back as a browser does."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {name: value for name, value in found if name != "csrf_token"}


def test_the_day_begins_with_what_needs_attention(office_client: FlaskClient, web_office: Office) -> None:
    assert "Kommuner utan CKA 36" in text_of(office_client.get(f"{MANAGE}/"))
    web_office.fill(web_office.open_occasion(days=3, places=1), "Anna", "Bo")
    page = text_of(office_client.get(f"{MANAGE}/"))
    assert "Fullt, med kö 1" in page
    assert "1 väntar" in page
    assert "Hornsgatan 20 · 1 av 1" in page


def test_the_list_keeps_its_filters_when_it_is_sorted(office_client: FlaskClient, web_office: Office) -> None:
    web_office.open_occasion()
    page = office_client.get(f"{MANAGE}/occasions?kind=course&sort=title")
    assert "kind=course&amp;sort=-title" in page.text
    assert 'aria-sort="ascending"' in page.text


def test_a_filter_that_makes_no_sense_is_left_out(office_client: FlaskClient, web_office: Office) -> None:
    web_office.open_occasion()
    page = office_client.get(f"{MANAGE}/occasions?from=yesterday&lecturer=me&sort=wealth&page=x")
    assert page.status_code == 200
    assert "1 kurstillfälle" in text_of(page)


def test_a_note_of_the_office_is_kept_and_tells_nobody(
    office_client: FlaskClient, web_office: Office
) -> None:
    occasion = web_office.open_occasion()
    version = web_office.now(occasion).version
    send(office_client, f"{MANAGE}/occasions/{occasion.id}/note", note="Beställ fika.")
    assert "Beställ fika." in text_of(office_client.get(f"{MANAGE}/occasions/{occasion.id}"))
    assert web_office.now(occasion).version == version


def test_the_form_says_who_is_told_before_anything_is_saved(
    office_client: FlaskClient, web_office: Office
) -> None:
    occasion = web_office.open_occasion(places=2)
    web_office.fill(occasion, "Anna", "Bo", "Eva")
    page = text_of(office_client.get(f"{MANAGE}/occasions/{occasion.id}/change"))
    assert "Ny tid eller lokal: 2 deltagare får mejl." in page
    assert "1 person väntar" in page


def test_an_activity_with_all_its_rules_is_made_by_form(
    office_client: FlaskClient, web_office: Office
) -> None:
    earlier = web_office.does("create_activity", sample_activity(title="Grundkurs"))
    day = {"day": "2027-05-11", "starts": "09:00", "ends": "12:00", "venue": "Digitalt"}
    given = {
        "title": "Fördjupning",
        "kind": "course",
        "form": "procured",
        "places": "12",
        **{f"sessions.0.{name}": text for name, text in day.items()},
        "queue_policy": "offer",
        "offer_hours": "24",
        "needs_approval": "true",
        "share_limit": "3",
        "share_until_on": "2027-04-01",
        "municipality": "0126",
        "completes_after_hours": "24",
        "target_roles": ["nurse", "manager"],
        "target_rule": "warn",
        "certificate_percent": "80",
        "prerequisite_id": str(earlier.id),
        "fee": "4200",
        "late_cancellation_days": "14",
    }
    made = send(office_client, f"{MANAGE}/occasions/new", **given)
    assert made.status_code == 303, made.text
    page = text_of(office_client.get(made.location))
    assert "En ledig plats erbjuds i 24 timmar" in page
    assert "Högst 3 per kommun till och med 1 april 2027" in page
    shown = office_client.get(f"{made.location}/change").text
    assert 'name="needs_approval" value="true" checked' in shown


def test_a_rule_about_roles_needs_its_roles(office_client: FlaskClient, web_office: Office) -> None:
    occasion = web_office.open_occasion()
    address = f"{MANAGE}/activities/{occasion.activity_id}/change"
    kept = {"title": "Ny titel", "kind": "course", "form": "in_house"}
    page = send(office_client, address, **kept, target_rule="refuse")
    assert page.status_code == 422
    assert "Välj de roller" in text_of(page)
    send(office_client, address, **kept, target_rule="refuse", target_roles=["nurse"])
    assert web_office.now(occasion).activity.target_roles == ("nurse",)


def test_a_copy_opens_as_a_draft_to_be_changed(office_client: FlaskClient, web_office: Office) -> None:
    occasion = web_office.open_occasion()
    made = send(office_client, f"{MANAGE}/occasions/{occasion.id}/duplicate", first_day="2027-09-06")
    assert 'value="2027-09-06"' in office_client.get(made.location).text
    assert "Spara" in text_of(office_client.get(made.location))


def test_dates_that_recur_are_shown_before_they_are_made(
    office_client: FlaskClient, web_office: Office
) -> None:
    occasion = web_office.open_occasion()
    address = f"{MANAGE}/occasions/{occasion.id}/repeat"
    rule = {"first_day": "2027-02-02", "starts": "09:00", "ends": "12:00", "venue": "Digitalt", "count": "3"}
    shown = send(office_client, address, **rule)
    assert "3 datum tisdag 2 februari 2027" in text_of(shown)
    changed = send(office_client, address, **rule | _fields(shown.text) | {"count": "4", "save": "yes"})
    assert (changed.status_code, "Skapa 4 utkast" in text_of(changed)) == (200, True)
    made = send(office_client, address, **rule | _fields(shown.text) | {"save": "yes"})
    assert made.status_code == 303
    assert "4 kurstillfällen" in text_of(office_client.get(made.location))


def test_a_draft_is_seen_as_the_public_will_see_it(office_client: FlaskClient, web_office: Office) -> None:
    draft = web_office.draft()
    page = text_of(office_client.get(f"{MANAGE}/occasions/{draft.id}/preview"))
    assert "Så här kommer utkastet att se ut" in page
    assert "2 platser kvar" in page


def test_the_office_adds_somebody_after_the_deadline(office_client: FlaskClient, web_office: Office) -> None:
    occasion = web_office.open_occasion(closes_at=web_office.draft().starts_at.replace(year=2020))
    added = send(office_client, f"{MANAGE}/occasions/{occasion.id}/add", **_person())
    assert "Anna Ek" in text_of(office_client.get(added.location))


def test_the_office_is_warned_and_may_go_on_with_a_tick(
    office_client: FlaskClient, web_office: Office
) -> None:
    rule = sample_activity(target_roles=("nurse",), target_rule="refuse")
    occasion = web_office.open_occasion(web_office.does("create_activity", rule).id)
    address = f"{MANAGE}/occasions/{occasion.id}/add"
    warned = send(office_client, address, **_person())
    assert warned.status_code == 422
    assert 'name="accept_warnings"' in warned.text
    assert send(office_client, address, **_person(), accept_warnings="true").status_code == 303


def test_facts_are_corrected_after_the_start_with_a_reason(
    office_client: FlaskClient, web_office: Office
) -> None:
    occasion = web_office.open_occasion(days=0)
    added = send(office_client, f"{MANAGE}/occasions/{occasion.id}/add", **_person())
    correction = {**_person(role="nurse")}
    assert send(office_client, f"{added.location}/change", **correction).status_code == 422
    done = send(office_client, f"{added.location}/change", **correction, reason="Fel roll.")
    assert "Sjuksköterska" in text_of(office_client.get(done.location))


def _choose(client: FlaskClient, occasion: Any, act: str, *chosen: Any, **fields: Any) -> Any:
    ids = [str(item.id) for item in chosen]
    page = f"{MANAGE}/occasions/{occasion.id}"
    return send(client, f"{page}/registrations", page=page, act=act, chosen=ids, **fields)


def test_several_are_cancelled_at_once_after_their_names_were_shown(
    office_client: FlaskClient, web_office: Office
) -> None:
    occasion = web_office.open_occasion(places=2)
    anna, bo, _eva = web_office.fill(occasion, "Anna", "Bo", "Eva")
    asked = text_of(_choose(office_client, occasion, "cancel", anna, bo))
    assert "Avanmäla 2 deltagare? Anna Ek" in asked
    assert web_office.standing(occasion)["Anna"] == ("confirmed", None)
    _choose(office_client, occasion, "cancel", anna, bo, confirm="yes")
    assert web_office.standing(occasion)["Eva"] == ("confirmed", None)


def test_one_who_cannot_be_cancelled_stops_all(office_client: FlaskClient, web_office: Office) -> None:
    occasion = web_office.open_occasion()
    anna, bo = web_office.fill(occasion, "Anna", "Bo")
    web_office.attend(occasion, anna)
    refused = _choose(office_client, occasion, "cancel", anna, bo, confirm="yes")
    assert refused.status_code == 422
    assert "Deltagaren har varit närvarande" in text_of(refused)
    assert web_office.standing(occasion)["Bo"] == ("confirmed", None)


def test_several_get_the_same_note(office_client: FlaskClient, web_office: Office) -> None:
    occasion = web_office.open_occasion()
    people = web_office.fill(occasion, "Anna", "Bo")
    assert _choose(office_client, occasion, "note", *people, confirm="yes").status_code == 422
    _choose(office_client, occasion, "note", *people, confirm="yes", note="Kommer med buss.")
    page = office_client.get(f"{MANAGE}/occasions/{occasion.id}").text
    assert page.count("Kommer med buss.") == 2


def test_several_are_noted_as_present(office_client: FlaskClient, web_office: Office) -> None:
    occasion = web_office.open_occasion()
    people = web_office.fill(occasion, "Anna", "Bo")
    day = str(web_office.now(occasion).sessions[0].id)
    _choose(office_client, occasion, "attend", *people, confirm="yes", session_id=day)
    assert "2 närvarande" in text_of(office_client.get(f"{MANAGE}/occasions/{occasion.id}"))


def test_nobody_chosen_leads_back_to_the_list(office_client: FlaskClient, web_office: Office) -> None:
    occasion = web_office.open_occasion()
    web_office.register(occasion)
    assert _choose(office_client, occasion, "cancel", confirm="yes").status_code == 303
    assert web_office.standing(occasion)["Anna"] == ("confirmed", None)


def _send_file(client: FlaskClient, address: str, text: str) -> Any:
    return send(client, address, file=(io.BytesIO(text.encode("cp1252")), "lista.csv"))


def test_a_file_is_looked_at_and_then_registered(office_client: FlaskClient, web_office: Office) -> None:
    occasion = web_office.open_occasion(places=1)
    address = f"{MANAGE}/occasions/{occasion.id}/import"
    looked = _send_file(office_client, address, LIST + ANNA + ANNA.replace("Anna", "Åsa"))
    assert "1 får plats, 1 hamnar i kö" in text_of(looked)
    assert web_office.standing(occasion) == {}
    assert send(office_client, address, **_fields(looked.text), confirm="yes").status_code == 303
    assert web_office.standing(occasion) == {"Anna": ("confirmed", None), "Åsa": ("waiting", 1)}


def test_every_bad_row_of_a_file_is_shown_and_nobody_is_registered(
    office_client: FlaskClient, web_office: Office
) -> None:
    occasion = web_office.open_occasion()
    web_office.register(occasion, "Bo")
    known = "Bo;Ek;bo.ek@huddinge.example;LSS;Huddinge;municipal;provider;nurse\r\n"
    address = f"{MANAGE}/occasions/{occasion.id}/import"
    bad = text_of(_send_file(office_client, address, LIST + ANNA.replace("nurse", "cook") + ANNA))
    assert "1 sak måste rättas först" in bad
    twice = _send_file(office_client, address, LIST + ANNA + known)
    assert (twice.status_code, "Rad 3" in text_of(twice)) == (422, True)
    assert list(web_office.standing(occasion)) == ["Bo"]


@pytest.mark.parametrize("text", ["", "\0\0\0", "PK\x03\x04broken"])
def test_a_file_that_is_no_table_is_told_kindly(
    office_client: FlaskClient, web_office: Office, text: str
) -> None:
    occasion = web_office.open_occasion()
    page = _send_file(office_client, f"{MANAGE}/occasions/{occasion.id}/import", text)
    assert page.status_code == 422
    assert "går inte att läsa" in text_of(page)
