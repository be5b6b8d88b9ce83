"""The invoices of a declaration: there, told apart, dated, and the sum of their lines."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from mappers.checks.batch import NO_FAULTS, Checked, faults
from mappers.reference.row_keys import NONE

_INVOICE = ["message", "invoice_number"]


def invoice_is_present(checked: Checked) -> pd.DataFrame:
    """CAD-018. Each line belongs to an invoice of its declaration."""
    absent = checked.invoice_of_line == NONE
    return faults(checked.lines, "CAD-018", where=absent, value="invoice_number")


def invoice_number_is_of_one_vendor(checked: Checked) -> pd.DataFrame:
    """CAD-062. A line names its invoice by number: two vendors' invoices have two numbers."""
    told = checked.invoices
    if (checked.invoice_keys.counts <= 1).all():
        return NO_FAULTS
    told = told.drop_duplicates([*_INVOICE, "vendor_name"])
    first = told.groupby(_INVOICE)["vendor_name"].transform("first")
    other = told.assign(first_vendor=first)[told.duplicated(_INVOICE)]
    return faults(other, "CAD-062", value="invoice_number", expected="first_vendor")


def invoice_is_dated_before_receipt(checked: Checked) -> pd.DataFrame:
    """CAD-063. An invoice is not dated after the day on which it was declared."""
    rows = checked.invoices.assign(received_on=checked.received_on(checked.invoices))
    late = rows["invoice_on"] > rows["received_on"]
    return faults(rows, "CAD-063", where=late, value="invoice_on", expected="received_on")


def invoice_is_the_sum_of_its_lines(checked: Checked) -> pd.DataFrame:
    """CAD-064. The total of an invoice is that of its lines, where they are in its currency."""
    told = checked.invoices["invoice_total_cents"].notna().to_numpy()
    if not told.any():
        return NO_FAULTS
    invoice, of_line = checked.invoice_keys.group[told], checked.invoice_of_line
    held_cents = np.zeros(len(checked.invoice_keys.counts), dtype=np.int64)
    values = checked.lines["value_for_currency_conversion_cents"].to_numpy(dtype=np.int64)
    np.add.at(held_cents, of_line, values)
    rows = checked.invoices[told].assign(held_cents=held_cents[invoice])
    currency = _only_currency(checked)[invoice]
    named = rows["invoice_currency"]
    comparable = pd.notna(currency) & (named.isna() | (named.to_numpy(dtype=object) == currency))
    wrong = comparable & (rows["invoice_total_cents"] != rows["held_cents"])
    return faults(rows, "CAD-064", where=wrong, value="invoice_total_cents", expected="held_cents")


def _only_currency(checked: Checked) -> npt.NDArray[np.object_]:
    """Return the currency that all lines of an invoice have, by group of ``invoice_keys``."""
    of_line = checked.invoice_of_line
    currency = checked.lines["currency"].to_numpy(dtype=object)
    only = np.full(len(checked.invoice_keys.counts), None, dtype=object)
    only[of_line] = currency
    only[of_line[currency != only[of_line]]] = None
    return only
