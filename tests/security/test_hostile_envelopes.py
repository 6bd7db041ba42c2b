"""Events as an enemy would write them: parked or harmless, and the others of their batch take effect."""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from services.names import SERVICES
from shared import clock
from shared.events import PAGE
from shared.inbox.failures import ATTEMPTS
from shared.inbox.tables import failed, inbox, retries
from shared.service import EXTENSION
from tests.applications import Applications
from tests.contracts.inhabited import NOW
from tests.events import inbox_of

GOLDEN = Path(__file__).parent.parent / "contracts" / "golden"
STEADY = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=40,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
# What no reader of JSON expects in the place of an id, a number, a time or a text.
VALUES = (
    *("null", "true", "-1", "0", "2147483648", "9223372036854775808", "1e999", "-1e308", "1.5", "9" * 5000),
    *(
        "NaN",
        "Infinity",
        '""',
        '"\\u0000"',
        '"\\ud800"',
        '"' + "å" * 100 + '"',
        '"9999-12-31T23:59:59-23:59"',
    ),
    *('"0001-01-01T00:00:00+23:59"', '"2026-03-12T08:00:00"', '"' + "9" * 5000 + '"', "[]", "[[]]", "{}"),
    *(
        '{"a": 1, "a": 2}',
        "[" * 200 + "]" * 200,
        "[" * 5000 + "]" * 5000,
        '"{{7*7}}\'; DROP TABLE inbox; --"',
    ),
)
BODIES = (b"", b"\x00", b"\xff\xfe{", b"null", b"[]", b'"text"', b"0", b"{" * 3000, b'{"specversion": "1.0"}')
LARGE = 10_000_000
# What each service hears that needs nothing else to take effect.
SOUND = dict.fromkeys(SERVICES, "registration.staff_access_changed") | {
    "registration": "evaluation.staff_token_used"
}


@pytest.fixture(params=["sqlite notifications", *(f"postgresql {name}" for name in SERVICES)])
def listener(
    request: pytest.FixtureRequest, applications: Applications, fresh_database: Callable[[str, str], str]
) -> Iterator[Flask]:
    """Each service with its own handlers, on each database."""
    engine, name = request.param.split()
    with applications.lend(name, fresh_database(name, engine)) as app, app.app_context(), clock.at(NOW):
        yield app


def test_no_envelope_stops_the_inbox_or_holds_up_the_others(listener: Flask) -> None:
    name = listener.extensions[EXTENSION].name
    heard = [kind.name for kind in PAGE.heard_by(name)]

    @STEADY
    @given(batch=st.lists(_hostile(heard), min_size=1, max_size=6))
    def take(batch: list[bytes]) -> None:
        before, after = _sound(SOUND[name]), _sound(SOUND[name])
        inbox_of(listener).take([before[1], *batch, after[1]])
        assert _in_effect(listener, [before[0], after[0]])

    take()
    large = _text(heard[0]).replace('"data"', f'"more": "{"x" * LARGE}", "specversion": "2.0", "data"')
    before = _sound(SOUND[name])
    inbox_of(listener).take([large.encode(), before[1]])
    assert _in_effect(listener, [before[0]])
    assert _parked_in_the_end(listener)


def _hostile(heard: Sequence[str]) -> st.SearchStrategy[bytes]:
    """A message that some service may have heard, or nobody, with one thing or more wrong in it."""
    texts = st.sampled_from(heard).map(_text)
    places = st.tuples(st.sampled_from(heard), st.integers(0, 30), st.sampled_from(VALUES))
    return st.one_of(
        st.sampled_from(BODIES),
        st.binary(max_size=40),
        places.map(lambda place: _with_value(*place)),
        st.tuples(texts, st.floats(0, 1)).map(lambda cut: cut[0].encode()[: int(len(cut[0]) * cut[1])]),
        st.tuples(texts, st.integers(0, 400), st.binary(min_size=1, max_size=4)).map(
            lambda put: put[0].encode()[: put[1]] + put[2] + put[0].encode()[put[1] :]
        ),
        st.sampled_from(sorted(PAGE.types.keys() - set(heard))).map(lambda name: _text(name).encode()),
    )


def _with_value(kind: str, place: int, value: str) -> bytes:
    """The event with this value, as it is written, in the place of one of its own."""
    event = _fresh(kind)
    names = [(event, name) for name in event] + [(event["data"], name) for name in event["data"]]
    part, name = names[place % len(names)]
    part[name] = "@@"
    return json.dumps(event, ensure_ascii=False).replace('"@@"', value).encode("utf-8", "surrogatepass")


def _text(kind: str) -> str:
    return json.dumps(_fresh(kind), ensure_ascii=False)


def _sound(kind: str) -> tuple[UUID, bytes]:
    event = _fresh(kind)
    return UUID(event["id"]), json.dumps(event).encode()


def _fresh(kind: str) -> dict[str, Any]:
    """An event of that kind about something new."""
    event: dict[str, Any] = json.loads((GOLDEN / f"{kind}.json").read_text(encoding="utf-8"))
    own: dict[str, Any] = {"token": uuid4().hex, "token_hashes": [uuid4().hex]}  # nobody has another's
    event["data"] |= {name: own[name] for name in own.keys() & event["data"].keys()}
    return event | {"id": str(uuid4()), "subject": str(uuid4())}


def _in_effect(app: Flask, ids: Sequence[UUID]) -> bool:
    """Whether these were taken in, and neither wait for another try nor are parked."""
    with app.extensions[EXTENSION].database.read() as session:
        seen = session.scalars(sa.select(inbox.c.event_id).where(inbox.c.event_id.in_(ids))).all()
        waiting = session.scalars(sa.select(retries.c.error).where(retries.c.event_id.in_(ids))).all()
        parked = session.scalars(sa.select(failed.c.error).where(failed.c.event_id.in_(ids))).all()
    assert (waiting, parked) == ([], [])
    return set(seen) == set(ids)


def _parked_in_the_end(app: Flask) -> bool:
    """Whether nothing waits any more when everything has been tried as often as it is."""
    for attempt in range(1, ATTEMPTS + 1):
        with clock.at(NOW + timedelta(hours=2 * attempt)):
            while inbox_of(app).retry_due(limit=500):
                continue
    with app.extensions[EXTENSION].database.read() as session:
        waiting = session.scalar(sa.select(sa.func.count()).select_from(retries))
        parked = session.scalar(sa.select(sa.func.count()).select_from(failed))
    return waiting == 0 and bool(parked)
