"""An administrator sees that a letter did not go out, finds where it stuck, and lets it go."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from services.__main__ import main
from services.embedded import Embedded
from services.registration.staff.accounts import ensure_first_admin
from shared.asking import introduce
from shared.auth.cookie import NAME
from shared.outbox import outbox
from shared.service import EXTENSION, transaction
from tests.journeys.stage import letters_in
from tests.registration.browsing import send, text_of
from tests.registration.office import Office
from tests.registration.samples import sample_participant
from tests.servers.server import free_port

FLOW = "/registration/manage/flow"
ADMIN, PASSWORD = "kansli@forumcarpe.example", "en lång hemlighet för provet"
REGISTERED = "registration.participant_registered"


class House:
    """The four services in one process, in which Disa has registered and an administrator is signed in."""

    def __init__(self, folder: Path) -> None:
        self.all = Embedded(folder / "data", f"http://127.0.0.1:{free_port()}")
        registration = self.all.apps["registration"]
        with registration.app_context(), transaction() as session:
            ensure_first_admin(session, ADMIN, PASSWORD)
        self.occasion = Office(registration).open_occasion()
        self.all.settle()
        self.browser = registration.test_client()
        send(self.browser, "/registration/sign-in", email=ADMIN, password=PASSWORD)
        self.answer = self.register("Disa")

    def register(self, name: str) -> TestResponse:
        """The answer to somebody who registers."""
        path = f"/registration/api/occasions/{self.occasion.id}/registrations"
        return self.all.apps["registration"].test_client().post(path, json=sample_participant(name))

    def mailings_die_of(self, kind: str) -> None:
        """No process of notifications survives the latest event of that type, which waits to be sent."""
        newest = sa.select(outbox.c.body).where(outbox.c.type == kind).order_by(outbox.c.sequence.desc())
        with self.all.apps["registration"].extensions[EXTENSION].database.read() as session:
            body = bytes(session.scalars(newest).first() or b"")
        with self.all.apps["notifications"].app_context():
            self.all.workers["notifications"].inbox.park([body], "killed")
        self.all.settle()

    def at(self, service: str) -> FlaskClient:
        """The administrator's browser at another service, which reads the same cookie."""
        client, cookie = self.all.apps[service].test_client(), self.browser.get_cookie(NAME)
        assert cookie
        client.set_cookie(NAME, cookie.value)
        return client

    def sees(self, sought: str = "", **query: str) -> str:
        """What the page of the flow says."""
        return text_of(self.browser.get(FLOW, query_string={"id": sought, **query}))

    def letters(self) -> list[str]:
        """Whom letters have gone to."""
        return [str(letter["To"]) for letter in letters_in(self.all.data / "mailbox")]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The house, whose mailings were killed by Disa's registration; one test sees to it."""
    made = House(tmp_path_factory.mktemp("house"))
    made.mailings_die_of(REGISTERED)
    yield made
    made.all.stop()


def test_what_stuck_is_seen_tried_again_and_goes_out_once(house: House) -> None:
    assert "Misslyckade händelser Utskick 1 Någon anmälde sig" in house.sees()
    story = house.browser.get(FLOW, query_string={"id": house.answer.json["id"]})
    told = text_of(story)
    assert "Utskick misslyckades" in told and "Rapporter tog emot den" in told and "killed" in told
    assert "Disa" not in told and house.letters() == []
    found = re.search(r'href="[^"]*(/notifications/failed/[^"]+)"', story.text)
    assert found
    done = send(house.at("notifications"), f"{found[1]}/retry", found[1])
    house.all.settle()
    back = urlsplit(done.headers["Location"])
    assert "Utskick tog emot den" in text_of(house.browser.get(f"{back.path}?{back.query}"))
    assert len([to for to in house.letters() if "disa" in to]) == 1
    assert "Ingen händelse har misslyckats." in house.sees()


def test_the_trace_of_a_request_leads_to_all_that_it_caused(house: House) -> None:
    trace = house.answer.headers["X-Request-Id"]
    for sought in (trace, trace[:12]):
        assert "Någon anmälde sig" in house.sees(sought)
    assert "Ingen händelse passar." in house.sees(trace, at="2020-01-01")


def test_a_private_event_that_stuck_is_found_by_its_trace_when_its_sender_has_blanked_it(
    house: House,
) -> None:
    answer = house.register("Bo")
    house.mailings_die_of("registration.contact_changed")
    told = house.sees(answer.headers["X-Request-Id"])
    assert "Ett namn eller en adress noterades" in told and "Utskick misslyckades" in told
    assert "kan saknas" in told and "svarar inte" not in told and "Bo" not in told.split()


def test_a_part_that_is_away_is_told_and_the_rest_is_shown(house: House) -> None:
    introduce({name: app for name, app in house.all.apps.items() if name != "reporting"})
    all_of_it, told = house.sees(), house.sees(house.answer.json["id"])
    introduce(house.all.apps)
    assert "Rapporter Svarar inte" in all_of_it and all_of_it.count("Väntar på att skickas") == 3
    assert "Rapporter svarar inte, så dess del saknas här." in told
    assert "Det skedde i Anmälan" in told


def test_commands_list_what_failed_and_discard_it_for_a_reason(house: House) -> None:
    with house.all.apps["notifications"].app_context():
        house.all.workers["notifications"].inbox.park([b'{"type": "registration.unheard_of"}'], "killed")
    listed = commanded(house, "failed", "notifications").output
    (line,) = [line for line in listed.splitlines() if "registration.unheard_of" in line]
    failed_id = line.split()[0]
    refused = commanded(house, "failed", "notifications", "--again", failed_id)
    assert refused.exit_code == 1 and "only discarded" in str(refused.exception)
    assert commanded(house, "failed", "notifications", "--discard", failed_id).exit_code == 2
    done = commanded(house, "failed", "notifications", "--discard", failed_id, "--reason", "Skräp.")
    assert (done.exit_code, failed_id in commanded(house, "failed", "notifications").output) == (0, False)


def commanded(house: House, *words: str) -> Result:
    """What a command says beside the server of this data folder."""
    return CliRunner().invoke(main, [*words, "--data", str(house.all.data)])


def test_what_is_no_id_is_said_to_be_none(house: House) -> None:
    answer = house.browser.get(FLOW, query_string={"id": "Disa Ek <b>"})
    assert (answer.status_code, "är inget id som går att följa" in text_of(answer)) == (422, True)
