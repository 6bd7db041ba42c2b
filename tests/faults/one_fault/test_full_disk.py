"""The mail folder's disk is full: letters wait, nothing of them is left lying, and it is told."""

import os
import subprocess
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from services.notifications.models import Message
from shared import clock
from shared.service import EXTENSION
from tests.applications import Applications
from tests.notifications.happenings import contact, manage_link, occasion, registered
from tests.notifications.mail_room import MailRoom
from tests.servers.missing import NOT_TRIED

SIZE = 256 * 1024  # bytes


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system with little room."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (subprocess.CalledProcessError, OSError) as error:
        pytest.skip(f"{NOT_TRIED}no small disk can be mounted here: {error}")
    yield folder
    subprocess.run(["umount", str(folder)], check=True, capture_output=True)


def test_letters_wait_while_the_disk_is_full_and_come_once_there_is_room(
    small_disk: Path, applications: Applications, fresh_database: Callable[[str, str], str]
) -> None:
    url = fresh_database("notifications", "sqlite")
    with applications.lend("notifications", url, mail_folder=str(small_disk / "mail")) as app:
        room = MailRoom(app).hears(occasion(), contact(), manage_link(), registered())
        ballast = small_disk / "ballast"
        with ballast.open("wb") as file:
            file.write(bytes(SIZE - os.sysconf("SC_PAGE_SIZE") * 2))
        for minutes in (0, 1, 10):
            with clock.at(clock.now() + timedelta(minutes=minutes)):
                room.send()
        assert room.mails == []
        assert [path.name for path in (small_disk / "mail").glob("*")] == [], "no part of a letter is left"
        [told] = {(message.state, message.error) for message in room.messages}
        assert told == ("queued", "the mail folder takes nothing: No space left on device")
        ballast.unlink()
        with clock.at(clock.now() + timedelta(hours=1)):
            room.send()
        assert len(room.mails) == len(room.messages) > 0
        with app.app_context(), app.extensions[EXTENSION].database.read() as session:
            assert set(session.scalars(sa.select(Message.state))) == {"sent"}
