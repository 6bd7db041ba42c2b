"""Reconcile names each difference between reporting and its neighbours, and not what is on its way."""

from itertools import chain
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from werkzeug.serving import make_server

from services.__main__ import main
from services.embedded import Embedded
from services.names import module
from services.reconciling import COMPARED, differences, differing_groups, still
from services.reporting.models import Attendance, Occasion, Registration
from shared import clock
from shared.asking import NoAnswer, OverHttp
from shared.auth.operator import HOLDS, make_pass
from shared.digests import Line
from shared.service import EXTENSION, reading, transaction
from tests.registration.held import completed, opened
from tests.registration.office import Office
from tests.reporting import stories
from tests.reporting.neighbours import Region
from tests.staff import bearer, token_for


def found(region: Region) -> list[str]:
    """What reconcile says."""
    return [str(one) for one in differences(region.asked, differing_groups(region.asked))]


def test_neighbours_that_agree_differ_in_nothing(region: Region) -> None:
    office = office_year(region)
    assert found(region) != []  # nothing has been delivered yet
    region.deliver()
    assert found(region) == []
    assert {line.group for line in lines(region, "registrations")} == {str(office.id)}


def test_a_spoilt_row_is_named_and_a_replay_cures_it(region: Region) -> None:
    office_year(region)
    region.deliver()
    one = lines(region, "registrations")[0].id
    region.spoil(sa.update(Registration).where(Registration.id == UUID(one)).values(status="waiting"))
    region.spoil(sa.delete(Occasion))
    told = found(region)
    assert f"registration {one}: registration says status confirmed (version 1), " in "\n".join(told)
    assert "reporting says status waiting (version 1)" in "\n".join(told)
    assert [text for text in told if text.startswith("occasion ") and text.endswith("reporting does not")]
    region.replay().run()
    assert found(region) == []


def test_who_was_present_is_named_one_by_one(region: Region) -> None:
    office_year(region)
    region.deliver()
    with region.reporting.app_context(), reading() as session:
        absent = session.scalars(sa.select(Attendance.registration_id)).first()
    region.spoil(sa.delete(Attendance).where(Attendance.registration_id == absent))
    (told,) = found(region)
    assert f"registration says 2 present, {absent} among them (version 1)" in told
    assert "reporting says 1 present (version 1)" in told


def test_what_waits_in_the_outbox_is_told_apart_and_agrees_once_it_is_out(region: Region) -> None:
    office_year(region)
    groups = differing_groups(region.asked)
    assert all("waits in the outbox since" in str(one) for one in differences(region.asked, groups))
    region.deliver()
    assert still(region.asked, groups) == {}


def test_what_evaluation_published_is_compared(region: Region) -> None:
    region.heard(stories.responses("a", "closed", 9, 7), stories.results("a", 0, 0, 1, 2, 4))
    region.heard(stories.tertial("2026-T1", stories.cut("total", "", 0, 0, 1, 2, 4)))
    told = found(region)
    assert len(told) == 3
    assert all(text.endswith("reporting has it, evaluation does not") for text in told)


def test_every_aspect_of_a_neighbour_is_compared() -> None:
    for neighbour, aspects in COMPARED.items():
        assert module(neighbour, "aspects").ASPECTS.keys() == aspects.keys()
    assert module("reporting", "aspects").ASPECTS.keys() == set(chain.from_iterable(COMPARED.values()))


@pytest.mark.parametrize("region", ["sqlite"], indirect=True)
def test_only_an_operator_may_read_archive_and_digests(region: Region) -> None:
    app = region.apps["registration"]
    key = app.extensions[EXTENSION].settings.secret_key
    archive = "/registration/api/facts?types=registration.occasion_published"

    def status(token: str, path: str = archive) -> int:
        return app.test_client().get(path, headers=bearer(token)).status_code

    with clock.at(clock.now() - HOLDS):
        old = make_pass(key)
    assert status(make_pass(key)) == 200
    assert status(token_for(app, "coordinator")) == 403
    assert [status(old), status(make_pass("another" * 8)), status("kfo_nonsense")] == [401, 401, 401]
    assert status(make_pass(key), "/registration/api/audit") == 403
    assert status(make_pass(key), f"{archive},registration.contact_changed") == 422  # which is private


@pytest.mark.parametrize("region", ["sqlite"], indirect=True)
def test_over_http_a_service_answers_or_it_is_told_why_not(region: Region) -> None:
    app = region.apps["registration"]
    key = app.extensions[EXTENSION].settings.secret_key
    server = make_server("127.0.0.1", 0, app)
    Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.port}"
    asked = {"aspect": "occasions"}
    assert OverHttp("registration", address, key).get("digests", **asked) == {"items": []}
    with pytest.raises(NoAnswer, match="answered 401: is SECRET_KEY the same"):
        OverHttp("registration", address, "another" * 8).get("digests", **asked)
    server.shutdown()
    server.server_close()
    with pytest.raises(NoAnswer, match="/digests: "):
        OverHttp("registration", address, key).get("digests", **asked)
    with pytest.raises(NoAnswer, match="no address"):
        OverHttp("registration", "file:///etc", key).get("digests", **asked)


def test_the_commands_name_and_cure_a_difference_beside_a_server(tmp_path: Path) -> None:
    embedded = Embedded(data := tmp_path / "data", "http://127.0.0.1:8000")
    office = Office(embedded.apps["registration"])
    office.register(office.open_occasion())
    embedded.settle()
    assert run("reconcile", data, "Reporting agrees with registration and evaluation.") == 0
    with embedded.apps["reporting"].app_context(), transaction() as session:
        session.execute(sa.delete(Registration))
    assert run("reconcile", data, "1 differences.", "--patience", "0") == 1
    assert run("replay", data, "2 facts read, 1 differences before, 0 after.", "reporting") == 0
    assert run("reconcile", data, "Reporting agrees") == 0
    embedded.stop()


def run(command: str, data: Path, says: str, *more: str) -> int:
    """Run a command on a data folder; returns its exit code."""
    result = CliRunner().invoke(main, [command, *more, "--data", str(data)])
    assert says in result.output, result.output
    return result.exit_code


def office_year(region: Region) -> Any:
    """An occasion that two of three attended, and one whose places were given up."""
    office = Office(region.apps["registration"])
    occasion, people = opened(office, "Anna", "Bo", "Cecilia")
    completed(office, occasion, (people[0], people[1]))
    return occasion


def lines(region: Region, aspect: str) -> list[Line]:
    """What registration says of an aspect, line by line."""
    kept = module("registration", "aspects").ASPECTS[aspect]
    with region.apps["registration"].app_context(), reading() as session:
        return list(kept.lines(session, kept.groups(session, "", 100)))
