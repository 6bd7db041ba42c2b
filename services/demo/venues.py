"""Where occasions are held."""

from shared.region import Region

VENUES = (
    "Hantverkargatan 3, Stockholm",
    "Kommunalhuset, Sollentuna",
    "Folkets hus, Huddinge",
    "Kulturhuset, Nacka",
    "Digitalt, länk kommer före kursen",
    "Medborgarhuset, Solna",
    "Stadshuset, Södertälje",
    "Konferenscentrum, Täby",
)


def held_in(region: Region, venue: str) -> str | None:
    """The municipality that a venue names; None for what is digital or elsewhere."""
    names = {municipality.name: municipality.code for municipality in region.municipalities}
    return names.get(venue.rpartition(", ")[2])
