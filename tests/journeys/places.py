"""Places with more rules than first come, first served: a manager approves, and a group answers an offer."""

from typing import Any

from tests.journeys.stage import Stage, link_in

Person = dict[str, Any]
BOOKER = {"given_name": "Berit", "family_name": "Lund", "email": "bokare@nacka.example"}
MANAGER = {"given_name": "Carin", "family_name": "Ek", "email": "chef@nacka.example"}


def a_manager_approves(stage: Stage, occasion_id: str, person: Person) -> None:
    """A place is held, the manager is asked by mail and approves, and the participant is told."""
    person = person | {"email": "sokande@nacka.example", "manager": MANAGER}
    path = f"/registration/api/occasions/{occasion_id}/registrations"
    assert stage.call("POST", path, json=person).json()["status"] == "held"
    stage.letter_to("sokande@", "väntar på godkännande")
    token = _token_in(stage.letter_to("chef@", "godkänn en plats"), "approvals")
    assert stage.call("POST", f"/registration/api/approvals/{token}/approve").status_code == 200
    stage.letter_to("sokande@", "är godkänd")


def a_group_is_offered_its_places(stage: Stage, occasion_id: str, person: Person) -> None:
    """A group of two waits as one, is offered two places, and takes both by its booker's link."""
    below = f"/registration/api/occasions/{occasion_id}"
    first = stage.call(
        "POST", f"{below}/registrations", json=person | {"email": "forst@nacka.example"}
    ).json()
    group = stage.call("POST", f"{below}/groups", json=_group_of(person))
    assert (group.status_code, group.json()["status"]) == (201, "waiting"), group.text
    stage.letter_to("bokare@", "reservplats")
    stage.staff("POST", f"/registration/api/registrations/{first['id']}/cancel", json={})
    token = _token_in(stage.letter_to("bokare@", "vill ni ha platserna"), "groups")
    member = group.json()["members"][0]["id"]
    accept = f"/registration/api/registrations/{member}/accept"
    assert stage.call("POST", accept, json={"token": token}).status_code == 200
    stage.letter_to("bokare@", "gruppen har fått plats")
    stage.letter_to("medlem@", "du har fått en plats")


def _group_of(person: Person) -> dict[str, Any]:
    unit = ("municipality", "district", "workplace", "employer", "side")
    named = {"given_name": "Mona", "family_name": "Berg", "email": "medlem@nacka.example"}
    members = [named | {"role": "base_staff"}, {"role": "base_staff"}]
    return {name: person[name] for name in unit} | {"booker": BOOKER, "members": members}


def _token_in(letter: Any, page: str) -> str:
    return link_in(letter, f"registration/{page}/").rpartition("/")[2]
