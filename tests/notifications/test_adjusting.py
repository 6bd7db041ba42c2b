"""Words of the office's own: what may be changed, what is refused, and the way back to ours."""

import re
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from services.notifications.emails import EMAILS, OF_EVALUATION
from services.notifications.letters import adjusting, samples
from services.notifications.letters.rendering import Rendered, render
from shared.i18n import LANGUAGES
from shared.service import transaction
from tests.notifications.browsing import signed_in
from tests.notifications.happenings import TITLE, contact, manage_link, occasion, registered
from tests.notifications.mail_room import MailRoom, html_of, text_of

OURS = {
    "subject": "Välkommen till {title}",
    "lead": "Kul att du kommer på {title}, {first_name}!",
    "after": "",
}
PAGE = "/notifications/templates/registration_confirmed/sv"
ALL = [(name, language) for name in EMAILS for language in LANGUAGES]


@pytest.fixture
def coordinator(web_room: MailRoom) -> FlaskClient:
    """A coordinator's browser."""
    return signed_in(web_room.app, "coordinator")


def test_an_email_says_what_the_office_wants_it_to_say(room: MailRoom) -> None:
    _adjust(room.app, OURS)
    [mail] = room.hears(occasion(title="A & B <i>"), contact(), manage_link(), registered()).send().mails
    assert mail["Subject"] == "Välkommen till A & B <i>"
    assert "Kul att du kommer på A & B <i>, Anna!" in text_of(mail)
    assert "Kul att du kommer på <strong>A &amp; B &lt;i&gt;</strong>, Anna!" in html_of(mail)
    assert "Avanmäl dig så snart du vet det" in " ".join(text_of(mail).split()), "our own closing stays"
    assert "manage-secret" in text_of(mail)


def test_readers_of_the_other_language_get_ours(room: MailRoom) -> None:
    _adjust(room.app, OURS)
    mails = room.hears(occasion(), contact(language="en"), manage_link(), registered()).send().mails
    assert mails[0]["Subject"] == f"You have a place: {TITLE}"


def test_what_was_sent_is_shown_as_it_was_sent(web_room: MailRoom, coordinator: FlaskClient) -> None:
    _adjust(web_room.app, OURS)
    web_room.hears(occasion(), contact(), manage_link(), registered()).send()
    _adjust(web_room.app, {})
    assert "Kul att du kommer" in coordinator.get(f"/notifications/messages/{web_room.messages[0].id}").text


def test_words_that_lack_a_fact_of_this_reader_are_ours_for_this_reader(web_app: Flask) -> None:
    words = {"lead": "Nummer {position} på {title}."}
    with web_app.app_context():
        numbered = samples.sample("registration_waiting", "sv", words)
        assert "Nummer 3 på" in render("registration_waiting", numbered, None).text
        unnumbered = replace(numbered, position=None)
        assert "Just nu finns det ingen plats" in render("registration_waiting", unnumbered, None).text


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ({"lead": "Välkommen!"}, "Läsaren behöver också det här: {title}."),
        ({"lead": "{title} {region.email}"}, "Den platshållaren finns inte här: {region.email}."),
        ({"lead": "{title} {token}"}, "Den platshållaren finns inte här: {token}."),
        ({"lead": "{title} {0} {title!r}"}, "Den platshållaren finns inte här: {0}, {title!r}."),
        ({"after": "{{ region }}"}, "En klammerparentes står ensam."),
        ({"after": "x } y"}, "En klammerparentes står ensam."),
        ({"subject": "Välkommen"}, "Läsaren behöver också det här: {title}."),
    ],
)
def test_words_that_would_not_do_are_refused_and_change_nothing(
    web_room: MailRoom, coordinator: FlaskClient, words: dict[str, str], text: str
) -> None:
    page = _submit(coordinator, save="yes", **words)
    assert page.status_code == 200
    assert text in page.text
    assert "Orden gäller" not in coordinator.get(PAGE).text
    assert _held(web_room.app) == {}


