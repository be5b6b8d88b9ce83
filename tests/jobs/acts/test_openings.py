"""An opening: approved by two people, posted once, ending at zero, its items paid as any others."""

import datetime as dt

import pytest

from jobs.acts import act_kinds, decide_submissions, reverse_postings
from jobs.acts.decide_submissions import selection_of
from jobs.hub import Hub, JobRefused
from jobs.proofs import prove_book
from jobs.questions.balances import balance_of
from jobs.receivables import close_day
from ledger_sync.book.acts import Request
from tests import made, people
from tests.bank_files import ACCOUNT, OTHER_ACCOUNT, balances
from tests.conftest import TODAY
from tests.sending import send
from tests.submitted import ITEMS, OPENED, PARTNER, STATED, approve, codes, opening, submit
from words.language import Language


def proved(hub: Hub) -> dict[str, int]:
    """Return the balances of a book that proves itself."""
    assert [result for result in prove_book.results(hub) if not result.holds] == []
    return balances(hub)


def items(hub: Hub) -> list[tuple[object, ...]]:
    """Return the opened items, their days, and what is open of each."""
    with hub.book.reading() as tx:
        rows = tx.rows(
            "SELECT i.kind, i.document_reference, i.effective_on, i.due_on, i.filer,"
            " i.interest_from, CASE WHEN b.is_debit THEN b.open_cents ELSE -b.open_cents END"
            " AS open_cents FROM item i LEFT JOIN item_balance b USING (item_id)"
            " WHERE i.kind LIKE 'OP%' ORDER BY i.item_id"
        )
    return [tuple(row.values()) for row in rows]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def test_an_opening_posts_once_two_people_approved_it(hub: Hub):
    """Nothing before; then every item with its own days, and the opening account at zero."""
    number = submit(hub, opening())
    assert proved(hub) == {}
    shown = decide_submissions.show(hub, number, TODAY)
    for language, told in (
        (Language.EN, ("655.35", "| GST | 180.00 |")),
        (Language.FR, ("655,35", "| TPS | 180,00 |")),
    ):
        assert all(each in shown.in_(language) for each in told)
    done = approve(hub, number)
    assert "2 applications" in done
    assert proved(hub) == OPENED
    late = day("2026-11-20")
    assert items(hub) == [
        ("OPD", "D1", day("2026-08-03"), day("2026-09-18"), "14471", late, 35_000),
        ("OPI", "D1", day("2026-08-03"), day("2026-09-18"), "14471", None, 125),
        ("OPI", "D1", day("2026-08-03"), day("2026-09-18"), "14471", None, 410),
        ("OPD", "D2", day("2026-10-20"), day("2026-12-18"), "14471", None, 15_000),
        ("OPA", "A1", day("2026-10-02"), day("2026-10-02"), None, late, 0),
        ("OPP", "L1", day("2026-10-15"), day("2026-11-18"), "14471", late, 2500),
        ("OPC", "P1", day("2026-11-02"), None, None, None, 0),
    ]
    assert decide_submissions.waiting(hub) == []
    assert decide_submissions.decided(hub, 5)[0]["decided_by"] == "ann"


def test_one_person_posts_no_opening(hub: Hub):
    """Who asked may not approve, and the book itself takes no act of one."""
    number = submit(hub, opening())
    question = act_kinds.draft(hub, "opening", selection_of(number), TODAY)
    alone = Request("alone", "ann", "in haste", question.digest, "airflow")
    with pytest.raises(Exception, match="takes two people"):
        act_kinds.carry_out(hub, "opening", selection_of(number), alone, TODAY)
    assert proved(hub) == {}


def test_what_was_declined_is_never_posted(hub: Hub):
    """A declined submission is put aside by an act, and a new one may come."""
    number = submit(hub, opening())
    assert "declined" in approve(hub, number, "declined")
    assert decide_submissions.kind_of(hub, number, "posted") is None
    assert proved(hub) == {}
    approve(hub, submit(hub, opening("OB-2")))
    assert proved(hub) == OPENED


def test_an_act_repeated_posts_nothing_more(hub: Hub):
    """Killed after its commit and run again, an act finds itself done; so does another of it."""
    number = submit(hub, opening())
    approve(hub, number, key="once")
    request = people.request_by_two("00", "once")
    done = act_kinds.carry_out(hub, "opening", selection_of(number), request, TODAY)
    assert "decided before" in done
    assert act_kinds.draft(hub, "opening", selection_of(number), TODAY) is None
    assert proved(hub) == OPENED


def test_a_posting_that_fails_half_way_leaves_nothing(hub: Hub, monkeypatch: pytest.MonkeyPatch):
    """The act, its postings and the decision are one transaction; the next try finds the same."""
    number = submit(hub, opening())
    with monkeypatch.context() as patched, pytest.raises(RuntimeError, match="killed"):
        patched.setattr(decide_submissions, "settle_act", killed)
        approve(hub, number)
    assert proved(hub) == {}
    assert [each.message_id for each in decide_submissions.waiting(hub)] == [number]
    approve(hub, number)
    assert proved(hub) == OPENED


def killed(*_args: object, **_kwargs: object) -> int:
    raise RuntimeError("killed")


