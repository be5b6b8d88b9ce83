"""Interest altered behind the book's back, its batches sealed anew, and the proofs that find it."""

import datetime as dt

import psycopg
import pytest

from jobs.hub import Hub
from jobs.receivables import close_day
from tests.jobs.proofs.test_tampering import alter, broken
from tests.jobs.receivables.test_charge_interest import CYCLE_ON, owes, pays
from tests.resealing import RESEAL

ALTERATIONS_OF_INTEREST = {
    "one cent of interest, from entries to item and sum, sealed anew": (
        "UPDATE entry e SET amount_cents = e.amount_cents + sign(e.amount_cents) FROM txn t"
        " WHERE t.txn_id = e.txn_id AND t.kind = 'INT' AND t.txn_id ="
        "  (SELECT min(txn_id) FROM interest);"
        " UPDATE item SET amount_cents = amount_cents + 1 WHERE txn_id ="
        "  (SELECT min(txn_id) FROM interest);"
        " UPDATE item_balance SET amount_cents = amount_cents + 1, open_cents = open_cents + 1"
        "  WHERE item_id = (SELECT item_id FROM item WHERE txn_id ="
        "   (SELECT min(txn_id) FROM interest));"
        " UPDATE interest SET counted_cents = counted_cents + 1",
        {"attested", "interest-by-rules"},
    ),
    "the due date of interest, sealed anew": (
        "UPDATE item SET due_on = due_on + 7 WHERE kind = 'INT'",
        {"attested", "due-by-rules"},
    ),
    "what interest came to": (
        "UPDATE interest SET counted_cents = counted_cents + 1 WHERE txn_id ="
        " (SELECT max(txn_id) FROM interest)",
        {"interest-by-rules"},
    ),
    "interest put on another day": (
        "UPDATE interest SET through_on = through_on - 1 WHERE txn_id ="
        " (SELECT max(txn_id) FROM interest)",
        {"interest-by-rules"},
    ),
    "interest of which it is not said on what": (
        "DELETE FROM interest WHERE txn_id = (SELECT max(txn_id) FROM interest)",
        {"interest-by-rules"},
    ),
    "the day from which what was paid counts, sealed anew": (
        "UPDATE application SET counts_on = counts_on - 1 WHERE reason = 'payment'",
        {"applications-count", "attested", "interest-by-rules"},
    ),
    "the rate of a day": (
        "UPDATE interest_day SET rate_ppm = rate_ppm + 1 WHERE day = '2026-12-10'",
        {"interest-rates"},
    ),
    "the growth of a day that was counted to": (
        "UPDATE interest_day SET grown = grown + 1e29 WHERE day = '2026-12-24'",
        {"interest-by-rules", "interest-rates"},
    ),
}
"""What of interest is altered, and the proofs that find it."""


def fill(hub: Hub) -> None:
    """Post interest on a debt that stands, and once more when it is paid."""
    importer, cents = owes(hub)
    close_day.run(hub, CYCLE_ON)
    paid_on = dt.date(2026, 12, 28)
    pays(hub, importer, cents, paid_on, paid_on)
    close_day.run(hub, paid_on)
    assert broken(hub) == set()


@pytest.mark.parametrize("what", ALTERATIONS_OF_INTEREST)
def test_interest_altered_is_found(filled, owner_url: str, what: str):
    """The owner alters it with every trigger off and seals all batches anew: a proof names it."""
    hub = filled(fill)
    statements, proofs = ALTERATIONS_OF_INTEREST[what]
    alter(owner_url, statements)
    with psycopg.connect(owner_url.replace("postgresql+psycopg", "postgresql")) as connection:
        connection.execute("ALTER TABLE batch DISABLE TRIGGER USER")
        connection.execute(RESEAL)
        connection.execute("ALTER TABLE batch ENABLE TRIGGER USER")
    assert broken(hub) == proofs
