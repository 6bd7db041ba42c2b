"""Clients that fill in the form or call the API, as fast as the server lets them."""

import http.client
import itertools
import json
import multiprocessing
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

FACTS = {
    "municipality": "0182",
    "workplace": "Gruppbostad Eken",
    "employer": "municipal",
    "side": "provider",
    "role": "nurse",
}
_HIDDEN = re.compile(r'name="(csrf_token|idempotency_key)"[^>]*value="([^"]*)"')

Visit = Callable[[http.client.HTTPConnection, str, dict[str, str]], None]


@dataclass(frozen=True)
class Load:
    """What was done in how long: visits a second, and the seconds each took."""

    rate: float
    taken: list[float]


def fill_form(connection: http.client.HTTPConnection, path: str, person: dict[str, str]) -> None:
    """GET the form, POST it, GET the confirmation."""
    page, cookies = _ask(connection, "GET", path)
    hidden = dict(_HIDDEN.findall(page))
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies}
    _, location = _ask(connection, "POST", path, urlencode(person | hidden), headers, expect=303)
    _ask(connection, "GET", urlsplit(location).path, headers={"Cookie": cookies})


def call_api(connection: http.client.HTTPConnection, path: str, person: dict[str, str]) -> None:
    """POST a registration."""
    _ask(connection, "POST", path, json.dumps(person), {"Content-Type": "application/json"}, expect=201)


def _ask(
    connection: http.client.HTTPConnection,
    method: str,
    path: str,
    body: str | None = None,
    headers: dict[str, str] | None = None,
    expect: int = 200,
) -> tuple[str, str]:
    """The body, and the cookies (of a page) or the address it leads to."""
    connection.request(method, path, body, headers or {})
    answer = connection.getresponse()
    text = answer.read().decode()
    if answer.status != expect:
        raise RuntimeError(f"{method} {path}: {answer.status} {text[:500]}")
    if expect == 303:
        return text, answer.headers["Location"]
    return text, "; ".join(item.partition(";")[0] for item in answer.headers.get_all("Set-Cookie") or ())


def load(visit: Visit, port: int, paths: list[str], seconds: float, clients: int = 8) -> Load:
    """So many clients in two processes, each visiting again and again."""
    context = multiprocessing.get_context("fork")
    results = context.Queue()
    halves = [
        context.Process(target=_half, args=(visit, port, paths, seconds, clients // 2, number, results))
        for number in (0, 1)
    ]
    for half in halves:
        half.start()
    found = [results.get() for _ in halves]
    for half in halves:
        half.join()
    taken = list(itertools.chain.from_iterable(found))
    return Load(len(taken) / seconds, taken)


def _half(
    visit: Visit, port: int, paths: list[str], seconds: float, clients: int, number: int, results
) -> None:  # type: ignore[no-untyped-def]
    taken: list[float] = []
    unique, count = f"{number}-{time.time_ns()}", itertools.count()  # which threads may share
    deadline = time.perf_counter() + seconds
    failures: list[Exception] = []

    def work(path: str) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            while (since := time.perf_counter()) < deadline:
                visit(connection, path, _person(f"{unique}.{next(count)}"))
                taken.append(time.perf_counter() - since)
        except Exception as error:
            failures.append(error)

    threads = [
        threading.Thread(target=work, args=(paths[(number * clients + index) % len(paths)],))
        for index in range(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        print(f"a client failed: {failures[0]}")
        taken = []
    results.put(taken)


def _person(unique: str) -> dict[str, str]:
    return {
        "given_name": "Anna",
        "family_name": "Ek",
        "email": f"anna.{unique}@nacka.example",
        **FACTS,
    }
