"""A declaration's life after acceptance: corrected, adjusted, withdrawn, its number used again."""

import datetime as dt
from contextlib import nullcontext
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from billing.gst_refunds import GstRefundRule
from jobs.acts import asking_about_reviews, reverse_postings, review_versions
from jobs.acts.asking_people import Answer, Run
from jobs.acts.review_versions import APPROVED, REFUSED
from jobs.hub import Hub, JobRefused, NothingYet
from jobs.proofs import prove_book
from jobs.receivables import close_day
from jobs.reference import load_reference_data
from ledger_sync.book.acts import Request
from ledger_sync.declarations import reviews, versions
from simulator.files.declaration import Declaration, Reason, new_version, withdrawal
from tests import made, people, sending
from tests.jobs.reference.test_load_reference_data import PARTNER, delivery
from tests.runs import let_it_be

FILED_ON = dt.date(2026, 11, 20)
DUE_ON = dt.date(2026, 12, 1)
AFTER_DUE_ON = dt.date(2026, 12, 2)
CORRECTION = Reason("R5-00-COT")
REFUND = Reason("R2-74-1-TT")
DEBT = Reason("R3-32-2-VFD")
BY_HAND = Request("review-1", "officer", "the documents show it")


ORIGINAL = made.maker(5).declaration(lines=2)


def file(hub: Hub) -> None:
    """File a declaration of two lines."""
    content = made.cusdec([ORIGINAL], "A1")
    assert sending.send(hub, content, FILED_ON, made.broker().partner_id).outcome == "posted"


@pytest.fixture
def original(filled) -> Declaration:
    """A declaration of two lines, accepted."""
    filled(file)
    return ORIGINAL


def send(
    hub: Hub, folder: Path, declarations: list[Declaration], reference: str, on: dt.date
) -> str:
    """Send an interchange; return the outcome of its file."""
    content = made.cusdec(declarations, reference)
    return sending.send(hub, content, on, made.broker().partner_id).outcome


def valued(declaration: Declaration, times: str) -> Declaration:
    """Return a declaration whose first line is worth so many times as much."""
    first = declaration.lines[0]
    value = f"{Decimal(first.value) * Decimal(times):.2f}"
    return replace(declaration, lines=(replace(first, value=value), *declaration.lines[1:]))


def rows(hub: Hub, sql: str, **values: object) -> list[dict]:
    with hub.book.transaction() as tx:
        return [dict(row) for row in tx.rows(sql, **values)]


def owed(hub: Hub, number: str) -> int:
    """Return what stands of a declaration on its importer's account."""
    (row,) = rows(
        hub,
        "SELECT coalesce(sum(amount_cents), 0)::bigint AS cents FROM item"
        " WHERE document_reference = :number",
        number=number,
    )
    return row["cents"]


def cads(hub: Hub, number: str) -> list[dict]:
    return rows(
        hub,
        "SELECT version, function, payable_cents, duty_cents, gst_cents, filed_on, due_on"
        " FROM cad WHERE transaction_number = :number ORDER BY version, posting_number",
        number=number,
    )


def codes(hub: Hub) -> list[str]:
    """Return the codes found in the newest file."""
    found = rows(
        hub,
        "SELECT code FROM finding WHERE file_id = (SELECT max(file_id) FROM file)"
        " AND code <> 'CAD-012' ORDER BY code",
    )
    return [row["code"] for row in found]


def proved(hub: Hub) -> list[str]:
    """Return the names of the proofs that do not hold."""
    return [result.name for result in prove_book.results(hub) if not result.holds]


