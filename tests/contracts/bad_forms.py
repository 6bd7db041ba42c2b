"""What people get wrong in forms, and what they are to be told."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.registration.samples import sample_participant


@dataclass(frozen=True)
class BadForm:
    """A form filled in wrongly, or sent where it can no longer be; `page` shows one where `to` does not."""

    what: str
    to: str
    fields: Mapping[str, Any]
    status: int
    english: str
    swedish: str
    page: str = ""
    role: str | None = None


def _typed(name: str = "Disa", **wrong: Any) -> dict[str, Any]:
    given = sample_participant(name) | wrong
    return {key: value for key, value in given.items() if value is not None and key != "language"}


OCCASION = "/registration/occasions/{open}"
QUESTIONS = "/evaluation/answer/{unused}"
FORMS = (
    BadForm(
        "unknown municipality",
        OCCASION,
        _typed(municipality="9999"),
        422,
        "Choose one of the region's municipalities.",
        "Välj en av regionens kommuner.",
    ),
    BadForm(
        "the same person twice",
        OCCASION,
        _typed("Anna"),
        422,
        "You are already registered for this occasion.",
        "Du är redan anmäld till det här kurstillfället.",
    ),
    BadForm(
        "half a name in a group",
        f"{OCCASION}/group",
        {
            **_typed(),
            "booker.email": "boel@example.se",
            "members.0.given_name": "Eva",
            "members.0.role": "manager",
        },
        422,
        "Give both names and the e-mail, or none of them until later.",
        "Fyll i förnamn, efternamn och e-post, eller lämna alla tre tomma så länge.",
    ),
    BadForm(
        "an address that no mail reaches",
        "/registration/mine",
        {"email": "anna"},
        422,
        "Write an e-mail address, such as name@example.se.",
        "Skriv en e-postadress, till exempel namn@exempel.se.",
    ),
    BadForm(
        "past the deadline",
        "/registration/occasions/{late}",
        _typed(),
        422,
        "Registration for this occasion is closed.",
        "Anmälan till det här kurstillfället är stängd.",
        page=OCCASION,
    ),
    BadForm(
        "a full queue",
        "/registration/occasions/{full}",
        _typed() | {"accept_warnings": "true"},
        422,
        "The occasion is full, and so is its waiting list.",
        "Både kurstillfället och reservlistan är fulla.",
        page=OCCASION,
    ),
    BadForm(
        "an oversized form",
        OCCASION,
        _typed(needs="a" * 1_100_000),
        413,
        "What you sent is too large",
        "Det du skickade är för stort",
    ),
    BadForm(
        "a stale form",
        OCCASION,
        _typed() | {"csrf_token": "stale"},
        400,
        "The form had been open too long",
        "Formuläret har varit öppet för länge",
    ),
    BadForm(
        "a wrong password",
        "/registration/sign-in",
        {"email": "anna@example.se", "password": "wrong"},
        401,
        "The e-mail address or the password is wrong.",
        "E-postadressen eller lösenordet stämmer inte.",
    ),
    BadForm(
        "an unanswered question",
        QUESTIONS,
        {},
        422,
        "Answer this question.",
        "Svara på den här frågan.",
    ),
    BadForm(
        "a last day long after",
        "/evaluation/evaluations/{evaluation_id}/last-day",
        {"closes_on": "2027-12-01"},
        422,
        "An evaluation can be open for 90 days at most.",
        "En utvärdering kan vara öppen i högst 90 dagar.",
        role="coordinator",
    ),
    BadForm(
        "a text that is rewritten",
        "/evaluation/texts/{text_id}/mask",
        {"text": "Ingen pratade."},
        422,
        "A text can be masked, not rewritten.",
        "En text kan maskeras men inte skrivas om.",
        role="coordinator",
    ),
    BadForm(
        "a used link",
        "/evaluation/answer/{used}",
        {"overall": "5"},
        410,
        "Thank you, we already have your answers",
        "Tack, vi har redan fått dina svar",
        page=QUESTIONS,
    ),
)
