"""Who may see what: a representative their municipality, a lecturer their occasions, others everything."""

from dataclasses import replace
from uuid import UUID

from services.reporting.counting.selection import Selection
from services.reporting.problems import (
    NotYourMunicipality,
    NotYourOccasions,
    UnknownActivity,
    UnknownArea,
    UnknownDistrict,
    UnknownLecturer,
    UnknownMunicipality,
)
from services.reporting.queries import known
from shared.auth import Staff
from shared.region import Region
from shared.service import reading, service
from shared.web import signed_in_staff

NOBODY = UUID(int=0)  # a lecturer without a contact has no occasions


def scoped(selection: Selection, staff: Staff, region: Region) -> Selection:
    """The question, narrowed to what this member of staff may see.

    Raises NotYourMunicipality and NotYourOccasions for what somebody else's is asked for by name, and
    UnknownMunicipality and UnknownDistrict for what the region does not have.
    """
    if staff.role == "representative":
        if selection.municipality not in (None, staff.municipality):
            raise NotYourMunicipality()
        selection = replace(selection, municipality=staff.municipality or "")
    elif selection.municipality is not None and region.municipality(selection.municipality) is None:
        raise UnknownMunicipality()
    if selection.district is not None:
        municipality = region.municipality(selection.municipality)
        if municipality is None or municipality.district(selection.district) is None:
            raise UnknownDistrict()
    if staff.role == "lecturer":
        if selection.lecturer not in (None, staff.contact_id):
            raise NotYourOccasions()
        return replace(selection, lecturer=staff.contact_id or NOBODY)
    return selection


def sees_everything(staff: Staff) -> bool:
    """Whether no row is hidden from this member of staff."""
    return staff.role in ("admin", "coordinator")


def scoped_to_caller(selection: Selection) -> Selection:
    """What was asked, narrowed to what the caller may see.

    Raises what `scoped` does, and UnknownArea, UnknownActivity and UnknownLecturer for what has no occasion.
    """
    caller = signed_in_staff()
    region = service().region
    narrowed = scoped(selection, caller, region)
    with reading() as session:
        if selection.area is not None and not known.area(session, region, selection.area):
            raise UnknownArea()
        if selection.activity is not None and not known.activity(session, selection.activity):
            raise UnknownActivity()
        # Lecturers may ask for themselves before they have held anything.
        if (
            selection.lecturer
            and caller.role != "lecturer"
            and not known.lecturer(session, selection.lecturer)
        ):
            raise UnknownLecturer()
    return narrowed
