"""What partners are told of the server is what it does."""

from pathlib import Path

import pytest

from jobs.rules.intake_rules import read_intake_rules
from sftp.admission.algorithms import ENCRYPTION, KEX, MACS, SIGNATURES

ROOT = Path(__file__).parents[2]
RULES = read_intake_rules(ROOT / "config/rules")


def test_the_guide_lists_the_algorithms():
    """Each row of its table is the list that the server offers."""
    guide = (ROOT / "docs/formats/sftp.md").read_text(encoding="utf-8")
    rows = [line.split("|")[2] for line in guide.splitlines() if line.count("|") == 3]
    told = [set(row.replace("`", "").replace(" ", "").split(",")) for row in rows[2:]]
    assert told == [set(KEX), set(ENCRYPTION), set(MACS), set(SIGNATURES)]


@pytest.mark.parametrize("page", ["sftp.md", "sftp-fr.md"])
def test_the_guide_gives_the_usual_bounds(page):
    """Its numbers are those of intake.toml, in both languages."""
    guide = (ROOT / "docs/formats" / page).read_text(encoding="utf-8")
    told = [*vars(RULES.door.account_bounds).values(), RULES.limits.max_file_bytes]
    assert [number for number in told if f" {number} " not in guide] == []
