"""Participant lists from files: every bad row is told, and nothing is half done."""

import io
import zipfile
from collections.abc import Iterator

import pytest
from flask import Flask

from services.registration.files import importing
from services.registration.files.importing import PeopleList, read_people
from services.registration.files.tables import TableIsUnreadable
from services.registration.operations.importing import ImportResult, import_participants, try_import
from services.registration.problems import ColumnsAreMissing, ListIsTooLong, PeopleAreWrong
from shared.service import transaction
from tests.registration.office import Office

HEAD = "Förnamn;Efternamn;E-post;Arbetsplats;Kommun;Stadsdel;Regi;Utförare eller myndighet;Roll"
ANNA = "Anna;Ek;anna@x.example;LSS-enheten;Huddinge;;Kommunal;Utförare;Sjuksköterska"
EVA = "Eva;Ström;eva@x.example;LSS-enheten;0180;Farsta;private;authority;nurse"


@pytest.fixture
def context(web_app: Flask) -> Iterator[None]:
    """The service's context, for its region."""
    with web_app.app_context():
        yield


def _read(*rows: str, encoding: str = "utf-8") -> PeopleList:
    return read_people("\r\n".join((HEAD, *rows)).encode(encoding))


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_list_is_read_in_names_and_in_codes_and_as_excel_writes_it(encoding: str) -> None:
    found = _read(ANNA, EVA, encoding=encoding)
    assert found.faults == []
    anna, eva = found.people
    assert (anna["municipality"], anna["employer"], anna["side"], anna["role"]) == (
        *("0126", "municipal", "provider", "nurse"),
    )
    assert (eva["municipality"], eva["district"], eva["family_name"]) == ("0180", "farsta", "Ström")


@pytest.mark.usefixtures("context")
def test_each_wrong_cell_is_told_with_its_row_and_column() -> None:
    found = _read(ANNA, "", "Bo;Ek;bo;LSS;Farsta;;Kommunal;Utförare;Kock")
    told = {(fault.row, fault.column) for fault in found.faults}
    assert told == {(4, "E-post"), (4, "Kommun"), (4, "Roll")}


@pytest.mark.usefixtures("context")
def test_the_same_person_twice_is_told_at_the_second_row() -> None:
    found = _read(ANNA, EVA, ANNA.replace("Anna", "ANNA"))
    assert [(fault.row, fault.text) for fault in found.faults] == [(4, "Samma person står på rad 2.")]


@pytest.mark.usefixtures("context")
def test_a_file_without_its_headings_is_refused() -> None:
    with pytest.raises(ColumnsAreMissing) as refused:
        read_people(b"Namn;E-post\r\nAnna;anna@x.example")
    assert "Förnamn" in str(refused.value.detail)


@pytest.mark.usefixtures("context")
def test_a_list_that_is_too_long_is_refused() -> None:
    with pytest.raises(ListIsTooLong):
        _read(*[ANNA] * 501)


@pytest.mark.usefixtures("context")
def test_a_packed_file_that_swells_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 40_000_000)
    with pytest.raises(TableIsUnreadable):
        read_people(file.getvalue())


@pytest.mark.usefixtures("context")
def test_the_templates_have_the_columns_that_are_read() -> None:
    assert read_people(importing.template_xlsx()).people == []
    assert read_people(importing.template_csv().encode()).people == []


def _import(office: Office, occasion_id: object, people: object) -> ImportResult:
    with office.app.app_context(), transaction() as session:
        return import_participants(session, occasion_id, people)  # type: ignore[arg-type]


def _people(office: Office, *rows: str) -> list[dict]:
    with office.app.app_context():
        return _read(*rows).people


def test_a_try_tells_who_gets_a_place_and_leaves_nothing_behind(office: Office) -> None:
    occasion = office.open_occasion(places=1)
    people = _people(office, ANNA, EVA)
    with office.app.app_context():
        found = try_import(occasion.id, people)
    assert (found.places, found.waiting) == (1, 1)
    assert (office.standing(occasion), office.now(occasion).confirmed_count) == ({}, 0)


def test_everybody_on_the_list_is_registered_in_its_order(office: Office) -> None:
    occasion = office.open_occasion(places=1)
    _import(office, occasion.id, _people(office, EVA, ANNA))
    assert office.standing(occasion) == {"Eva": ("confirmed", None), "Anna": ("waiting", 1)}


def test_one_who_is_registered_already_stops_the_whole_list(office: Office) -> None:
    occasion = office.open_occasion(places=5)
    anna, eva = _people(office, ANNA, EVA)
    _import(office, occasion.id, [eva])
    with pytest.raises(PeopleAreWrong) as refused:
        _import(office, occasion.id, [anna, eva])
    assert list(refused.value.by_index) == [1]
    assert office.standing(occasion) == {"Eva": ("confirmed", None)}
    assert office.now(occasion).confirmed_count == 1
