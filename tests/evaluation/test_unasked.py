"""Where nobody is asked after an occasion the office sees that, and why."""

from uuid import UUID, uuid4

from flask.testing import FlaskClient

from services.evaluation.models import UnaskedOccasion
from shared import clock
from tests.evaluation.rule_book import set_rule
from tests.evaluation.story import HELD, Story, completed, people
from tests.events import handed
from tests.staff import bearer, token_for

LIST = "/evaluation/"


def _read(story: Story, client: FlaskClient, path: str, role: str = "coordinator") -> str:
    headers = bearer(token_for(story.app, role)) | {"Accept-Language": "sv"}
    with clock.at(HELD):
        return client.get(path, headers=headers).text


def test_an_occasion_whose_rule_asks_nobody_is_listed_until_it_has_an_evaluation(story: Story) -> None:
    set_rule(story.app, kind="lecture", questionnaire=None)
    with clock.at(HELD):
        handed(story.app, first := completed(present := people(7), kind="lecture"))
        occasion_id = UUID(first.subject)
        handed(story.app, completed(present[:6], occasion_id=occasion_id, version=6, kind="lecture"))
        ((noted,)) = story.rows(UnaskedOccasion)
        assert (noted["occasion_id"], noted["present"]) == (occasion_id, 6)
        handed(story.app, completed(present, occasion_id=occasion_id, version=7, kind="course"))
    assert not story.rows(UnaskedOccasion)
    assert story.evaluation(occasion_id).invited == 7


def test_the_office_reads_it_on_the_list_and_by_program_and_a_lecturer_does_not(
    web_story: Story, client: FlaskClient
) -> None:
    set_rule(web_story.app, kind="lecture", questionnaire=None)
    with clock.at(HELD):
        handed(web_story.app, completed(people(7), kind="lecture", title="Sinnesintryck"))
    assert "Genomförda utan utvärdering" in _read(web_story, client, LIST)
    assert "Sinnesintryck" not in _read(web_story, client, LIST, "lecturer")
    with clock.at(HELD):
        headers = bearer(token_for(web_story.app))
        (item,) = client.get("/evaluation/api/unasked-occasions", headers=headers).json["items"]
    assert (item["title"], item["present"], item["kind"]) == ("Sinnesintryck", 7, "lecture")


def test_an_empty_attendance_list_and_an_empty_sample_are_told_apart(
    web_story: Story, client: FlaskClient
) -> None:
    set_rule(web_story.app, kind="network", questionnaire="network", sample_by="number", sample_size=5)
    regulars = people(5)
    for _ in range(2):
        web_story.hold(regulars, kind="network", occasion_id=uuid4())
    drawn, alone = web_story.hold(regulars, kind="network"), web_story.hold([])
    listed = _read(web_story, client, LIST)
    assert listed.count("urvalet blev tomt") == listed.count("ingen var där") == 1
    assert "Urvalet blev tomt" in _read(web_story, client, f"/evaluation/evaluations/{drawn}")
    assert "Enligt närvarolistan var ingen där" in _read(
        web_story, client, f"/evaluation/evaluations/{alone}"
    )
    with clock.at(HELD):
        headers = bearer(token_for(web_story.app))
        items = client.get("/evaluation/api/evaluations", headers=headers).json["items"]
    assert {item["id"]: item["nobody_asked"] for item in items if item["nobody_asked"]} == {
        str(drawn): "nobody_drawn",
        str(alone): "nobody_present",
    }
