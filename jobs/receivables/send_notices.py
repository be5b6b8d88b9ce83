"""Daily notices: one for each account with activity on a closed business date, XML and PDF."""

import datetime as dt

from billing.calendar import notice_dates
from jobs.hub import Hub, JobRefused
from jobs.intake.documents import Draft, queue_rendered
from ledger_sync.book import closing
from ledger_sync.intake.outbox import Told
from ledger_sync.receivables import statements
from notices import pdf, xml


def run(hub: Hub, business_date: dt.date) -> int:
    """Queue the notices that are due after a business date; return how many documents were new.

    Nothing is due after a Saturday or a Sunday: those go out with Monday's, each under its date.
    Raises JobRefused while a date with postings is open: a notice must not change once sent.
    """
    return sum(_notices_of(hub, day) for day in notice_dates(business_date))


def _notices_of(hub: Hub, day: dt.date) -> int:
    with hub.book.transaction() as tx:
        notices = statements.notices(tx, day)
        if notices and not closing.is_closed(tx, day):
            raise JobRefused(f"business date {day} is open: run close_day first")
    return queue_rendered(
        hub,
        [
            Draft(
                account,
                Told(account["account_id"], "DN", notice_on=day),
                f"{notice.party.bn15}_{day}",
                notice,
            )
            for account, notice in notices
        ],
        {"xml": xml.daily_notice, "pdf": pdf.daily_notice},
        day,
    )
