"""The ways out: a mail server, or a folder that a page shows."""
