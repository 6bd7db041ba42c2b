"""What may stand in the way of a change of the region, its workplaces, lecturers or persons."""

from shared.i18n import lazy as _
from shared.web import Problem


class MunicipalityNotFound(Problem):
    """The region has no municipality of this code."""

    status = 404
    slug = "municipality_not_found"
    title = _("There is no such municipality.")


class DistrictNotFound(Problem):
    """The municipality has no district of this name."""

    status = 404
    slug = "district_not_found"
    title = _("There is no such city district.")


class AreaNotFound(Problem):
    """The region has no area of this name."""

    status = 404
    slug = "area_not_found"
    title = _("There is no such area.")


class AlreadyInTheRegion(Problem):
    """The code or the name is taken; nothing is ever removed, only closed."""

    status = 409
    slug = "already_in_the_region"
    title = _("The region already has one with this code or name.")


class TileIsTaken(Problem):
    """Two municipalities cannot have the same square of the map."""

    status = 409
    slug = "tile_is_taken"
    title = _("Another municipality has this square of the map.")


class NumbersAreWrong(Problem):
    """A table of staff numbers has rows that cannot be taken; none of it was."""

    status = 422
    slug = "numbers_are_wrong"
    title = _("Some numbers cannot be taken, so nothing was changed.")


class WorkplaceNotFound(Problem):
    """No workplace has this id."""

    status = 404
    slug = "workplace_not_found"
    title = _("There is no such workplace.")


class WorkplaceIsKnown(Problem):
    """The place already has a workplace of this name."""

    status = 409
    slug = "workplace_is_known"
    title = _("There is already a workplace with this name.")


class WorkplacesAreApart(Problem):
    """Only workplaces of one municipality and district can be the same, and the one that stays is open."""

    status = 409
    slug = "workplaces_are_apart"
    title = _("The two are the same workplace, or lie in different municipalities.")


class LecturerNotFound(Problem):
    """No lecturer or supplier has this id."""

    status = 404
    slug = "lecturer_not_found"
    title = _("There is no such lecturer or supplier.")


class ContactIsTaken(Problem):
    """The contact person belongs to another lecturer or supplier, or to another person who is known."""

    status = 409
    slug = "contact_is_taken"
    title = _("Somebody else already has this name and this e-mail address.")


class AccountDoesNotFit(Problem):
    """The account is not a lecturer's."""

    status = 409
    slug = "account_does_not_fit"
    title = _("The account does not have the role of a lecturer.")


class PersonsCannotMerge(Problem):
    """The same person twice, or two with a registration each on one occasion; the detail says which."""

    status = 409
    slug = "persons_cannot_merge"
    title = _("The two cannot be merged.")
