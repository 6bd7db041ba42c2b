"""The request log: one line a request, that names the route and no person."""

from flask.testing import FlaskClient
from structlog.testing import capture_logs

TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


def test_a_request_is_one_line_with_its_route(client: FlaskClient) -> None:
    with capture_logs() as lines:
        client.get("/registration/participants/secret-token?q=anna.andersson@example.se")
    (line,) = [line for line in lines if line["event"] == "request"]
    assert (line["route"], line["status"]) == ("/registration/participants/<token>", 200)
    assert "secret-token" not in str(lines)
    assert "anna" not in str(lines)


def test_what_a_form_holds_is_never_logged(client: FlaskClient, token: str) -> None:
    with capture_logs() as lines:
        client.post("/registration/form", data={"csrf_token": token, "name": "Anna", "places": "många"})
    assert lines
    assert "Anna" not in str(lines)


def test_the_callers_trace_is_kept(client: FlaskClient) -> None:
    answer = client.get("/registration/form", headers={"traceparent": TRACE})
    assert answer.headers["X-Request-Id"] == "4bf92f3577b34da6a3ce929d0e0e4736"


def test_an_unlogged_route_leaves_no_line_and_no_id(client: FlaskClient) -> None:
    with capture_logs() as lines:
        answer = client.get("/registration/answer/secret-token", headers={"traceparent": TRACE})
    assert answer.status_code == 200
    assert lines == []
    assert "X-Request-Id" not in answer.headers


def test_an_unlogged_route_is_not_counted(client: FlaskClient) -> None:
    client.get("/registration/answer/secret-token")
    assert "/registration/answer" not in client.get("/registration/metrics").text


def test_a_failure_is_logged_with_its_kind(client: FlaskClient) -> None:
    with capture_logs() as lines:
        client.get("/registration/api/broken")
    assert [line["error"] for line in lines if line["event"] == "request_failed"] == ["RuntimeError"]
