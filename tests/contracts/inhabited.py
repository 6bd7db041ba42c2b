"""The four services with something in them: what outsiders may name in a call, and who may call."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
from flask import Flask

from services.evaluation.models import FreeText
from services.notifications.delivery import unsubscribing
from services.notifications.models import Suppression
from services.notifications.telling.free_messages import draft_message
from services.registration.models import PersonAnswer
from services.registration.operations.exporting import request_export
from services.registration.operations.representatives import name_representative
from services.registration.operations.requests import ANSWERED_BY
from services.registration.queries.doubles import likely_doubles
from services.registration.queries.persons import find_persons
from services.registration.staff.accounts import add_account
from services.registration.staff.passwords import show_password_link
from services.registration.staff.tokens import add_token
from shared import clock
from shared.auth import new_token
from shared.auth.operator import ROLE as OPERATOR
from shared.auth.operator import make_pass
from shared.ids import new_id
from shared.service import EXTENSION, reading, transaction
from tests.applications import Applications
from tests.contracts.bad_calls import AS_CKA
from tests.contracts.bad_goals import HOURS as GOAL_HOURS
from tests.contracts.course_days import course_days
from tests.contracts.failures import failures
from tests.contracts.held_places import held_places
from tests.contracts.links import links
from tests.contracts.questionnaires import questionnaires
from tests.contracts.region_lists import region_lists
from tests.contracts.rules import rules
from tests.contracts.sent_reports import send_report
from tests.contracts.surveys import SIV, surveys
from tests.evaluation.story import Story, people
from tests.events import handed
from tests.notifications import happenings
from tests.notifications.mail_room import MailRoom
from tests.registration.office import Office
from tests.registration.samples import sample_activity, sample_mandate, sample_occasion, sample_participant
from tests.reporting import stories
from tests.staff import bearer, token_for

LECTURER = UUID("0190a000-0000-7000-8000-00000000000c")
NOW = datetime(2026, 5, 20, 8, tzinfo=UTC)
KARIN = {"name": "Karin Lindgren", "email": "karin@example.se", "role": "coordinator"}
SCOPES: dict[str, dict[str, Any]] = {
    "representative": {"municipality": "0182"},
    "lecturer": {"contact_id": LECTURER},
}


Known = dict[str, list[Any]]


@dataclass
class Inhabited:
    """A service in which things have happened.

    `known` has values for the parts of its addresses and queries; and bodies that are right, by the name of
    their schema.
    """

    app: Flask
    known: Known = field(default_factory=dict)

    def every(self, name: str, *pages: str) -> list[Any]:
        """All that the page itself is known by, the first that is; else one value of that name, or none."""
        own = [self.known[f"{page}.{name}"] for page in pages if f"{page}.{name}" in self.known]
        return own[0] if own else self.known.get(name, [])[:1]

    def headers(self, role: str | None) -> dict[str, str]:
        """What a caller of that role sends; nobody sends nothing."""
        if role == OPERATOR:
            return bearer(make_pass(self.app.extensions[EXTENSION].settings.secret_key))
        return bearer(token_for(self.app, role, **SCOPES.get(role, {}))) if role else {}


@contextmanager
def inhabit(
    applications: Applications, service: str, url: str, folder: Path, known: Known | None = None
) -> Iterator[Inhabited]:
    """Lend the service on this database, in which things happen first, at NOW; or have, and left `known`."""
    own = {"notifications": {"mail_folder": str(folder)}, "evaluation": {"evaluation_delay": 0}}
    with applications.lend(service, url, **own.get(service, {})) as app:
        with clock.at(NOW):
            known = known or _HAPPENED[service](app) | failures(app)
        yield Inhabited(app, known)


def _registration(app: Flask) -> Known:
    office = Office(app)
    with clock.at(NOW - timedelta(days=8)):
        begun = office.open_occasion(days=7)
        receipts = office.fill(begun, "Anna")
    coming, draft = office.open_occasion(waiting_places=500), office.draft()
    receipts += office.fill(coming, "Anna", "Bo", "Cilla")
    full, late, cancelled = (
        office.open_occasion(places=1, waiting_places=0),
        office.draft(),
        office.open_occasion(),
    )
    office.fill(full, "Anna")
    office.does("change_occasion", late.id, {"closes_at": NOW - timedelta(minutes=1)})
    office.does("publish_occasion", late.id)
    office.does("cancel_occasion", cancelled.id, "Föreläsaren är sjuk.")
    occasions = [coming, draft, begun]
    return {
        "occasion_id": [occasion.id for occasion in occasions],
        "activity_id": [occasion.activity_id for occasion in occasions],
        "session_id": [session.id for occasion in reversed(occasions) for session in occasion.sessions],
        "registration_id": [receipt.id for receipt in receipts[1:]],
        "open": [coming.id],
        "full": [full.id],
        "late": [late.id],
        "cancelled": [cancelled.id],
        "draft_id": [draft.id],
        "present_id": [receipts[0].id],
        "manage_token": [receipts[1].token],
        "NewActivity": [sample_activity()],
        "NewOccasion": [_as_sent(sample_occasion(sessions=2))],
        "OccasionChange": [{"places": 3}, _as_sent(sample_occasion(days=40))],
        "NewParticipant": [sample_participant(name) for name in ("Anna", "Disa", "Evert")],
        "Cancellation": [{"reason": "Föreläsaren är sjuk."}],
        "HolderProof": [{"token": receipt.token} for receipt in receipts],
        **_persons_and_accounts(app),
        **_areas(office),
        "AttendanceList": [{"present": [str(receipts[0].id)]}, {"present": []}],
    }


def _teaching(office: Office) -> Known:
    """A lecturer's own session; and Anna Ek once more, by another address."""
    own = office.open_occasion(lecturer_contact_id=LECTURER)
    office.register(own)
    office.register(own, email="anna.ek@solgarden.example")
    with office.app.app_context(), reading() as session:
        pair = likely_doubles(session)[0]
    return {
        "first_id": [pair.first.id],
        "second_id": [pair.second.id],
    }


