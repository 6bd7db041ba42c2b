"""Each API answers anything with what its description says, whoever calls: schemathesis makes the calls."""

import math
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from shared.auth.operator import ROLE as OPERATOR
from shared.service import EXTENSION
from tests.contracts.deeds import Deeds
from tests.contracts.inhabited import Inhabited, Known

# Each operation is called so often by whom it is for; more at night. Who may not call it is refused unread.
EXAMPLES = int(os.environ.get("CONTRACT_EXAMPLES", "6"))
REFUSED = {401, 403}
# Who calls. What coordinators may, administrators may too, and call in full.
CALLERS = (None, "admin", "coordinator", "representative", "lecturer", OPERATOR)
MOSTLY = st.sampled_from([True, True, True, False])
STEADY = settings(
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.slow
@pytest.mark.timeout(60 + 20 * EXAMPLES)
@pytest.mark.parametrize("role", CALLERS)
def test_the_api_answers_as_described(service: Inhabited, role: str | None) -> None:
    headers, deeds = service.headers(role), Deeds(service.app)

    def hold(operation: Any, case: Any, data: st.DataObject) -> None:
        _name_what_is_there(case, service.known, data)
        # What is right in each field may be wrong as a whole: a city without its district, say.
        with deeds.watched(operation) as done:
            response = case.call_and_validate(headers=headers, excluded_checks=[positive_data_acceptance])
            done(response)
        assert _is_for(operation, role) or response.status_code in REFUSED

    for operation in _operations(service):
        _often(hold, operation, operation.as_strategy(), _examples(operation, role))
    is_fully_tried = role == "admin"  # whose calls may do everything, and are enough to do it
    assert not (is_fully_tried and deeds.unnoted), (
        f"add note(session, …) beside what these change: {deeds.unnoted}"
    )


@pytest.mark.slow
@pytest.mark.timeout(60 + 20 * EXAMPLES)
def test_what_is_wrong_by_the_description_is_refused(service: Inhabited) -> None:
    headers = service.headers("admin")

    def hold(_operation: Any, case: Any, _data: st.DataObject) -> None:
        response = case.call(headers=headers)
        # A body too large is refused unread; forms send every filter, chosen or not, so a blank one is none.
        is_beside = response.status_code == 413 or "" in (case.query or {}).values()
        beside = [negative_data_rejection] if is_beside else []
        case.validate_response(response, headers=headers, excluded_checks=beside)

    for operation in _operations(service):
        _often(hold, operation, operation.as_strategy(GenerationMode.NEGATIVE), EXAMPLES)


def _operations(service: Inhabited) -> Iterator[Any]:
    name = service.app.extensions[EXTENSION].name
    for found in schemathesis.openapi.from_wsgi(f"/{name}/openapi.json", service.app).get_all_operations():
        assert isinstance(found, Ok), found
        yield found.ok()


def _examples(operation: Any, role: str | None) -> int:
    is_for_anybody = operation.definition.raw.get("security") == []
    if not _is_for(operation, role) or (is_for_anybody and role not in (None, "coordinator")):
        return 1
    return math.ceil(EXAMPLES / 3) if role == "coordinator" else EXAMPLES


def _is_for(operation: Any, role: str | None) -> bool:
    """Whether the description says that this role, or anybody, may call the operation."""
    described = operation.definition.raw
    _, _, roles = described.get("description", "").rpartition("For the roles: ")
    return described.get("security") == [] or str(role) in roles


def _often(
    hold: Callable[[Any, Any, st.DataObject], None], operation: Any, cases: Any, examples: int
) -> None:
    @settings(STEADY, max_examples=examples)
    @given(case=cases, data=st.data())
    def call(case: Any, data: st.DataObject) -> None:
        hold(operation, case, data)

    call()


def _name_what_is_there(case: Any, known: Known, data: st.DataObject) -> None:
    """Let most calls name something that is there, and half of those with a body send one that is right."""
    for part in (case.path_parameters, case.query):
        for name in (part or {}).keys() & known.keys():
            if data.draw(MOSTLY):
                part[name] = str(data.draw(st.sampled_from(known[name])))
    bodies = known.get(_schema_name(case.operation), [])
    if bodies and data.draw(MOSTLY):
        body = dict(data.draw(st.sampled_from(bodies)))
        if isinstance(case.body, dict) and case.body and data.draw(st.booleans()):
            wild = data.draw(st.sampled_from(sorted(case.body)))
            body[wild] = case.body[wild]
        case.body = body


def _schema_name(operation: Any) -> str:
    body = operation.definition.raw.get("requestBody", {})
    reference = body.get("content", {}).get("application/json", {}).get("schema", {}).get("$ref", "")
    return str(reference).rpartition("/")[2]
