"""The headers of every answer, worked out once: a strict CSP and what browsers must not do."""

from flask import Flask, Response

CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
# For the one list that other sites may show; a page sets it in the place of the other.
FRAMED_ANYWHERE = CSP.replace("frame-ancestors 'none'", "frame-ancestors *")
_ALWAYS = (
    ("Content-Security-Policy", CSP),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"),
    ("Cache-Control", "no-store"),
)
_HTTPS_ONLY = ("Strict-Transport-Security", "max-age=31536000; includeSubDomains")


def secure_answers(app: Flask, base_url: str) -> None:
    """Add the headers to every answer that does not set its own."""
    always = (*_ALWAYS, _HTTPS_ONLY) if base_url.startswith("https://") else _ALWAYS

    @app.after_request
    def add(response: Response) -> Response:
        headers = response.headers
        own = {name.lower() for name in headers.keys()}  # noqa: SIM118 - which alone gives the names
        for name, value in always:
            if name.lower() not in own:
                headers.add(name, value)
        if headers["Content-Security-Policy"] == FRAMED_ANYWHERE:
            del headers["X-Frame-Options"]  # which knows no "anywhere"
        return response
