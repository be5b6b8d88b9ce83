"""Submissions of tests: openings made of a few words, approved by two people."""

import datetime as dt
import json
import uuid
from collections.abc import Sequence
from typing import Final

from jobs.acts import act_kinds, decide_submissions
from jobs.acts.decide_submissions import selection_of
from jobs.hub import Hub
from ledger_sync.book.acts import Approval, Request
from parsers.submissions.opening_columns import SHAPE, TOTALS
from tests.bank_files import ACCOUNT, OTHER_ACCOUNT
from tests.conftest import TODAY
from tests.sending import send

PARTNER: Final = "receivables"
ITEMS: Final = (
    f"declaration {ACCOUNT} D1 14471 2026-08-03 2026-09-18 400.00 1.25 4.10",
    f"declaration {ACCOUNT} D2 14471 2026-10-20 2026-12-18 150.00",
    f"adjustment {ACCOUNT} A1 - 2026-10-02 2026-10-02 -50.00",
    f"penalty {OTHER_ACCOUNT} L1 14471 2026-10-15 2026-11-18 100.00",
    f"payment {OTHER_ACCOUNT} P1 - 2026-11-02 - 75.00",
)
STATED: Final = {
    "duty": "300.00", "surtax": "20.00", "gst": "180.00", "penalty": "100.00",
    "interest_specified": "1.25", "interest_prescribed": "4.10", "payments": "75.00",
}  # fmt: skip
OPENED: Final = {
    ACCOUNT: 50_535, OTHER_ACCOUNT: 2500, "DUTY": -30_000, "SURTAX": -2000, "GST": -18_000,
    "PENALTY": -10_000, "INTEREST_SPECIFIED": -125, "INTEREST_PRESCRIBED": -410, "BANK": 7500,
}  # fmt: skip
"""The balances that the items and the totals bring."""


def opening(
    reference: str = "OB-1", *items: str, stated: dict[str, str] | None = None, **head: str
) -> bytes:
    """Return an opening of items as words by column, ``-`` where one is empty."""
    items, stated = items or ITEMS, STATED if stated is None else stated
    first = {
        "sender": "RECEIVABLES", "reference": reference, "as_of": "2026-11-19", "currency": "CAD",
        "rows": str(len(items)), **{name: stated.get(name, "0.00") for name in TOTALS}, **head,
    }  # fmt: skip
    names = [column.name for column in SHAPE.columns]
    rows = [
        ",".join(
            "" if word == "-" else word
            for word in [*item.split(), *["-"] * len(names)][: len(names)]
        )
        for item in items
    ]
    told = " ".join(f"{name}={value}" for name, value in first.items())
    return "\n".join([f"#carmhub-opening {told}", ",".join(names), *rows, ""]).encode()


def receipt(number: str = "R1", *, markup: bool = False, **changes: str | None) -> bytes:
    """Return an officer's receipt as JSON or XML; an element that is None is left out."""
    told = {
        "Sender": "RECEIVABLES", "ReceiptNumber": number, "Method": "cheque",
        "Payer": "Payer Inc.", "ProgramAccount": ACCOUNT, "Amount": "50.00", "Currency": "CAD",
        "ReceivedAt": "2026-11-19T15:40:00-05:00", "Bank": "NORTCATT",
        "BankAccount": "0001-1234567", "DepositedDate": "2026-11-20", **changes,
    }  # fmt: skip
    told = {name: value for name, value in told.items() if value is not None}
    if not markup:
        return json.dumps({"ManualReceipt": told}, indent=1).encode()
    elements = "".join(f"<{name}>{value}</{name}>" for name, value in told.items())
    return f'<ManualReceipt xmlns="urn:carm-hub:receipt:1">{elements}</ManualReceipt>'.encode()


def submit(hub: Hub, content: bytes, on: dt.date = TODAY) -> int:
    """Send what waits for two people; return the number of the submission."""
    sent = send(hub, content, on, PARTNER)
    assert sent.outcome == "posted"
    with hub.book.reading() as tx:
        found = tx.value("SELECT max(message_id) FROM message WHERE file_id = :id", id=sent.file_id)
    return int(found)


def approve(
    hub: Hub, number: int, decision: str = "posted", key: str = "", on: dt.date = TODAY
) -> str:
    """Have a submission posted or declined on a day: an officer asks for it, Ann approves."""
    kind = decide_submissions.kind_of(hub, number, decision)
    assert kind is not None
    selection = selection_of(number)
    question = act_kinds.draft(hub, kind, selection, on)
    assert question is not None
    request = Request(
        key or str(uuid.uuid4()), "an officer", "totals agree", question.digest, "airflow"
    )
    act_kinds.ask(hub, kind, selection, request)
    asked, _ = act_kinds.shown_to_approver(hub, request.key, on)
    return act_kinds.approve(hub, asked, Approval("ann", "airflow"), on)


def codes(hub: Hub, content: bytes, on: dt.date = TODAY) -> Sequence[tuple[str, object]]:
    """Return what is found of a submission: code and value."""
    sent = send(hub, content, on, PARTNER)
    with hub.book.reading() as tx:
        rows = tx.rows(
            "SELECT code, value FROM finding WHERE file_id = :id ORDER BY finding_id",
            id=sent.file_id,
        )
    return [(row["code"], row["value"]) for row in rows]
