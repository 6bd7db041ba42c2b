"""Every address of the four services, called by everybody: who may is answered, and nobody else."""

from werkzeug.test import TestResponse

from shared.i18n import in_language
from shared.service import EXTENSION
from shared.web.problems import FormIsStale, Problem, RoleMayNot
from tests.contracts.inhabited import Inhabited
from tests.house_rules.sources import hold
from tests.security.access_walk import address_of, rules_of
from tests.security.callers import Caller, everybody, nothing_changes
from tests.security.who_may import Row, table_of

# What a reader is answered who may ask: also that there is nothing, or no more, or that more must be said.
ANSWERS = {200, 303, 304, 404, 410, 422}
OF_A_PARTICIPANT = "/registration/api/mine"  # who signs in by a link, not as staff


def test_the_table_has_a_row_for_each_address_and_no_other(house: Inhabited) -> None:
    name = house.app.extensions[EXTENSION].name
    known = {row.key for row in table_of(name)}
    there = rules_of(house.app).keys()
    where = f"tests/security/access/{name}.txt"
    hold(f"{method} {rule}: say in {where} who may call it." for method, rule in sorted(there - known))
    hold(f"{method} {rule}: gone; take it out of {where}." for method, rule in sorted(known - there))


def test_whoever_may_not_is_refused_and_changes_nothing(house: Inhabited) -> None:
    rules, callers = rules_of(house.app), everybody(house.app)
    with nothing_changes(house.app):
        hold(
            f"{caller.name}, {row.method} {row.rule}: answered {answer.status_code}"
            for row in table_of(house.app.extensions[EXTENSION].name)
            for caller in callers
            if not row.is_for(caller.role)
            for answer in [caller.calls(row, address_of(rules[row.key], house))]
            if not _is_refusal(answer, row, caller)
        )


def test_whoever_may_read_is_answered(house: Inhabited) -> None:
    rules, readers = rules_of(house.app), _one_of_each(everybody(house.app))
    hold(
        f"{caller.name}, GET {row.rule}: answered {answer.status_code}"
        for row in table_of(house.app.extensions[EXTENSION].name)
        if row.method == "GET"
        for caller in readers
        if caller.role in row.roles or (row.is_public and caller.role is None)
        for answer in [caller.calls(row, address_of(rules[row.key], house))]
        if not _is_answer(answer, row, house)
    )


def test_no_form_is_taken_that_another_site_sent(house: Inhabited) -> None:
    rules, callers = rules_of(house.app), _one_of_each(everybody(house.app))
    with nothing_changes(house.app):
        hold(
            f"{caller.name}, {row.method} {row.rule}: answered {answer.status_code}"
            for row in table_of(house.app.extensions[EXTENSION].name)
            if row.is_write
            for caller in callers
            # A program's call has no authority that a browser would add unasked.
            if row.is_for(caller.role) and (caller.has_cookie or not row.is_api)
            for answer in [caller.calls(row, address_of(rules[row.key], house))]
            if not _says(answer, FormIsStale, house)
        )


def _one_of_each(callers: list[Caller]) -> list[Caller]:
    """The first of each role: browsers rather than programs."""
    return list({caller.role: caller for caller in reversed(callers)}.values())


def _is_refusal(answer: TestResponse, row: Row, caller: Caller) -> bool:
    if caller.role is not None:
        return answer.status_code == 403
    if row.is_api or row.is_write:
        return answer.status_code == 401
    return answer.status_code == 303 and answer.location.startswith("/registration/sign-in?")


def _is_answer(answer: TestResponse, row: Row, house: Inhabited) -> bool:
    to_sign_in = answer.status_code == 303 and "/sign-in" in answer.location and not row.is_public
    is_theirs_not = answer.status_code == 403 and not _says(answer, RoleMayNot, house)
    is_participants = answer.status_code == 401 and row.rule == OF_A_PARTICIPANT
    return (answer.status_code in ANSWERS and not to_sign_in) or is_theirs_not or is_participants


def _says(answer: TestResponse, problem: type[Problem], house: Inhabited) -> bool:
    """Whether the answer is that problem, as JSON or as a page, whose heading is the first sentence."""
    with house.app.app_context(), in_language("sv"):
        heading = str(problem.title).partition(".")[0]
    return answer.status_code == problem.status and heading in answer.text
