"""Credits applied by hand: shown first, in full, once, by as many people as they move."""

from pathlib import Path

import pytest

from jobs.acts import act_kinds, allocate_credits, reverse_postings
from jobs.hub import Hub, JobRefused
from jobs.proofs import prove_book
from ledger_sync.book.acts import Request
from tests import made
from tests.bank_files import settlement
from tests.conftest import TODAY
from tests.sending import send

IMPORTER = made.broker().importers[0]
FIRST, SECOND = (
    made.with_importer(made.maker(seed).declaration(lines=2), IMPORTER) for seed in (3, 4)
)


@pytest.fixture
def waiting(hub: Hub) -> dict[str, int]:
    """Two debts of one account and a payment, nothing applied; what is open by document."""
    content = made.cusdec([FIRST, SECOND], "A1")
    assert send(hub, content, TODAY, made.broker().partner_id).outcome == "posted"
    send(hub, settlement("CS-1", f"P1 90000.00 {IMPORTER}"))
    with hub.book.transaction() as tx:
        applied = [row["application_id"] for row in tx.rows("SELECT * FROM application")]
    for application_id in applied:
        request = Request(f"undo {application_id}", "officer", "a test", None, "airflow")
        reverse_postings.unapply(hub, application_id, request, TODAY)
    return left(hub)


def left(hub: Hub) -> dict[str, int]:
    with hub.book.transaction() as tx:
        rows = tx.rows(
            "SELECT document_reference, sum(open_cents)::bigint AS cents FROM item"
            " JOIN item_balance USING (item_id) GROUP BY 1"
        )
    return {row["document_reference"]: row["cents"] for row in rows}


def request_of(tmp_path: Path, debit: str, cents: int, payment: str) -> dict[str, object]:
    path = tmp_path / "request.csv"
    amount = f"{cents // 100}.{cents % 100:02d}"
    path.write_text(f"bn15,credit,debit,amount\n{IMPORTER},{payment},{debit},{amount}\n")
    return allocate_credits.selection_of(path)


def payment_of(waiting: dict[str, int]) -> str:
    debts = {FIRST.transaction_number, SECOND.transaction_number}
    (payment,) = set(waiting) - debts
    return payment


def test_a_credit_pays_what_its_owner_names(hub: Hub, waiting: dict[str, int], tmp_path: Path):
    """The debt that is not the oldest is paid, for the owner's choice; again, nothing is done."""
    number, payment = SECOND.transaction_number, payment_of(waiting)
    selection = request_of(tmp_path, number, waiting[number], payment)
    shown = act_kinds.draft(hub, "allocate", selection, TODAY)
    assert shown is not None and shown.cents == waiting[number] and number in shown.body
    request = Request("k", "officer", "the owner asked", shown.digest)
    for _ in range(2):
        done = act_kinds.carry_out(hub, "allocate", selection, request, TODAY)
        assert "1 credits applied" in done
    after = left(hub)
    assert after[number] == 0 and after[payment] == waiting[payment] - waiting[number]
    with hub.book.transaction() as tx:
        (row,) = tx.rows(
            "SELECT reason, policy FROM application ORDER BY application_id DESC LIMIT 1"
        )
    assert dict(row) == {"reason": "choice", "policy": "by-hand"}
    assert [result.name for result in prove_book.results(hub) if not result.holds] == []


def test_a_debt_that_is_not_covered_in_full_is_refused(
    hub: Hub, waiting: dict[str, int], tmp_path: Path
):
    """Nothing is applied; the refusal names the line, what is open and what was asked."""
    number, payment = FIRST.transaction_number, payment_of(waiting)
    selection = request_of(tmp_path, number, waiting[number] - 1, payment)
    with pytest.raises(JobRefused, match=f"line 2: {number} is covered in full"):
        act_kinds.draft(hub, "allocate", selection, TODAY)
    assert left(hub) == waiting


def test_what_moves_much_takes_two_people(hub: Hub, waiting: dict[str, int], tmp_path: Path):
    """What is applied by hand counts as moved, as what is undone does."""
    number, payment = SECOND.transaction_number, payment_of(waiting)
    selection = request_of(tmp_path, number, waiting[number], payment)
    shown = act_kinds.draft(hub, "allocate", selection, TODAY)
    with hub.book.transaction() as tx:
        needed = tx.value(
            "SELECT people_needed((SELECT rules FROM act_rules ORDER BY 1 DESC LIMIT 1),"
            " 'allocate', 1000000, :today)",
            today=TODAY,
        )
    assert needed == 2 and shown is not None and shown.cents > 0


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("", "no row"),
        ("bn15,credit,debit\n", "line 1: the columns are bn15, credit, debit, amount"),
        ("bn15,credit,debit,amount\na,b,c\n", "line 2: 3 values for 4 columns"),
        ("bn15,credit,debit,amount\na,b,c,12\n", "line 2: '12' is no amount such as 12.50"),
        ('{"allocations": [{"bn15": "a"}]}', "/allocations/0: its names are"),
        ('{"allocations": 1}', "one list, allocations"),
        ("{", "it is not JSON"),
    ],
)
def test_a_file_that_is_no_request_says_why(tmp_path: Path, content: str, fault: str):
    """Every fault is named with its place; nothing is recorded."""
    path = tmp_path / "request"
    path.write_text(content)
    with pytest.raises(JobRefused, match=fault):
        allocate_credits.selection_of(path)


def test_json_asks_the_same(tmp_path: Path):
    """The two forms of one request are one selection."""
    row = {"bn15": IMPORTER, "credit": "P", "debit": "D", "amount": "12.50"}
    path = tmp_path / "request.json"
    path.write_text(f'{{"allocations": [{str(row).replace(chr(39), chr(34))}]}}')
    expected = [["/allocations/0", IMPORTER, "P", "D", 1250]]
    assert allocate_credits.selection_of(path) == {"allocations": expected}
