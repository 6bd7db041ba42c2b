"""A survey goes out to the representatives: five answer, it closes, and is compared with the one of 2013."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from services.embedded import Embedded
from services.registration.operations.representatives import name_representative
from shared import clock
from shared.service import transaction
from tests.journeys.stage import letters_in, link_in
from tests.registration.samples import sample_mandate
from tests.staff import bearer, token_for

NOW = datetime(2026, 10, 5, 7, tzinfo=UTC)
NAMES = {"Eva": "0126", "Omar": "0127", "Lena": "0136", "Siri": "0182", "Mikael": "0184", "Ali": "0186"}
SURVEY = {
    "title": "Vad tycker kommunerna 2026?",
    "questionnaire": "year",
    "opens_at": "2026-10-06T09:00:00+02:00",
    "closes_on": "2026-10-20",
    "reminder_days": [7],
}
FORMER = {
    "title": "Vad tycker kommunerna 2013?",
    "year": 2013,
    "questionnaire": "year",
    "rows": [
        {"question": "overall", "value": value, "count": count}
        for value, count in (("2", 4), ("3", 10), ("4", 6))
    ],
}


class Region:
    """The four services, whose office calls them by program."""

    def __init__(self, folder: Path) -> None:
        self.all = Embedded(folder, "http://127.0.0.1:8000")
        self.mailbox = folder / "mailbox"
        self.headers = {name: bearer(token_for(app)) for name, app in self.all.apps.items()}

    def call(self, method: str, path: str, expect: int = 200, **given: Any) -> Any:
        """What the service that the path names answers the office."""
        name = path.split("/")[1]
        client = self.all.apps[name].test_client()
        answer = client.open(path, method=method, headers=self.headers[name], **given)
        assert answer.status_code == expect, answer.text
        return answer.json if answer.is_json and answer.data else answer.text

    def reaches(self, moment: datetime) -> None:
        """Everything that is due by then happens."""
        with clock.at(moment):
            self.all.settle()

    def answers(self, address: str, moment: datetime, **answers: Any) -> None:
        """Somebody follows the link of their latest letter, and answers."""
        letter = [letter for letter in letters_in(self.mailbox) if address in str(letter["To"])][-1]
        token = link_in(letter, "evaluation/answer").rpartition("/")[2]
        with clock.at(moment):
            self.call("POST", f"/evaluation/api/answers/{token}", 204, json={"answers": answers})


@pytest.fixture
def region(tmp_path: Path) -> Iterator[Region]:
    """The services, with a representative in each of six municipalities."""
    made = Region(tmp_path / "data")
    registration = made.all.apps["registration"]
    with clock.at(NOW), registration.app_context(), transaction() as session:
        for name, code in NAMES.items():
            name_representative(session, sample_mandate(name, municipality=code, email=_address(name)))
    made.reaches(NOW)
    yield made
    made.all.stop()


def test_a_survey_goes_out_is_answered_closes_and_is_compared(region: Region) -> None:
    with clock.at(NOW):
        former = region.call("POST", "/evaluation/api/surveys/import", 201, json=FORMER)["id"]
        survey = region.call("POST", "/evaluation/api/surveys", 201, json=SURVEY)["id"]
        chosen = {"representatives": True}
        added = region.call("POST", f"/registration/api/surveys/{survey}/recipients", 202, json=chosen)
    assert added == {"added": 6, "already": 0}
    region.reaches(NOW)
    assert not letters_in(region.mailbox)

    opened = NOW + timedelta(days=1)
    region.reaches(opened)
    assert len(letters_in(region.mailbox)) == 6
    for name in [*NAMES][:4]:
        region.answers(_address(name), opened, overall=5, improve="Fler nätverk")
    region.reaches(opened + timedelta(days=7))
    assert len(letters_in(region.mailbox)) == 8  # two were reminded
    region.answers(_address("Ali"), opened + timedelta(days=7), overall=3)

    closed = opened + timedelta(days=15)
    region.reaches(closed)
    with clock.at(closed):
        seen = region.call("GET", f"/evaluation/api/surveys/{survey}")
        told = region.call("GET", f"/evaluation/api/surveys/compare?a={former}&b={survey}")
        results = region.call("GET", f"/evaluation/evaluations/{survey}")
        page = region.call("GET", f"/evaluation/surveys/compare?a={former}&b={survey}")
    assert (seen["state"], seen["invited"], seen["answered"], seen["has_results"]) == ("closed", 6, 5, True)
    (overall,) = told["questions"]
    assert (overall["a"]["mean"], overall["b"]["mean"], overall["mean_difference"]) == (3.1, 4.6, 1.5)
    assert "Fler nätverk" in results
    assert "30\N{NO-BREAK SPACE}% gav 4 eller 5 då, 80\N{NO-BREAK SPACE}% nu" in page


def _address(name: str) -> str:
    return f"{name.lower()}@kommun.example"
