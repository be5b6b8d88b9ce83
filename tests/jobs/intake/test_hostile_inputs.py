"""What small hostile inputs give: findings, what becomes of each message, and nothing of ours."""

import json
from pathlib import Path

import pytest

from jobs.hub import Hub
from jobs.intake import collect_files
from jobs.proofs import prove_book
from tests import reviewed
from tests.jobs.intake.hostile_inputs import FORMS, inputs
from tests.sending import arrive

FOLDER = Path(__file__).parents[2] / "hostile"
OWN_FAILURE = "FILE-008"


@pytest.mark.parametrize("form", FORMS)
def test_hostile_inputs_give_what_was_judged(hub: Hub, form: str):
    """All sent at once, each gives its reviewed codes, and its neighbours post; the book proves."""
    files = {
        hostile.name: arrive(hub, hostile.content, partner_id=hostile.sent_by)
        for hostile in inputs(form)
    }
    collect_files.post(hub, list(files.values()))
    found = {name: told(hub, file_id) for name, file_id in files.items()}
    assert not [name for name, what in found.items() if OWN_FAILURE in what["codes"]]
    reviewed.same(FOLDER / f"{form}.json", _one_a_line(found))
    assert all(result.holds for result in prove_book.results(hub))


def told(hub: Hub, file_id: int) -> dict[str, object]:
    """Return the codes found in a file, what became of its messages, in order, and of it."""
    with hub.book.transaction() as tx:
        codes = tx.rows(
            "SELECT DISTINCT code FROM finding WHERE file_id = :id ORDER BY 1", id=file_id
        )
        messages = tx.rows(
            "SELECT status FROM message WHERE file_id = :id ORDER BY ordinal", id=file_id
        )
        outcome = tx.value("SELECT outcome FROM file WHERE file_id = :id", id=file_id)
        answered = tx.value("SELECT count(*) FROM outbox WHERE file_id = :id", id=file_id)
    assert answered
    return {
        "codes": [row["code"] for row in codes],
        "messages": " ".join(row["status"] for row in messages),
        "outcome": outcome,
    }


def _one_a_line(found: dict[str, dict[str, object]]) -> str:
    rows = (f"{json.dumps(name)}: {json.dumps(what)}" for name, what in found.items())
    return "{\n " + ",\n ".join(rows) + "\n}\n"
