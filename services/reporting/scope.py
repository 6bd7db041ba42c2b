"""Who may see what: a representative their municipality, a lecturer their occasions, others everything."""

from dataclasses import replace
from uuid import UUID

from services.reporting.problems import NotYourMunicipality, UnknownMunicipality
from services.reporting.selection import Selection
from shared.auth import Staff
from shared.region import Region

NOBODY = UUID(int=0)  # a lecturer without a contact has no occasions


def scoped(selection: Selection, staff: Staff, region: Region) -> Selection:
    """The question, narrowed to what this member of staff may see.

    Raises NotYourMunicipality when a representative asks for another one by its name, and
    UnknownMunicipality for one that the region does not have.
    """
    asked = selection.municipality
    if staff.role == "representative":
        if asked not in (None, staff.municipality):
            raise NotYourMunicipality()
        return replace(selection, municipality=staff.municipality or "")
    if asked is not None and region.municipality(asked) is None:
        raise UnknownMunicipality()
    if staff.role == "lecturer":
        return replace(selection, lecturer=staff.contact_id or NOBODY)
    return selection


def sees_everything(staff: Staff) -> bool:
    """Whether no row is hidden from this member of staff."""
    return staff.role in ("admin", "coordinator")
