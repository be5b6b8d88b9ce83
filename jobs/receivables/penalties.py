"""The late accounting penalties of a business date, posted once for each transaction."""

import datetime as dt

import pandas as pd

from billing.cycle import COMMERCIAL, cycle_of_posting, rule_on
from billing.penalties import LateAccounting, Relief, excused_until, late_accounting_penalty
from jobs.hub import Hub
from jobs.hub.cycles import cycle_rules
from ledger_sync.book import batches
from ledger_sync.book.connection import Row, Transaction
from ledger_sync.receivables import penalties
from ledger_sync.reference import reference_tables
from mappers.filing.filing_dates import province_of

WAIVED = "late_accounting_penalty"
OUTAGE = "outage"


def assess(hub: Hub, tx: Transaction, business_date: dt.date) -> int:
    """Post the penalties owed for what was accepted late up to a date; return how many."""
    owed = _owed(hub, tx, penalties.late(tx, business_date))
    if not owed:
        return 0
    rule = rule_on(cycle_rules(hub, tx), COMMERCIAL, business_date)
    batch_id = batches.open_for_run(tx, "penalty", business_date)
    penalties.post(
        tx,
        owed,
        batch_id=batch_id,
        book_on=business_date,
        due_on=cycle_of_posting(rule, business_date).due_on,
    )
    batches.seal(tx, batch_id)
    return len(owed)


def _owed(hub: Hub, tx: Transaction, late: list[Row]) -> dict[int, int]:
    """Return the cents by declaration, those that owe none left out."""
    waivers, outages = (
        [Relief(*days) for days in reference_tables.waivers(tx, kind)] for kind in (WAIVED, OUTAGE)
    )
    holidays = reference_tables.holidays(tx)
    released = pd.DataFrame(late, columns=["release_office", "release_on"], dtype=object)
    provinces = province_of(released, hub.rules.codes)
    owed = {
        row["cad_id"]: late_accounting_penalty(
            LateAccounting(row["accounting_due_on"], row["filed_on"]),
            hub.rules.penalties,
            excused_until=excused_until(
                row["accounting_due_on"],
                hub.rules.outages,
                outages=outages,
                holidays=holidays.within(province),
            ),
            waivers=waivers,
        )
        for row, province in zip(late, provinces, strict=True)
    }
    return {cad_id: cents for cad_id, cents in owed.items() if cents}