def test_a_correction_posts_the_difference_at_once(hub, original, tmp_path):
    """Until the due date a new version takes effect; each charge changes by its difference."""
    higher = new_version(valued(original, "2"), CORRECTION)
    assert send(hub, tmp_path, [higher], "A2", DUE_ON) == "posted"
    first, second = cads(hub, original.transaction_number)
    assert (second["function"], second["filed_on"], second["due_on"]) == (
        "correction",
        DUE_ON,
        first["due_on"],
    )
    assert second["payable_cents"] > first["payable_cents"]
    assert owed(hub, original.transaction_number) == second["payable_cents"]
    entered = rows(
        hub,
        "SELECT a.code, e.amount_cents FROM entry e JOIN account a USING (account_id)"
        " JOIN txn t USING (txn_id) WHERE t.idempotency_key LIKE '%|2' ORDER BY entry_number",
    )
    changed = {
        original.importer: second["payable_cents"] - first["payable_cents"],
        "DUTY": first["duty_cents"] - second["duty_cents"],
        "GST": first["gst_cents"] - second["gst_cents"],
    }
    assert {row["code"]: row["amount_cents"] for row in entered} == {
        code: cents for code, cents in changed.items() if cents
    }
    assert proved(hub) == []


def test_a_correction_that_owes_less_is_a_credit(hub, original, tmp_path):
    """A lower version leaves a credit, which the clearing applies to the debt; no interest."""
    lower = new_version(valued(original, "0.5"), CORRECTION)
    send(hub, tmp_path, [lower], "A2", FILED_ON)
    (credit,) = rows(hub, "SELECT * FROM item WHERE amount_cents < 0")
    assert (credit["kind"], credit["interest_from"]) == ("CAD", None)
    assert (
        owed(hub, original.transaction_number)
        == cads(hub, original.transaction_number)[1]["payable_cents"]
    )
    assert proved(hub) == []


def test_a_day_of_free_payment_gives_no_longer_for_corrections(hub, original, tmp_path):
    """Where the due date may be met later it stands: a version filed after it is an adjustment."""
    row = f"commercial,{DUE_ON},{AFTER_DUE_ON},bulletin"
    path = tmp_path / "moved.csv"
    path.write_bytes(
        delivery(
            "due_override", "changes", "DO-1", "change,program,rule_on,due_on,source", f"set,{row}"
        )
    )
    sending.send(hub, path, FILED_ON, PARTNER)
    (draft,) = load_reference_data.waiting(hub)
    people.apply(hub, draft.message_id)
    higher = new_version(valued(original, "2"), CORRECTION)
    assert send(hub, tmp_path, [higher], "A2", AFTER_DUE_ON) == "posted"
    assert [cad["version"] for cad in cads(hub, original.transaction_number)] == [1]
    (review,) = review_versions.waiting(hub)
    assert review["kind"] == "adjustment"
    assert proved(hub) == []


def test_a_version_that_changes_no_amount_posts_nothing_and_stands(hub, original, tmp_path):
    """Another description is a new version of the declaration, and no transaction."""
    first = replace(original.lines[0], description="Said otherwise")
    other = replace(original, lines=(first, *original.lines[1:]))
    assert send(hub, tmp_path, [new_version(other, CORRECTION)], "A2", FILED_ON) == "posted"
    assert [cad["version"] for cad in cads(hub, original.transaction_number)] == [1, 2]
    assert len(rows(hub, "SELECT * FROM txn WHERE kind = 'CAD'")) == 1
    assert proved(hub) == []


def test_a_line_is_voided_by_zeros(hub, original, tmp_path):
    """A line with quantity and value zero stays in the version and owes nothing."""
    void = replace(original.lines[0], value="0.00", quantity="0")
    lower = new_version(replace(original, lines=(void, *original.lines[1:])), REFUND)
    assert send(hub, tmp_path, [lower], "A2", FILED_ON) == "posted"
    assert owed(hub, original.transaction_number) == int(
        (original.lines[1].duty + original.lines[1].gst) * 100
    )


def test_every_version_follows_the_one_before(hub, original, tmp_path):
    """Version 3 waits for version 2; version 2 sent again is recognised, with other content not."""
    higher = new_version(valued(original, "2"), CORRECTION)
    third = new_version(new_version(valued(original, "3")), CORRECTION)
    assert send(hub, tmp_path, [third], "A3", FILED_ON) == "rejected"
    assert codes(hub) == ["CAD-051"]
    assert send(hub, tmp_path, [higher], "A2", FILED_ON) == "posted"
    assert send(hub, tmp_path, [higher], "A4", FILED_ON) == "duplicate"
    assert codes(hub) == ["CAD-007"]
    other = new_version(valued(original, "4"), CORRECTION)
    assert send(hub, tmp_path, [other], "A5", FILED_ON) == "rejected"
    assert codes(hub) == ["CAD-008"]
    assert send(hub, tmp_path, [third], "A6", FILED_ON) == "posted"
    assert [cad["version"] for cad in cads(hub, original.transaction_number)] == [1, 2, 3]
    assert (
        owed(hub, original.transaction_number)
        == cads(hub, original.transaction_number)[2]["payable_cents"]
    )
    assert proved(hub) == []


