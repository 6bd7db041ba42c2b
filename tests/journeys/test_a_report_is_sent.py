"""A tertial is frozen: those who are sent reports get a mail with a link, which needs no account."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from services.embedded import Embedded
from services.registration.models import Participant
from services.registration.operations.erasing import erase_person
from services.registration.operations.report_readers import add_reader
from services.registration.operations.representatives import end_mandate, name_representative
from services.reporting.operations import freezing, sending
from services.reporting.operations.publishing import publish
from services.reporting.periods import parse
from shared import clock, events
from shared.service import service, transaction
from tests.events import emitted, handed
from tests.journeys.stage import letters_in, link_in, text_of
from tests.registration.samples import sample_mandate
from tests.reporting import stories

MAY = clock.local_moment(date(2026, 5, 20), time(9))
T1 = parse("2026-T1")


@pytest.fixture
def all_services(tmp_path: Path) -> Iterator[Embedded]:
    """The services, with a representative of Huddinge, one whose mandate has ended, and two readers."""
    made = Embedded(tmp_path / "data", "http://127.0.0.1:8000")
    with clock.at(MAY):
        with _in(made, "registration") as session:
            name_representative(session, sample_mandate("Eva", email="eva@huddinge.example"))
            gone = name_representative(session, _per())
            end_mandate(session, gone.id, gone.from_on)
            add_reader(session, _reader("Siv"))
            erased = add_reader(session, _reader("Ulf"))
            erase_person(session, erased)
        day = stories.meeting("day", "2026-02-01")
        anna = stories.registration("anna", "course", municipality="0126", district=None)
        course = stories.occasion("course", [day])
        handed(made.apps["reporting"], course, anna, stories.attendance("course", day, ["anna"]))
        made.settle()
    yield made
    made.stop()


def test_a_report_reaches_those_who_are_sent_it_once_and_opens_without_an_account(
    all_services: Embedded,
) -> None:
    with clock.at(MAY), _in(all_services, "reporting") as session:
        freezing.freeze(session, service().region, T1, force=True)
    _reach(all_services, MAY)
    with clock.at(MAY), _in(all_services, "reporting") as session:
        assert not publish(session, T1)
    handed(all_services.apps["registration"], events.ReportPublished("2026-T1", version=2, name="again"))
    _reach(all_services, MAY + timedelta(minutes=1))
    told = {str(letter["To"]): letter for letter in _reports(all_services)}
    assert len(_reports(all_services)) == len(told) == 2
    huddinge = next(letter for to, letter in told.items() if "eva@huddinge.example" in to)
    assert huddinge["Subject"] == "Tertialrapport 1 2026 för Huddinge"
    assert any("siv@" in to for to in told)

    reader = all_services.apps["reporting"].test_client()
    address = link_in(huddinge, "reporting/reports/links")
    with clock.at(MAY):
        page = reader.get(address)
        paper = reader.get(_href(page.text, "pdf"))
        workbook = reader.get(_href(page.text, "xlsx"))
    assert "Huddinge" in page.text and "noindex" in page.headers["X-Robots-Tag"]
    assert paper.data.startswith(b"%PDF") and workbook.data.startswith(b"PK")
    with clock.at(MAY + timedelta(days=400)):
        assert reader.get(address).status_code == 410


def test_the_links_of_somebody_who_is_erased_open_nothing(all_services: Embedded) -> None:
    with clock.at(MAY), _in(all_services, "reporting") as session:
        freezing.freeze(session, service().region, T1, force=True)
    _reach(all_services, MAY)
    [siv] = [letter for letter in _reports(all_services) if "siv@" in str(letter["To"])]
    issued = [event for event in emitted(all_services.apps["registration"]) if _is_access(event, None)]
    with clock.at(MAY), _in(all_services, "registration") as session:
        erase_person(session, _contact_of(session, "siv@x.example"))
    _reach(all_services, MAY + timedelta(minutes=1))
    handed(all_services.apps["reporting"], *issued)  # late, and doubled
    with clock.at(MAY):
        answer = all_services.apps["reporting"].test_client().get(link_in(siv, "reporting/reports/links"))
    assert answer.status_code == 410
    assert "har slutat gälla" in answer.text


def test_a_planned_report_waits_for_its_results_and_goes_once_on_its_day(all_services: Embedded) -> None:
    with clock.at(MAY), _in(all_services, "reporting") as session:
        sending.plan(session, T1, MAY.date() + timedelta(days=1))
    early, due, next_day = (
        MAY + timedelta(days=days, hours=hours) for days, hours in ((1, -3), (1, 0), (2, 0))
    )
    for moment in (MAY, early, due):
        _reach(all_services, moment)
    assert _reports(all_services) == []
    with clock.at(due), _in(all_services, "reporting") as session:
        assert sending.sendings(session)["2026-T1"].hindrance == "results_are_not_published"
    whole = stories.cut("all", "all", 1, 0, 1, 2, 2, invited=9)
    handed(all_services.apps["reporting"], stories.tertial("2026-T1", whole))
    _reach(all_services, due + timedelta(hours=1))
    assert _reports(all_services) == []
    for moment in (next_day, next_day + timedelta(days=1)):
        _reach(all_services, moment)
    assert len(_reports(all_services)) == 2
    assert "står på listan" in " ".join(text_of(_reports(all_services)[0]).split())


@contextmanager
def _in(services: Embedded, name: str) -> Iterator[Any]:
    with services.apps[name].app_context(), transaction() as session:
        yield session


def _per() -> dict[str, Any]:
    return sample_mandate("Per", municipality="0182", email="per@x.example")


def _reader(name: str) -> dict[str, Any]:
    person = {"given_name": name, "family_name": "Berg", "email": f"{name.lower()}@x.example"}
    return person | {"language": "sv"}


def _contact_of(session: Any, email: str) -> Any:
    return session.scalar(sa.select(Participant.id).where(Participant.email_key == email))


def _is_access(event: Any, municipality: str | None) -> bool:
    return event.type is events.ReportAccessGranted and event["municipality"] == municipality


def _reach(services: Embedded, moment: datetime) -> None:
    with clock.at(moment):
        services.settle()


def _reports(services: Embedded) -> list[EmailMessage]:
    letters = letters_in(services.data / "mailbox")
    return [letter for letter in letters if "Tertialrapport" in str(letter["Subject"])]


def _href(page: str, suffix: str) -> str:
    found = re.search(rf'href="([^"]*/report\.{suffix})"', page)
    assert found
    return found[1]
