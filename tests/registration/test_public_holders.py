"""The holder's own page, the manager's, and what each of them can do."""

from datetime import timedelta

from flask.testing import FlaskClient

from services.registration.models import Occasion
from services.registration.operations import Receipt
from shared import clock, events
from tests.registration.browsing import send, text_of
from tests.registration.office import Office
from tests.registration.samples import sample_activity, sample_participant

MANAGER = {"given_name": "Karin", "family_name": "Lind", "email": "karin@huddinge.example"}
NEW = {"given_name": "Dan", "family_name": "Ek", "email": "dan@huddinge.example", "role": "manager"}
WORK = {
    "municipality": "0126",
    "workplace": "Björkgården",
    "employer": "private",
    "side": "provider",
    "role": "manager",
}


def _home(receipt: Receipt) -> str:
    return f"/registration/registrations/{receipt.token}"


def _held(office: Office) -> tuple[Occasion, Receipt, str]:
    """A place that waits for its manager, and the manager's page."""
    occasion = office.open_occasion(places=2, needs_approval=True)
    anna = office.register(occasion, manager=MANAGER)
    (asked,) = office.events(events.ApprovalRequested)
    return occasion, anna, f"/registration/approvals/{asked['token']}"


def test_the_holder_changes_the_details_until_the_start(client: FlaskClient, web_office: Office) -> None:
    occasion = web_office.open_occasion()
    anna = web_office.register(occasion)
    shown = client.get(f"{_home(anna)}/change")
    assert 'value="Gruppbostaden Solgården"' in shown.text
    assert send(client, f"{_home(anna)}/change", **WORK, needs="Hörslinga").status_code == 303
    assert "Björkgården" in text_of(client.get(_home(anna)))
    assert "Hörslinga" in client.get(f"{_home(anna)}/change").text
    with clock.at(occasion.starts_at + timedelta(minutes=1)):
        assert "går inte längre att ändra" in text_of(client.get(f"{_home(anna)}/change"))


def test_a_wrong_change_is_told_and_changes_nothing(client: FlaskClient, web_office: Office) -> None:
    anna = web_office.register(web_office.open_occasion())
    sent = send(client, f"{_home(anna)}/change", **WORK | {"municipality": "9999"})
    assert sent.status_code == 422
    assert "Välj en av regionens kommuner." in text_of(sent)
    assert "Huddinge" in text_of(client.get(_home(anna)))


def test_a_colleague_takes_the_place(client: FlaskClient, web_office: Office) -> None:
    occasion = web_office.open_occasion()
    anna = web_office.register(occasion)
    assert send(client, f"{_home(anna)}/replace", **NEW).status_code == 303
    assert web_office.standing(occasion) == {"Dan": ("confirmed", None), "Anna": ("cancelled", None)}
    assert "En kollega tog din plats." in text_of(client.get(_home(anna)))


def test_nobody_passes_on_a_place_in_the_queue(client: FlaskClient, web_office: Office) -> None:
    occasion = web_office.open_occasion(places=1)
    _, bo = web_office.fill(occasion, "Anna", "Bo")
    assert "Bara en plats kan lämnas över" in text_of(client.get(f"{_home(bo)}/replace"))


def test_a_late_cancellation_says_what_it_costs(client: FlaskClient, web_office: Office) -> None:
    rules = {"fee": 1800, "late_cancellation_days": 60, "late_cancellation_percent": 50}
    activity = web_office.does("create_activity", sample_activity(**rules))
    anna = web_office.register(web_office.open_occasion(activity.id))
    assert "900 kr debiteras" in text_of(client.get(f"{_home(anna)}/cancel"))
    early = web_office.register(web_office.open_occasion(activity.id, days=90))
    assert "debiteras" not in text_of(client.get(f"{_home(early)}/cancel"))


def test_an_offered_place_is_taken_or_left(client: FlaskClient, web_office: Office) -> None:
    occasion = web_office.open_occasion(places=1, queue_policy="offer")
    anna, bo, cia = web_office.fill(occasion, "Anna", "Bo", "Cia")
    web_office.cancel(anna)
    assert "Du erbjuds en plats" in text_of(client.get(_home(bo)))
    assert send(client, f"{_home(bo)}/decline").status_code == 303
    assert "Svara före" in text_of(client.get(_home(cia)))
    assert send(client, f"{_home(cia)}/accept", page=_home(cia)).status_code == 303
    assert web_office.standing(occasion)["Cia"] == ("confirmed", None)


