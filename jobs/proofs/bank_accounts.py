"""The proof that the book of each bank account is what the bank's statements say."""

from typing import Final

from jobs.hub import Hub
from jobs.payments.bank_reconciliation import BankAccount, reconcile
from ledger_sync.book.connection import Row
from ledger_sync.proofs.proving import BREACHES_SHOWN, Result

BANK_RECONCILED: Final = (
    "bank-reconciled",
    "Every bank statement opens where those before it closed and its lines lead to its close; the"
    " book of the account is those lines but for rows that wait no longer than their rule says.",
)


def proof(hub: Hub) -> Result:
    """Reconcile every bank account that has statements; say from when each of them is."""
    found = reconcile(hub, hub.today())
    breaches: list[Row] = [
        {"bank": each.bank, "bank_account": each.bank_account, "found": fault}
        for each in found.accounts
        for fault in each.late
    ]
    if found.accounted_cents != found.book_cents:
        breaches.append({"book_cents": found.book_cents, "of_accounts": found.accounted_cents})
    told = tuple({"told": _begins(each)} for each in found.accounts if each.before_cents)
    rows = sum(each.lines for each in found.accounts)
    return Result(*BANK_RECONCILED, rows, tuple(breaches[:BREACHES_SHOWN]), told)


def _begins(account: BankAccount) -> str:
    """Say what the book had of an account before statements of it were recorded."""
    named = f"{account.bank} {account.bank_account}".strip() or "unknown account"
    begins = f"reconciles since {account.since}" if account.since else "has no statement yet"
    return f"{named} {begins}; {account.before_cents} cents were posted before"
