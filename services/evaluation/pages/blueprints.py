"""The blueprint that the service's pages hang on."""

from shared.web import PageBlueprint

pages = PageBlueprint("evaluation")
