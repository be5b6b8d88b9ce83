"""What the person who approves a delivery is shown."""

from jobs.reference.load_reference_data import Draft
from jobs.reference.reference_shown import ROWS_SHOWN, as_markdown
from mappers.reference.reference_changes import RowChange
from words.shown import in_markdown


def draft(*texts: str, file_name: str = "items.csv") -> Draft:
    """Return a delivery that adds a row of each text."""
    added = tuple(RowChange("added", None, {"description_en": text}) for text in texts)
    return Draft(7, "tariff_item", file_name, "changes", added, None)


def test_a_yes_is_to_the_rows_that_are_not_shown_too():
    """Two differences that differ in a row beyond those shown are not shown alike."""
    first = [f"item {number}" for number in range(ROWS_SHOWN + 2)]
    shown = as_markdown([draft(*first)])
    assert f"item {ROWS_SHOWN - 1}" in shown and f"item {ROWS_SHOWN}" not in shown
    assert "and 2 rows more" in shown
    assert as_markdown([draft(*first[:-1], "another")]) != shown


def test_what_a_partner_writes_is_text():
    """Neither a description nor a file's name is a link, an image, a tag or another column."""
    shown = as_markdown([draft("![a](http://b) | <c> `d` *e* \\", file_name="[f](g)<h>.csv")])
    assert in_markdown("![a](http://b) | <c> `d` *e* \\") in shown
    assert f"(changes, {in_markdown('[f](g)<h>.csv')})" in shown
