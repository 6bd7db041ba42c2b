"""Bad input gets a clear message in the reader's language, and changes nothing."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from typing import Any

import pytest
import sqlalchemy as sa

from shared import clock
from shared.db import Database
from shared.service import EXTENSION
from tests.applications import Applications
from tests.contracts.bad_calls import CASES, Bad
from tests.contracts.bad_event_calls import EVENT_FORMS, EVENTS
from tests.contracts.bad_forms import FORMS, BadForm
from tests.contracts.bad_goals import GOAL_FORMS, GOALS
from tests.contracts.bad_office_calls import ADMIN, OFFICE
from tests.contracts.bad_office_forms import OFFICE_FORMS
from tests.contracts.bad_place_calls import PLACES
from tests.contracts.bad_place_forms import PLACE_FORMS
from tests.contracts.bad_questionnaires import QUESTIONNAIRE_FORMS, QUESTIONNAIRES
from tests.contracts.bad_questions import QUESTIONS
from tests.contracts.bad_region_calls import REGION
from tests.contracts.bad_result_calls import RESULTS
from tests.contracts.bad_rules import RULE_FORMS, RULES
from tests.contracts.bad_survey_calls import SURVEYS
from tests.contracts.bad_survey_forms import SURVEY_FORMS
from tests.contracts.inhabited import NOW, Inhabited, inhabit
from tests.registration.browsing import send, sign_in, text_of
from tests.servers.databases import Databases

# Whoever is told of somebody's registration too often must wait: that is counted, and forgotten again.
COUNTS = {"throttles"}
Rows = dict[str, list[tuple[Any, ...]]]
Inhabit = Callable[[str], Inhabited]


@pytest.fixture(scope="module")
def inhabited(
    applications: Applications, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Inhabit]:
    """`inhabited(service)` is that service with something in it, the same for all: no case changes it."""
    with ExitStack() as lent:

        @cache
        def get(service: str) -> Inhabited:
            folder = tmp_path_factory.mktemp(service)
            url = databases.fresh(service, "sqlite", folder)
            return lent.enter_context(inhabit(applications, service, url, folder))

        yield get


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with clock.at(NOW):
        yield


def rows(service: Inhabited) -> Rows:
    """Everything the service's database holds: its own tables, outbox and inbox."""
    database: Database = service.app.extensions[EXTENSION].database
    with database.read() as session:
        tables = set(sa.inspect(session.connection()).get_table_names()) - COUNTS
        selects = {table: sa.text(f"SELECT * FROM {table}") for table in tables}
        return {table: [tuple(row) for row in session.execute(selects[table])] for table in tables}


@pytest.mark.parametrize(
    "bad",
    [
        *CASES,
        *REGION,
        *RESULTS,
        *QUESTIONS,
        *PLACES,
        *OFFICE,
        *ADMIN,
        *SURVEYS,
        *QUESTIONNAIRES,
        *RULES,
        *GOALS,
        *EVENTS,
    ],
    ids=lambda bad: f"{bad.call.split('/')[1]}: {bad.what}",
)
def test_bad_input_is_explained_in_both_languages_and_changes_nothing(inhabited: Inhabit, bad: Bad) -> None:
    service = inhabited(bad.call.split("/")[1])
    headers, before = service.headers(bad.role), rows(service)
    titles = {language: told(service, bad, headers, language) for language in ("sv", "en")}
    assert titles["sv"] != titles["en"]
    assert bad.slug not in titles.values()
    assert rows(service) == before


def told(service: Inhabited, bad: Bad, headers: dict[str, str], language: str) -> str:
    """The title of the problem that the call is answered with, which is the one expected."""
    method, path = bad.call.split()
    known = {name: str(values[0]) for name, values in service.known.items()}
    headers = {**headers, **bad.given.get("headers", {}), "Accept-Language": language}
    answer = service.app.test_client().open(
        path.format(**known), method=method, **{**bad.given, "headers": headers}
    )
    assert answer.mimetype == "application/problem+json"
    problem = answer.json
    assert (answer.status_code, problem["status"]) == (bad.status, bad.status)
    assert problem["type"] == f"urn:kursforum:problem:{bad.slug}"
    return str(problem["title"])


@pytest.mark.parametrize(
    "bad",
    [
        *FORMS,
        *PLACE_FORMS,
        *OFFICE_FORMS,
        *SURVEY_FORMS,
        *QUESTIONNAIRE_FORMS,
        *RULE_FORMS,
        *GOAL_FORMS,
        *EVENT_FORMS,
    ],
    ids=lambda bad: bad.what,
)
def test_a_bad_form_is_explained_on_its_page_and_changes_nothing(inhabited: Inhabit, bad: BadForm) -> None:
    service = inhabited(bad.to.split("/")[1])
    known = {name: str(values[0]) for name, values in service.known.items()}
    client, page = service.app.test_client(), bad.page or bad.to
    if bad.role:
        sign_in(service.app, client, bad.role)
    given = {name: str(text).format(**known) for name, text in bad.fields.items()}
    before = rows(service)
    for language, text in (("sv", bad.swedish), ("en", bad.english)):
        client.set_cookie("kursforum_language", language)
        answer = send(client, bad.to.format(**known), page.format(**known), **given)
        assert (answer.status_code, answer.mimetype) == (bad.status, "text/html")
        assert text in text_of(answer)
    assert rows(service) == before
