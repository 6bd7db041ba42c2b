"""The web as the four services share it: routes, problems, forms, pages and the application around them."""

from shared.auth import Staff
from shared.web import validation  # noqa: F401 - it gives marshmallow our words
from shared.web.access import public, requires, signed_in_staff, staff, unlogged
from shared.web.app import service_app
from shared.web.blueprints import ApiBlueprint, PageBlueprint, raises
from shared.web.files import attached, shown
from shared.web.forms import Form
from shared.web.lists import Paging, count_pages, page_of, page_schema
from shared.web.pages import render, see_other
from shared.web.problems import Problem

__all__ = [
    "ApiBlueprint",
    "Form",
    "PageBlueprint",
    "Paging",
    "Problem",
    "Staff",
    "attached",
    "count_pages",
    "page_of",
    "page_schema",
    "public",
    "raises",
    "render",
    "requires",
    "see_other",
    "service_app",
    "shown",
    "signed_in_staff",
    "staff",
    "unlogged",
]
