"""The pages that everybody sees."""

from datetime import timedelta

from flask.testing import FlaskClient
from icalendar import Calendar

from shared import clock, events
from tests.registration.browsing import send, text_of
from tests.registration.office import Office
from tests.registration.samples import sample_activity, sample_participant

FILLED = {
    "given_name": "Anna",
    "family_name": "Ek",
    "email": "anna.ek@huddinge.example",
    "municipality": "0126",
    "workplace": "Solgården",
    "employer": "municipal",
    "side": "provider",
    "role": "base_staff",
}


def test_the_catalogue_shows_what_is_coming_and_what_is_left(client: FlaskClient, web_office: Office) -> None:
    web_office.open_occasion(places=12)
    web_office.draft()
    page = client.get("/registration/")
    assert page.status_code == 200
    assert "1 kurstillfälle är öppet för anmälan" in text_of(page)
    assert "12 platser kvar" in text_of(page)


def test_the_catalogue_can_be_searched(client: FlaskClient, web_office: Office) -> None:
    network = web_office.does(
        "create_activity", sample_activity(title="Nätverk för enhetschefer", kind="network")
    )
    web_office.open_occasion(network.id)
    web_office.open_occasion()
    found = text_of(client.get("/registration/?q=enhetschefer&kind=network"))
    assert "Nätverk för enhetschefer" in found
    assert "Lågaffektivt" not in found
    assert "Ingen kurs passar det du har valt" in text_of(client.get("/registration/?q=segling"))


def test_what_has_ended_is_no_longer_in_the_catalogue(client: FlaskClient, web_office: Office) -> None:
    web_office.open_occasion(days=-3)
    assert "Just nu är inga kurser planerade" in text_of(client.get("/registration/"))


def test_what_has_begun_comes_after_what_one_can_register_for(
    client: FlaskClient, web_office: Office
) -> None:
    circle = web_office.does("create_activity", sample_activity(title="Cirkeln", kind="study_circle"))
    web_office.open_occasion(circle.id, days=-3, sessions=9)
    web_office.open_occasion(days=5)
    found = text_of(client.get("/registration/"))
    assert 0 < found.index("Lågaffektivt") < found.index("Cirkeln")


def test_a_page_in_english_has_english_words(client: FlaskClient, web_office: Office) -> None:
    web_office.open_occasion(places=12)
    assert "12 places left" in text_of(client.get("/registration/?lang=en"))


def test_registering_leads_to_the_confirmation(client: FlaskClient, web_office: Office) -> None:
    occasion = web_office.open_occasion()
    sent = send(client, f"/registration/occasions/{occasion.id}", **FILLED, needs="Glutenfritt")
    assert sent.status_code == 303
    page = text_of(client.get(sent.location))
    assert "Du har en plats" in page
    assert "Vi har skickat en bekräftelse till anna.ek@huddinge.example" in page
    assert web_office.standing(occasion) == {"Anna": ("confirmed", None)}


def test_a_full_occasion_gives_a_place_in_the_queue(client: FlaskClient, web_office: Office) -> None:
    occasion = web_office.open_occasion(places=1)
    web_office.fill(occasion, "Bo", "Cia")
    address = f"/registration/occasions/{occasion.id}"
    assert "1 person står på reservplats" in text_of(client.get(address))
    sent = send(client, address, **FILLED)
    assert "Du står på reservplats 2" in text_of(client.get(sent.location))


def test_a_wrong_form_says_so_on_top_and_beside_and_keeps_what_was_written(
    client: FlaskClient, web_office: Office
) -> None:
    occasion = web_office.open_occasion()
    wrong = FILLED | {"email": "anna", "role": "", "municipality": "0180"}
    sent = send(client, f"/registration/occasions/{occasion.id}", **wrong)
    assert sent.status_code == 422
    assert 'href="#f-email"' in sent.text and 'id="f-email-error"' in sent.text
    assert "Välj den stadsdel där du arbetar." in sent.text
    assert 'value="Solgården"' in sent.text
    assert '<option value="0180" selected>' in sent.text
    assert web_office.standing(occasion) == {}


def test_registering_twice_says_so_on_the_page(client: FlaskClient, web_office: Office) -> None:
    occasion = web_office.open_occasion()
    web_office.register(occasion)
    sent = send(client, f"/registration/occasions/{occasion.id}", **FILLED)
    assert sent.status_code == 422
    assert "Länken i din bekräftelse visar din anmälan." in text_of(sent)


def test_the_mails_of_a_page_in_english_are_in_english(client: FlaskClient, web_office: Office) -> None:
    occasion = web_office.open_occasion()
    client.get("/registration/?lang=en")
    send(client, f"/registration/occasions/{occasion.id}", **FILLED)
    (contact,) = web_office.events(events.ContactChanged)
    assert contact["language"] == "en"


def test_a_closed_occasion_has_no_form(client: FlaskClient, web_office: Office) -> None:
    late = web_office.open_occasion(closes_at=clock.now() - timedelta(days=1))
    full = web_office.open_occasion(places=1, waiting_places=0)
    web_office.register(full)
    for occasion, words in ((late, "Anmälan är stängd"), (full, "Fullt")):
        page = client.get(f"/registration/occasions/{occasion.id}")
        assert words in text_of(page)
        assert "csrf_token" not in page.text


