"""The API of the registration service."""

from services.registration.routes.catalogue import blueprint as catalogue
from services.registration.routes.participation import blueprint as participation

BLUEPRINTS = (catalogue, participation)
