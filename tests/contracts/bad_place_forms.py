"""What participants, bookers and managers get wrong behind their links, and what they are to be told."""

from tests.contracts.bad_forms import BadForm
from tests.contracts.bad_office_forms import BO, THERE
from tests.registration.samples import sample_participant

OWN, GROUP = "/registration/registrations/{manage_token}", "/registration/groups/{group_token}"
ANNA = {key: text for key, text in sample_participant("Anna").items() if text}
NOTHING = "There is no offered place to answer.", "Det finns ingen erbjuden plats att svara på."
ADDRESS = "E-mail: Write an e-mail address", "E-post: Skriv en e-postadress"
SPENT = "The link has been used, or is too old", "Länken är redan använd, eller för gammal"

PLACE_FORMS = (
    BadForm("a colleague there already", f"{OWN}/replace", BO, 422, *THERE),
    BadForm(
        "a change without a workplace",
        f"{OWN}/change",
        ANNA | {"workplace": ""},
        422,
        "Workplace: Fill in this field.",
        "Arbetsplats: Fyll i det här fältet.",
    ),
    BadForm(
        "nothing offered to accept",
        f"{OWN}/accept",
        {},
        409,
        *NOTHING,
        page="/registration/registrations/{offered_token}",
    ),
    BadForm("nothing offered to decline", f"{OWN}/decline", {}, 409, *NOTHING, page=f"{OWN}/cancel"),
    BadForm(
        "half a name for a place",
        f"{GROUP}/places/{{unnamed_id}}/name",
        {"given_name": "Eva", "role": "manager"},
        422,
        "Family name: Fill in this field.",
        "Efternamn: Fyll i det här fältet.",
    ),
    BadForm("nothing offered to the group", f"{GROUP}/accept", {}, 409, *NOTHING, page=f"{GROUP}/cancel"),
    BadForm(
        "declined without a reason",
        "/registration/approvals/{approval_token}",
        {"answer": "decline", "reason": " "},
        422,
        "Write why. The participant is told.",
        "Skriv varför. Deltagaren får veta det.",
    ),
    BadForm(
        "no address at the door", "/registration/check-in/{check_in_code}", {"email": "anna"}, 422, *ADDRESS
    ),
    BadForm("a link that is used up", "/registration/mine/" + "x" * 43, {}, 410, *SPENT),
    BadForm(
        "a forgotten password for no address",
        "/registration/sign-in/forgotten",
        {"email": "karin"},
        422,
        *ADDRESS,
    ),
)