def test_an_offer_that_ran_out_is_told_so(client: FlaskClient, web_office: Office) -> None:
    occasion = web_office.open_occasion(places=1, queue_policy="offer", offer_hours=1)
    anna, bo = web_office.fill(occasion, "Anna", "Bo")
    web_office.cancel(anna)
    with clock.at(clock.now() + timedelta(hours=2)):
        late = send(client, f"{_home(bo)}/accept", page=_home(bo))
    assert late.status_code == 409
    assert "Erbjudandet har gått ut" in text_of(late)


def test_the_manager_sees_who_and_approves(client: FlaskClient, web_office: Office) -> None:
    occasion, anna, address = _held(web_office)
    assert "Din plats väntar på din chef" in text_of(client.get(_home(anna)))
    assert "Får Anna Ek delta?" in text_of(client.get(address))
    assert send(client, address, answer="approve").status_code == 303
    assert "Platsen är godkänd" in text_of(client.get(address))
    assert web_office.standing(occasion)["Anna"] == ("confirmed", None)


def test_a_manager_who_declines_says_why(client: FlaskClient, web_office: Office) -> None:
    _, anna, address = _held(web_office)
    silent = send(client, address, answer="decline")
    assert silent.status_code == 422
    assert "Skriv varför. Deltagaren får veta det." in text_of(silent)
    assert send(client, address, answer="decline", reason="Vi är för få den veckan.").status_code == 303
    assert "Platsen är avböjd" in text_of(client.get(address))
    assert "Vi är för få den veckan." in text_of(client.get(_home(anna)))


def test_a_late_or_useless_link_is_told_kindly(client: FlaskClient, web_office: Office) -> None:
    _, anna, address = _held(web_office)
    with clock.at(clock.now() + timedelta(hours=73)):
        assert "Tiden för att godkänna har gått ut" in text_of(client.get(address))
    web_office.cancel(anna)
    assert "Det finns inget kvar att godkänna" in text_of(client.get(address))
    assert client.get("/registration/approvals/wrong").status_code == 404


def test_the_occasion_page_says_the_rules_that_hold_and_no_others(
    client: FlaskClient, web_office: Office
) -> None:
    plain = text_of(client.get(f"/registration/occasions/{web_office.open_occasion().id}"))
    until = clock.now() + timedelta(days=9)
    rules = {"target_roles": ("manager",), "target_rule": "refuse", "certificate_percent": 80}
    activity = web_office.does("create_activity", sample_activity(**rules))
    given = {"needs_approval": True, "share_limit": 4, "share_until": until, "queue_policy": "offer"}
    rich = web_office.open_occasion(activity.id, allow_passing=True, **given)
    ruled = text_of(client.get(f"/registration/occasions/{rich.id}"))
    for words in (
        "Högst 4 platser per kommun",
        "Din chef godkänner platsen",
        "minst 80 % av tiden",
        "har 2 dygn på sig",
    ):
        assert words in ruled
        assert words not in plain
    assert "Bara för dig med någon av de här rollerna: chef." in ruled


def test_registering_where_a_manager_approves_asks_for_the_manager(
    client: FlaskClient, web_office: Office
) -> None:
    occasion = web_office.open_occasion(needs_approval=True)
    address = f"/registration/occasions/{occasion.id}"
    person = {name: text for name, text in sample_participant().items() if text}
    without = send(client, address, **person)
    assert without.status_code == 422
    assert 'href="#f-manager-email"' in without.text
    manager = {f"manager.{name}": text for name, text in MANAGER.items()}
    assert send(client, address, **person, **manager).status_code == 303
    assert web_office.standing(occasion)["Anna"] == ("held", None)


def test_a_wrong_role_is_warned_of_and_registered_all_the_same(
    client: FlaskClient, web_office: Office
) -> None:
    rules = sample_activity(target_roles=("manager",), target_rule="warn")
    occasion = web_office.open_occasion(web_office.does("create_activity", rules).id)
    address = f"/registration/occasions/{occasion.id}"
    person = {name: text for name, text in sample_participant().items() if text}
    warned = send(client, address, **person)
    assert warned.status_code == 422
    assert "Anmäl mig ändå" in text_of(warned)
    assert send(client, address, **person, accept_warnings="true").status_code == 303
