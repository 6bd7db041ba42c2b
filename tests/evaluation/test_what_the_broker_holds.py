"""Whoever reads every queue of the broker cannot tell whose answers are whose, even while they come in."""

from collections.abc import Callable
from typing import Any

import pika
import pytest

from services.evaluation import schedule
from services.names import SERVICES
from shared import clock
from shared.bus.publisher import RabbitPublisher
from shared.envelope import decode
from shared.events import PAGE
from shared.relay import Relay
from tests.applications import Applications
from tests.chance import fix_chance
from tests.evaluation.story import HELD, Story, people
from tests.evaluation.test_two_stories import CHANGED, INSTEAD, Answers

Held = list[tuple[str, str, Any, bytes]]  # queue, routing key, properties and body of each message


@pytest.fixture
def held(
    fresh_database: Callable[[str, str], str], applications: Applications, rabbitmq_vhost: str
) -> Callable[..., Held]:
    """`held(answers)` plays a story whose events go out at once; returns all that the broker then holds."""

    def play(answers: Answers) -> Held:
        with (
            applications.lend(
                "evaluation", fresh_database("evaluation", "sqlite"), evaluation_delay=0
            ) as app,
            pytest.MonkeyPatch.context() as monkeypatch,
        ):
            fix_chance(monkeypatch)
            story = Story(app)
            relay = Relay(story.database, RabbitPublisher(rabbitmq_vhost))
            try:
                _answer_and_close(story, answers, relay)
            finally:
                relay.close()
        return _drained(rabbitmq_vhost)

    return play


def _answer_and_close(story: Story, answers: Answers, relay: Relay) -> None:
    present = people(8)
    evaluation_id = story.hold(present)
    tokens, web = story.tokens(evaluation_id), story.app.test_client()
    relay.step()
    for who, given in answers.items():
        address = f"/evaluation/api/answers/{tokens[present[who]['contact_id']]}"
        with clock.at(HELD):
            assert web.post(address, json={"answers": given}).status_code == 204
        with story.at():
            schedule.report_counts()
        relay.step()
    story.close(evaluation_id)
    relay.step()


def _drained(url: str) -> Held:
    """Every message of every queue, dead letters too."""
    found: Held = []
    with pika.BlockingConnection(pika.URLParameters(url)) as connection:
        channel = connection.channel()
        for queue in (*SERVICES, *(f"{name}.dead" for name in SERVICES)):
            while (message := channel.basic_get(queue, auto_ack=True))[0]:
                method, properties, body = message
                found.append((queue, method.routing_key, vars(properties), body))
    return found


@pytest.mark.parametrize("stories", [CHANGED, INSTEAD], ids=["changed", "instead"])
def test_no_queue_tells_which_story_was_played(
    stories: tuple[Answers, Answers], held: Callable[..., Held]
) -> None:
    one, other = (held(answers) for answers in stories)
    assert [message for message in one if message not in other] == []
    assert one == other


def test_while_it_is_open_only_numbers_of_answers_leave(held: Callable[..., Held]) -> None:
    bodies = [
        decode(body, PAGE) for queue, _key, _properties, body in held(CHANGED[0]) if queue == "reporting"
    ]
    names = [event.type.name for event in bodies]
    assert names[-1] == "evaluation.occasion_results_published"
    assert {*names[:-1]} == {"evaluation.response_counted"}
    assert "Kaffet" not in str([event.data for event in bodies])
