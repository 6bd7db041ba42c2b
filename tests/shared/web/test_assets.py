"""Static files: kept for a year under an address that changes with the content."""

import re

from flask.testing import FlaskClient


def test_a_page_names_its_style_sheet_by_content(client: FlaskClient) -> None:
    address = re.search(
        r'href="(/registration/assets/kursforum\.css\?v=[0-9a-f]{10})"', client.get("/registration/form").text
    )
    assert address
    answer = client.get(address[1])
    assert "immutable" in answer.headers["Cache-Control"]
    assert "--paper" in answer.text


def test_a_file_asked_for_without_its_hash_is_kept_for_an_hour(client: FlaskClient) -> None:
    with client.get("/registration/assets/icon.svg") as answer:
        assert answer.headers["Cache-Control"] == "public, max-age=3600"


def test_every_font_that_the_style_names_is_there(client: FlaskClient) -> None:
    style = client.get("/registration/assets/kursforum.css").text
    for name in re.findall(r'url\("([^"]+)"\)', style):
        with client.get(f"/registration/assets/{name}") as answer:
            assert answer.status_code == 200, name


def test_nothing_outside_the_folder_is_served(client: FlaskClient) -> None:
    assert client.get("/registration/assets/../templates/layout.html").status_code == 404
