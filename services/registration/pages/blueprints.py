"""Where the pages live: /registration for everybody, /registration/manage for the office."""

from shared.web import PageBlueprint

public_pages = PageBlueprint("registration")
office = PageBlueprint("registration", "office", prefix="/registration/manage")
region_pages = PageBlueprint("registration", "region", prefix="/registration/region")
