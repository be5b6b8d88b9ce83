"""A batch that is whole enough to be checked, with its lookups done, and how a fault is told."""

import datetime as dt
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ledger.money import CentsArray, decimal_text
from mappers.filing.filing_dates import program_of
from mappers.pricing.distinct import distinct
from mappers.pricing.rate_days import rate_days_of_lines
from mappers.pricing.rate_rows import RateRows, exchange_rows, rate_rows
from mappers.reference.dated_table import DatedTable
from mappers.reference.reference_data import ReferenceData
from mappers.reference.row_keys import NONE, Always, On, Places, RowKeys
from mappers.rules.declaration_rules import DeclarationRules
from parsers.element_columns import element_of
from parsers.message_tables import MessageTables

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Checked:
    """The rows of a batch that are whole enough to be checked, with their lookups done.

    ``declarations`` may be of many files: ``received_on`` is the day by which each is judged.
    """

    declarations: pd.DataFrame
    invoices: pd.DataFrame
    lines: pd.DataFrame
    reasons: pd.DataFrame
    rate_rows: RateRows
    reference: ReferenceData
    rules: DeclarationRules
    known: "dict[Hashable, pd.Series[bool]]" = field(default_factory=dict)
    """Of each coded element that was asked about: whether each row's code is in force."""

    @cached_property
    def kinds(self) -> tuple[list[tuple[str, dt.date]], Places]:
        """Each type and release date of a declaration, and which of them each declaration has."""
        columns = ["cad_type", "release_on"]
        first, kind = distinct(self.declarations, columns)
        named = self.declarations[columns].iloc[first].itertuples(index=False, name=None)
        return [(cad_type, day.date()) for cad_type, day in named], kind

    def of_kind(self, holds: Callable[[str, dt.date], bool]) -> Flags:
        """Tell of each declaration whether something holds of its type and release date."""
        kinds, kind = self.kinds
        return np.array([holds(*each) for each in kinds], dtype=np.bool_)[kind]

    @cached_property
    def line_counts(self) -> npt.NDArray[np.int64]:
        """How many lines each declaration has."""
        return self._summed(np.ones(len(self.lines), dtype=np.int64))

    @cached_property
    def line_values_cents(self) -> CentsArray:
        """What the lines of each declaration are worth together."""
        return self._summed(self.lines["value_for_currency_conversion_cents"].to_numpy(np.int64))

    def _summed(self, of_lines: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Add up for each declaration what its lines have."""
        place = declaration_of(self.lines, self.declarations)
        summed = np.zeros(len(self.declarations) + 1, dtype=np.int64)  # NONE is the last
        np.add.at(summed, place, of_lines)
        return summed[:NONE]

    @cached_property
    def invoice_keys(self) -> RowKeys:
        """The invoices by the number under which the lines of their declaration name them."""
        return RowKeys(self.invoices, ("message", "invoice_number"))

    @cached_property
    def invoice_of_line(self) -> Places:
        """The group of ``invoice_keys`` of each line; NONE where its invoice is not there."""
        return self.invoice_keys.of(self.lines)

    @cached_property
    def program(self) -> "pd.Series[str]":
        """The program of each declaration's account on its release date; null where none."""
        return program_of(self.declarations, self.reference.accounts)

    def received_on(self, rows: pd.DataFrame) -> "pd.Series[pd.Timestamp]":
        """Return the day on which the declaration of each row was received."""
        return _of_the_declaration(rows, self.declarations, "received_on")


Check = Callable[[Checked], pd.DataFrame]
"""Returns ``code, message, line_number, element, value, expected, byte_from, byte_to``."""

COLUMNS = [
    "code", "message", "line_number", "element", "value", "expected", "byte_from", "byte_to"
]  # fmt: skip


NO_FAULTS = pd.DataFrame(columns=COLUMNS, dtype=object)
"""What most checks of most batches find."""


def look_up(tables: MessageTables, reference: ReferenceData, rules: DeclarationRules) -> Checked:
    """Join to every line what the reference data says of it; null or NONE where it says nothing.

    Declarations have ``received_on``. Lines gain ``release_on, accounted_on, tariff_unit,
    exchange_row, question, origin_entitled, origins_known``.
    """
    declarations, lines = tables.declarations, tables.lines
    lines = lines.assign(
        release_on=_of_the_declaration(lines, declarations, "release_on").astype("datetime64[s]"),
        accounted_on=_accounted_on(declarations, lines, reference),
    )
    types = _of_the_declaration(lines, declarations, "cad_type")
    days = rate_days_of_lines(lines, types, rules)
    answers, question = rate_rows(lines, reference, days)
    lines = lines.assign(question=question)
    lines = lines.assign(
        tariff_unit=reference.tariff_items.value(
            lines, "unit", on={"tariff_item": "tariff_item"}, day="release_on"
        ),
        exchange_row=exchange_rows(lines, reference.exchange_rates, days),
        **_origins(lines, reference.treatment_origins, answers.day(lines, "duty")),
    )
    return Checked(declarations, tables.invoices, lines, tables.reasons, answers, reference, rules)


def _of_the_declaration(
    rows: pd.DataFrame, declarations: pd.DataFrame, column: str
) -> "pd.Series[Any]":
    """Return for each row a column of the declaration that its message is."""
    place = declaration_of(rows, declarations)
    taken = declarations[column].array.take(place, allow_fill=True)
    return pd.Series(taken, index=rows.index)


def declaration_of(rows: pd.DataFrame, declarations: pd.DataFrame) -> Places:
    """Return for each row the place of the declaration that its message is; NONE where none is."""
    if declarations.empty:
        return np.full(len(rows), NONE, dtype=np.intp)
    declared = declarations["message"].to_numpy(dtype=np.int64)
    of_rows = rows["message"].to_numpy(dtype=np.int64)
    begins = np.flatnonzero(np.diff(of_rows, prepend=NONE))  # rows of one stand together, mostly
    asked = of_rows[begins]
    order = np.argsort(declared, kind="stable")
    at = order[np.minimum(np.searchsorted(declared, asked, sorter=order), len(order) - 1)]
    found = np.where(declared[at] == asked, at, NONE)
    return np.repeat(found, np.diff(begins, append=len(of_rows)))


def _accounted_on(
    declarations: pd.DataFrame, lines: pd.DataFrame, reference: ReferenceData
) -> "pd.Series[pd.Timestamp]":
    """Return the day on which each line was accounted: of a later version, that of its original."""
    received = _of_the_declaration(lines, declarations, "received_on").astype("datetime64[s]")
    if reference.standing is None or (declarations["function"] == "original").all():
        return received
    accepted = reference.standing.declarations.set_index("transaction_number")["first_accepted_on"]
    later = declarations[declarations["function"] != "original"].set_index("message")
    accounted = lines["message"].map(later["transaction_number"].map(accepted))
    return pd.to_datetime(accounted).astype("datetime64[s]").fillna(received)


def _origins(
    lines: pd.DataFrame, origins: DatedTable, duty_on: "pd.Series[pd.Timestamp]"
) -> dict[str, Flags]:
    """Tell of each line whether its treatment is open to its origin, or to any, on duty's day.

    ``origins_known`` tells whether the table has any country for the treatment.
    """
    by_country: On = {"treatment": "treatment", "country": "origin_country"}
    to_any: On = {"treatment": "treatment", "country": Always("*")}
    asked, day = ["treatment", "origin_country", "duty_on"], "duty_on"
    dated = lines[asked[:2]].assign(duty_on=duty_on)
    first, asked_by = distinct(dated, asked)
    kinds = dated.iloc[first]
    entitled = origins.holds(kinds, on=by_country, day=day) | origins.holds(
        kinds, on=to_any, day=day
    )
    known = kinds["treatment"].isin(origins.rows["treatment"].unique()).to_numpy(dtype=bool)
    return {
        "origin_entitled": np.asarray(entitled[asked_by]),
        "origins_known": np.asarray(known[asked_by]),
    }


def faults(
    rows: pd.DataFrame,
    code: str,
    *,
    where: "pd.Series[bool] | Flags | None" = None,
    value: str,
    expected: str | None = None,
    element: str | None = None,
) -> pd.DataFrame:
    """Return one fault a row; ``value`` and ``expected`` name the columns that the text shows.

    ``where`` tells which rows are wrong, all by default. ``element`` names the column at fault
    where it is not that of the value.
    """
    if rows.empty or (where is not None and not np.asarray(where).any()):
        return NO_FAULTS
    if where is not None:
        rows = rows[where]
    return pd.DataFrame(
        {
            "code": code,
            "message": rows["message"],
            "line_number": rows.get("line_number"),
            "element": element_of(element or value),
            "value": _texts(rows, value),
            "expected": _texts(rows, expected) if expected else None,
            "byte_from": rows["byte_from"],
            "byte_to": rows["byte_to"],
        },
        columns=COLUMNS,
    ).astype(object)


def together(found: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return the faults of many checks as one frame."""
    some = [each for each in found if not each.empty]
    return pd.concat(some, ignore_index=True) if some else NO_FAULTS


def _texts(rows: pd.DataFrame, column: str) -> "pd.Series[Any]":
    """Return a column as a finding shows it: cents as dollars, days as CCYY-MM-DD."""
    if column.endswith("_cents"):
        return rows[column].map(lambda cents: decimal_text(int(cents)), na_action="ignore")
    return rows[column].map(_text)


def _text(value: object) -> str | None:
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return str(value)
