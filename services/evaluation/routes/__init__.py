"""The API of the evaluation service."""

from services.evaluation.routes.answering import blueprint as answering
from services.evaluation.routes.digests import blueprint as digests
from services.evaluation.routes.evaluations import blueprint as evaluations
from services.evaluation.routes.questionnaires import blueprint as questionnaires
from services.evaluation.routes.results import blueprint as results
from services.evaluation.routes.rules import blueprint as rules
from services.evaluation.routes.surveys import blueprint as surveys

BLUEPRINTS = (evaluations, results, rules, surveys, questionnaires, answering, digests)
