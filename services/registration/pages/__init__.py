"""The pages of the registration service: the public ones, and those of the office."""

from services.registration.pages import attendance, catalogue, occasions, participants, registrations
from services.registration.pages.blueprints import office, public_pages

BLUEPRINTS = (public_pages, office)

__all__ = ["BLUEPRINTS", "attendance", "catalogue", "occasions", "participants", "registrations"]
