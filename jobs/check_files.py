"""Check files without a database: the reading and the business rules, against ``config/``.

What only the book knows (a reference or transaction used before) is not checked here.
"""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from jobs import load_reference_data
from jobs.rules import Rules, read_rules
from mappers.declarations import decide
from mappers.payments import decide_payments
from mappers.reference_data import ReferenceData
from parsers.formats import read_file


def check(path: Path, config_folder: Path, received_on: dt.date) -> Iterator[pd.DataFrame]:
    """Yield the findings of one file, batch by batch."""
    rules = read_rules(config_folder)
    reference = reference_data(config_folder, rules)
    for tables in read_file(path, recipient=rules.recipient, limits=rules.limits):
        if not tables.declarations.empty:
            yield decide(
                tables,
                reference,
                received_on=received_on,
                cycle_rules=rules.cycles,
                rules=rules.declarations,
            ).findings
        elif not tables.payments.empty:
            yield decide_payments(tables, reference.receivables).findings
        else:
            yield tables.findings


def reference_data(config_folder: Path, rules: Rules) -> ReferenceData:
    """Return everything in the folder, as the book would give it for the keys of a batch."""
    frames, delegations = load_reference_data.frames(config_folder)
    accounts = frames["account"]
    filers = frames["partner"].rename(columns={"account_security_number": "filer"})
    return ReferenceData(
        receivables=accounts[accounts["class"] == "receivable"][["code"]],
        delegations=delegations.merge(filers[["partner_id", "filer"]], on="partner_id").rename(
            columns={"bn15": "importer"}
        ),
        tariff_items=frames["tariff_item"],
        tariff_rates=frames["tariff_rate"],
        treatment_origins=frames["treatment_origin"],
        exchange_rates=frames["exchange_rate"],
        gst_rates=frames["gst_rate"],
        codes=rules.codes,
    )
