"""The region's lists with something in them, and bodies that are right for their addresses."""

from typing import Any

from flask import Flask

from services.registration.operations.lecturers import add_lecturer
from services.registration.operations.workplaces import add_workplace
from tests.registration.region_keeping import Keeper

ULLA = {"given_name": "Ulla", "family_name": "Ek", "email": "ulla@konsult.example"}
SUPPLIER = {"kind": "supplier", "name": "Autismkonsult", "organisation": "Autismkonsult AB"}
HERE = {"municipality": "0126", "district": None, "employer": "municipal"}
DISTRICT = "/registration/representatives/places/<municipality>/<district>"
SOLGARDEN = "Gruppbostaden Solgården"


def region_lists(app: Flask) -> dict[str, list[Any]]:
    """Add two workplaces and a supplier; what may be named in calls about them."""
    keeper = Keeper(app)
    kept, other = (
        keeper.does(add_workplace, HERE | {"name": name}) for name in ("Solgården", "Boendet Solgården")
    )
    lecturer = keeper.does(add_lecturer, SUPPLIER | ULLA)
    new = {"code": "0480", "name": "Nyköping", "column": 1, "row": 14, "staff": 200}
    number = {"municipality": "0182", "district": None, "year": 2027, "staff": 450}
    return {
        "code": ["0182", "0180"],
        "slug": ["jarva", "farsta"],
        "region.district.code": ["0180"],
        "representatives.place.municipality": ["0126"],
        f"{DISTRICT}.municipality": ["0180"],
        f"{DISTRICT}.district": ["jarva"],
        "workplace_id": [kept.id, other.id],
        "lecturer_id": [lecturer.id],
        "NewMunicipality": [new],
        "MunicipalityChange": [{"name": "Nacka stad"}, {"is_closed": True}, {"is_closed": False}],
        "NewDistrict": [{"name": "Östra Söderort", "staff": 90}],
        "DistrictChange": [{"name": "Järva och Kista"}, {"is_closed": False}],
        "NewArea": [{"name": "Anhöriga"}],
        "AreaChange": [{"name": "Socialpsykiatri", "is_closed": False}],
        "StaffNumbers": [{"numbers": [number]}, {"numbers": [number, number]}],
        "NewWorkplace": [HERE | {"name": "Eken", "organisation_number": "212000-0142"}],
        "WorkplaceChange": [{"name": "Solgårdens boende"}, {"organisation_number": None}],
        "WorkplaceMerger": [{"into_id": str(kept.id)}],
        "TypedName": [{"name": SOLGARDEN}],
        "NewLecturer": [SUPPLIER | ULLA | {"email": "per@konsult.example"}],
        "LecturerChange": [{"email": "ulla.ek@konsult.example"}, {"is_active": True}],
    }
