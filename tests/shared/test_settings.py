"""Settings as they are read from the environment, and from files."""

from pathlib import Path

import pytest

from shared.settings import BrokerSettings, load


def test_the_line_break_that_an_editor_puts_behind_a_secret_is_not_part_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = tmp_path / "rabbitmq_url"
    written.write_text("amqp://someone@rabbitmq/\n")
    monkeypatch.setenv("RABBITMQ_URL_FILE", str(written))
    assert load(BrokerSettings).rabbitmq_url == "amqp://someone@rabbitmq/"
