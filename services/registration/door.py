"""The door: where participants say that they are here, with the code that they read from the screen."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from flask import after_this_request
from werkzeug.wrappers import Response

from services.registration import operations
from services.registration.check_ins import check_open, session_of
from services.registration.models import Registration
from services.registration.problems import NoPlaceWithThisAddress
from services.registration.queries.attendance import places_of
from services.registration.queries.catalogue import find_session
from shared.service import reading, transaction
from shared.web.problems import TooManyTries
from shared.web.throttle import Throttle, caller_address

# Everybody in the room may share one address of the house's network, and some spell wrongly.
MISSED = Throttle("check_in_missed", 60, timedelta(minutes=10))


@dataclass(frozen=True)
class Arrival:
    """Whether somebody was noted as present; if not, who of those sharing the address it may be."""

    is_present: bool
    choices: Sequence[Registration] = ()


def arrive(code: str, email: str, chosen: UUID | None = None) -> Arrival:
    """Note as present whoever has this e-mail address, and where several share it the chosen one.

    Raises CheckInCodeIsWrong, CheckInIsNotOpen, CheckInIsClosed, NoPlaceWithThisAddress, TooManyTries.
    """
    session_id, address = session_of(code), caller_address()
    with reading() as session:
        course_session = find_session(session, session_id)
        check_open(course_session)
        MISSED.check(session, address)
        found = places_of(session, course_session.occasion_id, email)
    if not found:
        # Counted after the answer is made, when no transaction is open that would take the count back.
        after_this_request(lambda response: _count(address, response))
        raise NoPlaceWithThisAddress()
    if chosen:
        found = [item for item in found if item.id == chosen] or found
    if len(found) > 1:
        return Arrival(False, found)
    return arrive_as(code, found[0].id)


def arrive_as(code: str, registration_id: UUID) -> Arrival:
    """Note the holder of a registration as present. Raises NotAParticipant, CheckInIsClosed and its like."""
    with transaction() as session:
        course_session = find_session(session, session_of(code))
        check_open(course_session)
        operations.change_attendance(session, course_session.id, come=[registration_id])
    return Arrival(True)


def _count(address: str, response: Response) -> Response:
    with suppress(TooManyTries):
        MISSED.count(address)
    return response
