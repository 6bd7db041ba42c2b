"""Takes the pictures of the main pages in docs/screenshots: of a small year, or of a data folder given.

What is done for the sake of a picture is done to a copy of that folder.
"""

import argparse
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from playwright.sync_api import Page

from services.demo.sample import play_sample_year
from services.embedded import Embedded, running
from services.one_process import HOST, prepare
from services.registration.staff.accounts import add_account
from services.serve import serve_from_here
from shared import clock
from shared.auth.passwords import hash_password
from shared.service import transaction
from tests.servers.chromium import chromium, chromium_path
from tests.servers.guardian import wait_until
from tests.servers.server import free_port, listens

SCREENSHOTS = Path(__file__).parent.parent / "docs" / "screenshots"
DESK, PHONE = (1280, 860), (390, 844)
LARGEST = 250_000  # bytes: a page with pictures must still open at once
EMAIL, PATIENCE = "bild@forumcarpe.example", 20.0
ANSWERS = {"overall": 5, "enough_knowledge": 4, "relevance": 5}


class Photographer:
    """A browser before a running Kursforum."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page = page
        self.origin = origin

    def opens(self, address: str) -> None:
        """Go to a path, or to a whole address."""
        self.page.goto(address if address.startswith("http") else self.origin + address)

    def follows(self, name: str) -> None:
        """Follow the first link, or press the first button, of that name."""
        main = self.page.get_by_role("main")
        either = main.get_by_role("link", name=name).or_(main.get_by_role("button", name=name))
        with self.page.expect_navigation():
            either.first.click()

    def takes(self, name: str, size: tuple[int, int] = DESK) -> None:
        """Take the picture of the page as it stands."""
        self.page.set_viewport_size({"width": size[0], "height": size[1]})
        path = SCREENSHOTS / f"{name}.png"
        self.page.screenshot(path=path, animations="disabled")
        if path.stat().st_size > LARGEST:
            raise SystemExit(f"{path} has {path.stat().st_size} bytes; at most {LARGEST} are wanted.")
        self.page.set_viewport_size({"width": DESK[0], "height": DESK[1]})


def photograph_what_is_public(participant: Photographer) -> None:
    """The catalogue, one occasion that has room, and a letter that says so."""
    participant.opens("/registration/")
    participant.takes("catalogue")
    participant.takes("catalogue-phone", PHONE)
    participant.page.locator(".card.link", has_text=re.compile("plats(er)? kvar")).first.click()
    participant.page.wait_for_selector("#register")
    participant.takes("occasion")
    participant.takes("occasion-phone", PHONE)
    participant.opens("/mailbox")
    participant.follows("Du har en plats")
    participant.page.frame_locator("iframe.mail").locator("body").wait_for()
    participant.takes("mail", (1280, 1120))


def photograph_the_office(office: Photographer, password: str) -> None:
    """The report of the year, and the attendance of the next occasion, which is then marked as held."""
    office.opens("/registration/sign-in")
    office.page.fill("input[name=email]", EMAIL)
    office.page.fill("input[name=password]", password)
    office.follows("Logga in")
    office.opens(f"/reporting/?period={clock.today().year}")
    office.takes("report")
    office.page.locator("#map").evaluate("heading => heading.scrollIntoView()")
    office.takes("report-map")
    coming = office.page.locator(".ahead a").first.get_attribute("href") or ""
    occasion = coming.replace("/occasions/", "/manage/occasions/")
    office.opens(occasion)
    office.follows("Ta närvaro")
    boxes = office.page.locator("input[name=present]")
    for number in range(boxes.count()):
        boxes.nth(number).set_checked(number % 4 != 1)
    office.page.evaluate("scrollTo(0, 0)")
    office.takes("attendance")
    office.follows("Spara närvaron")
    office.opens(occasion)
    office.page.locator(".menu-of-acts > summary").click()
    office.follows("Markera som genomfört")
    office.follows("Markera som genomfört")


def photograph_the_evaluation(participant: Photographer) -> None:
    """One of those who were present has been asked, and answers."""
    newest = participant.page.locator(".letters a").first

    def has_come() -> bool:
        participant.opens("/mailbox")
        return newest.inner_text().startswith("Vad tyckte du om")

    wait_until(has_come, PATIENCE, every=0.5)
    newest.click()
    letter = participant.page.frame_locator("iframe.mail")
    participant.opens(letter.get_by_role("link", name="Svara").first.get_attribute("href") or "")
    for question, value in ANSWERS.items():
        participant.page.locator(f'[name="{question}"][value="{value}"]').check(force=True)
    participant.page.evaluate("scrollTo(0, 0)")
    participant.takes("evaluation")


@contextmanager
def served(data: Path | None) -> Iterator[tuple[str, str]]:
    """A running Kursforum on a copy of the data, or on a small year; its address and a password."""
    port, password = free_port(), secrets.token_urlsafe(16)
    origin = f"http://{HOST}:{port}"
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "data"
        if data:
            shutil.copytree(data, copy)
        else:
            prepare(copy, origin, play_sample_year)
        embedded = Embedded(copy, origin)
        with embedded.apps["registration"].app_context(), transaction() as session:
            account = add_account(session, {"email": EMAIL, "name": "Bild", "role": "admin"})
            account.password_hash = hash_password(password)
        with running(embedded):
            Thread(target=serve_from_here, args=(embedded.wsgi, f"{HOST}:{port}"), daemon=True).start()
            wait_until(lambda: listens(port), PATIENCE)
            yield origin, password


def main() -> None:
    """Take all pictures anew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="A data folder to picture, such as that of `make demo`.")
    data: Path | None = parser.parse_args().data
    SCREENSHOTS.mkdir(exist_ok=True)
    with served(data) as (origin, password), chromium(chromium_path()) as browser:
        participant, office = (
            Photographer(browser.new_page(locale="sv-SE", reduced_motion="reduce"), origin) for _ in range(2)
        )
        photograph_what_is_public(participant)
        photograph_the_office(office, password)
        photograph_the_evaluation(participant)


if __name__ == "__main__":
    main()
