"""How a web process leaves when it is told to stop, so that a gateway before it loses no request.

First it says that it is not ready, and goes on answering for `GRACE`, each answer the last on its connection:
by then nobody keeps a connection to it. Then it listens no more, and finishes what it has begun.
"""

# Seconds; longer than a gateway keeps an idle connection (deploy/Caddyfile).
GRACE = 3.0
# Seconds for what has been begun.
PATIENCE = 30.0
