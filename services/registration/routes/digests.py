"""Digests of what registration keeps, by which it is compared with its neighbours."""

from services.registration.aspects import ASPECTS
from shared.web.digests import digests_api

blueprint = digests_api("registration", ASPECTS)
