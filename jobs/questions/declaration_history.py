"""What became of a declaration: its versions, what changed between two, how a line was priced."""

from dataclasses import dataclass
from typing import Any

from jobs.hub import Hub, JobRefused
from ledger.charges import CHARGES
from ledger_sync.book.connection import Row
from ledger_sync.declarations import versions
from mappers.filing.version_difference import Change, difference
from mappers.pricing.explanation import Step, explain, quantities_of
from mappers.pricing.terms import terms_of

_OF_VERSION = (
    "function", "reasons", "importer", "filer", "cad_type", "release_on", "release_office",
    "cargo_control_number", "warehouse", "previous_transaction_number", "due_on", "line_count",
    "total_value_cents", "value_for_duty_cents", *(f"{charge}_cents" for charge in CHARGES),
    "payable_cents",
)  # fmt: skip
_WITHDRAWAL = "withdrawal"
_NOT_SAID = ["terms", "exchange_terms", "byte_from", "byte_to"]


class Withdrawn(JobRefused):
    """The version is a withdrawal: it has no lines, and owes nothing."""

    def __init__(self, transaction_number: str, version: int) -> None:
        """Name the version that withdrew the declaration."""
        super().__init__(f"{transaction_number} was withdrawn by version {version}")
        self.version = version


@dataclass(frozen=True)
class Explained:
    """One line of a version and the steps of its price."""

    line_number: int
    tariff_item: str
    treatment: str
    origin_country: str
    currency: str
    steps: tuple[Step, ...]


def history(hub: Hub, transaction_number: str) -> list[Row]:
    """Return every version, in the book, in review or refused; JobRefused when there is none."""
    with hub.book.transaction() as tx:
        found = versions.history(tx, transaction_number)
    if not found:
        raise JobRefused(f"no declaration {transaction_number} is in the book")
    return found


def between(hub: Hub, transaction_number: str, before: int, after: int) -> list[Change]:
    """Return what two versions in the book say and owe otherwise."""
    rows = history(hub, transaction_number)
    old, new = (_version(rows, transaction_number, number) for number in (before, after))
    with hub.book.transaction() as tx:
        lines = [versions.lines(tx, row["cad_id"]).drop(columns=_NOT_SAID) for row in (old, new)]
    return difference(_said(old), _said(new), *lines)


def explained(hub: Hub, transaction_number: str, version: int | None = None) -> list[Explained]:
    """Return how each line of a version was priced; of the newest in the book by default.

    Raises Withdrawn where that version is a withdrawal.
    """
    rows = [row for row in history(hub, transaction_number) if row["cad_id"] is not None]
    row = _version(rows, transaction_number, version or rows[-1]["version"])
    if row["function"] == _WITHDRAWAL:
        raise Withdrawn(transaction_number, row["version"])
    with hub.book.transaction() as tx:
        lines = versions.lines(tx, row["cad_id"])
    if lines["terms"].isna().any():
        raise JobRefused(f"{transaction_number} was priced before the terms of prices were kept")
    return [_explained(line) for line in lines.to_dict("records")]


def as_data(found: Explained) -> dict[str, Any]:
    """Return an explained line as JSON has it."""
    return {**found.__dict__, "steps": [_step_data(step) for step in found.steps]}


def _explained(line: dict[Any, Any]) -> Explained:
    steps = explain(quantities_of(line), terms_of(line["terms"]), terms_of(line["exchange_terms"]))
    return Explained(
        line_number=int(line["line_number"]),
        tariff_item=line["tariff_item"],
        treatment=line["treatment"],
        origin_country=line["origin_country"],
        currency=line["currency"],
        steps=tuple(steps),
    )


def _step_data(step: Step) -> dict[str, Any]:
    by_quantity = step.by_quantity
    return {**step.__dict__, "by_quantity": by_quantity and dict(by_quantity.__dict__)}


def _version(rows: list[Row], transaction_number: str, version: int) -> Row:
    """Return a version of the newest use of a number."""
    for row in reversed(rows):
        if row["version"] == version and row["cad_id"] is not None:
            return row
    raise JobRefused(f"{transaction_number} has no version {version} in the book")


def _said(row: Row) -> dict[str, Any]:
    return {name: row[name] for name in _OF_VERSION}
