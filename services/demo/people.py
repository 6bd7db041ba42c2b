"""The people of a region: spread over municipalities and districts by their staff numbers."""

import random
import unicodedata
from dataclasses import dataclass, replace

from shared import clock
from shared.region import Region

GIVEN = (
    "Anna Maria Karin Eva Lena Kerstin Sara Emma Malin Jenny Hanna Linda Ulla Ingrid Sofia Elin Helena Camilla "
    "Amina Fatima Zahra Leyla Selam Nadia Rahel Yasmin Milica Olga Agnieszka Maja Ebba Alva Wilma Johanna Frida "
    "Therese Åsa Birgitta Susanne Annika Lars Johan Anders Per Mikael Erik Ahmed Mohamed Ali Tesfaye Marko Piotr "
    "Oskar Viktor Jonas Fredrik"
).split()
FAMILY = (
    "Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson Gustafsson Pettersson Lindberg "
    "Lindström Lindqvist Bergström Sandberg Forsberg Engström Danielsson Håkansson Ek Björk Dahl Holm Nyström "
    "Åkesson Öberg Sjögren Wallin Hassan Ahmed Tekle Ibrahim Yilmaz Demir Kovačević Petrović Nowak Kowalska Virtanen "
    "Korhonen Nguyen Haddad Rahimi Berhane Lundin Falk Hedlund Strand Norberg"
).split()
WORKPLACES = (
    "Gruppbostad {}", "Servicebostad {}", "Daglig verksamhet {}", "Boendestöd {}", "Korttidshem {}", "Träffpunkt {}",
)
PLACES = (
    "Ängen", "Björken", "Solsidan", "Eken", "Kvarnen", "Ljungen", "Strandvägen", "Trädgården", "Källan", "Linden",
    "Bryggan", "Rönnen",
)
# The target group by role, with those the regions' reports say take part more often than their number.
ROLES = {
    "base_staff": 60, "social_psychiatry": 16, "case_officer": 9, "manager": 8, "occupational_therapist": 2,
    "nurse": 2, "physiotherapist": 1, "other": 2,
}  # fmt: skip

PROTECTED_EVERY = 130  # one in so many has a protected identity


@dataclass(frozen=True)
class Person:
    """Somebody who works with support to people with disabilities."""

    given_name: str
    family_name: str
    email: str
    municipality: str
    district: str | None
    workplace: str
    employer: str
    side: str
    role: str
    language: str
    is_protected: bool = False


def people(region: Region, count: int, dice: random.Random) -> list[Person]:
    """So many persons, each with an address of their own."""
    places = [
        (municipality.code, district.slug if district else None, (district or municipality).staff(clock.today().year))
        for municipality in region.municipalities
        for district in (municipality.districts or (None,))
    ]
    homes = dice.choices(places, weights=[staff for _, _, staff in places], k=count)
    taken: dict[str, int] = {}
    found = [_person(region, code, district, dice, taken) for code, district, _ in homes]
    protected = set(range(PROTECTED_EVERY // 3, count, PROTECTED_EVERY))
    return [replace(person, is_protected=number in protected) for number, person in enumerate(found)]


def _person(
    region: Region, code: str, district: str | None, dice: random.Random, taken: dict[str, int]
) -> Person:
    given, family = dice.choice(GIVEN), dice.choice(FAMILY)
    role = dice.choices(list(ROLES), weights=list(ROLES.values()))[0]
    is_authority = role == "case_officer" or (role == "manager" and dice.random() < 0.15)
    is_private = not is_authority and dice.random() < 0.3
    host = ascii_name(region.place_name(code)) if not is_private else "omsorg-ab"
    local = f"{ascii_name(given)}.{ascii_name(family)}"
    taken[local + host] = number = taken.get(local + host, 0) + 1
    workplace = dice.choice(WORKPLACES).format(dice.choice(PLACES))
    return Person(
        given_name=given,
        family_name=family,
        email=f"{local}{number if number > 1 else ''}@{host}.example",
        municipality=code,
        district=district,
        workplace="Myndighetsenheten" if is_authority else workplace,
        employer="private" if is_private else "municipal",
        side="authority" if is_authority else "provider",
        role=role,
        language="en" if dice.random() < 0.03 else "sv",
    )


def ascii_name(name: str) -> str:
    """A name as it stands in an address: gävle for Gävle would surprise nobody, gavle works everywhere."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return plain.replace(" ", "-")
