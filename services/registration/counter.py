"""The counter where strangers register.

Whether somebody is registered already, busy then, or has attended what a course builds on can be found
out there by trying names and addresses; so whoever was told it too often must wait.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

from flask import after_this_request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from services.registration.problems import AlreadyRegistered, NeedsConfirmation, PrerequisiteIsMissing
from shared.service import transaction
from shared.web.problems import TooManyTries
from shared.web.throttle import Throttle, caller_address

# Many colleagues share an address, and some press the button twice.
TOLD = Throttle("already_registered", 100, timedelta(minutes=10))


@contextmanager
def registering() -> Iterator[Session]:
    """The transaction in which somebody registers. Raises TooManyTries."""
    address = caller_address()
    try:
        with transaction() as session:
            TOLD.check(session, address)
            yield session
    except (AlreadyRegistered, NeedsConfirmation, PrerequisiteIsMissing):
        # Counted after the answer is made, when no transaction is open that would take the count back.
        after_this_request(lambda response: _count(address, response))
        raise


def _count(address: str, response: Response) -> Response:
    with suppress(TooManyTries):
        TOLD.count(address)
    return response
