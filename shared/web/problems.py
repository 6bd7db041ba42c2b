"""Problems: what is wrong, told once, as RFC 9457 problem+json or as a page in the reader's language."""

from collections.abc import Iterable, Mapping
from typing import Any

from shared.i18n import LazyString
from shared.i18n import lazy as _

RETRY_AFTER = 5  # seconds

Text = str | LazyString
Errors = Mapping[str, Iterable[Text]]


class Problem(Exception):
    """Something the caller can understand and mend; subclasses say what."""

    status: int = 400
    slug: str = "bad_request"
    title: Text = _("We could not understand what you sent.")
    detail: Text | None = None

    def __init__(
        self,
        *,
        detail: Text | None = None,
        errors: Errors | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(self.slug)
        if detail is not None:
            self.detail = detail
        self.errors = {field: [str(text) for text in texts] for field, texts in (errors or {}).items()}
        self.headers = dict(headers or {})

    def as_json(self) -> dict[str, Any]:
        """The members of RFC 9457, with `errors` by field where there are any."""
        body: dict[str, Any] = {
            "type": f"urn:kursforum:problem:{self.slug}",
            "title": str(self.title),
            "status": self.status,
        }
        if self.detail:
            body["detail"] = str(self.detail)
        if self.errors:
            body["errors"] = self.errors
        return body


class InputIsInvalid(Problem):
    """Fields that are missing or wrong; `errors` has a text for each."""

    status = 422
    slug = "invalid_input"
    title = _("Some of what you sent is missing or wrong.")


class BodyIsMalformed(Problem):
    """A body that is not JSON, or not text."""

    slug = "malformed_body"
    title = _("The body is not valid JSON.")


class BodyHasWrongType(Problem):
    """A body of another type than the address takes."""

    status = 415
    slug = "wrong_media_type"
    title = _("Send the body as application/json.")


class BodyIsTooLarge(Problem):
    """A body beyond what any honest form needs."""

    status = 413
    slug = "body_too_large"
    title = _("What you sent is too large.")


class SignInIsNeeded(Problem):
    """Nobody is signed in, or no longer."""

    status = 401
    slug = "sign_in_needed"
    title = _("You need to sign in.")


class RoleMayNot(Problem):
    """Somebody is signed in, whose role does not open this."""

    status = 403
    slug = "not_allowed"
    title = _("You do not have access to this.")


class FormIsStale(Problem):
    """A form without a valid CSRF token: left open since before a sign-out, or sent from elsewhere."""

    status = 400
    slug = "form_is_stale"
    title = _("The form had been open too long. Go back, reload the page and send it again.")


class TooManyTries(Problem):
    """The throttle holds somebody back."""

    status = 429
    slug = "too_many_tries"
    title = _("Too many tries. Wait a while and try again.")


class PageIsMissing(Problem):
    """Nothing is here."""

    status = 404
    slug = "not_found"
    title = _("We cannot find what you are looking for.")


class MethodIsWrong(Problem):
    """An address that does not take this method; the header Allow says which it takes."""

    status = 405
    slug = "method_not_allowed"
    title = _("The address does not take that method.")


class ServerFailed(Problem):
    """Our fault."""

    status = 500
    slug = "server_error"
    title = _("Something went wrong on our side. Nothing was saved. Try again in a while.")


class ServiceIsAway(Problem):
    """The database cannot be reached just now; it heals by itself."""

    status = 503
    slug = "temporarily_unavailable"
    title = _("We cannot answer just now. Try again in a moment.")

    def __init__(self) -> None:
        super().__init__(headers={"Retry-After": str(RETRY_AFTER)})


def flatten(messages: Any, path: str = "") -> dict[str, list[str]]:
    """Marshmallow's nested messages as one list of texts for each dotted field name."""
    if isinstance(messages, Mapping):
        flat: dict[str, list[str]] = {}
        for name, inner in messages.items():
            step = path if name == "_schema" else f"{path}.{name}" if path else str(name)
            for field, texts in flatten(inner, step).items():
                flat.setdefault(field, []).extend(texts)
        return flat
    if isinstance(messages, str | LazyString):
        return {path: [str(messages)]}
    return {path: [str(message) for message in messages]}
