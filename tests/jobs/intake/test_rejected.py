"""A folder for each finding code: the input that causes it, and exactly what is found.

A folder holds files as ``tests.folders`` sends them, and what is found in the last.
``rules.json`` holds rules other than those in force.
"""

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest

from billing.filing import HandFiledRule
from jobs.hub import Hub
from jobs.intake import collect_files, post_batch
from jobs.proofs import prove_book
from jobs.rules import Rules
from mappers.rules.declaration_rules import CheckDigitRule, LineLimit, ReasonListRule
from parsers.catalogue import CATALOGUE
from parsers.findings import describe, remedy
from tests import folders, made, reviewed, sending

FOLDER = Path(__file__).parents[2] / "rejected"
FOLDERS = sorted(path.name for path in FOLDER.iterdir())
CODES = [code for code in FOLDERS if list((FOLDER / code).glob("input.*"))]
OWN_FAILURE = "FILE-008"
BY_A_DECISION = {"CAD-060", "CAD-090"}
NO_INPUT = {OWN_FAILURE, *BY_A_DECISION}
"""What no input causes; the first is tested below, the others with the acts that tell them."""


def test_every_code_has_a_folder():
    """No code without an input that causes it, no folder without a code."""
    assert sorted(set(CATALOGUE) - NO_INPUT) == FOLDERS


@pytest.mark.parametrize("code", CODES)
def test_found_as_reviewed(hub: Hub, code: str):
    """The input of a code's folder gives exactly the reviewed findings, that code among them."""
    found = findings_of(hub, FOLDER / code)
    reviewed.same_json(FOLDER / code / "expected.json", found)
    assert code in {finding["code"] for finding in found["findings"]}


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_texts_in_both_languages(code: str):
    """Every code says what is wrong and what to do, in English and in French, values filled in."""
    texts = [
        text
        for language in ("en", "fr")
        for text in (describe(code, "VALUE", "EXPECTED", language), remedy(code, language))
    ]
    assert all(text and "{" not in text for text in texts)
    assert len(set(texts)) == 4


def test_the_hubs_own_failure_quarantines_one_file(hub: Hub, monkeypatch, tmp_path: Path):
    """If posting fails for a reason of ours, the batch is halved down to the file at fault."""
    maker = made.maker(4)
    files = [made.cusdec([maker.declaration()], f"F{number}") for number in range(6)]
    file_ids = [sending.arrive(hub, content) for content in files]
    poisoned, asked = file_ids[3], list[int]()
    settle = post_batch.posting.settle

    def fail_once(tx, *arguments):
        staged = {row["file_id"] for row in tx.rows("SELECT file_id FROM staged_file")}
        asked.append(len(staged))
        if poisoned in staged:
            raise ZeroDivisionError
        return settle(tx, *arguments)

    monkeypatch.setattr(post_batch.posting, "settle", fail_once)
    assert collect_files.post(hub, file_ids) == {"quarantined": 1, "posted": 5}
    assert asked == [6, 3, 3, 1, 2]
    with hub.book.transaction() as tx:
        codes = tx.rows("SELECT code FROM finding WHERE file_id = :id", id=poisoned)
    assert [row["code"] for row in codes] == [OWN_FAILURE]
    assert all(result.holds for result in prove_book.results(hub))


def rules_of(rules: Rules, folder: Path) -> Rules:
    """Return the rules with those that a folder's ``rules.json`` sets, in force from the start."""
    path, first_day = folder / "rules.json", dt.date(2024, 10, 21)
    other = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    declarations = rules.declarations
    bounds = {name: value for name, value in other.items() if hasattr(rules.limits, name)}
    limits = replace(rules.limits, **bounds)
    if "check_digit" in other:
        digits = (CheckDigitRule(first_day, other["check_digit"]),)
        declarations = replace(declarations, check_digits=digits)
    if "lines_max" in other:
        most = (LineLimit(first_day, other["lines_max"]),)
        declarations = replace(declarations, line_limits=most)
    if "reasons_complete" in other:
        lists = (ReasonListRule(first_day, other["reasons_complete"]),)
        declarations = replace(declarations, reason_lists=lists)
    if "hand_filers" in other:
        agreed = (HandFiledRule(first_day, tuple(other["hand_filers"])),)
        declarations = replace(declarations, hand_filed=agreed)
    return replace(rules, limits=limits, declarations=declarations)


def findings_of(hub: Hub, folder: Path) -> dict[str, object]:
    """Post the files of a folder and return the outcome and findings of the last."""
    hub = replace(hub, rules=rules_of(hub.rules, folder))
    file_id, outcome = folders.send_folder(hub, folder)
    assert all(result.holds for result in prove_book.results(hub))
    with hub.book.transaction() as tx:
        rows = tx.rows(
            "SELECT f.code, f.severity, m.ordinal AS message, f.byte_from, f.byte_to, f.segment,"
            " f.segment_position, f.element, f.line_number, f.value, f.expected FROM finding f"
            " LEFT JOIN message m USING (message_id) WHERE f.file_id = :id ORDER BY f.finding_id",
            id=file_id,
        )
        answers = tx.rows(
            "SELECT kind FROM outbox WHERE file_id = :id ORDER BY outbox_id", id=file_id
        )
    return {
        "outcome": outcome,
        "answers": [row["kind"] for row in answers],
        "findings": [
            {name: value for name, value in row.items() if value is not None} for row in rows
        ],
    }
