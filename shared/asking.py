"""Asking the services by their API as an operator: over HTTP, or applications of this process."""

from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError, ThreadPoolExecutor, wait
from contextvars import copy_context
from typing import Any, Protocol, TypeVar
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import orjson
from flask import Flask

from shared.auth.operator import make_pass
from shared.service import EXTENSION
from shared.trace import current_trace

PATIENCE = 60.0  # seconds for one answer
_NEIGHBOURS = "kursforum_neighbours"

Answer = TypeVar("Answer")


class NoAnswer(Exception):
    """A service did not answer, or not as it should; the message says which and why."""


class Asked(Protocol):
    """A service that can be asked."""

    def get(self, path: str, **query: Any) -> Any:
        """The JSON at an address below the service's API. Raises NoAnswer."""


class OverHttp:
    """A service at an address of its own."""

    def __init__(self, name: str, address: str, secret_key: str, patience: float = PATIENCE) -> None:
        """`patience` are the seconds that it may be silent."""
        self._api = f"{address.rstrip('/')}/{name}/api/"
        self._secret_key = secret_key
        self._patience = patience

    def get(self, path: str, **query: Any) -> Any:
        """The JSON at an address below the service's API. Raises NoAnswer."""
        url = f"{self._api}{path}?{urlencode(query)}"
        if not url.startswith(("http://", "https://")):
            raise NoAnswer(f"{url} is no address: set SERVICES_URL or BASE_URL")
        request = Request(url, headers=_headers(self._secret_key))  # noqa: S310 - held to HTTP just above
        try:
            with urlopen(request, timeout=self._patience) as answer:  # noqa: S310
                return orjson.loads(answer.read())
        except HTTPError as error:
            raise NoAnswer(f"{self._api}{path} answered {error.code}: {_reason(error.code)}") from error
        except (URLError, OSError, ValueError) as error:
            raise NoAnswer(f"{self._api}{path}: {error}") from error


class InThisProcess:
    """A service by its application, without a server."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def get(self, path: str, **query: Any) -> Any:
        """The JSON at an address below the service's API. Raises NoAnswer."""
        service = self._app.extensions[EXTENSION]
        address, headers = f"/{service.name}/api/{path}", _headers(service.settings.secret_key)
        answer = self._app.test_client().get(address, query_string=query, headers=headers)
        if answer.status_code != 200:
            raise NoAnswer(f"{address} answered {answer.status_code}: {answer.text[:200]}")
        return orjson.loads(answer.data)


def introduce(apps: Mapping[str, Flask]) -> None:
    """Let the applications of one process ask each other without a server between them.

    They wait for no thread of the server that they run in, and so never for one another.
    """
    neighbours = {name: InThisProcess(app) for name, app in apps.items()}
    for app in apps.values():
        app.extensions[_NEIGHBOURS] = neighbours


def neighbours_of(app: Flask, *names: str, patience: float = PATIENCE) -> Mapping[str, Asked]:
    """These services, as an application reaches them: itself and those it was introduced to without HTTP."""
    mine = app.extensions[EXTENSION]
    known: Mapping[str, Asked] = app.extensions.get(_NEIGHBOURS, {mine.name: InThisProcess(app)})
    where = mine.settings.services_url or mine.settings.base_url
    key = mine.settings.secret_key
    return {
        name: known.get(name) or OverHttp(name, where.replace("{service}", name), key, patience)
        for name in names
    }


def ask_all(
    asked: Mapping[str, Asked], question: Callable[[str, Asked], Answer], within: float
) -> dict[str, Answer | NoAnswer]:
    """Put a question to all of them at once; who has no answer after so many seconds has a NoAnswer."""
    pool = ThreadPoolExecutor(max(len(asked), 1), thread_name_prefix="asking")
    futures = {name: pool.submit(copy_context().run, question, name, one) for name, one in asked.items()}
    wait(futures.values(), within)
    pool.shutdown(wait=False, cancel_futures=True)
    answers: dict[str, Answer | NoAnswer] = {}
    for name, future in futures.items():
        try:
            answers[name] = future.result(timeout=0)
        except (TimeoutError, CancelledError):
            answers[name] = NoAnswer(f"{name} took too long")
        except NoAnswer as error:
            answers[name] = error
    return answers


def _headers(secret_key: str) -> dict[str, str]:
    trace = current_trace()
    return {"Authorization": f"Bearer {make_pass(secret_key)}"} | ({"traceparent": trace} if trace else {})


def _reason(status: int) -> str:
    return "is SECRET_KEY the same, and the clock?" if status in (401, 403) else "see its log"
