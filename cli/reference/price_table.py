"""The steps of a price as a table: charge, how it was computed, amount, source."""

from collections.abc import Iterable

from rich.table import Table
from rich.text import Text

from jobs.questions.price_words import step_name, step_words
from mappers.pricing.explanation import Step
from words.numbers import money
from words.tariff import say


def steps_table(steps: Iterable[Step], currency: str, language: str) -> Table:
    """Return a row for each step; ``currency`` is that of the value declared."""
    table = Table(box=None, pad_edge=False)
    for column in ("charge", "computed", "amount", "source"):
        table.add_column(say(column, language), overflow="fold")
    table.columns[2].justify = "right"
    for step in steps:
        table.add_row(
            step_name(step, language),
            Text(step_words(step, currency, language)),
            money(step.cents, language),
            Text(", ".join(step.sources), style="dim"),
        )
    return table
