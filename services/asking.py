"""Asking the services by their API as an operator: over HTTP, or applications of this process."""

from collections.abc import Mapping
from typing import Any, Protocol
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import orjson
from flask import Flask

from shared.auth.operator import make_pass
from shared.service import EXTENSION

PATIENCE = 60.0  # seconds for one answer


class NoAnswer(Exception):
    """A service did not answer, or not as it should; the message says which and why."""


class Asked(Protocol):
    """A service that can be asked."""

    def get(self, path: str, **query: Any) -> Any:
        """The JSON at an address below the service's API. Raises NoAnswer."""


class OverHttp:
    """A service at an address of its own."""

    def __init__(self, name: str, address: str, secret_key: str) -> None:
        self._api = f"{address.rstrip('/')}/{name}/api/"
        self._secret_key = secret_key

    def get(self, path: str, **query: Any) -> Any:
        """The JSON at an address below the service's API. Raises NoAnswer."""
        url = f"{self._api}{path}?{urlencode(query)}"
        if not url.startswith(("http://", "https://")):
            raise NoAnswer(f"{url} is no address: set SERVICES_URL or BASE_URL")
        request = Request(url, headers=_headers(self._secret_key))  # noqa: S310 - held to HTTP just above
        try:
            with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
                return orjson.loads(answer.read())
        except HTTPError as error:
            raise NoAnswer(f"{self._api}{path} answered {error.code}: {_reason(error.code)}") from error
        except (URLError, OSError, ValueError) as error:
            raise NoAnswer(f"{self._api}{path}: {error}") from error


class InThisProcess:
    """A service by its application, without a server."""

    def __init__(self, app: Flask) -> None:
        service = app.extensions[EXTENSION]
        self._client = app.test_client()
        self._api = f"/{service.name}/api/"
        self._secret_key = service.settings.secret_key

    def get(self, path: str, **query: Any) -> Any:
        """The JSON at an address below the service's API. Raises NoAnswer."""
        answer = self._client.get(self._api + path, query_string=query, headers=_headers(self._secret_key))
        if answer.status_code != 200:
            raise NoAnswer(f"{self._api}{path} answered {answer.status_code}: {answer.text[:200]}")
        return orjson.loads(answer.data)


def _headers(secret_key: str) -> Mapping[str, str]:
    return {"Authorization": f"Bearer {make_pass(secret_key)}"}


def _reason(status: int) -> str:
    return "is SECRET_KEY the same, and the clock?" if status in (401, 403) else "see its log"
