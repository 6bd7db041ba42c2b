"""What may stand in the way of choosing who gets a survey."""

from collections.abc import Sequence

from shared.i18n import lazy as _
from shared.web import Problem


class NobodyIsChosen(Problem):
    """The choice is empty, or fits nobody."""

    status = 422
    slug = "nobody_is_chosen"
    title = _("The choice fits nobody.")


class PlaceIsUnknown(Problem):
    """A municipality or city district that the region does not have."""

    status = 422
    slug = "place_is_unknown"
    title = _("The region has no such municipality or city district.")

    @classmethod
    def among(cls, places: Sequence[str]) -> "PlaceIsUnknown":
        """The problem of some of the places that were given."""
        return cls(detail=", ".join(places), errors={"municipalities": [cls.title]})
