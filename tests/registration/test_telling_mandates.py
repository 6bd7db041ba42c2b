"""Reporting is told who represents each place, and when: mandates, no persons."""

from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from flask import Flask

from services.registration.operations.representatives import end_mandate, name_representative
from services.registration.operations.telling_mandates import tell_untold_places
from shared import clock, events
from shared.outbox import outbox
from shared.service import transaction
from tests.events import emitted
from tests.registration.samples import sample_mandate

JUNE = datetime(2026, 6, 1, 8, tzinfo=UTC)
NEW_YEAR = date(2026, 1, 1)


def _name(app: Flask, name: str = "Eva", **given: Any) -> Any:
    with app.app_context(), clock.at(JUNE), transaction() as session:
        return name_representative(session, sample_mandate(name, **given)).id


def _told(app: Flask) -> list[tuple[str, int, list[Any]]]:
    """The place, the version, and kind and days of each mandate, of every event."""
    return [
        (event.subject, event.version, [tuple(mandate.values()) for mandate in event["mandates"]])
        for event in emitted(app)
        if event.type is events.RepresentativesChanged
    ]


def test_each_change_tells_all_mandates_of_the_place(app: Flask) -> None:
    _name(app)
    _name(app, "Omar", from_on=JUNE.date(), succeeds=True)
    first, second = ("cka", NEW_YEAR, date(2026, 5, 31)), ("cka", JUNE.date(), None)
    assert _told(app) == [("0126", 1, [("cka", NEW_YEAR, None)]), ("0126", 2, [first, second])]


def test_a_city_district_is_told_of_by_itself(app: Flask) -> None:
    mandate_id = _name(app, municipality="0180", district="farsta")
    _name(app, "Omar", municipality="0180", district="jarva")
    with app.app_context(), clock.at(JUNE), transaction() as session:
        end_mandate(session, mandate_id, JUNE.date())
    assert [(place, version) for place, version, _ in _told(app)] == [
        ("0180/farsta", 1), ("0180/jarva", 1), ("0180/farsta", 2),
    ]  # fmt: skip
    assert _told(app)[-1][2] == [("cka", NEW_YEAR, JUNE.date())]


def test_places_of_before_are_told_of_once(app: Flask) -> None:
    _name(app)
    _name(app, "Omar", municipality="0180", district="farsta")
    with app.app_context():
        with transaction() as session:
            session.execute(sa.delete(outbox))
        tell_untold_places()
        told = _told(app)
        tell_untold_places()
    assert [(place, version) for place, version, _ in told] == [("0126", 1), ("0180/farsta", 1)]
    assert _told(app) == told
