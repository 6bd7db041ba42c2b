"""A month passes: the representative is told what opened and who comes from there, and then says no more."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from services.embedded import Embedded
from services.registration.operations import create_activity, create_occasion, publish_occasion
from services.registration.operations.registering import register_participant
from services.registration.operations.representatives import name_representative
from shared import clock
from shared.service import transaction
from tests.journeys.stage import letters_in, link_in, text_of
from tests.registration.samples import sample_activity, sample_mandate, sample_occasion, sample_participant

JANUARY = clock.local_moment(date(2027, 1, 11), time(9))
FEBRUARY, MARCH, APRIL = (clock.local_moment(date(2027, month, 1), time(8)) for month in (2, 3, 4))


@pytest.fixture
def all_services(tmp_path: Path) -> Iterator[Embedded]:
    """The services, with a representative of Huddinge and two who registered from there."""
    made = Embedded(tmp_path / "data", "http://127.0.0.1:8000")
    with clock.at(JANUARY), made.apps["registration"].app_context(), transaction() as session:
        name_representative(session, sample_mandate("Eva", email="eva@huddinge.example"))
        _opened(session, "Anna", "Bo")
    _reach(made, JANUARY)
    yield made
    made.stop()


def test_a_representative_is_told_of_the_month_and_may_say_no_to_the_next(all_services: Embedded) -> None:
    _reach(all_services, FEBRUARY - timedelta(minutes=1))
    assert _digests(all_services) == []
    _reach(all_services, FEBRUARY)
    _reach(all_services, FEBRUARY + timedelta(minutes=1))
    [told] = _digests(all_services)
    assert "Lågaffektivt bemötande" in text_of(told)
    assert "Huddinge: 2 nya anmälningar" in text_of(told)
    assert "Anna" not in text_of(told) and "Bo" not in text_of(told)

    _reach(all_services, MARCH)
    assert len(_digests(all_services)) == 1  # nothing has happened since
    stop = link_in(told, "notifications/unsubscribe")
    assert all_services.apps["notifications"].test_client().post(stop).status_code == 200
    with clock.at(MARCH), all_services.apps["registration"].app_context(), transaction() as session:
        _opened(session)
    _reach(all_services, APRIL)
    assert len(_digests(all_services)) == 1


def _opened(session: Any, *names: str) -> None:
    activity = create_activity(session, sample_activity())
    occasion = create_occasion(session, activity.id, sample_occasion(days=120, places=10))
    publish_occasion(session, occasion.id)
    for name in names:
        register_participant(session, occasion.id, sample_participant(name))


def _reach(services: Embedded, moment: datetime) -> None:
    with clock.at(moment):
        services.settle()


def _digests(services: Embedded) -> list[EmailMessage]:
    letters = letters_in(services.data / "mailbox")
    return [letter for letter in letters if "Kurser på gång" in str(letter["Subject"])]
