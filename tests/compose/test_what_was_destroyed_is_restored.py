"""A backup, everything gone, and back again: by the commands of the operator's guide as they stand there."""

import pytest

from tests.compose.guide import commands, follow
from tests.compose.installation import Installation
from tests.compose.load import figures_agree
from tests.journeys.stage import Stage
from tests.journeys.test_main_journey import publish_an_occasion, register

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]


def test_after_a_restore_the_services_agree_and_nobody_gets_a_letter_twice(
    installation: Installation, stage: Stage
) -> None:
    occasion = publish_an_occasion(stage)
    register(stage, occasion["id"], 7)  # of whom no other test has heard
    stage.letter_to("deltagare7@", "Du har en plats")
    assert "agrees" in figures_agree(installation)
    before = stage.staff("GET", "/reporting/api/totals", params={"period": occasion["period"]})
    follow(installation, commands("Back up"))
    installation.down(with_volumes=True)
    assert "agrees" in follow(installation, commands("Restore"))
    installation.wait_for_page()
    after = stage.staff("GET", "/reporting/api/totals", params={"period": occasion["period"]})
    assert after == before
    sent = [letter["Message-ID"] for letter in stage.letters()]
    assert len(set(sent)) == len(sent)
    register(stage, occasion["id"], 8)
    stage.eventually(
        "/reporting/api/totals",
        lambda seen: seen["registrations"] == before["registrations"] + 1,
        period=occasion["period"],
    )
