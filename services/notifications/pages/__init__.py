"""The pages of notifications."""

from services.notifications.pages import messages, suppressions, templates, unsubscribing, writing

BLUEPRINTS = (
    messages.blueprint,
    writing.blueprint,
    templates.blueprint,
    suppressions.blueprint,
    unsubscribing.blueprint,
)

__all__ = ["BLUEPRINTS", "messages", "suppressions", "templates", "unsubscribing", "writing"]
