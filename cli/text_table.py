"""Tables of texts, as a screen shows them."""

from rich.table import Table
from rich.text import Text


def table_of(headings: list[str]) -> Table:
    """Return an empty table with these headings."""
    table = Table(box=None, pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


def add_texts(table: Table, *texts: str) -> None:
    """Add a row of texts as they are: a name with brackets is no markup."""
    table.add_row(*map(Text, texts))
