"""Who is calling: staff by cookie or token, and what each may do."""

from shared.auth.access import Staff, apply_access, staff_access, staff_tokens
from shared.auth.tokens import fingerprint, new_token

__all__ = ["Staff", "apply_access", "fingerprint", "new_token", "staff_access", "staff_tokens"]
