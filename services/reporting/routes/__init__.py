"""The API of the reporting service."""

from services.reporting.routes.breakdown import blueprint as breakdown
from services.reporting.routes.digests import blueprint as digests
from services.reporting.routes.figures import blueprint as figures
from services.reporting.routes.goals import blueprint as goals
from services.reporting.routes.periods import blueprint as periods
from services.reporting.routes.reports import blueprint as reports

BLUEPRINTS = (figures, breakdown, goals, periods, reports, digests)