def _persons_and_accounts(app: Flask) -> Known:
    with app.app_context(), transaction() as session:
        mandate = name_representative(session, sample_mandate())
        account = add_account(session, KARIN)
        link = show_password_link(session, account.id)
        token = add_token(session, {"name": "Kalendern", "role": "coordinator"})
        persons = [item.id for item in find_persons(session, "").items]
        request = request_export(session, persons[0])
        for other in ANSWERED_BY[1:]:
            session.add(PersonAnswer(request_id=request.id, service=other, answered_at=NOW, content={}))
    return {
        "mandate_id": [mandate.id],
        "person_id": persons,
        "request_id": [request.id],
        "Protection": [{"is_protected": True}, {"is_protected": False}],
        "account_id": [account.id],
        "signing.choose_password.token": [link],
        "token_id": [token.id],
        "survey_id": [new_id()],
        "NewRecipients": [{"representatives": True, "people": [SIV]}, {"people": [SIV]}],
        "NewMandate": [AS_CKA, AS_CKA | {"municipality": "0184"}],
        "MandateChange": [{"from_on": "2026-02-01"}],
        "NewAccount": [KARIN, KARIN | {"email": "karin.ek@example.se"}],
        "AccountChange": [{"role": "representative", "municipality": "0182"}, {"name": "Karin Ek"}],
        "NewProgram": [{"name": "Kalendern", "role": "coordinator"}],
    }


def _areas(office: Office) -> Known:
    days, places = course_days(office, NOW), held_places(office, NOW)
    areas = region_lists(office.app), days, places, links(office), _teaching(office)
    return {name: values for area in areas for name, values in area.items()}


def _as_sent(occasion: dict[str, Any]) -> dict[str, Any]:
    sent: dict[str, Any] = orjson.loads(orjson.dumps(occasion))
    return sent