def adjusted(hub: Hub, folder: Path, original: Declaration, times: str, reason: Reason) -> int:
    """Send an adjustment after the due date; return its review."""
    version = new_version(valued(original, times), reason)
    assert send(hub, folder, [version], f"J{times}", AFTER_DUE_ON) == "posted"
    (review,) = review_versions.waiting(hub)
    return review["review_id"]


def test_an_adjustment_waits_for_a_person(hub, original, tmp_path):
    """After the due date a version posts nothing, and its filer is told until when."""
    adjusted(hub, tmp_path, original, "2", DEBT)
    assert codes(hub) == ["CAD-059"]
    (review,) = review_versions.waiting(hub)
    assert review["decide_by_on"] == AFTER_DUE_ON + dt.timedelta(days=90)
    assert len(cads(hub, original.transaction_number)) == 1
    again = new_version(valued(original, "3"), DEBT)
    assert send(hub, tmp_path, [again], "J3", AFTER_DUE_ON) == "rejected"
    assert codes(hub) == ["CAD-052"]
    assert proved(hub) == []


def test_an_approved_adjustment_is_a_debt_with_interest_from_the_prescribed_day(
    hub, original, tmp_path
):
    """Approval posts the difference, due at once, with interest from when the original bears it.

    Released by the 17th of November and accounted on the 20th: due 1 December, and no interest
    before the prescribed day, 31 December, is over.
    """
    review_id = adjusted(hub, tmp_path, original, "2", DEBT)
    decided_on = dt.date(2027, 1, 11)
    proposal = review_versions.propose(hub, review_id, decided_on)
    assert proposal.after_cents > proposal.before_cents
    assert len(cads(hub, original.transaction_number)) == 1  # a proposal leaves nothing
    decided = review_versions.decide(hub, review_id, APPROVED, BY_HAND, decided_on)
    assert review_versions.decide(hub, review_id, APPROVED, BY_HAND, decided_on) == decided
    (first,) = rows(hub, "SELECT * FROM item WHERE kind = 'CAD'")
    (item,) = rows(hub, "SELECT * FROM item WHERE kind = 'SOADJ'")
    assert item["amount_cents"] == proposal.after_cents - proposal.before_cents
    assert (first["due_on"], item["due_on"]) == (DUE_ON, decided_on)
    for each in (first, item):
        assert (each["interest_from"], each["interest_rule"]) == (
            dt.date(2027, 1, 1),
            "after_prescribed_day",
        )
    assert owed(hub, original.transaction_number) == proposal.after_cents
    assert review_versions.waiting(hub) == []
    assert proved(hub) == []


def test_a_refused_adjustment_posts_nothing_and_says_why(hub, original, tmp_path):
    """The filer gets the reason; the same version number may be filed again."""
    review_id = adjusted(hub, tmp_path, original, "2", DEBT)
    review_versions.decide(hub, review_id, REFUSED, BY_HAND, AFTER_DUE_ON)
    assert len(cads(hub, original.transaction_number)) == 1
    (answer,) = rows(hub, "SELECT sha256 FROM outbox WHERE act_id IS NOT NULL")
    with hub.kept.readable(bytes(answer["sha256"])) as path:
        told = path.read_text(encoding="latin-1")
    assert "CAD-060" in told and "the documents show it" in told
    assert adjusted(hub, tmp_path, original, "3", DEBT) != review_id
    assert proved(hub) == []


