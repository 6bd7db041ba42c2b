"""Digests of what evaluation keeps, by which it is compared with its neighbours."""

from services.evaluation.aspects import ASPECTS
from shared.web.digests import digests_api

blueprint = digests_api("evaluation", ASPECTS)
