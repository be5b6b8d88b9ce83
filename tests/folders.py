"""Folders of files to be sent, as ``tests/golden`` and ``tests/rejected`` hold them.

``before*`` are sent first, ``input.*`` last, by the partner in ``sent_by``. With ``approved`` a
person approves what waits before the input, with ``approved_after`` what waits after it; with
``refused_after`` refuses it, for the reason that the file holds. ``received_on`` is another day of
arrival for the input, and of that decision.
"""

import datetime as dt
from pathlib import Path

from jobs.acts import decide_submissions, review_versions
from jobs.acts.review_versions import APPROVED, REFUSED
from jobs.hub import Hub
from ledger_sync.book.acts import Request
from tests.conftest import TODAY
from tests.sending import send
from tests.submitted import approve

SENT = ("input", "before", "sent_by", "approved", "refused", "received_on")


def send_folder(hub: Hub, folder: Path) -> tuple[int, str]:
    """Send a folder's files; return the id and the outcome of the input."""
    sent_by = folder / "sent_by"
    partner_id = sent_by.read_text(encoding="utf-8").strip() if sent_by.exists() else None
    for path in sorted(folder.glob("before*")):
        send(hub, path, TODAY, partner_id)
    if (folder / "approved").exists():
        _decide_what_waits(hub, APPROVED, "as filed", TODAY)
    (path,) = folder.glob("input.*")
    on = _received_on(folder)
    file_id, outcome = send(hub, path, on, partner_id)
    if (folder / "approved_after").exists():
        _decide_what_waits(hub, APPROVED, "as filed", on)
    if (folder / "refused_after").exists():
        reason = (folder / "refused_after").read_text(encoding="utf-8").strip()
        _decide_what_waits(hub, REFUSED, reason, on)
    return file_id, outcome


def _decide_what_waits(hub: Hub, decision: str, reason: str, on: dt.date) -> None:
    for submission in decide_submissions.waiting(hub):
        approve(hub, submission.message_id)
    for review in review_versions.waiting(hub):
        request = Request(f"review {review['review_id']}", "officer", reason)
        review_versions.decide(hub, review["review_id"], decision, request, on)


def _received_on(folder: Path) -> dt.date:
    path = folder / "received_on"
    return (
        dt.date.fromisoformat(path.read_text(encoding="utf-8").strip()) if path.exists() else TODAY
    )
