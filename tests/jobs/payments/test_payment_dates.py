"""Every payment says in the book when it was valued, received, posted and paid."""

import datetime as dt

import pytest

from jobs.hub import Hub
from jobs.proofs import prove_book
from ledger_sync.declarations import reviews
from tests import made
from tests.bank_files import ACCOUNT, balance_report, camt, credit_file, payment_order, settlement
from tests.conftest import TODAY
from tests.sending import send

LATER = TODAY + dt.timedelta(days=3)


def dates(hub: Hub) -> list[tuple[str, str | None, str]]:
    """Return method, payer's day and day of payment of each; those of the book are as they are."""
    with hub.book.transaction() as tx:
        rows = tx.rows("SELECT * FROM payment ORDER BY txn_id")
    assert {row["value_on"] for row in rows} == {TODAY}
    assert {(row["received_on"], row["posted_on"]) for row in rows} == {(LATER, LATER)}
    return [
        (row["method"], row["payer_on"] and str(row["payer_on"]), str(row["paid_on"]))
        for row in rows
    ]


ACCEPTED = b"<RltdDts><AccptncDtTm>%s</AccptncDtTm></RltdDts></TxDtls>"
CHEQUE = b"<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCHQ</Cd></Fmly></Domn></BkTxCd><NtryDtls>"
LINE = camt("camt.053", "S1", ["E1"])


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (LINE, ("electronic", None, "2026-11-20")),
        (payment_order("1", "E1"), ("electronic", None, "2026-11-20")),
        (credit_file("1", "E1"), ("electronic", None, "2026-11-20")),
        (balance_report("1", "E1"), ("electronic", None, "2026-11-20")),
        (balance_report("1", "E1").replace(b"16,195", b"16,115"), ("cheque", None, "2026-11-20")),
        (
            LINE.replace(b"</TxDtls>", ACCEPTED % b"2026-11-19T23:59:00-05:00"),
            ("electronic", "2026-11-19", "2026-11-19"),
        ),
        (
            LINE.replace(b"</TxDtls>", ACCEPTED % b"2026-11-19T23:59:00"),
            ("electronic", "2026-11-19", "2026-11-19"),
        ),
        (
            LINE.replace(b"</TxDtls>", ACCEPTED % b"yesterday"),
            ("electronic", None, "2026-11-20"),
        ),
        (
            LINE.replace(b"</TxDtls>", ACCEPTED % b"2026-11-13T16:30:00-05:00").replace(
                b"<NtryDtls>", CHEQUE
            ),
            ("cheque", "2026-11-13", "2026-11-16"),
        ),
        (
            settlement("CS-1", f"P1 5.00 {ACCOUNT}", paid_at="2026-11-19T23:00:00-05:00"),
            ("card", "2026-11-19", "2026-11-19"),
        ),
        (
            settlement("CS-1", "D1 5.00 -", paid_at="2026-11-18"),
            ("debit", "2026-11-18", "2026-11-18"),
        ),
    ],
)
def test_a_payment_has_its_dates(hub: Hub, content: bytes, expected: tuple[str, str | None, str]):
    """By what each format tells: the payer's day where there is one, else the value date."""
    assert send(hub, content, LATER).outcome == "posted"
    assert dates(hub) == [expected]


def test_what_held_money_was_for_has_dates_of_its_own(hub: Hub):
    """The file that names the payer's account tells when it was paid."""
    send(hub, camt("camt.053", "S1", ["E1"], whom=None), LATER)
    told = ACCEPTED % b"2026-11-18"
    content = camt("camt.054", "N1", ["E1"]).replace(b"</TxDtls>", told)
    assert send(hub, content, LATER).outcome == "posted"
    assert [row[2] for row in dates(hub)] == ["2026-11-20", "2026-11-18"]
    assert all(result.holds for result in prove_book.results(hub))


def test_a_deposit_has_dates_for_its_payments_alone(hub: Hub):
    """Chargebacks and fees are paid by nobody."""
    rows = [f"P1 50.00 {ACCOUNT}", "-C1 5.00 P1", "F1 1.00"]
    send(hub, settlement("CS-1", *rows), LATER)
    assert len(dates(hub)) == 1
    assert all(result.holds for result in prove_book.results(hub))


def test_a_debt_is_paid_on_the_day_that_its_payment_counts(hub: Hub):
    """What asks when a declaration was paid is told the payer's day, not the value date."""
    owed = made.with_importer(made.maker(3).declaration(lines=2), made.broker().importers[0])
    send(hub, made.cusdec([owed]))
    send(hub, settlement("CS-1", f"P1 20.00 {owed.importer}", paid_at="2026-11-18"))
    with hub.book.transaction() as tx:
        assert reviews.paid_on(tx, owed.transaction_number, 1) == dt.date(2026, 11, 18)
