"""The blueprint that the service's pages hang on, and who may see all of them."""

from shared.web import PageBlueprint, requires

pages = PageBlueprint("reporting")
EVERYONE = requires("coordinator", "representative", "lecturer")
