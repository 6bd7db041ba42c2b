"""The neighbours' addresses on one page: every link from one service to another is made here."""

from urllib.parse import urlencode
from uuid import UUID

from shared.service import service


def _absolute(path: str, **query: str | None) -> str:
    given = {name: value for name, value in query.items() if value}
    base: str = service().settings.base_url.rstrip("/")
    return f"{base}{path}?{urlencode(given)}" if given else f"{base}{path}"


def catalogue() -> str:
    """Every course that is open to see."""
    return _absolute("/registration/")


def occasion(occasion_id: UUID | str) -> str:
    """One occasion with its form."""
    return _absolute(f"/registration/occasions/{occasion_id}")


def occasions() -> str:
    """The coordinator's list of occasions."""
    return _absolute("/registration/manage/")


def manage_occasion(occasion_id: UUID | str) -> str:
    """One occasion as its coordinator sees it."""
    return _absolute(f"/registration/manage/occasions/{occasion_id}")


def manage_link(token: str) -> str:
    """A participant's own registration: see it, cancel it."""
    return _absolute(f"/registration/registrations/{token}")


def calendar() -> str:
    """The feed that a calendar program subscribes to."""
    return _absolute("/registration/calendar.ics")


def accounts() -> str:
    """The accounts of staff."""
    return _absolute("/registration/staff/")


def sign_in(next_path: str | None = None) -> str:
    """Where staff sign in, and then come back to `next_path`."""
    return _absolute("/registration/sign-in", next=next_path)


def sign_out() -> str:
    """Where the sign-out form is sent."""
    return _absolute("/registration/sign-out")


def password_link(token: str) -> str:
    """Where a member of staff chooses a password."""
    return _absolute(f"/registration/password/{token}")


def my_account() -> str:
    """The account of whoever is signed in."""
    return _absolute("/registration/account")


def answer_link(token: str) -> str:
    """The questionnaire of one invitation."""
    return _absolute(f"/evaluation/answer/{token}")


def evaluations() -> str:
    """The coordinator's list of evaluations."""
    return _absolute("/evaluation/")


def evaluation(evaluation_id: UUID | str) -> str:
    """One evaluation with its results."""
    return _absolute(f"/evaluation/evaluations/{evaluation_id}")


def messages() -> str:
    """The coordinator's list of e-mails."""
    return _absolute("/notifications/")


def message(message_id: UUID | str) -> str:
    """One e-mail."""
    return _absolute(f"/notifications/messages/{message_id}")


def mailbox() -> str:
    """The mailbox of one-process mode, where e-mail goes to be looked at."""
    return _absolute("/mailbox/")


def reports() -> str:
    """The dashboard."""
    return _absolute("/reporting/")
