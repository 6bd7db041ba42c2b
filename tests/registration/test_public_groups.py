"""The booker's pages: several colleagues in one go."""

from flask.testing import FlaskClient

from services.registration.models import Occasion
from shared import events
from tests.registration.browsing import send, text_of
from tests.registration.office import Office
from tests.registration.samples import sample_activity

UNIT = {
    "booker.given_name": "Boel",
    "booker.family_name": "Ek",
    "booker.email": "boel.ek@huddinge.example",
    "municipality": "0126",
    "workplace": "Solgården",
    "employer": "municipal",
    "side": "provider",
}


def _person(row: int, name: str | None, **given: str) -> dict[str, str]:
    """What is written in one row of the form; without a name the role alone."""
    known = {"given_name": name, "family_name": "Ek", "email": f"{name}@huddinge.example"} if name else {}
    return {f"members.{row}.{key}": text for key, text in ({"role": "base_staff"} | known | given).items()}


def _form(occasion: Occasion) -> str:
    return f"/registration/occasions/{occasion.id}/group"


def test_a_group_gets_its_places_and_the_booker_sees_each_of_them(
    client: FlaskClient, web_office: Office
) -> None:
    occasion = web_office.open_occasion(places=3)
    sent = send(client, _form(occasion), **UNIT, **_person(0, "Eva"), **_person(2, None))
    assert sent.status_code == 303, text_of(sent)
    page = text_of(client.get(sent.location))
    assert "Din grupp har 2 platser" in page
    assert "Eva Ek" in page and "Namn meddelas senare" in page
    assert "1 plats saknar namn" in page


def test_mistakes_are_told_at_the_row_where_they_were_made(client: FlaskClient, web_office: Office) -> None:
    occasion = web_office.open_occasion(places=5)
    sent = send(client, _form(occasion), **_person(3, "Eva", email="eva"))
    assert sent.status_code == 422
    assert 'href="#f-members-3-email"' in sent.text and 'id="f-members-3-email-error"' in sent.text
    assert 'href="#f-booker-email"' in sent.text
    assert "Person 4, e-post" in text_of(sent)
    assert 'value="Eva"' in sent.text
    assert web_office.standing(occasion) == {}


def test_somebody_who_is_registered_is_pointed_out_in_their_row(
    client: FlaskClient, web_office: Office
) -> None:
    occasion = web_office.open_occasion(places=5)
    web_office.register(occasion, "Eva", email="Eva@huddinge.example")
    sent = send(client, _form(occasion), **UNIT, **_person(1, "Bo"), **_person(4, "Eva"))
    assert sent.status_code == 422
    assert "Person 5, e-post: Personen är redan anmäld till kurstillfället." in text_of(sent)


def test_more_rows_come_without_scripts_and_keep_what_was_written(
    client: FlaskClient, web_office: Office
) -> None:
    occasion = web_office.open_occasion(places=9)
    sent = send(client, _form(occasion), **UNIT, **_person(0, "Eva"), more="yes")
    assert sent.status_code == 200
    assert 'name="members.9.email"' in sent.text and 'name="members.10.email"' not in sent.text
    assert 'value="Eva"' in sent.text
    assert web_office.standing(occasion) == {}


def test_a_group_too_large_is_refused_and_says_so(client: FlaskClient, web_office: Office) -> None:
    occasion = web_office.open_occasion(places=1, waiting_places=0)
    sent = send(client, _form(occasion), **UNIT, **_person(0, "Eva"), **_person(1, "Bo"))
    assert sent.status_code == 422
    assert "Gruppen är större än vad kurstillfället någonsin kan ta emot." in text_of(sent)


def test_the_booker_names_an_unnamed_place_once(client: FlaskClient, web_office: Office) -> None:
    occasion = web_office.open_occasion(places=3)
    group = web_office.register_group(occasion, "Eva", None)
    address = f"/registration/groups/{group.token}/places/{group.members[1].id}/name"
    named = {"given_name": "Bo", "family_name": "Ek", "email": "bo@huddinge.example", "role": "manager"}
    assert send(client, address, **named).status_code == 303
    assert "Bo Ek" in text_of(client.get(f"/registration/groups/{group.token}"))
    assert "går inte längre att namnge" in text_of(client.get(address))


def test_the_booker_changes_a_person_and_cancels_one_and_then_all(
    client: FlaskClient, web_office: Office
) -> None:
    occasion = web_office.open_occasion(places=3)
    group = web_office.register_group(occasion, "Eva", "Bo", "Cia")
    home = f"/registration/groups/{group.token}"
    new = {"given_name": "Dan", "family_name": "Ek", "email": "dan@huddinge.example", "role": "manager"}
    assert send(client, f"{home}/places/{group.members[0].id}/replace", **new).status_code == 303
    assert send(client, f"{home}/places/{group.members[1].id}/cancel").status_code == 303
    assert web_office.standing(occasion)["Dan"] == ("confirmed", None)
    assert web_office.standing(occasion)["Bo"] == ("cancelled", None)
    assert "2 platser lämnas" in text_of(client.get(f"{home}/cancel"))
    assert "Din grupp är avanmäld" in text_of(client.get(send(client, f"{home}/cancel").location))


def test_the_booker_answers_an_offer_for_the_whole_group(client: FlaskClient, web_office: Office) -> None:
    occasion = web_office.open_occasion(places=2, queue_policy="offer")
    first = web_office.fill(occasion, "Gun", "Hans")
    group = web_office.register_group(occasion, "Eva", None)
    for receipt in first:
        web_office.cancel(receipt)
    home = f"/registration/groups/{group.token}"
    assert "Din grupp erbjuds platser" in text_of(client.get(home))
    assert send(client, f"{home}/accept", page=home).status_code == 303
    assert "Din grupp har 2 platser" in text_of(client.get(home))
    again = send(client, f"{home}/accept", page=f"/registration/occasions/{occasion.id}/group")
    assert again.status_code >= 400


def test_a_place_of_another_group_is_not_found(client: FlaskClient, web_office: Office) -> None:
    occasion = web_office.open_occasion(places=5)
    mine, theirs = web_office.register_group(occasion, "Eva"), web_office.register_group(occasion, "Bo")
    address = f"/registration/groups/{mine.token}/places/{theirs.members[0].id}/cancel"
    assert client.get(address).status_code == 404


def test_a_warning_is_shown_and_accepted_by_a_tick(client: FlaskClient, web_office: Office) -> None:
    rules = sample_activity(target_roles=("manager",), target_rule="warn")
    occasion = web_office.open_occasion(web_office.does("create_activity", rules).id, places=5)
    filled = {**UNIT, **_person(0, "Eva")}
    warned = send(client, _form(occasion), **filled)
    assert warned.status_code == 422
    assert "Kursen är tänkt för andra roller än den här." in text_of(warned)
    assert web_office.events(events.GroupRegistered) == []
    assert send(client, _form(occasion), **filled, accept_warnings="true").status_code == 303
