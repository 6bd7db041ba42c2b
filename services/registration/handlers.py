"""What registration listens to: nothing, for it is where everything begins."""

from shared.inbox import Handlers

HANDLERS: Handlers = {}
