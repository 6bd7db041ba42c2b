"""What belongs to somebody else: a foreign municipality's, another lecturer's, another participant's."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from services.registration.models import Participant
from services.registration.participant_session import COOKIE
from shared.service import EXTENSION, reading
from tests.contracts.inhabited import LECTURER, Inhabited
from tests.house_rules.sources import hold
from tests.journeys.walk import cookie_of_participant
from tests.registration.samples import sample_participant
from tests.security.access_walk import addresses_of, rules_of
from tests.security.callers import FOREIGN, Caller, nothing_changes, program
from tests.security.who_may import Row, table_of
from tests.staff import bearer

REFUSED = {403, 404}
# What every member of staff may see of the whole region.
OF_ALL = {"/reporting/goals/<goal_code>", "/reporting/api/goals/<goal_code>"}
# By which filters others' are asked for, and whose they are.
FILTERS = {"representative": ("municipality", "0126"), "lecturer": ("lecturer", str(LECTURER))}
# What a query may have to say besides.
QUESTION = {"period": "2026", "by": "role"}
WRITTEN = "Anna pratade hela tiden."


def test_what_is_not_ones_own_is_refused_and_not_shown(house: Inhabited) -> None:
    secrets = names_in(house)
    hold(
        f"{caller.name}, {row.method} {address}: answered {answer.status_code}"
        for caller, row, address in _calls(house)
        for answer in [caller.calls(row, address)]
        if ("<" in row.rule and answer.status_code not in REFUSED) or shows(answer, secrets)
    )


def test_no_filter_reaches_what_is_not_ones_own(house: Inhabited) -> None:
    views, rules = house.app.view_functions, rules_of(house.app)
    for caller, row, address in _calls(house):
        name, value = FILTERS[str(caller.role)]
        known = getattr(views[rules[row.key].endpoint], "query_names", frozenset())
        if name not in known:
            continue
        asked = {key: text for key, text in QUESTION.items() if key in known} | {name: value}
        answer = caller.client.get(address, query_string=asked, headers=caller.headers)
        is_empty = answer.is_json and answer.json.get("total") == 0
        assert answer.status_code in REFUSED or is_empty, f"{caller.name}, {address}: {answer.data!r:.200}"


@pytest.mark.parametrize("house", ["registration"], indirect=True)
def test_a_lecturer_notes_nobody_elses_participants(house: Inhabited) -> None:
    known = {name: str(values[0]) for name, values in house.known.items()}
    lecturer = program(house.app, "lecturer", FOREIGN["lecturer"])
    rows = [
        row for row in table_of("registration") if row.is_write and row.is_api and "lecturer" in row.roles
    ]
    assert rows
    with nothing_changes(house.app):
        for row in rows:
            for address in addresses_of(rules_of(house.app)[row.key], house):
                body = {"present": [known["registration_id"]]} if address.endswith("attendance") else {}
                answer = lecturer.client.open(address, method=row.method, json=body, headers=lecturer.headers)
                assert answer.status_code in REFUSED, (row, answer.json)


@pytest.mark.parametrize("house", ["registration"], indirect=True)
@pytest.mark.parametrize(
    "proof", ["the link of another", "the booker of another group", "a session of another"]
)
def test_whoever_holds_something_else_neither_sees_nor_changes_a_registration(
    house: Inhabited, proof: str
) -> None:
    token = str(_proofs(house)[proof])
    rows = [row for row in table_of("registration") if row.is_public and row.is_api and _names_a_holding(row)]
    assert len(rows) >= 9
    with nothing_changes(house.app):
        for row in rows:
            answer = _held_out(house, row, token)
            assert answer.status_code in REFUSED, (row, answer.json)
            assert not shows(answer, names_in(house))


def _calls(house: Inhabited) -> Iterator[tuple[Caller, Row, str]]:
    """Everything that a representative or a lecturer without anything of their own may ask for."""
    rules = rules_of(house.app)
    for role, scope in FOREIGN.items():
        caller = program(house.app, role, scope)
        for row in table_of(house.app.extensions[EXTENSION].name):
            if row.method == "GET" and role in row.roles and row.rule not in OF_ALL:
                yield from ((caller, row, address) for address in addresses_of(rules[row.key], house))


def _proofs(house: Inhabited) -> dict[str, Any]:
    """What somebody may hold who has a registration, a group or a session, but not this one."""
    own = house.known["pages.registration.token"][0]
    cookie = cookie_of_participant(house.app, "disa.ek@huddinge.example")
    assert cookie[0] == COOKIE
    return {
        "the link of another": own,
        "the booker of another group": house.known["pages.group.token"][0],
        "a session of another": cookie[1],
    }


def _names_a_holding(row: Row) -> bool:
    return "<uuid:registration_id>" in row.rule or "<uuid:party_id>" in row.rule


def _held_out(house: Inhabited, row: Row, token: str) -> TestResponse:
    """A call about what is somebody's, with all that it must say but the right proof."""
    given = {"registration_id": house.known["present_id"][0], "party_id": house.known["party_id"][0]}
    rule = rules_of(house.app)[row.key]
    with house.app.test_request_context():
        values = {name: given[name] for name in rule.arguments}
        address = house.app.url_map.bind("").build(rule.endpoint, values, method=row.method)
    person = {name: sample_participant("Disa")[name] for name in ("given_name", "family_name", "email")}
    body = person if row.rule.endswith(("/name", "/replace")) else {}
    client = house.app.test_client()
    if row.method == "GET":
        return client.get(address, headers=bearer(token))
    return client.open(address, method=row.method, json=body, headers=bearer(token))


def names_in(house: Inhabited) -> frozenset[str]:
    """What tells of somebody: the addresses and names of all who are known, and what was written."""
    if house.app.extensions[EXTENSION].name != "registration":
        return frozenset({WRITTEN})
    with house.app.app_context(), reading() as session:
        people = session.execute(
            sa.select(Participant.email, Participant.given_name + " " + Participant.family_name)
        )
        return frozenset(text for row in people for text in row if text)


def shows(answer: TestResponse, secrets: Iterable[str]) -> bool:
    """Whether an answer, be it a page or a workbook, has one of the texts."""
    content = answer.data
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"".join(map(archive.read, archive.namelist()))
    return any(text.encode() in content for text in secrets)
