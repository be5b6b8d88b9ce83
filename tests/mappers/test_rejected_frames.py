"""Codes of faults that no message carries yet: frames in their folder, and what the rules find.

``frames.json`` changes the columns of the guide's example: of its declaration, of its first line;
or it gives what the caller of a rule on new versions hands in. CARMHUB_ACCEPT=1 writes
``expected.json`` anew.
"""

import json
import os
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from jobs.check_files import reference_data
from jobs.rules import read_rules
from jobs.settings import ROOT
from mappers import new_versions
from mappers.declarations import decide
from parsers.formats import read_file
from parsers.message_tables import DECLARATION, LINE, MessageTables

FOLDER = ROOT / "tests" / "rejected"
CODES = sorted(path.parent.name for path in FOLDER.glob("*/frames.json"))
RULES = read_rules(ROOT / "config")
FILED_ON = pd.Timestamp("2026-11-20")


@pytest.mark.parametrize("code", CODES)
def test_found_as_reviewed(code: str):
    """The frames of a code's folder give exactly the reviewed findings, that code among them."""
    frames = json.loads((FOLDER / code / "frames.json").read_text(encoding="utf-8"))
    found = {"findings": findings_of(frames)}
    expected = FOLDER / code / "expected.json"
    if os.environ.get("CARMHUB_ACCEPT"):
        expected.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    assert found == json.loads(expected.read_text(encoding="utf-8"))
    assert code in {finding["code"] for finding in found["findings"]}


@pytest.mark.parametrize("code", CODES)
def test_frames_only_where_bytes_cannot(code: str):
    """A code has frames only while no message can carry its fault: else its folder has bytes."""
    frames = json.loads((FOLDER / code / "frames.json").read_text(encoding="utf-8"))
    undelivered = set(frames.get("line", {})) - set(LINE)
    undelivered |= set(frames.get("declaration", {})) - set(DECLARATION)
    undelivered |= set(frames) - {"line", "declaration"}
    assert undelivered, f"a message can carry {code} now: give its folder an input"


def findings_of(frames: dict[str, object]) -> list[dict[str, object]]:
    found = of_versions(frames) if "declaration" not in frames and "line" not in frames else None
    if found is None:
        tables = changed(example(), frames)
        found = decide(
            tables,
            reference_data(ROOT / "config", RULES),
            received_on=FILED_ON.date(),
            cycle_rules=RULES.cycles,
            rules=RULES.declarations,
        ).findings
    rows = found.astype(object).where(found.notna(), None).to_dict("records")
    return [
        {str(name): value if isinstance(value, str) else int(value) for name, value in row.items()
         if value is not None}
        for row in rows
    ]  # fmt: skip


def of_versions(frames: dict[str, object]) -> pd.DataFrame:
    tables = example()
    declarations, lines = tables.declarations, tables.lines
    if "lines_before" in frames:
        before = pd.DataFrame({"message": 0, "line_number": frames["lines_before"]})
        return new_versions.original_lines_are_present(declarations, lines, before)
    codes = RULES.codes.lists["reason_codes"]
    reasons = pd.DataFrame({"message": 0, "reason_code": frames["reasons"]}).assign(
        position=range(1, len(frames["reasons"]) + 1),
        filed_on=FILED_ON,
        byte_from=declarations["byte_from"].iloc[0],
        byte_to=declarations["byte_to"].iloc[0],
    )
    nets = pd.DataFrame({"message": [0], "net_cents": [frames["net_cents"]]})
    return pd.concat(
        [
            new_versions.reason_codes_are_known(reasons, codes),
            new_versions.reason_codes_are_in_order(reasons, nets, codes),
        ],
        ignore_index=True,
    )


def changed(tables: MessageTables, frames: dict[str, object]) -> MessageTables:
    declarations, lines = tables.declarations.copy(), tables.lines.copy()
    for column, value in frames.get("declaration", {}).items():
        declarations[column] = pd.Series([value], dtype="str")
    for column, value in frames.get("line", {}).items():
        if column not in lines:
            lines[column] = pd.Series([None] * len(lines), dtype="str")
        lines.loc[0, column] = value
    return replace(tables, declarations=declarations, lines=lines)


def example() -> MessageTables:
    path = Path(ROOT / "docs" / "formats" / "examples" / "cad.edi")
    (tables,) = read_file(path, recipient=RULES.recipient, limits=RULES.limits)
    assert tables.findings.empty
    return tables
