"""Offline checking against the hub, on files of every mix."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jobs.hub import Hub
from jobs.hub.settings import ROOT
from jobs.intake import check_files, collect_files, post_batch
from jobs.intake.file_batch import FilesAhead
from jobs.intake.snapshot import open_snapshot
from ledger_sync.intake import inbox
from tests import made
from tests.conftest import TODAY
from tests.profiles import examples

SNAPSHOT = open_snapshot(ROOT / "config")
ONE = made.maker(1).declaration(lines=2)
DECLARATIONS = (
    ONE,
    replace(ONE, cargo_control_number="OTHER"),
    made.maker(2).declaration(lines=1),
    made.maker(3).faulty("CAD-003"),
    made.maker(4, 1).declaration(lines=1),
)
"""One, the same number with other content, another, a wrong one, one of another broker."""

interchanges = st.tuples(
    st.lists(st.sampled_from(DECLARATIONS), min_size=1, max_size=3),
    st.sampled_from(["R1", "R2"]),
    st.sampled_from([0, 0, 1]),
)
COLUMNS = ["code", "severity", "element", "value", "expected", "byte_from", "byte_to"]


@settings(max_examples=examples(10), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(interchanges, min_size=1, max_size=4))
def test_offline_finds_and_accepts_what_the_hub_does(hub: Hub, tmp_path: Path, sent: list[Any]):
    """With an empty book, a file has the same findings and accepted messages here and there."""
    path = tmp_path / "file.edi"
    path.write_bytes(b"".join(made.cusdec(*each) for each in sent))
    found, accepted = in_the_hub(hub, path)
    offline = list(check_files.check(path, SNAPSHOT, TODAY))
    told = pd.concat([tables.findings for tables in offline if not tables.findings.empty] or [
        pd.DataFrame(columns=[*COLUMNS, "interchange", "message"])
    ])  # fmt: skip
    rows = told[["interchange", "message", *COLUMNS]].astype(object)
    assert as_texts(rows.where(rows.notna(), None).to_dict("records")) == as_texts(found)
    errors = told[told["severity"] == "error"]
    refused = set(errors["interchange"][errors["message"].isna()])
    messages = pd.concat([tables.messages for tables in offline]).drop_duplicates("message")
    fallen = messages["interchange"].isin(refused) | messages["message"].isin(errors["message"])
    assert set(messages["message"][~fallen]) == accepted


def in_the_hub(hub: Hub, path: Path) -> tuple[list[dict[str, Any]], set[int]]:
    """Post a file and take it back; return its findings, and the messages not rejected."""
    file_id = collect_files.ingest(hub, path, TODAY)
    with hub.book.transaction() as tx, tx.rehearsal():
        batch = FilesAhead(hub).gather(inbox.take(tx, [file_id]))
        decided = post_batch.decide(hub, tx, batch)
        tx.lock("posting")
        post_batch.settle(hub, tx, batch, post_batch.stage(hub, tx, decided))
        found = tx.rows(
            "SELECT f.*, i.ordinal AS interchange, m.ordinal AS message FROM finding f"
            " LEFT JOIN interchange i USING (interchange_id)"
            " LEFT JOIN message m USING (message_id) WHERE f.file_id = :id",
            id=file_id,
        )
        stand = tx.rows(
            "SELECT ordinal FROM message WHERE file_id = :id AND status <> 'rejected'", id=file_id
        )
    return [dict(row) for row in found], {row["ordinal"] for row in stand}


def as_texts(rows: list[dict[str, Any]]) -> list[str]:
    """Return findings in an order of their own."""
    return sorted(
        str(tuple(row[name] for name in ("interchange", "message", *COLUMNS))) for row in rows
    )
