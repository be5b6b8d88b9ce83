"""An officer's receipt: approved by two, in transit until the bank's line, paid by its method."""

import datetime as dt
from itertools import permutations

import pytest

from jobs.acts import decide_submissions
from jobs.hub import Hub, JobRefused
from jobs.payments.waiting_payments import waiting
from tests.bank_files import ACCOUNT, camt
from tests.conftest import TODAY
from tests.jobs.acts.test_openings import proved
from tests.sending import send
from tests.submitted import PARTNER, approve, codes, receipt, submit


def counted(hub: Hub) -> list[tuple[object, ...]]:
    """Return when payments were paid and count: method, payer's day, value, paid."""
    with hub.book.reading() as tx:
        rows = tx.rows("SELECT method, payer_on, value_on, paid_on FROM payment ORDER BY txn_id")
    return [tuple(row.values()) for row in rows]


def test_a_receipt_is_in_transit_until_the_line_comes(hub: Hub):
    """Nothing before two people approved it; then the account has it, then the bank."""
    number = submit(hub, receipt())
    assert proved(hub) == {}
    approve(hub, number)
    assert proved(hub) == {ACCOUNT: -5000, "TRANSIT_RECEIPTS": 5000}
    (row,) = waiting(hub, TODAY).in_transit
    assert (row.account, row.reference, row.bank) == ("TRANSIT_RECEIPTS", "R1", "northbank")
    assert send(hub, camt("camt.053", "S1", ["R1"], whom=None)).outcome == "posted"
    assert proved(hub) == {ACCOUNT: -5000, "BANK": 5000}
    assert waiting(hub, TODAY).in_transit == ()


@pytest.mark.parametrize("order", list(permutations(range(2))))
def test_either_door_may_be_the_first(hub: Hub, order: tuple[int, ...]):
    """A line that names nobody is held, and the receipt says whom it is for."""
    doors = [
        lambda: approve(hub, submit(hub, receipt())),
        lambda: send(hub, camt("camt.053", "S1", ["R1"], whom=None)),
    ]
    for place in order:
        doors[place]()
    assert proved(hub) == {ACCOUNT: -5000, "BANK": 5000}
    held = waiting(hub, TODAY)
    assert (held.in_transit, held.held) == ((), ())


def test_a_line_that_named_the_account_leaves_nothing_to_post(hub: Hub):
    """The money was credited by it; the receipt is refused, and can be declined."""
    send(hub, camt("camt.053", "S1", ["R1"]))
    number = submit(hub, receipt())
    with pytest.raises(JobRefused, match="PAY-003"):
        approve(hub, number)
    assert "declined" in approve(hub, number, "declined")
    assert proved(hub) == {ACCOUNT: -5000, "BANK": 5000}


def test_a_receipt_is_once(hub: Hub):
    """The same bytes, the same receipt in XML, and the same act again post nothing more."""
    content = receipt()
    approve(hub, submit(hub, content))
    assert send(hub, content, TODAY, PARTNER).outcome == "duplicate"
    assert codes(hub, receipt(markup=True)) == [("EDI-006", "R1")]
    assert proved(hub) == {ACCOUNT: -5000, "TRANSIT_RECEIPTS": 5000}


@pytest.mark.parametrize(
    ("method", "received_at", "paid_on"),
    [
        ("cheque", "2026-11-19T16:00:00-05:00", "2026-11-19"),
        ("cheque", "2026-11-19T16:00:01-05:00", "2026-11-20"),
        ("cheque", "2026-11-13T17:00:00-05:00", "2026-11-16"),
        ("cash", "2026-11-19T16:00:01-05:00", "2026-11-19"),
        ("debit", "2026-11-20T04:30:00Z", "2026-11-19"),
        ("card", "2026-11-14", "2026-11-14"),
    ],
)
def test_it_counts_by_its_methods_cut_off(hub: Hub, method: str, received_at: str, paid_on: str):
    """When it was received decides, not when it was deposited or posted."""
    approve(hub, submit(hub, receipt(Method=method, ReceivedAt=received_at, markup=True)))
    ((_, payer_on, value_on, counts),) = counted(hub)
    assert (value_on, counts) == (TODAY, dt.date.fromisoformat(paid_on))
    assert payer_on <= counts
    proved(hub)


@pytest.mark.parametrize("markup", [False, True])
@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"Teller": "Ann"}, [("RCP-001", "Teller")]),
        ({"Payer": None}, [("VAL-001", "")]),
        ({"Method": "barter"}, [("VAL-005", "barter")]),
        ({"Amount": "50.001"}, [("VAL-006", "50.001")]),
        ({"Amount": "0.00"}, [("VAL-002", "0.00")]),
        ({"Currency": "USD"}, [("VAL-005", "USD")]),
        ({"ReceivedAt": "yesterday"}, [("VAL-004", "yesterday")]),
        ({"ProgramAccount": "999999999RM0001"}, [("RCP-003", "999999999RM0001")]),
        ({"Bank": "RECEIVABLES"}, [("RCP-004", "RECEIVABLES")]),
        ({"DepositedDate": "2026-11-21"}, [("RCP-005", "2026-11-21")]),
        ({"ReceivedAt": "2026-11-21"}, [("RCP-005", "2026-11-21")]),
        ({}, [("RCP-006", "50.00")]),
    ],
)
def test_what_is_wrong_is_told(hub: Hub, *, markup: bool, changes: dict[str, str | None], found):
    """In both syntaxes alike; nothing waits but what is right."""
    assert codes(hub, receipt(markup=markup, **changes)) == found
    assert bool(decide_submissions.waiting(hub)) == (not changes)


@pytest.mark.parametrize(
    "content",
    [
        b'{"ManualReceipt": ',
        b'{"ManualReceipt": []}',
        b'{"ManualReceipt": {}, "More": 1}',
        b'{"ManualReceipt": {"Sender": "A", "Sender": "B"}}',
        b'{"ManualReceipt": {"Payer": "\xff"}}',
        b'{"ManualReceipt": ' + b"[" * 5000 + b"}",
        b'<ManualReceipt xmlns="urn:carm-hub:receipt:1"><Sender>',
    ],
)
def test_what_cannot_be_read_is_told(hub: Hub, content: bytes):
    """Never a failure of ours."""
    sent = send(hub, content, TODAY, PARTNER)
    assert sent.outcome == "rejected"
    with hub.book.reading() as tx:
        rows = tx.rows("SELECT code FROM finding WHERE file_id = :id", id=sent.file_id)
    assert "RCP-002" in {row["code"] for row in rows}
