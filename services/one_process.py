"""`up` and `seed`: everything in one process, for one office or for a try."""

import secrets
import shutil
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import click

from services.embedded import DataFolderIsInUse, Embedded, running
from services.serve import leave_when_told, serve_from_here
from shared.service import transaction

HOST = "127.0.0.1"


def serve(port: int, data: Path, empty: bool) -> None:
    """Serve the four services on 127.0.0.1 until interrupted; the first start fills the data folder."""
    base_url = f"http://{HOST}:{port}"
    if is_taken(port):
        sys.exit(f"Port {port} is taken; choose another, as in: make up PORT={port + 1}")
    if is_new(data) and not empty:
        from services.demo.sample import play_sample_year

        prepare(data, base_url, play_sample_year)
    try:
        embedded = Embedded(data, base_url)
    except DataFolderIsInUse:
        sys.exit(f"Another process already serves {data}.")
    leave_when_told()
    _welcome(embedded, base_url)
    with running(embedded):
        serve_from_here(embedded.wsgi, f"{HOST}:{port}")


def seed(data: Path, year: int, number: int) -> None:
    """Play a whole year into a new data folder; exits with 1 when the report differs from what went in."""
    from services.demo.sample import play_whole_year

    if not is_new(data):
        sys.exit(f"{data} already has data; choose another folder.")
    prepare(data, f"http://{HOST}:8000", lambda embedded: play_whole_year(embedded, year, number))


def is_taken(port: int) -> bool:
    """Whether somebody listens on the port already."""
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def is_new(data: Path) -> bool:
    """Whether nothing has been kept in this folder yet."""
    return not (data / "secret").exists()


def prepare(data: Path, base_url: str, fill: Callable[[Embedded], None]) -> None:
    """Fill a new data folder whole or not at all: beside its place, then moved there."""
    beside = data.with_name(f".{data.name}-in-the-making")
    shutil.rmtree(beside, ignore_errors=True)
    embedded = Embedded(beside, base_url)
    try:
        fill(embedded)
    finally:
        embedded.stop()
    beside.replace(data)


def _welcome(embedded: Embedded, base_url: str) -> None:
    """Say where everything is; at the first start also the administrator's password, kept nowhere."""
    from services.registration.staff.accounts import ensure_first_admin

    app = embedded.apps["registration"]
    address, password = app.extensions["kursforum"].region.email, secrets.token_urlsafe(12)
    with app.app_context(), transaction() as session:
        is_first = ensure_first_admin(session, address, password)
    click.echo(
        f"\n  Courses and registration   {base_url}/registration/"
        f"\n  Sent e-mail                {base_url}/mailbox"
        f"\n  Reports (staff)            {base_url}/reporting/\n"
    )
    if is_first:
        click.echo(f"  Administrator   {address}\n  Password        {password}   (shown only now)\n")
    click.echo("  Stop with Ctrl+C.")
