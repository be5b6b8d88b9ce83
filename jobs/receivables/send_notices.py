"""Daily notices: one for each account with activity on a closed business date, XML and PDF."""

import datetime as dt
from collections.abc import Iterator

from billing.calendar import notice_dates
from billing.statement import DailyNotice
from jobs.hub import Hub, JobRefused
from jobs.intake.documents import DRAFTS_AT_ONCE, Draft, queue_rendered
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
        accounts = statements.accounts_with_activity(tx, day)
        if accounts and not closing.is_closed(tx, day):
            raise JobRefused(f"business date {day} is open: run close_day first")
    return queue_rendered(
        hub,
        _drafts(hub, day, accounts),
        {"xml": xml.daily_notice, "pdf": pdf.daily_notice},
        day,
    )


def _drafts(hub: Hub, day: dt.date, accounts: list[int]) -> Iterator[Draft[DailyNotice]]:
    for first in range(0, len(accounts), DRAFTS_AT_ONCE):
        with hub.book.reading() as tx:
            page = statements.notices(tx, day, accounts[first : first + DRAFTS_AT_ONCE])
        for account, notice in page:
            told = Told(account["account_id"], "DN", notice_on=day)
            yield Draft(account, told, f"{notice.party.bn15}_{day}", notice)
