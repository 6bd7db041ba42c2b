"""The main journey in containers: by the API, and once more at two browsers."""

from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.journeys.stage import Stage, link_in
from tests.journeys.test_browser_journey import (
    ANNA,
    ANSWERS,
    LAST,
    PLACES,
    answer_for_four_more,
    close_the_evaluation,
    publish_by_form,
    read_the_report,
    register_with_mistakes,
    sign_in,
    take_attendance_and_complete,
    wait_for_a_place,
)
from tests.journeys.test_main_journey import register
from tests.journeys.visitor import Visitor, sit_down

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1500)]


@pytest.fixture
def office(stage: Stage, browser: "Browser") -> Iterator[Visitor]:
    """The administrator, who is not signed in yet."""
    visitor = sit_down(browser, stage.urls["registration"])
    with closing(visitor.page.context):
        yield visitor


@pytest.fixture
def guest(stage: Stage, browser: "Browser") -> Iterator[Visitor]:
    """A participant whose browser runs no scripts."""
    visitor = sit_down(browser, stage.urls["registration"], scripts=False)
    assert visitor.companion is not None
    with closing(visitor.page.context), closing(visitor.companion.page.context):
        yield visitor


def test_from_a_form_to_the_report_through_the_gateway(stage: Stage, office: Visitor, guest: Visitor) -> None:
    sign_in(office, stage)
    occasion = publish_by_form(office)
    register_with_mistakes(guest)
    for number in range(1, PLACES):
        register(stage, occasion, number)
    wait_for_a_place(guest)
    guest.opens(link_in(stage.letter_to(ANNA, "Du har en plats"), "registration/"))
    guest.follows("Avanmäl dig")
    guest.presses("Ja, avanmäl mig")
    guest.reads("Du är avanmäld")
    stage.letter_to(LAST, "fått en plats")
    take_attendance_and_complete(office, stage, occasion)
    guest.opens(link_in(stage.letter_to(LAST, "tyckte"), "evaluation/answer/"))
    guest.chooses(**ANSWERS)
    guest.presses("Skicka mina svar")
    guest.reads("Tack för dina svar")
    answer_for_four_more(stage)
    close_the_evaluation(office, stage, occasion)
    read_the_report(office, stage)