def test_a_refusal_of_xml_names_the_place_of_the_declaration(hub, original):
    """The answer that the act writes bears line, path and bytes, as the first answer would."""
    versions = [made.maker(6).declaration(), new_version(valued(original, "2"), DEBT)]
    content = made.cad_xml(versions, "X1")
    sending.send(hub, content, AFTER_DUE_ON, made.broker().partner_id)
    (review,) = review_versions.waiting(hub)
    review_versions.decide(hub, review["review_id"], REFUSED, BY_HAND, AFTER_DUE_ON)
    (answer,) = rows(hub, "SELECT sha256 FROM outbox WHERE act_id IS NOT NULL")
    told = etree.fromstring(hub.kept.get(bytes(answer["sha256"])))
    (pointer,) = told.iter("{*}Pointer")
    place = {etree.QName(each).localname: each.text for each in pointer}
    begun = content.rindex(b"<Declaration>")
    assert place == {
        "Line": str(content.count(b"\n", 0, begun) + 1),
        "Path": "/DeclarationBatch/Declaration[2]",
        "ByteFrom": str(begun),
        "ByteTo": str(begun + len(b"<Declaration>")),
    }


def test_a_review_is_decided_once(hub, original, tmp_path):
    """A second decision is refused, whoever asks."""
    review_id = adjusted(hub, tmp_path, original, "2", DEBT)
    review_versions.decide(hub, review_id, REFUSED, BY_HAND, AFTER_DUE_ON)
    with pytest.raises(JobRefused, match="decided before"):
        review_versions.decide(
            hub, review_id, APPROVED, replace(BY_HAND, key="other"), AFTER_DUE_ON
        )


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_refusal_needs_a_reason(hub, original, tmp_path, monkeypatch, reason):
    """Refused without one, the version waits, and the task's output tells the operator why."""
    review_id = adjusted(hub, tmp_path, original, "2", DEBT)
    with pytest.raises(JobRefused, match="needs a reason"):
        review_versions.decide(
            hub, review_id, REFUSED, replace(BY_HAND, reason=reason), AFTER_DUE_ON
        )
    monkeypatch.setattr(asking_about_reviews, "open_hub", lambda: nullcontext(hub))
    run = Run("r1", None)
    refusing = asking_about_reviews.ask_about_review(review_id, run).options[1]
    assert refusing.startswith("Refuse ")
    answer = Answer(refusing, "operator", reason)
    assert "needs a reason" in asking_about_reviews.record_review(review_id, run, answer)
    assert [row["review_id"] for row in review_versions.waiting(hub)] == [review_id]
    answer = Answer(refusing, "operator", "no proof of origin")
    assert asking_about_reviews.record_review(review_id, run, answer) == REFUSED
    assert review_versions.waiting(hub) == []


def test_a_review_decided_meanwhile_is_not_shown(hub, original, tmp_path, monkeypatch):
    """One that a person decided elsewhere asks nobody; the others are asked about."""
    other = replace(made.maker(6).declaration(), importer=original.importer)
    assert send(hub, tmp_path, [other], "B1", FILED_ON) == "posted"
    decided = adjusted(hub, tmp_path, original, "2", DEBT)
    send(hub, tmp_path, [new_version(valued(other, "2"), DEBT)], "B2", AFTER_DUE_ON)
    listed = review_versions.waiting(hub)
    review_versions.decide(hub, decided, REFUSED, BY_HAND, AFTER_DUE_ON)
    monkeypatch.setattr(asking_about_reviews, "open_hub", lambda: nullcontext(hub))
    run = Run("r1", None)
    (left,) = asking_about_reviews.reviews_waiting(None)
    assert [row["review_id"] for row in listed] == [decided, left]
    asked = asking_about_reviews.ask_about_review(left, run)
    assert other.transaction_number in asked.subject
    assert f"({other.importer})" in asked.body and "Correction of" in asked.body
    assert asked.options[2] == "Wait" and asked.people == ("approver", "operator")
    with pytest.raises(NothingYet):
        asking_about_reviews.ask_about_review(decided, run)


