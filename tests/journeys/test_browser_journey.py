"""The main job a third time, through the pages alone: staff and a participant, each at a browser."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from shared import clock
from tests.journeys.conftest import one_process
from tests.journeys.stage import Stage, link_in
from tests.journeys.test_main_journey import participant, register
from tests.journeys.visitor import Visitor, sit_down

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TITLE = "Lågaffektivt bemötande"
PLACES = 6
ANNA, LAST = "deltagare0@nacka.example", "sist@farsta.example"
ANSWERS = {"overall": "5", "enough_knowledge": "4", "recommend": "9"}


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """Everything in one process."""
    with one_process(tmp_path / "data") as found:
        yield found


@pytest.fixture
def office(stage: Stage, browser: "Browser") -> Iterator[Visitor]:
    """The administrator, who is not signed in yet."""
    visitor = sit_down(browser, stage.urls["registration"])
    with closing(visitor.page.context):
        yield visitor


@pytest.fixture
def guest(stage: Stage, browser: "Browser") -> Iterator[Visitor]:
    """A participant whose browser runs no scripts, and who is shown every page in English too."""
    visitor = sit_down(browser, stage.urls["registration"], scripts=False)
    assert visitor.companion is not None
    with closing(visitor.page.context), closing(visitor.companion.page.context):
        yield visitor


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_from_a_form_to_the_report_through_pages_alone(stage: Stage, office: Visitor, guest: Visitor) -> None:
    sign_in(office, stage)
    occasion = publish_by_form(office)
    register_with_mistakes(guest)
    for number in range(1, PLACES):
        register(stage, occasion, number)
    wait_for_a_place(guest)
    cancel_by_the_letter(guest, stage)
    take_attendance_and_complete(office, stage, occasion)
    answer_by_the_letter(guest, stage)
    answer_for_four_more(stage)
    close_the_evaluation(office, stage, occasion)
    read_the_report(office, stage)


def sign_in(office: Visitor, stage: Stage) -> None:
    office.opens("/registration/manage/")
    office.reads("Logga in")
    office.fills(email="kansli@forumcarpe.example", password="något helt annat")
    office.presses("Logga in")
    office.reads("E-postadressen eller lösenordet stämmer inte.")
    office.fills(password=stage.password)
    office.presses("Logga in")
    office.reads("Kommuner utan CKA")


def publish_by_form(office: Visitor) -> str:
    office.follows("Ny aktivitet")
    office.presses("Spara som utkast")
    office.reads("Ange minst en kursdag")
    office.fills(title=TITLE, description="En dag om lugn.", places=str(PLACES))
    office.chooses(kind="course", form="procured")
    day = f"{first_day():%Y-%m-%d}"
    office.fills(sessions__0__day=day, sessions__0__starts="09:00", sessions__0__ends="16:00")
    office.fills(sessions__0__venue="Folkets hus, Huddinge")
    office.presses("Spara som utkast")
    office.presses("Publicera")
    office.reads("0 av 6")
    office.reads("Ingen har anmält sig än.")
    return office.page.url.rpartition("/")[2]


def register_with_mistakes(guest: Visitor) -> None:
    guest.opens("/registration/")
    guest.follows(TITLE)
    guest.fills(given_name="Anna", family_name="Ek", email="anna(at)nacka", needs="Hörslinga")
    guest.chooses(municipality="0180", district="farsta", role="base_staff", employer="municipal")
    guest.presses("Anmäl dig")
    the_mistakes_are_told_and_the_entries_kept(guest)
    guest.fills(email=ANNA, workplace="Gruppbostad Eken")
    guest.chooses(side="provider")
    guest.presses("Anmäl dig")
    guest.reads("Du har en plats")
    guest.reads(f"Vi har skickat en bekräftelse till {ANNA}.")


def the_mistakes_are_told_and_the_entries_kept(guest: Visitor) -> None:
    summary = guest.page.locator(".error-summary a").all_inner_texts()
    assert len(summary) == 3, summary
    guest.reads("E-post: Skriv en e-postadress, till exempel namn@exempel.se.")
    beside = guest.page.locator("#f-email-error").inner_text()
    assert beside == "Skriv en e-postadress, till exempel namn@exempel.se."
    kept = {name: guest.page.locator(f"#f-{name}").input_value() for name in ("given_name", "email", "needs")}
    assert kept == {"given_name": "Anna", "email": "anna(at)nacka", "needs": "Hörslinga"}
    assert guest.page.locator("#f-district").input_value() == "farsta"
    assert guest.page.locator('[name="employer"][value="municipal"]').is_checked()


def wait_for_a_place(guest: Visitor) -> None:
    guest.opens("/registration/")
    guest.reads("Fullt, men det finns reservplats")
    guest.follows(TITLE)
    guest.fills(given_name="Sist", family_name="Ström", email=LAST, workplace="Träffpunkt Linden")
    guest.chooses(municipality="0182", role="manager", employer="private", side="authority")
    guest.presses("Anmäl mig till reservplats")
    guest.reads("Du står på reservplats 1")


def cancel_by_the_letter(guest: Visitor, stage: Stage) -> None:
    stage.letter_to(ANNA, "Du har en plats")
    guest.opens("/mailbox")
    follow_the_letter(guest, "Anna Ek", "Se din anmälan eller avanmäl dig")
    guest.follows("Avanmäl dig")
    guest.presses("Ja, avanmäl mig")
    guest.reads("Du är avanmäld")
    stage.letter_to(ANNA, "Avanmäld")
    guest.opens(link_in(stage.letter_to(LAST, "fått en plats"), "registration/"))
    guest.reads("Du har en plats")


def take_attendance_and_complete(office: Visitor, stage: Stage, occasion: str) -> None:
    office.opens(f"/registration/manage/occasions/{occasion}")
    office.reads("6 av 6")
    office.follows("Ta närvaro")
    office.presses("Alla är här")
    office.reads("6 av 6 är här")
    office.opens(f"/registration/manage/occasions/{occasion}")
    office.reads("6 närvarande")
    office.unfolds("Mer")
    office.follows("Markera som genomfört")
    office.reads("6 deltagare var närvarande och får utvärderingen med e-post.")
    office.presses("Markera som genomfört")
    office.reads("Genomfört")
    stage.letter_to(LAST, "tyckte")


def answer_by_the_letter(guest: Visitor, stage: Stage) -> None:
    guest.opens("/mailbox")
    follow_the_letter(guest, "Sist Ström", "Svara på utvärderingen")
    questionnaire = guest.page.url
    guest.presses("Skicka mina svar")
    guest.reads("Svara på den här frågan.")
    guest.chooses(**ANSWERS)
    guest.presses("Skicka mina svar")
    guest.reads("Tack för dina svar")
    assert stage.http.get(questionnaire, timeout=20).status_code == 410


def follow_the_letter(guest: Visitor, to: str, link: str) -> None:
    """Open the newest letter to somebody in the mailbox, and follow a link in it."""
    newest = guest.page.locator(".letters li", has_text=f"Till {to}").first
    guest.clicks(newest.get_by_role("link"))
    letter = guest.page.frame_locator("iframe.mail")
    address = letter.get_by_role("link", name=link).first.get_attribute("href")
    assert address
    guest.opens(address)


def answer_for_four_more(stage: Stage) -> None:
    """By the API: what one participant can do by page, five must have done."""
    for number in range(1, 5):
        letter = stage.letter_to(str(participant(number)["email"]), "tyckte")
        path = link_in(letter, "evaluation/answer/").replace("/answer/", "/api/answers/")
        answers = {"overall": 2 if number == 1 else 5}
        assert stage.call("POST", path, json={"answers": answers}).status_code == 204


def close_the_evaluation(office: Visitor, stage: Stage, occasion: str) -> None:
    stage.eventually("/evaluation/api/evaluations", five_answered, occasion=occasion)
    office.follows("Utvärderingar")
    office.follows(TITLE)
    office.reads("Utvärderingen är öppen")
    office.page.get_by_text("Stäng utvärderingen i förtid").click()
    office.presses("Stäng utvärderingen nu")
    office.reads("80 %")


def five_answered(seen: Any) -> bool:
    return bool(seen["items"]) and seen["items"][0]["answered"] == 5


def read_the_report(office: Visitor, stage: Stage) -> None:
    period = f"{first_day():%Y-%m}"
    stage.eventually(
        "/reporting/api/occasions",
        lambda seen: seen["total"] == 1 and seen["items"][0]["satisfied_share"] == 0.8,
        period=period,
    )
    office.opens(f"/reporting/?period={period}")
    figures = dict(zip(texts(office, ".figure-label"), texts(office, ".figure-value"), strict=True))
    assert (figures["Deltagare"], figures["Deltagartimmar"]) == ("6", "42")
    nacka = office.page.locator("table.places tbody tr", has_text="Nacka").first
    assert "35" in nacka.inner_text()
    office.follows("Periodens kurstillfällen")
    office.reads("80 %")


def texts(office: Visitor, selector: str) -> list[str]:
    return [text.strip() for text in office.page.locator(selector).all_inner_texts()]


def first_day() -> Any:
    return clock.local(clock.now() + timedelta(days=2))
