"""GST that was paid stays paid when an adjustment or withdrawal after the due date is approved."""

import datetime as dt
from dataclasses import replace

import pytest

from billing.gst_refunds import GstRefundRule
from jobs.acts import review_versions
from jobs.acts.review_versions import APPROVED
from jobs.receivables import close_day
from ledger_sync.book.acts import Request
from tests import made, sending
from tests.jobs.acts.test_review_versions import (
    AFTER_DUE_ON,
    CORRECTION,
    DEBT,
    DUE_ON,
    FILED_ON,
    REFUND,
    cads,
    new_version,
    owed,
    pay,
    proved,
    rows,
    send,
    valued,
    withdrawal,
)

ORIGINAL = made.maker(6).declaration(lines=2)  # whose first line bears duty
NUMBER = ORIGINAL.transaction_number


def file(hub):
    """File the declaration."""
    content = made.cusdec([ORIGINAL], "A1")
    assert sending.send(hub, content, FILED_ON, made.broker().partner_id).outcome == "posted"


@pytest.fixture
def paid(hub, filled, tmp_path):
    """The declaration of two lines, paid, its due date closed; what it owed by charge."""
    filled(file)
    pay(hub, tmp_path, ORIGINAL.importer, owed(hub, NUMBER), FILED_ON)
    close_day.run(hub, DUE_ON)
    return cads(hub, NUMBER)[0]


def decided(hub, folder, declaration, reference, on=AFTER_DUE_ON):
    """File a version and approve it; return what was proposed."""
    assert send(hub, folder, [declaration], reference, on) == "posted"
    (review,) = review_versions.waiting(hub)
    proposal = review_versions.propose(hub, review["review_id"], on)
    request = Request(reference, "officer", "the documents show it")
    review_versions.decide(hub, review["review_id"], APPROVED, request, on)
    assert proved(hub) == []
    return proposal


def balance(hub, account: str) -> int:
    """What a control account holds: a revenue is negative."""
    (row,) = rows(
        hub,
        "SELECT coalesce(sum(amount_cents), 0) AS cents FROM entry JOIN account USING (account_id)"
        f" WHERE code = '{account}'",
    )
    return int(row["cents"])


def told(hub) -> str:
    """The answer that the newest act wrote."""
    answer = rows(hub, "SELECT sha256 FROM outbox WHERE act_id IS NOT NULL ORDER BY outbox_id")[-1]
    return hub.kept.get(bytes(answer["sha256"])).decode("latin-1")


def test_an_adjustment_refunds_duty_and_keeps_gst(hub, paid, tmp_path):
    """The credit is what else falls; GST falls too, and what was paid of it is kept, and told."""
    proposal = decided(hub, tmp_path, new_version(valued(ORIGINAL, "0.5"), REFUND), "J1")
    lower = cads(hub, NUMBER)[-1]
    kept = paid["gst_cents"] - lower["gst_cents"]
    assert kept > 0 and proposal.gst_kept_cents == kept
    (credit,) = rows(hub, "SELECT amount_cents FROM item WHERE kind = 'SOADJ'")
    assert credit["amount_cents"] == lower["duty_cents"] - paid["duty_cents"] < 0
    assert proposal.before_cents == paid["payable_cents"]
    assert owed(hub, NUMBER) == proposal.after_cents == lower["payable_cents"] + kept
    assert (balance(hub, "GST"), balance(hub, "GST_KEPT")) == (-lower["gst_cents"], -kept)
    assert "CAD-090" in told(hub) and f"{kept // 100}.{kept % 100:02d}" in told(hub)
    assert "GST was paid and is not refunded" in review_versions.as_markdown(proposal)


def test_a_withdrawal_keeps_gst_that_was_paid(hub, paid, tmp_path):
    """All duty comes back; the GST that was paid does not."""
    proposal = decided(hub, tmp_path, withdrawal(ORIGINAL, REFUND), "J1")
    assert proposal.gst_kept_cents == owed(hub, NUMBER) == paid["gst_cents"]
    assert (balance(hub, "GST"), balance(hub, "GST_KEPT")) == (0, -paid["gst_cents"])


