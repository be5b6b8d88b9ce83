"""What contradicts itself and may still be meant: a warning, and taken as it is declared."""

import numpy as np
import pandas as pd

from mappers.checks.batch import Checked, faults


def quantity_and_value_go_together(checked: Checked) -> pd.DataFrame:
    """CAD-065. A line has a quantity and a value, or, where it is voided, neither."""
    rows = checked.lines
    voided = rows["quantity_thousandths"] == 0
    worthless = rows["value_for_currency_conversion_cents"] == 0
    one = voided != worthless
    if not one.any():
        return faults(rows.head(0), "CAD-065", value="line_number")
    thousandths = rows["quantity_thousandths"]
    rows = rows.assign(quantity=[f"{each // 1000}.{each % 1000:03}" for each in thousandths])
    return faults(
        rows,
        "CAD-065",
        where=one,
        value="quantity",
        expected="value_for_currency_conversion_cents",
        element="quantity_thousandths",
    )


def something_is_declared(checked: Checked) -> pd.DataFrame:
    """CAD-066. The lines of an original or a new version are worth something together."""
    rows = checked.declarations
    worthless = (checked.line_counts > 0) & (checked.line_values_cents == 0)
    nothing = (rows["function"] != "withdrawal") & worthless
    return faults(rows, "CAD-066", where=nothing, value="total_value_cents")


def previous_declaration_is_another(checked: Checked) -> pd.DataFrame:
    """CAD-067. A declaration does not follow itself."""
    rows = checked.declarations
    itself = (rows["previous_transaction_number"] == rows["transaction_number"]).fillna(False)
    return faults(rows, "CAD-067", where=itself, value="previous_transaction_number")


def invoice_has_lines(checked: Checked) -> pd.DataFrame:
    """CAD-068. Each invoice of a declaration is that of one of its lines."""
    keys = checked.invoice_keys
    named = np.zeros_like(keys.counts, dtype=np.bool_)
    named[checked.invoice_of_line] = True
    alone = ~named[keys.group]
    return faults(checked.invoices, "CAD-068", where=alone, value="invoice_number")
