"""What may be wrong with a list of participants."""

from collections.abc import Mapping, Sequence

from shared.i18n import lazy as _
from shared.web import Problem


class PeopleAreWrong(Problem):
    """Some of the people cannot be registered, so nobody was; the errors say who and why."""

    status = 422
    slug = "people_are_wrong"
    title = _("Nobody was registered, since some rows cannot be.")

    def __init__(self, by_index: Mapping[int, Sequence[str]]) -> None:
        """The reasons by the person's place in the list, counted from 0."""
        named = {f"participants.{index}": list(texts) for index, texts in by_index.items()}
        super().__init__(errors=named)
        self.by_index = by_index


class ColumnsAreMissing(Problem):
    """The first row does not have the columns that are needed."""

    status = 422
    slug = "columns_are_missing"
    title = _("The first row must have the headings of the template.")


class ListIsTooLong(Problem):
    """More people than are registered in one go."""

    status = 422
    slug = "list_too_long"
    title = _("At most 500 people can be registered in one go. Divide the list.")
