"""Digests to representatives: rows that follow the mandates, each told once, with places but no persons."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from services.registration.digest_times import a_period_before, next_due
from services.registration.models import DueDigest
from services.registration.operations.representative_digests import compile_digests, compile_due_digests
from services.registration.operations.representatives import end_mandate, name_representative
from services.registration.settings import Settings
from shared import clock, events
from shared.envelope import Event
from shared.service import EXTENSION, reading, transaction
from shared.settings import SettingsAreWrong, load
from tests.registration.office import Office
from tests.registration.samples import sample_mandate

MARCH = clock.local_moment(date(2027, 3, 10), time(12))
FIRST_OF_APRIL = clock.local_moment(date(2027, 4, 1), time(8))
FIRST_OF_MAY = clock.local_moment(date(2027, 5, 1), time(8))


@pytest.fixture(autouse=True)
def in_march() -> Iterator[None]:
    """Eva is named in March, when the day of the first digest has passed."""
    with clock.at(MARCH):
        yield


def test_a_digest_tells_what_opened_and_how_many_come_from_the_place(office: Office) -> None:
    eva = _named(office.app)
    occasion = _opened(office, places=2)
    office.fill(occasion, "Anna", "Bo", "Cia")
    office.register(occasion, "Dan", municipality="0127")
    [told] = _digests(office, FIRST_OF_APRIL)
    assert told["contact_id"] == eva
    assert told["since_on"] == date(2027, 3, 1)
    assert told["places"] == [{"municipality": "0126", "district": None, "registered": 3, "waiting": 1}]
    [listed] = told["occasions"]
    assert listed["is_new"] and listed["places_left"] == 0
    assert (listed["registered"], listed["waiting"]) == (2, 1)


def test_a_digest_names_nobody(office: Office) -> None:
    _named(office.app)
    office.register(_opened(office))
    [told] = _digests(office, FIRST_OF_APRIL)
    assert "Anna" not in str(told.data) and "huddinge.example" not in str(told.data)


def test_what_closes_before_the_next_digest_is_told_though_it_is_old(office: Office) -> None:
    _named(office.app)
    occasion = _opened(office, days=75, closes_at=clock.local_moment(date(2027, 5, 20), time(12)))
    first, second = _digests(office, FIRST_OF_APRIL, FIRST_OF_MAY)
    assert [item["is_new"] for item in first["occasions"]] == [True]
    assert [(item["occasion_id"], item["is_new"]) for item in second["occasions"]] == [(occasion.id, False)]


def test_what_is_called_off_closed_or_a_draft_is_not_told(office: Office) -> None:
    _named(office.app)
    office.draft(days=40)
    office.does("cancel_occasion", _opened(office).id, "Föreläsaren är sjuk.")
    _opened(office, closes_at=FIRST_OF_APRIL - timedelta(hours=1))
    assert _digests(office, FIRST_OF_APRIL) == []


def test_without_anything_to_tell_there_is_no_digest_and_the_next_tells_since_the_last(
    office: Office,
) -> None:
    _named(office.app)
    _opened(office, days=150)
    _digests(office, FIRST_OF_APRIL, FIRST_OF_MAY)
    with clock.at(FIRST_OF_MAY + timedelta(days=3)):
        _opened(office, days=150)
    told = _digests(office, clock.local_moment(date(2027, 6, 1), time(8)))
    assert [event["since_on"] for event in told] == [date(2027, 3, 1), date(2027, 4, 1)]


def test_whoever_represents_several_places_gets_one_digest_that_counts_each_person_once(
    office: Office,
) -> None:
    _named(office.app, municipality="0180")
    _named(office.app, municipality="0180", district="farsta")
    _named(office.app, kind="competence", municipality="0180", district="farsta", workplace="Solgården")
    office.register(_opened(office), municipality="0180", district="farsta")
    [told] = _digests(office, FIRST_OF_APRIL)
    assert [(item["district"], item["registered"]) for item in told["places"]] == [(None, 1), ("farsta", 1)]
    assert told["occasions"][0]["registered"] == 1


def test_the_digest_goes_to_whoever_holds_the_mandate_that_day(office: Office) -> None:
    _named(office.app)
    _played(office, MARCH)
    kim = _named(office.app, "Kim", succeeds=True, from_on=date(2027, 4, 1))
    _opened(office)
    assert [event["contact_id"] for event in _digests(office, FIRST_OF_APRIL)] == [kim]


def test_whose_mandate_begins_the_day_after_hears_nothing_yet(office: Office) -> None:
    _named(office.app, from_on=date(2027, 4, 2))
    _opened(office)
    assert _digests(office, FIRST_OF_APRIL) == []


def test_a_mandate_that_ended_leaves_no_row(office: Office) -> None:
    mandate = _mandate(office.app)
    _played(office, MARCH)
    assert len(_rows(office)) == 1
    with office.app.app_context(), transaction() as session:
        end_mandate(session, mandate, date(2027, 3, 9))
    _played(office, MARCH)
    assert _rows(office) == []


def test_several_workers_and_a_standstill_tell_it_once(office: Office) -> None:
    _named(office.app)
    _opened(office, days=120)
    _played(office, MARCH)
    with office.app.app_context(), clock.at(FIRST_OF_MAY + timedelta(days=9)):
        for _worker in range(2):
            with transaction() as session:
                compile_due_digests(session)
    assert len(office.events(events.DigestCompiled)) == 1
    assert _rows(office) == [clock.local_moment(date(2027, 6, 1), time(8))]


def test_what_another_worker_holds_is_passed_by(postgresql_app: Flask) -> None:
    office = Office(postgresql_app)
    _named(postgresql_app)
    _played(office, MARCH)
    database = postgresql_app.extensions[EXTENSION].database
    with postgresql_app.app_context(), clock.at(FIRST_OF_APRIL), database.begin() as other:
        other.scalars(sa.select(DueDigest).with_for_update()).all()
        with database.begin() as session:
            assert compile_due_digests(session) == 0


def test_another_setting_moves_what_is_to_come_and_off_takes_it_away(web_office: Office) -> None:
    _named(web_office.app)
    _played(web_office, MARCH)
    for digest, rows in (("weekly", [clock.local_moment(date(2027, 3, 15), time(8))]), ("off", [])):
        _set(web_office.app, digest=digest)
        _played(web_office, MARCH)
        assert _rows(web_office) == rows


@pytest.mark.parametrize(
    ("given", "after", "due_on", "hour"),
    [
        ({}, datetime(2027, 3, 10, tzinfo=UTC), date(2027, 4, 1), 6),  # summer time since 28 March
        ({}, datetime(2027, 10, 10, tzinfo=UTC), date(2027, 11, 1), 7),  # winter time since 31 October
        ({}, FIRST_OF_APRIL - timedelta(seconds=1), date(2027, 4, 1), 6),
        ({}, FIRST_OF_APRIL, date(2027, 5, 1), 6),
        ({"digest_day": 28}, datetime(2027, 12, 29, tzinfo=UTC), date(2028, 1, 28), 7),
        ({"digest": "weekly"}, datetime(2027, 3, 24, tzinfo=UTC), date(2027, 3, 29), 6),
        ({"digest": "weekly", "digest_day": 7}, datetime(2027, 3, 28, tzinfo=UTC), date(2027, 3, 28), 6),
        ({"digest_hour": 2}, datetime(2027, 3, 1, 12, tzinfo=UTC), date(2027, 4, 1), 0),
    ],
)
def test_the_hour_is_that_of_the_swedish_wall(
    given: dict[str, Any], after: datetime, due_on: date, hour: int
) -> None:
    assert next_due(_settings(**given), after) == datetime.combine(due_on, time(hour), UTC)


def test_a_first_digest_looks_back_a_month_of_the_wall() -> None:
    assert a_period_before(_settings(), FIRST_OF_APRIL) == clock.local_moment(date(2027, 3, 1), time(8))
    march = clock.local_moment(date(2027, 3, 31), time(8))
    assert a_period_before(_settings(), march) == clock.local_moment(date(2027, 2, 28), time(8))


@pytest.mark.parametrize(
    "wrong",
    [{"digest": "daily"}, {"digest_day": 29}, {"digest_hour": 24}, {"digest": "weekly", "digest_day": 8}],
)
def test_a_digest_that_cannot_be_stops_the_start(wrong: dict[str, Any]) -> None:
    with pytest.raises(SettingsAreWrong, match="DIGEST"):
        _settings(**wrong)


def _settings(**given: Any) -> Settings:
    return load(Settings, database_url="sqlite://", secret_key="k" * 40, **given)


def _set(app: Flask, **given: Any) -> None:
    for name, value in given.items():
        object.__setattr__(app.extensions[EXTENSION].settings, name, value)


def _mandate(app: Flask, name: str = "Eva", **given: Any) -> UUID:
    with app.app_context(), transaction() as session:
        return name_representative(session, sample_mandate(name, **given)).id


def _named(app: Flask, name: str = "Eva", **given: Any) -> UUID:
    with app.app_context(), transaction() as session:
        return name_representative(session, sample_mandate(name, **given)).contact_id


def _opened(office: Office, days: int = 60, **given: Any) -> Any:
    return office.open_occasion(days=days, **given)


def _played(office: Office, *moments: datetime) -> None:
    for moment in moments:
        with clock.at(moment), office.app.app_context():
            compile_digests()


def _digests(office: Office, *moments: datetime) -> list[Event]:
    """What was told, when the job ran a day before the first moment and at each of them."""
    _played(office, moments[0] - timedelta(days=1), *moments)
    return office.events(events.DigestCompiled)


def _rows(office: Office) -> list[datetime]:
    with office.app.app_context(), reading() as session:
        return list(session.scalars(sa.select(DueDigest.due_at)))
