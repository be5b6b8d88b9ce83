"""One name for an element: its column; findings, people and formats are told by it."""

import pytest

from ledger.charges import CHARGES
from mappers.checks.declared_charges import KINDS
from parsers import conversions
from parsers.deliveries.reference.reference_tables import TABLES
from parsers.edifact.profile.cusdec import CUSDEC_D13B
from parsers.edifact.profile.structure import uses
from parsers.element_columns import COLUMNS, column_of, element_of
from parsers.places import in_edifact, in_xml
from words.elements import ELEMENTS, element_name

PLACES = {"edifact": in_edifact.PLACES, "xml": in_xml.STEPS}
COMPUTED = ("value_for_duty_cents", "payable_cents")
"""Columns that findings name and no file carries: their places are told by the value."""


@pytest.mark.parametrize("column", COLUMNS)
def test_an_element_is_its_column_again(column: str):
    """What a finding is told of an element leads back to the column, and to no other."""
    assert column_of(element_of(column)) == column
    assert [each for each in COLUMNS if element_of(each) == element_of(column)] == [column]


@pytest.mark.parametrize("column", [*COLUMNS, *COMPUTED])
def test_every_element_has_a_name_in_both_languages(column: str):
    """Whatever column a rule names, people read it in their own language."""
    assert element_of(column) in ELEMENTS, f"add {element_of(column)!r} to parsers/elements.py"


@pytest.mark.parametrize("charge", sorted({*CHARGES, *KINDS, *conversions.CHARGES.values()}))
def test_every_charge_has_a_name_in_both_languages(charge: str):
    """A finding about a charge names it as the price does, people in their own language."""
    assert charge in ELEMENTS


@pytest.mark.parametrize("format_id", PLACES)
def test_every_element_has_a_place_in_every_format_of_declarations(format_id: str):
    """The tables of a format say where each column stands; there is no other list of them."""
    assert set(PLACES[format_id]) == set(COLUMNS)


@pytest.mark.parametrize("column", COMPUTED)
def test_what_is_computed_stands_nowhere(column: str):
    """A computed column is none of a file's."""
    assert column_of(element_of(column)) is None


def test_every_element_of_the_directory_has_a_name_in_both_languages():
    """What a reader of EDIFACT calls an element, people read in their own language."""
    named = {each.name for use, _ in uses(CUSDEC_D13B.root) for each in use.elements}
    assert named <= set(ELEMENTS)
    assert element_name("5004 amount", "fr") == "5004 montant"


def test_columns_of_deliveries_are_written_alike():
    """No column of a delivery loses its unit where a finding names it."""
    names = {field.name for table in TABLES.values() for field in table.all_fields}
    assert {name for name in names if element_of(name) != name.replace("_", " ")} == set()
