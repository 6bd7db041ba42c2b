"""The surveys of the office: the one of 2013 as it was published, this year's to compare, and one of needs."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from services.evaluation.operations.former_results import import_former_results
from services.evaluation.operations.surveys import create_survey
from services.registration.operations.recipients import add_recipients
from services.registration.queries.recipients import Choice
from shared import clock

if TYPE_CHECKING:
    from services.demo.play import Play
    from services.demo.running import Act

YEARLY, NEEDS = timedelta(days=150), timedelta(days=240)  # after the first day of the year that is played
OPEN = timedelta(days=21)
REMINDERS = [7, 14]
# The answers of 2013, by question: how many gave each.
FORMER: dict[str, dict[str, int]] = {
    "overall": {"1": 2, "2": 6, "3": 19, "4": 21, "5": 6},
    "information": {"1": 4, "2": 11, "3": 20, "4": 15, "5": 4},
    "offer_matches_needs": {"1": 3, "2": 9, "3": 21, "4": 17, "5": 3},
    "staff_trained": {"0": 5, "1": 17, "5": 13, "10": 11, "25": 6},
}


class Surveys:
    """Makes the surveys on their days."""

    def __init__(self, play: "Play", start: date) -> None:
        self._play = play
        self._start = start

    def steps(self) -> Iterator["Act"]:
        """The days on which a survey goes out."""
        yield self._morning(YEARLY), self._ask_about_the_year
        yield self._morning(NEEDS), partial(self._send, "Behov av kompetens", "needs", ("cka", "competence"))

    def _morning(self, after: timedelta) -> datetime:
        return clock.local_moment(self._start + after, time(9))

    def _ask_about_the_year(self) -> None:
        former = {
            "title": "Så fungerar samarbetet 2013",
            "year": 2013,
            "questionnaire": "year",
            "invited": 61,
            "rows": [
                {"question": question, "value": value, "count": count}
                for question, counts in FORMER.items()
                for value, count in counts.items()
            ],
        }
        with self._play.at("evaluation") as session:
            earlier = import_former_results(session, former).id
        title = f"Så fungerar samarbetet {clock.today().year}"
        self._send(title, "year", ("cka",), compared_with=earlier)

    def _send(
        self, title: str, questionnaire: str, mandates: tuple[str, ...], compared_with: UUID | None = None
    ) -> None:
        new: dict[str, Any] = {
            "title": title,
            "questionnaire": questionnaire,
            "closes_on": clock.today() + OPEN,
            "reminder_days": REMINDERS,
            "compared_with": compared_with,
        }
        with self._play.at("evaluation") as session:
            survey_id = create_survey(session, new).id
        with self._play.at("registration") as session:
            add_recipients(session, survey_id, Choice(representatives=mandates))
