"""Questionnaires, invitations, anonymous answers and their results."""
