"""The guide of registry deliveries says what the tables say, and its examples are right."""

import textwrap
from pathlib import Path

from jobs.registry.load_registry import code_sets
from jobs.rules import read_rules
from parsers.deliveries.registry.registry_delivery import read_delivery
from parsers.deliveries.registry.registry_tables import KINDS, Column
from parsers.values import Fault
from tests import reviewed

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "docs" / "formats" / "registry.md"
START = "<!-- generated from parsers/deliveries/registry/registry_tables.py -->\n"


def test_the_guides_table_is_the_code():
    """Every table, column and format of the guide is what the reader reads."""
    reviewed.same_part(GUIDE, START, table())


def test_the_guides_examples_are_right():
    """Each delivery that the guide shows is read without a finding."""
    part = GUIDE.read_text(encoding="utf-8").split("two as JSON:\n")[1].split("## Every")[0]
    codes = code_sets(read_rules(ROOT / "config").codes)
    examples = textwrap.dedent(part.strip("\n")).split("\n\n")
    read = [read_delivery(example.encode(), codes) for example in examples if example.strip()]
    assert [delivery.findings for delivery in read] == [(), ()]
    assert [len(delivery.sources) for delivery in read] == [1, 2]


def table() -> str:
    """Return the tables as Markdown."""
    rows = ["| table | column | | format |", "|---|---|---|---|"]
    for kind in KINDS:
        for number, column in enumerate(kind.columns):
            need = "K" if column in kind.key else "M" if column.mandatory else "C"
            first = f"`{kind.plural}`" if number == 0 else ""
            rows.append(f"| {first} | `{column.name}` | {need} | {form(column)} |")
    return "\n".join(rows) + "\n"


def form(column: Column) -> str:
    if column.codes:
        return f"{'codes' if column.many else 'code'} of `{column.codes}.csv`"
    if column.name == "amount":
        return "dollars and cents"
    refused = column.read("x" * 10_000, {})
    assert isinstance(refused, Fault)
    return refused.expected
