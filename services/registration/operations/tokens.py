"""The secrets in the links that holders, bookers and managers are sent."""

import secrets


def new_token() -> str:
    """A token of 192 random bits."""
    return secrets.token_urlsafe(24)
