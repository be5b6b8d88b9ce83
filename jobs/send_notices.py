"""Daily notices: one for each account with activity on a closed business date, XML and PDF."""

import datetime as dt

from jobs.documents import queue_rendered
from jobs.hub import Hub, JobRefused
from ledger_sync import closing, statements
from notices import pdf, xml


def run(hub: Hub, business_date: dt.date) -> int:
    """Queue the notices of a business date; return how many documents were new.

    Raises JobRefused while the date is open: a notice must not change after it is sent.
    """
    with hub.book.transaction() as tx:
        if not closing.is_closed(tx, business_date):
            raise JobRefused(f"business date {business_date} is open: run close_day first")
        notices = statements.notices(tx, business_date)
    return queue_rendered(
        hub,
        (
            (account, "DN", f"{notice.party.bn15}_{business_date}", notice)
            for account, notice in notices
        ),
        {"xml": xml.daily_notice, "pdf": pdf.daily_notice},
        business_date,
    )
