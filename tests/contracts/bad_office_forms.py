"""What the office gets wrong in its forms, and what it is to be told."""

from collections.abc import Mapping
from typing import Any

from tests.contracts.bad_forms import BadForm
from tests.registration.samples import sample_participant

MANAGE, REGION = "/registration/manage", "/registration/region"
OPEN, ONE = f"{MANAGE}/occasions/{{open}}", f"{MANAGE}/registrations/{{registration_id}}"
BO = {"given_name": "Bo", "family_name": "Ek", "email": "bo.ek@huddinge.example", "role": "base_staff"}
DISA = BO | {"given_name": "Disa", "email": "disa@example.se"}
NETWORK = {"title": "Nätverk", "kind": "network", "form": "in_house", "places": "25"}
BACKWARDS = {"day": "2027-03-11", "starts": "09:00", "ends": "08:00", "venue": "Zoom"}
MET = {"first_day": "2026-09-01", "starts": "09:00", "ends": "12:00", "venue": "Zoom"}
EKEN = {"name": "Eken", "municipality": "0182", "employer": "private", "organisation_number": "212000-0143"}
NYKOPING = {"code": "0480", "name": "Nyköping", "column": "4", "row": "4", "staff": "5"}
ULLA = {"kind": "lecturer", "name": "Ulla Ek", "given_name": "Ulla", "family_name": "Ek"}
OMAR = {"given_name": "Omar", "family_name": "Ek", "email": "omar@huddinge.example"}
CKA = OMAR | {"kind": "cka", "municipality": "0126", "from_on": "2026-05-01"}
KARIN = {"name": "Karin", "email": "karin@example.se"}

EMPTY = "Fill in this field.", "Fyll i det här fältet."
THERE = "This person is already registered for the occasion.", "Personen är redan anmäld till kurstillfället."


def _typed(name: str, **wrong: str) -> dict[str, Any]:
    return {key: text for key, text in (sample_participant(name) | wrong).items() if text}


def _form(
    what: str,
    to: str,
    fields: Mapping[str, Any],
    told: tuple[str, str],
    *,
    page: str = "",
    status: int = 422,
    role: str = "coordinator",
) -> BadForm:
    return BadForm(what, to, fields, status, *told, page=page, role=role)


