"""Golden pairs: an input, and everything that comes of it.

A folder of ``tests/golden/<document>`` holds files as ``tests.folders`` sends them, and what is
expected: the message tables, the postings, and the answers with their clock times masked.
"""

import json
import re
from pathlib import Path

import pandas as pd
import pytest

from jobs.hub import Hub
from jobs.proofs import prove_book
from parsers.formats import read_file
from parsers.message_tables import TABLES
from tests import folders, reviewed

GOLDEN = Path(__file__).parents[2] / "golden"
CASES = sorted(str(path.parent.relative_to(GOLDEN)) for path in GOLDEN.glob("*/*/input.*"))
_CLOCK = re.compile(
    r"(?<=\+)\d{8}:\d{4}(?=\+)"  # UNB
    r"|(?<=DTM\+148:)\d{12}|(?<=DTM\+784:)\d{12}"
    r"|(?<=<IssueDateTime>)[^<]+"
    r"|(?<=\*)\d{6}\*\d{4}(?=\*U\*)"  # ISA
    r"|(?<=\*)\d{8}\*\d{4}(?=\*\d+\*X\*)"  # GS
)


@pytest.mark.usefixtures("as_real")
@pytest.mark.parametrize("case", CASES)
def test_golden(hub: Hub, case: str):
    """The input gives exactly these tables, postings and answers."""
    folder = GOLDEN / case
    (path,) = folder.glob("input.*")
    results = {"tables.json": tables(hub, path)}
    folders.send_folder(hub, folder)
    results["postings.json"] = json.dumps(postings(hub), indent=1, default=str)
    results |= answers(hub)
    for name, text in results.items():
        reviewed.same(folder / name, text.rstrip("\n") + "\n")
    assert {p.name for p in folder.iterdir() if not p.name.startswith(folders.SENT)} == {*results}
    assert all(result.holds for result in prove_book.results(hub))


def tables(hub: Hub, path: Path) -> str:
    batches = list(read_file(path, recipient="CARMHUB", limits=hub.rules.limits))
    found = {}
    for name in (*TABLES, "findings"):
        frame = pd.concat([getattr(batch, name) for batch in batches], ignore_index=True)
        records = json.loads(frame.to_json(orient="records", date_format="iso"))
        found[name] = [{k: v for k, v in row.items() if v is not None} for row in records]
    return json.dumps(found, indent=1, ensure_ascii=False)


def postings(hub: Hub) -> list[dict[str, object]]:
    with hub.book.transaction() as tx:
        return [
            dict(row)
            for row in tx.rows(
                "SELECT t.kind, t.document_reference, t.effective_on, t.book_on, e.entry_number,"
                " a.code AS account, e.amount_cents, i.due_on, i.cycle_last_on FROM txn t"
                " JOIN entry e ON e.txn_id = t.txn_id JOIN account a USING (account_id)"
                " LEFT JOIN item i ON i.txn_id = t.txn_id AND i.account_id = e.account_id"
                " ORDER BY t.txn_id, e.entry_number"
            )
        ]


def answers(hub: Hub) -> dict[str, str]:
    with hub.book.transaction() as tx:
        rows = tx.rows("SELECT kind, name, sha256 FROM outbox ORDER BY outbox_id")
    return {
        f"answer_{number}_{row['kind']}.{row['name'].rsplit('.', 1)[1]}": _CLOCK.sub(
            "CLOCK", _text(hub.kept.get(bytes(row["sha256"])), row["name"])
        )
        for number, row in enumerate(rows, start=1)
    }


def _text(content: bytes, name: str) -> str:
    return content.decode("latin-1" if name.endswith(".edi") else "utf-8")
