"""Returned items say what their codes mean, in both languages, by the day of their file."""

import pandas as pd
import pytest

from jobs.hub.settings import ROOT
from jobs.rules.code_lists import read_code_lists
from mappers.payments.returned_items import ACTIONS, explained
from parsers.findings import Finding, describe, findings_frame

CODES = read_code_lists(ROOT / "config").dated["aft_return_codes"]
ROWS = CODES.rows


def returned(value: str, day: str | None) -> Finding:
    return Finding(code="AFT-010", byte_from=0, byte_to=240, message=1, value=value, expected=day)


def told(*findings: Finding) -> list[tuple[str, str | None]]:
    found = explained(findings_frame(list(findings)), CODES)
    return [tuple(row) for row in found[["code", "expected"]].to_numpy()]


def test_every_code_has_an_action_and_a_meaning_in_both_languages():
    """The list names no action that no finding tells, and leaves no text out."""
    assert set(ROWS["action"]) == {*ACTIONS}
    assert ROWS[["code", "effective_from", "meaning_en", "meaning_fr"]].notna().all().all()
    assert len(set(ROWS["meaning_en"])) == len(set(ROWS["meaning_fr"])) == len(ROWS) == 21


@pytest.mark.parametrize(
    ("value", "code", "english", "french"),
    [
        ("901", "AFT-011", "901: Not sufficient funds (debit).", "901 : Provision insuffisante"),
        ("905", "AFT-012", "905: The account is closed.", "905 : Compte fermé."),
        ("915", "AFT-013", "915: No agreement existed.", "915 : Aucun accord n'existait."),
        ("922", "AFT-014", "922: The customer sent the credit", "922 : Crédit retourné par le"),
    ],
)
def test_a_code_is_told_in_the_language_of_who_reads(
    value: str, code: str, english: str, french: str
):
    """The finding says what to do by its code, and what the return code means in one language."""
    ((found, meaning),) = told(returned(value, "2026-11-20"))
    assert found == code
    assert english in describe(code, value, meaning, "en")
    assert french in describe(code, value, meaning, "fr")
    assert "|" not in describe(code, value, meaning, "en") + describe(code, value, meaning, "fr")


def test_a_code_that_is_not_in_force_stays_unknown():
    """A code of no list, of a day before it, or of no day at all is told as it came."""
    unknown = [returned("999", "2026-11-20"), returned("901", "2024-10-20"), returned("901", None)]
    assert told(*unknown) == [(each.code, each.expected) for each in unknown]
    first = told(*unknown, returned("901", "2024-10-21"))
    assert [code for code, _ in first] == ["AFT-010"] * 3 + ["AFT-011"]


def test_other_findings_stay_as_they_are():
    """Nothing but a return is explained."""
    other = findings_frame([Finding(code="PAY-001", byte_from=0, byte_to=1, value="901")])
    pd.testing.assert_frame_equal(explained(other, CODES), other)