def test_what_looks_like_a_program_is_only_text(web_app: Flask) -> None:
    words = {"after": "{% set x = 1 %} ${HOME} %(title)s <script>alert(1)</script>"}
    with web_app.test_request_context():
        assert adjusting.faults("registration_confirmed", "sv", words)
        rendered = _sample(web_app, "registration_confirmed", "sv", {"after": "<script>%(title)s</script>"})
    assert "<script>" not in rendered.html
    assert "%(title)s" in rendered.text


def test_a_preview_changes_nothing_until_it_is_saved(web_room: MailRoom, coordinator: FlaskClient) -> None:
    preview = _submit(coordinator, preview="yes", **OURS)
    assert "Inget är ändrat än." in coordinator.get(preview.location).text
    draft = re.findall(r'<iframe[^>]* src="([^"]+)"', coordinator.get(preview.location).text)[0]
    assert "Kul att du kommer" in coordinator.get(draft).text
    assert "Kul att du kommer" not in coordinator.get(f"{PAGE}/html").text
    assert _held(web_room.app) == {}


def test_saved_words_hold_until_the_office_goes_back_to_ours(
    web_room: MailRoom, coordinator: FlaskClient
) -> None:
    assert "Orden gäller" in coordinator.get(_submit(coordinator, save="yes", **OURS).location).text
    assert "Kul att du kommer" in coordinator.get(f"{PAGE}/html").text
    assert "Ändrat" in coordinator.get("/notifications/templates").text
    _submit(coordinator, original="yes")
    page = coordinator.get(PAGE).text
    assert _held(web_room.app) == {}
    assert "tillbaka till originalet" in page
    assert "Du är anmäld till {title} och har en plats." in page


def test_saving_our_words_unchanged_adjusts_nothing(web_room: MailRoom, coordinator: FlaskClient) -> None:
    with web_room.app.test_request_context():
        ours = adjusting.ours("registration_confirmed", "sv")
    _submit(coordinator, save="yes", **ours)
    assert _held(web_room.app) == {}


@pytest.mark.parametrize(("name", "language"), ALL)
def test_every_template_is_shown_and_its_own_words_pass_its_own_check(
    web_app: Flask, name: str, language: str
) -> None:
    with web_app.test_request_context():
        ours = adjusting.ours(name, language)
        assert adjusting.faults(name, language, ours) == {}
        assert all(ours.values())
        rendered = _sample(web_app, name, language, ours)
    assert not re.search(r"[{}]", rendered.text + rendered.subject)


@pytest.mark.parametrize("name", sorted(OF_EVALUATION))
def test_the_promise_to_those_who_are_asked_cannot_be_reworded(web_app: Flask, name: str) -> None:
    with web_app.test_request_context():
        assert "after" not in [part.name for part in adjusting.parts_of(name, "sv")]


def test_the_pages_show_every_template(coordinator: FlaskClient) -> None:
    listed = re.findall(
        r'href="(/notifications/templates/\w+/\w+)"', coordinator.get("/notifications/templates").text
    )
    assert len(listed) == len(ALL)
    assert {coordinator.get(address).status_code for address in listed} == {200}


@pytest.mark.parametrize("address", ["nothing/sv", "registration_confirmed/de", "frame/sv", "..%2Fframe/sv"])
def test_there_is_no_page_of_what_is_no_email(coordinator: FlaskClient, address: str) -> None:
    assert coordinator.get(f"/notifications/templates/{address}").status_code == 404
    assert coordinator.get(f"/notifications/templates/{address}/html").status_code == 404


def test_only_the_office_adjusts_words(web_room: MailRoom) -> None:
    assert signed_in(web_room.app, "lecturer").get(PAGE).status_code == 403


def _adjust(app: Flask, words: dict[str, str]) -> None:
    with app.app_context(), transaction() as session:
        adjusting.adjust(session, "registration_confirmed", "sv", words)


def _held(app: Flask) -> dict[Any, Any]:
    with app.app_context(), transaction() as session:
        return adjusting.current(session, EMAILS)


def _sample(app: Flask, name: str, language: str, words: dict[str, str]) -> Rendered:
    return render(name, samples.sample(name, language, words), "https://kurs.example/x")


def _submit(browser: FlaskClient, **filled: str) -> Any:
    token = re.findall(r'name="csrf_token" value="([^"]+)"', browser.get(PAGE).text)[0]
    return browser.post(PAGE, data={"csrf_token": token} | filled)
