"""What every measure means and how it is computed."""

from services.reporting.goals import words
from services.reporting.goals.ways import WAYS
from services.reporting.measures.catalogue import BY_CODE, MEASURES
from services.reporting.measures.measure import Kind, Sums
from services.reporting.pages.blueprints import EVERYONE, pages
from shared.i18n import gettext as _
from shared.i18n import lazy
from shared.web import render

_SUMS = {
    Sums.ADD_UP: lazy("The parts add up to the whole."),
    Sums.OVERLAP: lazy("The parts may overlap, so they do not add up to the whole."),
    Sums.RATIO: lazy("A share or a mean, which is not added up."),
}


@pages.get("/definitions")
@EVERYONE
def show_definitions() -> str:
    """What every measure means and how it is computed."""
    of_goals = [way for way in WAYS if way.code not in BY_CODE]
    return render(
        "definitions.html", measures=MEASURES, kinds=_kinds(), sums=_SUMS, of_goals=of_goals, goal_words=words
    )


def _kinds() -> list[tuple[Kind, str, str]]:
    return [
        (
            Kind.PARTICIPATION,
            _("Participation"),
            _(
                "A participation counts on the day of its session, a registration and an occasion on the day "
                "of the last session, all by Swedish time. A person counts where the workplace lies."
            ),
        ),
        (
            Kind.EVALUATION,
            _("Evaluation"),
            _(
                "Results are published for each closed occasion, each tertial and each year, never for fewer "
                "than five answers."
            ),
        ),
    ]