OF_PARTICIPANTS = (
    _form(
        "added without an address",
        f"{OPEN}/add",
        _typed("Disa", email="disa"),
        ("E-mail: Write an e-mail address", "E-post: Skriv en e-postadress"),
    ),
    _form("added twice", f"{OPEN}/add", _typed("Anna"), THERE),
    _form(
        "corrected to no role",
        f"{ONE}/change",
        _typed("Anna", role="king"),
        ("Role: Choose one of the alternatives.", "Roll: Välj ett av alternativen."),
    ),
    _form(
        "a place named twice",
        f"{ONE}/name",
        DISA,
        ("This place already has its participant.", "Platsen har redan en deltagare."),
    ),
    _form(
        "a name without an address",
        f"{MANAGE}/registrations/{{unnamed_id}}/name",
        DISA | {"email": ""},
        EMPTY,
    ),
    _form("somebody there already instead", f"{ONE}/replace", BO, THERE),
    _form(
        "nobody instead",
        f"{ONE}/replace",
        DISA | {"given_name": ""},
        ("Given name: Fill in this field.", "Förnamn: Fyll i det här fältet."),
    ),
    _form(
        "an offered place passed on",
        f"{MANAGE}/registrations/{{offered_id}}/replace",
        DISA,
        ("Only a place can be passed on", "Bara den som har en plats kan lämna över den"),
        page=f"{ONE}/replace",
    ),
    _form(
        "an overlong note for several",
        f"{OPEN}/registrations",
        {"act": "note", "chosen": "{registration_id}", "note": "a" * 5001, "confirm": "yes"},
        ("between 1 and 5000 characters", "mellan 1 och 5000 tecken"),
        page=OPEN,
    ),
    _form(
        "a person corrected to no address",
        f"{MANAGE}/persons/{{person_id}}/correct",
        BO | {"email": "bo"},
        ("E-mail: Write an e-mail address", "E-post: Skriv en e-postadress"),
    ),
    _form(
        "an import of nothing", f"{OPEN}/import", {}, ("The file cannot be read.", "Filen går inte att läsa.")
    ),
)
OF_OCCASIONS = (
    _form(
        "called off without a reason",
        f"{OPEN}/cancel",
        {"reason": " "},
        ("Reason: Fill in this field.", "Skäl: Fyll i det här fältet."),
    ),
    _form(
        "an activity without days",
        f"{MANAGE}/occasions/new",
        NETWORK,
        ("Give at least one course day", "Ange minst en kursdag"),
    ),
    _form(
        "a day that ends before it starts",
        f"{MANAGE}/occasions/new",
        NETWORK | {f"sessions.0.{name}": text for name, text in BACKWARDS.items()},
        (
            "Course day 1: The session must end after it starts.",
            "Kursdag 1: Sluttiden måste vara efter starttiden.",
        ),
    ),
    _form(
        "fewer than no places",
        f"{OPEN}/change",
        {"places": "0"},
        ("Places: Write a number from 1", "Platser: Skriv ett tal från 1"),
    ),
    _form(
        "a copy to no day",
        f"{OPEN}/duplicate",
        {"first_day": "2026-02-30"},
        ("Write a date, such as 2026-03-12.", "Skriv ett datum, till exempel 2026-03-12."),
    ),
    _form(
        "dates without an end",
        f"{OPEN}/repeat",
        MET,
        ("Say how many dates, or the last day.", "Skriv hur många datum, eller sista dagen."),
    ),
    _form(
        "an activity without a title",
        f"{MANAGE}/activities/{{activity_id}}/change",
        NETWORK | {"title": ""},
        ("Title: Fill in this field.", "Rubrik: Fyll i det här fältet."),
    ),
    _form(
        "an overlong note",
        f"{OPEN}/note",
        {"note": "a" * 5001},
        ("Note: Write at most 5000 characters.", "Anteckning: Skriv högst 5000 tecken."),
    ),
    _form(
        "published twice",
        f"{OPEN}/publish",
        {},
        ("The occasion is already published.", "Kurstillfället är redan publicerat."),
        page=f"{MANAGE}/occasions/{{draft_id}}",
        status=409,
    ),
    _form(
        "a draft marked as held",
        f"{MANAGE}/occasions/{{draft_id}}/complete",
        {},
        ("The occasion is a draft. Publish it first.", "Kurstillfället är ett utkast. Publicera det först."),
        page=f"{OPEN}/complete",
        status=409,
    ),
)
OF_LISTS = (
    _form(
        "a second CKA",
        "/registration/representatives/new",
        CKA,
        ("There is a CKA already during those days.", "Det finns redan en CKA under den tiden."),
    ),
    _form(
        "a mandate that ends before it began",
        "/registration/representatives/{mandate_id}/end",
        {"to_on": "2025-01-01"},
        ("The last day cannot be before the first.", "Den sista dagen kan inte vara före den första."),
    ),
    _form(
        "a municipality on a taken square",
        f"{REGION}/municipalities/new",
        NYKOPING,
        ("Another municipality has this square of the map.", "En annan kommun har den rutan på kartan."),
    ),
    _form(
        "an area that is there",
        f"{REGION}/areas",
        {"name": "Bemötande och kommunikation"},
        (
            "The region already has one with this code or name.",
            "Den koden eller det namnet finns redan i regionen.",
        ),
    ),
    _form(
        "a wrong check digit",
        f"{REGION}/workplaces/new",
        EKEN,
        ("The last digit checks the others.", "Den sista siffran kontrollerar de andra."),
    ),
    _form(
        "a charge waived for no reason",
        f"{MANAGE}/registrations/{{charged}}/waiver",
        {"reason": " "},
        ("Reason: Fill in this field.", "Skäl: Fyll i det här fältet."),
    ),
    _form(
        "a lecturer's mistyped address",
        f"{REGION}/lecturers/new",
        ULLA | {"email": "ulla@gmial.com"},
        ("Did you mean ulla@gmail.com?", "Menade du ulla@gmail.com?"),
    ),
    _form(
        "a lecturer's contact twice",
        f"{REGION}/lecturers/new",
        ULLA | {"email": "ULLA@konsult.example"},
        (
            "Somebody else already has this name and this e-mail address.",
            "Någon annan har redan det namnet och den e-postadressen.",
        ),
    ),
    _form(
        "a representative of no municipality",
        "/registration/staff/new",
        KARIN | {"email": "mats@example.se", "role": "representative"},
        ("Choose the representative's municipality.", "Välj vilken kommun personen företräder."),
        role="admin",
    ),
    _form(
        "an account that is there",
        "/registration/staff/new",
        KARIN | {"role": "coordinator"},
        ("Another account has this e-mail address.", "Ett annat konto har redan den e-postadressen."),
        role="admin",
    ),
    _form(
        "a token without a name",
        "/registration/staff/tokens/new",
        {"name": "", "role": "coordinator"},
        ("What it is for: Fill in this field.", "Vad den är till för: Fyll i det här fältet."),
        role="admin",
    ),
)
OFFICE_FORMS = (*OF_PARTICIPANTS, *OF_OCCASIONS, *OF_LISTS)
