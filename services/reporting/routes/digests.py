"""Digests of what reporting keeps, by which it is compared with its neighbours."""

from services.reporting.aspects import ASPECTS
from shared.web.digests import digests_api

blueprint = digests_api("reporting", ASPECTS)