def test_unpaid_gst_of_a_withdrawn_declaration_is_taken_back(hub, filled, tmp_path):
    """What nobody paid is owed no more, and nothing is told of it."""
    filled(file)
    close_day.run(hub, DUE_ON)
    proposal = decided(hub, tmp_path, withdrawal(ORIGINAL, REFUND), "J1")
    assert (proposal.gst_kept_cents, owed(hub, NUMBER), balance(hub, "GST_KEPT")) == (0, 0, 0)
    assert "CAD-090" not in told(hub)


def test_gst_paid_in_part_is_kept_in_part(hub, filled, tmp_path):
    """Of what was paid pro rata, GST stays; the rest of the withdrawn declaration goes."""
    filled(file)
    cents = owed(hub, NUMBER) // 3
    pay(hub, tmp_path, ORIGINAL.importer, cents, FILED_ON)
    close_day.run(hub, DUE_ON)
    (part,) = rows(hub, "SELECT amount_cents FROM application_part WHERE charge = 'gst'")
    proposal = decided(hub, tmp_path, withdrawal(ORIGINAL, REFUND), "J1")
    assert proposal.gst_kept_cents == part["amount_cents"] == owed(hub, NUMBER)


def test_gst_that_was_kept_counts_when_a_later_version_owes_more(hub, paid, tmp_path):
    """Lowered and raised again, GST is paid once: what was kept pays for it."""
    decided(hub, tmp_path, new_version(valued(ORIGINAL, "0.5"), REFUND), "J1")
    again = replace(new_version(ORIGINAL, DEBT), version=3)
    proposal = decided(hub, tmp_path, again, "J2")
    assert (proposal.gst_kept_cents, balance(hub, "GST_KEPT")) == (0, 0)
    assert owed(hub, NUMBER) == paid["payable_cents"]


def test_whoever_is_enrolled_for_it_gets_gst_back(hub, paid, tmp_path):
    """An account of the class of the Excise Tax Act s. 215.1 is refunded all."""
    rule = GstRefundRule(dt.date(2024, 10, 21), "RPP")  # which the importer takes part in
    refunding = replace(hub, rules=replace(hub.rules, gst_refunds=(rule,)))
    proposal = decided(refunding, tmp_path, withdrawal(ORIGINAL, REFUND), "J1")
    assert (proposal.gst_kept_cents, owed(hub, NUMBER), balance(hub, "GST_KEPT")) == (0, 0, 0)


@pytest.mark.parametrize(
    ("starts_on", "kept"), [(AFTER_DUE_ON, True), (dt.date(2026, 12, 3), False)]
)
def test_the_rule_holds_from_its_day_of_filing(hub, paid, tmp_path, starts_on, kept):
    """A version that was filed the day before the rule starts refunds all."""
    rules = (GstRefundRule(starts_on, "GST215"),)
    ruled = replace(hub, rules=replace(hub.rules, gst_refunds=rules))
    proposal = decided(ruled, tmp_path, withdrawal(ORIGINAL, REFUND), "J1")
    assert proposal.gst_kept_cents == (paid["gst_cents"] if kept else 0)


def test_up_to_the_due_date_gst_goes_with_the_duty(hub, filled, tmp_path):
    """A correction, and a withdrawal that is filed by the due date, lower both."""
    filled(file)
    send(hub, tmp_path, [new_version(valued(ORIGINAL, "0.5"), CORRECTION)], "A2", FILED_ON)
    gone = replace(withdrawal(ORIGINAL, REFUND), version=3)
    proposal = decided(hub, tmp_path, gone, "W1", FILED_ON)
    assert (proposal.gst_kept_cents, owed(hub, NUMBER), balance(hub, "GST")) == (0, 0, 0)
