"""All tables that every service's database has, gathered for migrations and their checks."""

import shared.audit
import shared.auth.access
import shared.beats
import shared.erasure
import shared.inbox.tables
import shared.outbox
import shared.rebuilding
import shared.region_content
import shared.web.idempotency
import shared.web.throttle  # noqa: F401 - each import adds its tables to the metadata
from shared.db import backbone

__all__ = ["backbone"]