@pytest.mark.parametrize(
    "case",
    [
        (REFUND, dt.date(2027, 2, 1), None),  # before the 91st day
        (REFUND, dt.date(2027, 4, 1), (dt.date(2027, 3, 3), "after_91st_day")),
        (Reason("R2-74-1-E-TC"), dt.date(2027, 4, 1), (dt.date(2027, 3, 3), "after_91st_day")),
    ],
)
def test_a_refund_bears_interest_from_its_day(hub, original, tmp_path, case):
    """What an importer asks for bears interest from the 91st day after it was asked for (s. 80).

    The importer is one whom GST is refunded to: the line that is lowered bears no duty.
    """
    reason, decided_on, interest = case
    to_all = (GstRefundRule(dt.date(2024, 10, 21), "RPP"),)
    hub = replace(hub, rules=replace(hub.rules, gst_refunds=to_all))
    paid = tmp_path / "paid.xml"
    owed_cents = owed(hub, original.transaction_number)
    dollars = f"{owed_cents // 100}.{owed_cents % 100:02d}"
    paid.write_bytes(made.payments([(original.importer, dollars)]))
    sending.send(hub, paid, FILED_ON, "northbank")
    review_id = adjusted(hub, tmp_path, original, "0.5", reason)
    review_versions.decide(hub, review_id, APPROVED, BY_HAND, decided_on)
    (item,) = rows(hub, "SELECT * FROM item WHERE kind = 'SOADJ'")
    assert item["amount_cents"] < 0
    found = item["interest_from"] and (item["interest_from"], item["interest_rule"])
    assert found == interest
    assert proved(hub) == []


def pay(hub: Hub, folder: Path, importer: str, cents: int, on: dt.date) -> None:
    """Receive a payment."""
    content = made.payments([(importer, f"{cents // 100}.{cents % 100:02d}")])
    assert sending.send(hub, content, on, "northbank").outcome == "posted"


def last_paid_on(hub: Hub, declaration: Declaration) -> dt.date | None:
    with hub.book.transaction() as tx:
        return reviews.paid_on(tx, declaration.transaction_number, 1)


def test_what_is_set_off_is_paid_on_the_day_it_is_applied(hub, original, tmp_path):
    """A debt cleared by the credit of another declaration counts as paid; a refund bears interest.

    Customs Act s. 97.26.
    """
    number = original.transaction_number
    other = replace(original, transaction_number=made.maker(6).declaration().transaction_number)
    other = replace(valued(other, "4"), cargo_control_number="6075CCN0369999")
    cents = owed(hub, number)
    pay(hub, tmp_path, original.importer, cents, FILED_ON)
    assert last_paid_on(hub, original) == FILED_ON
    send(hub, tmp_path, [other], "B1", FILED_ON)
    assert last_paid_on(hub, other) is None
    set_off_on = dt.date(2026, 11, 24)
    send(hub, tmp_path, [new_version(valued(original, "0.5"), REFUND)], "A2", set_off_on)
    assert last_paid_on(hub, other) == set_off_on
    assert last_paid_on(hub, original) == FILED_ON
    assert proved(hub) == []


def test_a_declarations_own_credit_does_not_pay_it(hub, original, tmp_path):
    """A correction that owes less, applied to the debt that it lowers, is no payment."""
    send(hub, tmp_path, [new_version(valued(original, "0.5"), REFUND)], "A2", FILED_ON)
    close_day.run(hub, FILED_ON)
    assert rows(hub, "SELECT 1 FROM application") != []
    assert last_paid_on(hub, original) is None


def test_a_withdrawal_takes_back_all_of_it_when_approved(hub, original, tmp_path):
    """A withdrawn declaration owes nothing, and takes no more versions."""
    gone = withdrawal(original, REFUND)
    assert send(hub, tmp_path, [gone], "W1", FILED_ON) == "posted"
    (review,) = review_versions.waiting(hub)
    review_versions.decide(hub, review["review_id"], APPROVED, BY_HAND, FILED_ON)
    assert owed(hub, original.transaction_number) == 0
    assert cads(hub, original.transaction_number)[1]["function"] == "withdrawal"
    later = replace(new_version(original, CORRECTION), version=3)
    assert send(hub, tmp_path, [later], "W2", FILED_ON) == "rejected"
    assert codes(hub) == ["CAD-053"]
    assert proved(hub) == []


