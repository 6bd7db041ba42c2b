"""Three hundred people want thirty places in the same moment, over HTTP, from four web processes."""

from collections.abc import Callable

from bench.rush import PEOPLE, PLACES, rush
from shared import events
from shared.service import EXTENSION


def test_three_hundred_people_at_once_share_thirty_places(fresh_database: Callable[[str, str], str]) -> None:
    office, occasion, answers = rush(fresh_database("registration", "postgresql"))
    told = office.events(events.ParticipantRegistered)
    office.app.extensions[EXTENSION].database.dispose()
    assert {status for status, _answer, _seconds in answers} == {201}
    assert sum(answer["status"] == "confirmed" for _status, answer, _seconds in answers) == PLACES
    waiting = sorted(answer["position"] for _status, answer, _seconds in answers if answer["position"])
    assert waiting == list(range(1, PEOPLE - PLACES + 1))
    # The outbox is filled under the occasion's lock: its order is that of the commits.
    in_order = [event["position"] for event in told if event["occasion_id"] == occasion.id]
    assert in_order == [None] * PLACES + waiting