def _evaluation(app: Flask) -> Known:
    story = Story(app)
    six = people(6, municipality="0182")
    written = [{"overall": 4, "improve": "Anna pratade hela tiden."}] * 6
    closed = story.held_and_closed(six, written, lecturer_contact_id=LECTURER)
    still_open = story.hold(people(4), ends_at=clock.now())
    used, *fresh = story.tokens(still_open).values()
    story.answer(used, clock.now())
    spent = [story.tokens(closed)[six[0]["contact_id"]], new_token()]
    return {
        "evaluation_id": [still_open, closed],
        "token": [used, *fresh, *spent],
        "closed": [closed],
        "used": [used],
        "answer_token": fresh[:1],
        "pages.show_questionnaire.token": fresh[:1],
        "unused": [fresh[0]],
        "spent": [spent[0]],
        "tertial": ["2026-T1", "2025-T3", "2099-T1", "2026-T4", "2026"],
        "NewAnswers": [{"answers": {"overall": 5}}],
        "MovedLastDay": [{"closes_on": "2026-06-12", "remind_again": True}],
        "activity_id": [story.evaluation_by_id(closed).activity_id],
        "contact_id": [LECTURER],
        "text_id": [row["id"] for row in story.rows(FreeText)],
        "MaskedText": [{"text": "[…] hela tiden."}, {"text": "[…]"}],
        "occasion": [story.evaluation_by_id(closed).occasion_id],
        **surveys(story),
        **questionnaires(story),
        **rules(story),
    }


def _notifications(app: Flask) -> Known:
    room = MailRoom(app)
    room.hears(happenings.contact(), happenings.occasion(), happenings.manage_link(), happenings.registered())
    room.hears(happenings.invited()).send()
    sent, failed, *_ = [message.id for message in room.messages]
    room.change(failed, state="failed")
    room.hears(happenings.moved_up())
    under_way = room.messages[-1].id
    return {
        "message_id": [sent, failed],
        "under_way": [under_way],
        "failed_id": [failed],
        "occasion_id": [happenings.OCCASION],
        "suppression_id": [_suppressed(app, failed)],
        "draft_id": [_drafted(app)],
        "templates.template.name": ["registration_confirmed", "evaluation_reminder"],
        "templates.template.language": ["sv", "en"],
        "unsubscribing.unsubscribe_form.token": [_unsubscribe_token(app)],
    }


def _drafted(app: Flask) -> UUID:
    words = {"audience": "confirmed", "subject": "Ta med inneskor", "text": "Vi ses på torsdag."}
    with app.app_context(), transaction() as session:
        return draft_message(session, happenings.OCCASION, words).id


def _unsubscribe_token(app: Flask) -> str:
    with app.app_context():
        return unsubscribing.link(happenings.ANNA, "messages").rpartition("/")[2]


def _suppressed(app: Flask, message_id: UUID) -> UUID:
    with app.app_context(), transaction() as session:
        gone = Suppression(id=new_id(), address="gone@example.se", contact_id=happenings.ANNA)
        gone.message_id, gone.reason, gone.since = message_id, "550 5.1.1 Unknown", clock.now()
        session.add(gone)
        return gone.id


def _reporting(app: Flask) -> Known:
    day = stories.meeting("day", "2026-03-12")
    occasion = stories.occasion("Course", [day], lecturer_contact_id=LECTURER)
    handed(app, occasion, stories.registration("Anna", "Course"), stories.registration("Bo", "Course"))
    handed(app, stories.attendance("Course", day, ["Anna"]), stories.responses("Course", "closed", 6, 5))
    handed(app, stories.results("Course", 0, 0, 1, 2, 2))
    handed(app, stories.tertial("2026-T1", stories.cut("all", "all", 0, 0, 1, 2, 2)))
    return {
        "period": ["2026", "2026-T1", "2026-H1", "2026-03", "2026-01-01..2026-03-31"],
        "/reporting/reports/<string:period>/freeze.period": ["2026-T1"],
        "/reporting/reports/<string:period>/send.period": ["2026-T1"],
        "token": [send_report(app)],
        "by": ["role", "activity", "district"],
        "activity": [stories.id_of("activity")],
        "lecturer": [LECTURER],
        "/reporting/municipalities/<code>.code": ["0182"],
        "/reporting/municipalities/<code>/<district>.code": ["0180"],
        "district": ["farsta"],
        "goal_code": ["enough_knowledge", "every_place_takes_part"],
        "/reporting/goals/<goal_code>/comments/<period>.period": ["2026-T1"],
        "NewGoal": [GOAL_HOURS],
        "GoalChange": [GOAL_HOURS],
        "NewComment": [{"text": "Vi ringer de kommuner som saknas.", "seen": 0}],
    }


_HAPPENED: dict[str, Callable[[Flask], Known]] = {
    "registration": _registration,
    "evaluation": _evaluation,
    "notifications": _notifications,
    "reporting": _reporting,
}
