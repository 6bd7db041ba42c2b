"""Masking: pieces of a text are taken out for good, and nothing is put in their place."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from services.evaluation import schedule
from services.evaluation.models import FreeText
from services.evaluation.operations.masking import mask_text, takes_away_only
from services.evaluation.problems import MaskAddsText, NothingIsMasked, TextIsUnknown
from shared import clock
from shared.audit import audit_entries
from shared.service import transaction
from tests.evaluation.story import HELD, Story, people
from tests.staff import bearer, token_for

WRITTEN = "Anna Ek på Solgården pratade hela tiden."
FIVE: list[dict[str, Any]] = [{"overall": 5, "improve": WRITTEN}, *[{"overall": 4}] * 4]


@pytest.mark.parametrize(
    ("masked", "is_right"),
    [
        ("[…] pratade hela tiden.", True),
        ("[…] på […] pratade hela tiden.", True),
        ("Anna […] tiden.", True),
        ("[…]", True),
        ("[…][…]", True),
        ("Ingen pratade hela tiden.", False),
        ("[…] pratade aldrig.", False),
        ("[…] tiden. […] Anna", False),
        ("[…]Anna Ek på Solgården pratade hela tiden.", False),
        ("Anna Ek på Solgården pratade hela tiden.[…]", False),
        ("Anna Ek på Solgården pratade", False),
    ],
)
def test_only_pieces_can_be_taken_out(masked: str, is_right: bool) -> None:
    assert takes_away_only(WRITTEN, masked) is is_right


def _text(story: Story) -> UUID:
    (row,) = story.rows(FreeText)
    found: UUID = row["id"]
    return found


def _mask(story: Story, text_id: UUID, masked: str) -> None:
    with story.at(), transaction() as session:
        mask_text(session, text_id, masked)


def test_a_masked_text_is_told_as_such_and_noted_without_its_words(story: Story) -> None:
    story.held_and_closed(people(5), FIVE)
    _mask(story, _text(story), "[...] pratade hela tiden.\r\n")
    (row,) = story.rows(FreeText)
    assert (row["text"], row["is_masked"]) == ("[…] pratade hela tiden.", True)
    with story.database.read() as session:
        entries = session.execute(sa.select(audit_entries)).mappings().all()
    assert [entry["action"] for entry in entries][-1] == "text.masked"
    assert "pratade" not in str(entries) and "Anna" not in str(entries)


@pytest.mark.parametrize(
    ("masked", "problem"), [("Ingen sade något.", MaskAddsText), (WRITTEN, NothingIsMasked)]
)
def test_what_is_wrong_is_refused_and_changes_nothing(
    masked: str, problem: type[Exception], story: Story
) -> None:
    story.held_and_closed(people(5), FIVE)
    with pytest.raises(problem):
        _mask(story, _text(story), masked)
    assert [(row["text"], row["is_masked"]) for row in story.rows(FreeText)] == [(WRITTEN, False)]


def test_a_text_that_nobody_is_shown_cannot_be_masked(story: Story) -> None:
    story.held_and_closed(people(5), FIVE[:1])
    for text_id in (_text(story), uuid4()):
        with pytest.raises(TextIsUnknown):
            _mask(story, text_id, "[…]")


def test_what_was_masked_is_overwritten_in_the_file(web_story: Story) -> None:
    web_story.held_and_closed(people(5), FIVE)
    with web_story.at():
        schedule.wipe()
    assert _in_files(web_story, "Anna Ek")
    _mask(web_story, _text(web_story), "[…] pratade hela tiden.")
    with web_story.at():
        assert schedule.wipe()
    assert not _in_files(web_story, "Anna Ek")
    assert _in_files(web_story, "pratade hela tiden")


def test_postgresql_keeps_no_statistics_of_what_was_written(
    fresh_database: Callable[[str, str], str],
) -> None:
    """Its planner would else remember some of the texts."""
    engine = sa.create_engine(fresh_database("evaluation", "postgresql"))
    query = (
        "SELECT attstattarget FROM pg_attribute WHERE attrelid = 'free_texts'::regclass AND attname = 'text'"
    )
    with engine.connect() as connection:
        assert connection.scalar(sa.text(query)) == 0
    engine.dispose()


def test_a_coordinator_masks_on_a_page(web_story: Story, client: FlaskClient) -> None:
    evaluation_id = web_story.held_and_closed(people(5), FIVE)
    address, headers = f"/evaluation/texts/{_text(web_story)}/mask", bearer(token_for(web_story.app))
    with clock.at(HELD):
        assert address in client.get(f"/evaluation/evaluations/{evaluation_id}", headers=headers).text
        form = client.get(address, headers=headers).text
        assert "Det går inte att ångra" in form
        token = re.search(r'name="csrf_token" value="([^"]+)"', form)
        sent = {"csrf_token": token[1] if token else ""}
        wrong = client.post(address, data=sent | {"text": "Alla pratade."}, headers=headers)
        assert wrong.status_code == 422 and "inte skrivas om" in wrong.text
        right = client.post(address, data=sent | {"text": "[…] pratade hela tiden."}, headers=headers)
        assert right.status_code == 303
        page = client.get(right.location, headers=headers).text
    assert "Anna Ek" not in page and "[…] pratade hela tiden." in page


@pytest.mark.parametrize("role", ["lecturer", "representative"])
def test_nobody_else_masks(role: str, web_story: Story, client: FlaskClient) -> None:
    web_story.held_and_closed(people(5), FIVE)
    headers = bearer(token_for(web_story.app, role, contact_id=uuid4()))
    address = f"/evaluation/api/texts/{_text(web_story)}/mask"
    assert client.post(address, json={"text": "[…]"}, headers=headers).status_code == 403


def test_a_program_masks_by_the_api(web_story: Story, client: FlaskClient) -> None:
    web_story.held_and_closed(people(5), FIVE)
    address, headers = f"/evaluation/api/texts/{_text(web_story)}/mask", bearer(token_for(web_story.app))
    masked = client.post(address, json={"text": "[…]"}, headers=headers)
    assert (masked.json["text"], masked.json["is_masked"]) == ("[…]", True)
    refused = client.post(address, json={"text": "[…] x"}, headers=headers)
    assert refused.status_code == 422 and "mask_adds_text" in refused.text


def _in_files(story: Story, text: str) -> bool:
    path = Path(str(story.database.url.database))
    files = [file for file in path.parent.glob(f"{path.name}*") if not file.name.endswith("-shm")]
    return any(text.encode() in file.read_bytes() for file in files)