def test_a_correction_after_the_statement_changes_what_is_due_and_not_the_statement(
    hub, original, tmp_path
):
    """The statement of the cycle stays; the new amount is due with the same cycle."""
    close_day.run(hub, dt.date(2026, 11, 24))
    issued = people.bill(hub, dt.date(2026, 11, 25))
    higher = new_version(valued(original, "2"), CORRECTION)
    send(hub, tmp_path, [higher], "A2", dt.date(2026, 11, 26))
    assert people.bill(hub, dt.date(2026, 11, 25)) == issued
    items = rows(hub, "SELECT due_on, cycle_last_on FROM item WHERE kind = 'CAD' ORDER BY item_id")
    assert items == [items[0], items[0]]
    assert items[0]["due_on"] == DUE_ON
    assert proved(hub) == []


def test_a_number_is_free_after_seven_years_and_three_months(hub, original, tmp_path):
    """On the last day of its reservation the number is refused; the day after it is used anew."""
    anew = replace(original, release_on=dt.date(2034, 2, 15), lines=valued(original, "2").lines)
    last_on, free_on = dt.date(2034, 2, 20), dt.date(2034, 2, 21)
    let_it_be(hub, free_on)
    assert send(hub, tmp_path, [anew], "N1", last_on) == "rejected"
    assert codes(hub) == ["CAD-008"]
    assert send(hub, tmp_path, [anew], "N2", free_on) == "posted"
    assert send(hub, tmp_path, [anew], "N3", free_on) == "duplicate"
    uses = rows(
        hub,
        "SELECT number_use, version, payable_cents FROM cad ORDER BY number_use, version",
    )
    assert [(row["number_use"], row["version"]) for row in uses] == [(1, 1), (2, 1)]
    corrected = new_version(valued(anew, "2"), CORRECTION)
    assert send(hub, tmp_path, [corrected], "N4", free_on) == "posted"
    (second,) = rows(hub, "SELECT * FROM cad WHERE version = 2")
    assert second["number_use"] == 2
    assert owed(hub, original.transaction_number) == (
        uses[0]["payable_cents"] + second["payable_cents"]
    )
    assert proved(hub) == []


def test_the_history_tells_every_version_and_every_decision(hub, original, tmp_path):
    """Versions in the book, in review and refused come in order, with their reasons."""
    send(hub, tmp_path, [new_version(valued(original, "2"), CORRECTION)], "A2", FILED_ON)
    third = replace(new_version(valued(original, "3"), DEBT), version=3)
    send(hub, tmp_path, [third], "A3", AFTER_DUE_ON)
    (review,) = review_versions.waiting(hub)
    review_versions.decide(hub, review["review_id"], REFUSED, BY_HAND, AFTER_DUE_ON)
    with hub.book.transaction() as tx:
        told = versions.history(tx, original.transaction_number)
    assert [(row["version"], row["function"], row["decision"]) for row in told] == [
        (1, "original", None),
        (2, "correction", None),
        (3, "adjustment", "refused"),
    ]
    assert told[2]["reasons"] == ["R3-32-2-VFD"] and told[2]["decided_by"] == "officer"


def test_a_posting_that_a_later_version_builds_on_is_not_taken_back_alone(hub, original, tmp_path):
    """The first posting alone is refused; the whole goes, and the next version heals."""
    send(hub, tmp_path, [new_version(valued(original, "2"), CORRECTION)], "A2", FILED_ON)
    (first, _) = rows(hub, "SELECT txn_id FROM txn WHERE kind = 'CAD' ORDER BY txn_id")
    by_hand = Request("reverse-1", "officer", "posted in error")
    with pytest.raises(JobRefused, match="later version"):
        reverse_postings.reverse(hub, f"txn:{first['txn_id']}", by_hand, FILED_ON)
    number = original.transaction_number
    done = reverse_postings.reverse(hub, number, replace(by_hand, key="all"), FILED_ON)
    assert (done.transactions, owed(hub, number)) == (2, 0)
    third = replace(new_version(valued(original, "3"), CORRECTION), version=3)
    assert send(hub, tmp_path, [third], "A3", FILED_ON) == "posted"
    assert owed(hub, number) == cads(hub, number)[2]["payable_cents"]
    assert proved(hub) == []
