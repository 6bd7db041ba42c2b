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


def office() -> str:
    """Where the office begins its day."""
    return _absolute("/registration/manage/")


def occasions() -> str:
    """The coordinator's list of occasions."""
    return _absolute("/registration/manage/occasions")


def manage_occasion(occasion_id: UUID | str) -> str:
    """One occasion as its coordinator sees it."""
    return _absolute(f"/registration/manage/occasions/{occasion_id}")


def manage_link(token: str) -> str:
    """A participant's own registration: see it, cancel it."""
    return _absolute(f"/registration/registrations/{token}")


def check_in(code: str) -> str:
    """Where the participants of a session check themselves in."""
    return _absolute(f"/registration/check-in/{code}")


def certificate(code: str) -> str:
    """Where anybody sees whether a certificate is valid."""
    return _absolute(f"/registration/certificates/{code}")


def group_link(token: str) -> str:
    """A booker's group: see, name or cancel its places."""
    return _absolute(f"/registration/groups/{token}")


def approval_link(token: str) -> str:
    """Where a manager approves or declines a participant's place."""
    return _absolute(f"/registration/approvals/{token}")


def mine() -> str:
    """Where participants come to all their own registrations."""
    return _absolute("/registration/mine")


def sign_in_link(token: str) -> str:
    """Where a participant comes to all their own registrations, by a link that works once."""
    return _absolute(f"/registration/mine/{token}")


def calendar(kind: str | None = None, role: str | None = None) -> str:
    """The feed that a calendar program subscribes to: all sessions, or those of a kind or for a role."""
    return _absolute("/registration/calendar.ics", kind=kind, role=role)


def subscribe() -> str:
    """The feeds of every kind and for every role."""
    return _absolute("/registration/subscribe")


def leaflet(half: str | None = None) -> str:
    """The course leaflet of a half-year as 2027-H1, or of the coming one."""
    return _absolute("/registration/leaflet.pdf", half=half)


def embed(kind: str | None = None, limit: int | None = None) -> str:
    """The list that other sites show in a frame."""
    return _absolute("/registration/embed", kind=kind, limit=str(limit) if limit else None)


def privacy() -> str:
    """What is stored about whom, and for how long."""
    return _absolute("/registration/privacy")


def accessibility() -> str:
    """How accessible the pages are, and whom to tell."""
    return _absolute("/registration/accessibility")


def persons() -> str:
    """The coordinator's search for a person."""
    return _absolute("/registration/manage/persons")


def audit_log() -> str:
    """Who did what, and when."""
    return _absolute("/registration/manage/audit")


def flow(sought: str | None = None, done: str | None = None) -> str:
    """The way of events through the services: of what is sought, or of all that failed or waits."""
    return _absolute("/registration/manage/flow", id=sought, done=done)


def failed_event(service_name: str, failed_id: UUID | str) -> str:
    """A failed event, in the service where it failed."""
    return _absolute(f"/{service_name}/failed/{failed_id}")


def accounts() -> str:
    """The accounts of staff."""
    return _absolute("/registration/staff/")


def tokens() -> str:
    """The tokens by which programs call the API."""
    return _absolute("/registration/staff/tokens/")


def region() -> str:
    """The region's lists: municipalities, staff numbers, workplaces, lecturers."""
    return _absolute("/registration/region/")


def lecturers() -> str:
    """Lecturers and suppliers."""
    return _absolute("/registration/region/lecturers")


def representatives() -> str:
    """Who represents each municipality and city district."""
    return _absolute("/registration/representatives/")


def report_readers() -> str:
    """Who is sent the reports."""
    return _absolute("/registration/manage/report-readers")


def teaching() -> str:
    """A lecturer's own occasions."""
    return _absolute("/registration/teaching/")


def forgotten_password() -> str:
    """Where staff ask for a link when they have forgotten their password."""
    return _absolute("/registration/sign-in/forgotten")


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


def report_link(token: str) -> str:
    """The questions to a lecturer or supplier, who answers by name."""
    return _absolute(f"/evaluation/report/{token}")


def results_link(token: str) -> str:
    """The results of one course, for the lecturer or supplier who held it."""
    return _absolute(f"/evaluation/results/{token}")


def published_report_link(token: str) -> str:
    """A frozen report, for somebody who was sent it."""
    return _absolute(f"/reporting/reports/links/{token}")


def evaluations() -> str:
    """The coordinator's list of evaluations."""
    return _absolute("/evaluation/")


def evaluation(evaluation_id: UUID | str) -> str:
    """One evaluation with its results."""
    return _absolute(f"/evaluation/evaluations/{evaluation_id}")


def surveys() -> str:
    """The coordinator's list of surveys that are not tied to an occasion."""
    return _absolute("/evaluation/surveys")


def survey(survey_id: UUID | str) -> str:
    """One survey."""
    return _absolute(f"/evaluation/surveys/{survey_id}")


def recipients(survey_id: UUID | str, title: str = "") -> str:
    """Where the office chooses who gets a survey."""
    return _absolute("/registration/manage/recipients", survey=str(survey_id), title=title)


def activity_results(activity_id: UUID | str) -> str:
    """The results of a course over its occasions."""
    return _absolute(f"/evaluation/activities/{activity_id}")


def lecturer_results(contact_id: UUID | str) -> str:
    """The results of a lecturer or supplier over time."""
    return _absolute(f"/evaluation/lecturers/{contact_id}")


def messages() -> str:
    """The coordinator's list of e-mails."""
    return _absolute("/notifications/")


def message(message_id: UUID | str) -> str:
    """One e-mail."""
    return _absolute(f"/notifications/messages/{message_id}")


def unsubscribe_link(token: str) -> str:
    """Where the reader of an e-mail unsubscribes from what is of its kind."""
    return _absolute(f"/notifications/unsubscribe/{token}")


def messages_about(occasion_id: UUID | str) -> str:
    """Every e-mail about an occasion, and what became of it."""
    return _absolute("/notifications/", occasion=str(occasion_id))


def write_to_participants(occasion_id: UUID | str) -> str:
    """Where a coordinator writes to the participants of an occasion."""
    return _absolute("/notifications/messages/new", occasion=str(occasion_id))


def mailbox() -> str:
    """The mailbox of one-process mode, where e-mail goes to be looked at."""
    return _absolute("/mailbox/")


def frozen_reports() -> str:
    """The reports on each tertial and year, frozen or not."""
    return _absolute("/reporting/reports")


def reports() -> str:
    """The dashboard."""
    return _absolute("/reporting/")