def test_the_same_file_again_is_the_same_opening(hub: Hub):
    """The same bytes are a duplicate; the same items under another reference are refused."""
    content = opening()
    approve(hub, submit(hub, content))
    assert send(hub, content, TODAY, PARTNER).outcome == "duplicate"
    assert codes(hub, opening("OB-2")) == [("OPN-010", ACCOUNT), ("OPN-010", OTHER_ACCOUNT)]


def test_of_two_that_wait_for_one_account_one_is_posted(hub: Hub):
    """The second is refused when the first was posted meanwhile, and can only be declined."""
    first, second = submit(hub, opening("OB-1")), submit(hub, opening("OB-2"))
    approve(hub, first)
    with pytest.raises(JobRefused, match="OPN-010"):
        approve(hub, second)
    assert "declined" in approve(hub, second, "declined")
    assert proved(hub) == OPENED


def test_an_opening_is_taken_back_whole_and_may_come_again(hub: Hub):
    """A part of it cannot be reversed, since the opening account would not end at zero."""
    number = submit(hub, opening())
    approve(hub, number)
    with hub.book.reading() as tx:
        part = tx.value("SELECT txn_id FROM txn WHERE kind = 'OPD' ORDER BY 1 LIMIT 1")
        file_id = tx.value("SELECT file_id FROM message WHERE message_id = :id", id=number)
    with pytest.raises(JobRefused, match="part of opening OB-1"):
        reverse_postings.reverse(hub, f"txn:{part}", Request("p", "ann", "slip"), TODAY)
    request = Request("whole", "ann", "the wrong ledger", None, "airflow")
    reverse_postings.reverse(hub, f"file:{file_id}", request, TODAY)
    assert proved(hub) == {}
    approve(hub, submit(hub, opening("OB-2")))
    assert proved(hub) == OPENED


def test_a_later_payment_pays_opened_items(hub: Hub):
    """By their own due dates: the oldest debt first, whatever ledger it came from."""
    approve(hub, submit(hub, opening()))
    send(hub, made.payments([(ACCOUNT, "360.35")]))
    assert [row[-1] for row in items(hub)] == [0, 0, 0, 14_500, 0, 2500, 0]
    proved(hub)


def test_statements_mark_what_was_opened(hub: Hub):
    """By a name of its own in both languages; it is overdue by its own due date."""
    approve(hub, submit(hub, opening()))
    close_day.run(hub, day("2026-11-24"))
    people.bill(hub, day("2026-11-25"))
    with hub.book.reading() as tx:
        named = tx.rows(
            "SELECT DISTINCT i.kind_en, i.kind_fr FROM statement_line JOIN item_line i"
            " USING (item_id) WHERE i.kind IN ('OPD', 'OPC') ORDER BY 1"
        )
        sent = tx.rows("SELECT sha256 FROM outbox WHERE kind = 'SOA' AND form = 'xml'")
    assert [tuple(row.values()) for row in named] == [
        ("Opening: declaration", "Ouverture : déclaration"),
        ("Opening: unapplied payment", "Ouverture : paiement non affecté"),
    ]
    assert any(b"<TypeCode>OPD</TypeCode>" in hub.kept.get(bytes(row["sha256"])) for row in sent)
    assert balance_of(hub, ACCOUNT, day("2026-11-24")).total.overdue_cents == 35_535


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (opening(stated=STATED | {"gst": "179.99"}), [("OPN-004", "499.99")]),
        (opening(stated=STATED | {"penalty": "0.00"}), [("OPN-004", "0.00")]),
        (opening(stated=STATED | {"payments": "75.01"}), [("OPN-004", "75.01")]),
        (opening(stated=STATED | {"interest_specified": "0.00"}), [("OPN-004", "0.00")]),
        (opening(rows="4"), [("OPN-005", "4")]),
        (opening("R", *ITEMS, ITEMS[0]), [("OPN-006", f"{ACCOUNT} declaration D1")]),
        (opening("R", ITEMS[4] + " 1.00"), [("OPN-007", "1.00")]),
        (opening("R", ITEMS[1].replace(ACCOUNT, "999999999RM0001"), stated={"gst": "150.00"}),
         [("OPN-008", "999999999RM0001")]),
        (opening(as_of="2026-11-21"), [("OPN-009", "2026-11-21")]),
        (opening("R", ITEMS[1].replace("2026-10-20", "2026-11-20")), [("OPN-009", "2026-11-20")]),
        (opening("R", ITEMS[1].replace("declaration", "levy")), [("VAL-005", "levy")]),
        (opening("R", ITEMS[1].replace("150.00", "150.001")), [("VAL-006", "150.001")]),
        (opening("R", ITEMS[1].replace("150.00", "-150.00")), [("VAL-002", "-150.00")]),
        (opening("R", ITEMS[2].replace("-50.00", "0.00")), [("VAL-002", "0.00")]),
        (opening("R", ITEMS[1].replace("2026-12-18", "-")), [("VAL-001", "")]),
        (opening(currency="USD"), [("VAL-005", "USD")]),
    ],
)  # fmt: skip
def test_what_is_wrong_refuses_all_of_it(hub: Hub, content: bytes, found: list[tuple[str, object]]):
    """Each fault is told with what it is, and nothing waits."""
    assert codes(hub, content) == found
    assert decide_submissions.waiting(hub) == []
