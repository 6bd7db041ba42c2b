"""A database on an engine that another test has had is as new as any."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from tests.applications import Applications
from tests.databases import Engines


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_lent_engine_leads_to_its_new_database_and_is_heard_by_nobody_before(
    fresh_database: Callable[[str, str], str], kind: str
) -> None:
    engines = Engines()
    heard: list[str] = []
    with engines.database(fresh_database("reporting", kind)) as first, first.begin() as session:
        session.execute(sa.text("CREATE TABLE left_behind (id INTEGER)"))
        sa.event.listen(first.engine, "before_cursor_execute", lambda *given: heard.append(given[2]))
    with engines.database(fresh_database("reporting", kind)) as second:
        assert second.engine.dialect is first.engine.dialect, "or nothing would have been kept"
        assert not sa.inspect(second.engine).has_table("left_behind")
    assert heard == []


def test_a_lent_application_has_forgotten_what_it_learnt(
    applications: Applications, fresh_database: Callable[[str, str], str]
) -> None:
    with applications.lend("reporting", fresh_database("reporting", "sqlite")) as app:
        app.extensions["learnt"] = True
    with applications.lend("reporting", fresh_database("reporting", "sqlite")) as again:
        assert again is app
        assert "learnt" not in again.extensions
