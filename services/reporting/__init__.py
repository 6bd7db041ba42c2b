"""Reporting: read models from the other services' events, and figures per municipality and period."""