def test_a_cancelled_occasion_tells_why(client: FlaskClient, web_office: Office) -> None:
    occasion = web_office.open_occasion()
    web_office.does("cancel_occasion", occasion.id, "Föreläsaren är sjuk.")
    assert "Föreläsaren är sjuk." in text_of(client.get(f"/registration/occasions/{occasion.id}"))


def test_a_draft_has_no_page(client: FlaskClient, web_office: Office) -> None:
    assert client.get(f"/registration/occasions/{web_office.draft().id}").status_code == 404


def test_the_holder_cancels_after_a_question(client: FlaskClient, web_office: Office) -> None:
    occasion = web_office.open_occasion()
    anna = web_office.register(occasion)
    address = f"/registration/registrations/{anna.token}"
    assert f"{address}/cancel" in client.get(address).text
    assert client.get(f"{address}/cancel").status_code == 200
    assert web_office.standing(occasion)["Anna"] == ("confirmed", None)
    sent = send(client, f"{address}/cancel")
    assert "Du är avanmäld" in text_of(client.get(sent.location))
    assert web_office.standing(occasion)["Anna"] == ("cancelled", None)


def test_a_used_link_says_that_nothing_is_left_to_cancel(client: FlaskClient, web_office: Office) -> None:
    anna = web_office.register(web_office.open_occasion())
    address = f"/registration/registrations/{anna.token}"
    send(client, f"{address}/cancel")
    shown = client.get(f"{address}/cancel")
    assert "Det går inte att avanmäla sig" in text_of(shown)


def test_a_wrong_link_is_not_found_and_says_what_to_check(client: FlaskClient) -> None:
    page = client.get("/registration/registrations/wrong")
    assert page.status_code == 404
    assert "Kontrollera att du har hela länken" in text_of(page)


def test_the_link_leaks_nowhere(client: FlaskClient, web_office: Office) -> None:
    anna = web_office.register(web_office.open_occasion())
    page = client.get(f"/registration/registrations/{anna.token}")
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store"


def test_names_are_shown_as_text_whatever_they_contain(client: FlaskClient, web_office: Office) -> None:
    occasion = web_office.open_occasion()
    new = sample_participant("Anna", given_name="<b>Anna</b>")
    receipt = web_office.does("register_participant", occasion.id, new)
    assert "<b>Anna" not in client.get(f"/registration/registrations/{receipt.token}").text


def test_the_calendar_has_every_coming_session_by_the_swedish_clock(
    client: FlaskClient, web_office: Office
) -> None:
    web_office.open_occasion(sessions=3)
    answer = client.get("/registration/calendar.ics")
    calendar = Calendar.from_ical(answer.data)
    entries = calendar.walk("VEVENT")
    assert answer.mimetype == "text/calendar"
    assert len({str(entry["UID"]) for entry in entries}) == 3
    assert calendar.walk("VTIMEZONE")[0]["TZID"] == "Europe/Stockholm"
    assert entries[0]["DTSTART"].params["TZID"] == "Europe/Stockholm"


def test_the_downloaded_calendar_is_as_new_as_the_mails(client: FlaskClient, web_office: Office) -> None:
    occasion = web_office.open_occasion()
    anna = web_office.register(occasion)
    web_office.does("change_occasion", occasion.id, {"places": 5})
    web_office.does("change_registration", anna.id, {"role": "manager"}, "participant")
    (moved,) = web_office.events(events.OccasionChanged)
    (changed,) = web_office.events(events.RegistrationChanged)
    calendar = client.get(f"/registration/registrations/{anna.token}/calendar.ics").data
    (entry,) = Calendar.from_ical(calendar).walk("VEVENT")
    assert entry["SEQUENCE"] == moved.version + changed.version


def test_what_the_office_wrote_is_marked_as_swedish_on_english_pages(
    client: FlaskClient, web_office: Office
) -> None:
    address = f"/registration/occasions/{web_office.open_occasion().id}"
    english = client.get(f"{address}?lang=en").text
    assert '<h1 lang="sv">Lågaffektivt bemötande</h1>' in english
    assert '<div class="description" lang="sv">' in english
    assert (
        f'<a href="{address}" lang="sv">Lågaffektivt bemötande</a>'
        in client.get("/registration/?lang=en").text
    )
    assert "<h1>Lågaffektivt bemötande</h1>" in client.get(f"{address}?lang=sv").text


def test_one_occasion_and_one_registration_have_calendars(client: FlaskClient, web_office: Office) -> None:
    occasion = web_office.open_occasion()
    anna = web_office.register(occasion)
    session = occasion.sessions[0].id
    for address, uid in (
        (f"/registration/occasions/{occasion.id}.ics", f"{session}"),
        (f"/registration/registrations/{anna.token}/calendar.ics", f"{anna.id}-{session}"),
    ):
        (entry,) = Calendar.from_ical(client.get(address).data).walk("VEVENT")
        assert str(entry["UID"]) == uid
        assert entry["DTSTART"].dt == clock.local(occasion.starts_at).replace(microsecond=0)
