"""The invoices of a declaration: there, told apart, dated, and the sum of their lines."""

import pandas as pd

from mappers.checks.batch import NO_FAULTS, Checked, faults

_INVOICE = ["message", "invoice_number"]


def invoice_is_present(checked: Checked) -> pd.DataFrame:
    """CAD-018. Each line belongs to an invoice of its declaration."""
    rows = checked.lines
    known = pd.MultiIndex.from_frame(checked.invoices[_INVOICE])
    named = pd.MultiIndex.from_frame(rows[_INVOICE])
    return faults(rows, "CAD-018", where=~named.isin(known), value="invoice_number")


def invoice_number_is_of_one_vendor(checked: Checked) -> pd.DataFrame:
    """CAD-062. A line names its invoice by number: two vendors' invoices have two numbers."""
    told = checked.invoices
    if not told.duplicated(_INVOICE).any():
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
    told = checked.invoices.dropna(subset=["invoice_total_cents"])
    if told.empty:
        return faults(told, "CAD-064", value="invoice_number")
    lines = checked.lines.groupby(_INVOICE).agg(
        held_cents=("value_for_currency_conversion_cents", "sum"),
        currency=("currency", "first"),
        currencies=("currency", "nunique"),
    )
    rows = told.merge(lines.reset_index(), on=_INVOICE)
    comparable = (rows["currencies"] == 1) & (
        rows["invoice_currency"].isna() | (rows["invoice_currency"] == rows["currency"])
    )
    wrong = rows[comparable & (rows["invoice_total_cents"] != rows["held_cents"])]
    return faults(wrong, "CAD-064", value="invoice_total_cents", expected="held_cents")
