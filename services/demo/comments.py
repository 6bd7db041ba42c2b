"""What the office writes beside its goals, some weeks after each tertial."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import product
from typing import TYPE_CHECKING

from services.reporting.goals import outcomes
from services.reporting.operations.goals import comment_goal
from services.reporting.periods import Period, parse
from shared import clock
from shared.service import service

if TYPE_CHECKING:
    from services.demo.play import Play
    from services.demo.running import Act

AFTER = timedelta(days=24)  # when the results of the tertial are published
# By goal and how it stands; a goal that stands otherwise gets no comment.
_TEXTS: Mapping[tuple[str, str], str] = {
    ("procured_satisfied", "met"): (
        "Nöjdheten ligger kvar på en hög nivå. Vi avropar samma leverantörer nästa tertial."
    ),
    ("procured_satisfied", "not_met"): (
        "Två kurser drog ner snittet. Vi har gått igenom utvärderingarna med leverantörerna och ändrat upplägget."
    ),
    ("cooperation_satisfied", "not_met"): (
        "Deltagarna ville ha mer tid för samtal. Vi planerar om höstens träffar tillsammans med kommunerna."
    ),
    ("every_place_takes_part", "not_met"): (
        "Vi har ringt representanterna där ingen har deltagit. Flera väntar på höstens program."
    ),
    ("case_officers_rise", "met"): "Kurserna i utredning och dokumentation lockade många nya handläggare.",
    ("case_officers_rise", "not_met"): (
        "Flera kommuner har haft vakanser bland handläggarna. Vi erbjuder fler kortare pass på distans."
    ),
    ("half_in_each_activity", "not_met"): (
        "De små fördjupningarna når få kommuner. Styrgruppen tar upp om målet ska gälla alla aktiviteter."
    ),
    ("network_attendance", "not_met"): (
        "Träffarna krockar med kommunernas egna möten. Nästa tertial läggs de på onsdagar."
    ),
    ("named_representatives", "not_met"): "Påminnelse har gått ut till cheferna där ingen är utsedd.",
}


class Comments:
    """Writes the comments of each tertial that is over."""

    def __init__(self, play: "Play", start: date) -> None:
        self._play = play
        self._start = start

    def steps(self) -> Iterator["Act"]:
        """A morning after each tertial that ends within the year that is played."""
        for year, number in product((self._start.year, self._start.year + 1), (1, 2, 3)):
            tertial = parse(f"{year}-T{number}")
            if tertial.last > self._start:
                yield self._morning(tertial), partial(self._comment, tertial)

    def _morning(self, tertial: Period) -> datetime:
        return clock.local_moment(tertial.last + AFTER, time(9))

    def _comment(self, tertial: Period) -> None:
        with self._play.at("reporting") as session:
            for row in outcomes.rows(session, service().region, tertial, names_places=True):
                text = _TEXTS.get((row["code"], row["status"]))
                if text:
                    comment_goal(session, row["code"], tertial, text, None)
